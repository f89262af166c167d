//! The documents of a request, one after the other.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use super::error::InputError;
use super::inputs::{Blocks, Chunk};
use crate::model::Document;
use crate::source::read::{Block, Piece};
use crate::source::split::Joiner;

/// Bytes that are cut at a time: what they hold waits until it is asked for.
const PIECE: usize = 4 << 10;

/// The entries of a request. Memory is bounded by the largest document.
///
/// An error is about one input; the next call goes on with the one after it.
pub struct Inputs {
    blocks: Blocks,
    /// Small files that are being read.
    small: Option<Box<dyn Iterator<Item = Piece> + Send>>,
    joiner: Joiner,
    /// The block that is being cut, and how far.
    current: Option<(Block, usize)>,
    ready: VecDeque<Result<Document, InputError>>,
}

impl Inputs {
    /// Cuts blocks.
    pub(crate) fn new(blocks: Blocks) -> Self {
        Self { blocks, small: None, joiner: Joiner::default(), current: None, ready: VecDeque::new() }
    }

    /// How many files were read so far; standard input and a sample count as one each.
    pub fn files(&self) -> u64 {
        self.joiner.files()
    }

    fn piece(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.small.as_mut().and_then(Iterator::next) {
                return Some(piece);
            }
            match self.blocks.next()? {
                Chunk::SmallFiles(small) => self.small = Some(Box::new(small.read())),
                Chunk::Piece(piece) => return Some(piece),
            }
        }
    }

    /// Reads on a little. `None` at the end.
    fn advance(&mut self) -> Option<()> {
        let (block, at) = match self.current.take() {
            Some(current) => current,
            None => match self.piece()? {
                Piece::Block(block) => {
                    let skipped = self.joiner.begin(&block);
                    (block, skipped)
                }
                Piece::Damaged(damage) => {
                    self.ready.push_back(Err(self.joiner.damaged(damage)));
                    return Some(());
                }
                Piece::Trouble(error) => {
                    self.ready.push_back(Err(error));
                    return Some(());
                }
            },
        };
        let end = (at + PIECE).min(block.text().len());
        let ready = &mut self.ready;
        let mut keep = |found| {
            ready.push_back(found);
            ControlFlow::Continue(())
        };
        // What only keeps never breaks.
        let _ = self.joiner.feed(&block.text()[at..end], |entry| keep(Ok(entry)));
        if end < block.text().len() {
            self.current = Some((block, end));
        } else if block.ends {
            let _ = self.joiner.end(&block, keep);
        }
        Some(())
    }
}

impl Iterator for Inputs {
    type Item = Result<Document, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            self.advance()?;
        }
        self.ready.pop_front()
    }
}
