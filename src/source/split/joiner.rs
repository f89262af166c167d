//! Reads the documents of blocks that come in order, though other threads have read parts of them: what was read elsewhere is
//! passed over, the rest is cut into entries.

use std::ops::ControlFlow;

use super::splitter::Splitter;
use crate::model::{Document, Origin};
use crate::source::read::Block;
use crate::source::{Damage, InputError};

/// The place reached in the input that is being read.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    splitter: Option<Splitter>,
    files: u64,
}

impl Joiner {
    /// How many inputs were begun so far.
    pub(crate) fn files(&self) -> u64 {
        self.files
    }

    /// Comes to a block; how many of its first bytes are not part of the text.
    pub(crate) fn begin(&mut self, block: &Block) -> usize {
        if !block.begins() {
            return 0;
        }
        self.files += 1;
        let (splitter, skipped) = Splitter::begin(block.file.clone(), block.text());
        self.splitter = Some(splitter);
        skipped
    }

    /// Whether a document that comes next would begin a line and stand in no array.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.splitter.as_ref().is_some_and(Splitter::is_at_rest)
    }

    /// Passes over one document, read elsewhere, and the rest of its lines; only at rest. Where it stood.
    pub(crate) fn pass(&mut self, bytes: usize, lines: u64) -> Option<&Origin> {
        self.splitter.as_mut().map(|it| it.pass(bytes, lines))
    }

    /// Reads on in the block.
    pub(crate) fn feed(
        &mut self,
        text: &[u8],
        mut each: impl FnMut(Document) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(splitter) = &mut self.splitter else { return ControlFlow::Continue(()) };
        let mut at = 0;
        while at < text.len() {
            at += splitter.feed(&text[at..]);
            while let Some(entry) = splitter.next_ready() {
                each(entry)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The input ends with the block that was read. An error where standard input held nothing.
    pub(crate) fn end(
        &mut self,
        block: &Block,
        mut each: impl FnMut(Result<Document, InputError>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(mut splitter) = self.splitter.take() else { return ControlFlow::Continue(()) };
        splitter.end();
        while let Some(entry) = splitter.next_ready() {
            each(Ok(entry))?;
        }
        if block.is_stdin && splitter.count() == 0 {
            each(Err(InputError::EmptyStdin))?;
        }
        ControlFlow::Continue(())
    }

    /// The input breaks off; what was read of a document is dropped: it was not its fault.
    pub(crate) fn damaged(&mut self, damage: Damage) -> InputError {
        damage.after(self.splitter.take().map_or(0, |it| it.count()))
    }
}
