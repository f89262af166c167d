//! Reads the documents of blocks that come in order, though other threads have read parts of them: what was read elsewhere
//! is passed over, the rest is cut into documents and taken out of its wrappers.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use memchr::memmem;

use super::splitter::Splitter;
use crate::model::{Document, Origin};
use crate::report::{InputTally, LogWrapper, Unwrapped};
use crate::source::read::Block;
use crate::source::unwrap::{Opener, Unwrap};
use crate::source::{Damage, InputError};

/// A byte-order mark. It may stand before every document: files that begin with one are put together.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The input that is being read.
#[derive(Debug)]
struct Current {
    splitter: Splitter,
    opener: Opener,
    count: u64,
    ready: VecDeque<Document>,
}

/// The place reached in the input that is being read.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    mode: Unwrap,
    current: Option<Current>,
    tally: InputTally,
}

impl Joiner {
    /// Takes events out of wrappers, or leaves them.
    pub(crate) fn new(mode: Unwrap) -> Self {
        Self { mode, ..Self::default() }
    }

    pub(crate) fn tally(&self) -> InputTally {
        let mut tally = self.tally;
        self.current.iter().for_each(|it| tally.unwrapped.add(&it.opener.counts));
        tally
    }

    /// Comes to a block; how many of its first bytes are not part of the text.
    pub(crate) fn begin(&mut self, block: &Block) -> usize {
        if !block.begins() {
            return 0;
        }
        self.tally.files += 1;
        let (splitter, skipped) = Splitter::begin(block.file.clone(), block.text());
        self.current =
            Some(Current { splitter, opener: Opener::new(self.mode), count: 0, ready: VecDeque::new() });
        skipped
    }

    /// Whether a document that comes next would begin a line and stand in no array and no wrapper.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.current.as_ref().is_some_and(|it| it.splitter.is_at_rest() && it.opener.is_at_rest())
    }

    /// Passes over one document, read elsewhere, and the rest of its lines; only at rest. It was taken out of `wrapper`,
    /// where it stood in one. Where it stood, or its line.
    pub(crate) fn pass(&mut self, bytes: usize, lines: u64, wrapper: Option<LogWrapper>) -> Option<&Origin> {
        let current = self.current.as_mut()?;
        match wrapper {
            None => current.opener.pass(),
            Some(wrapper) => current.opener.pass_opened(wrapper),
        }
        current.count += 1;
        let origin = current.splitter.pass(bytes, lines);
        origin.index = current.count;
        Some(origin)
    }

    pub(crate) fn feed(
        &mut self,
        text: &[u8],
        mut each: impl FnMut(Document) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(current) = &mut self.current else { return ControlFlow::Continue(()) };
        let mut marks = memmem::find_iter(text, MARK);
        let (mut at, mut mark) = (0, marks.next());
        while at < text.len() {
            if mark == Some(at) {
                mark = marks.next();
                at += if current.splitter.pass_mark() { MARK.len() } else { 0 };
            }
            at += current.splitter.feed(&text[at..mark.unwrap_or(text.len())]);
            current.give(&mut each)?;
        }
        ControlFlow::Continue(())
    }

    /// The input ends with the block that was read. An error where standard input held nothing.
    pub(crate) fn end(
        &mut self,
        block: &Block,
        mut each: impl FnMut(Result<Document, InputError>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(mut current) = self.current.take() else { return ControlFlow::Continue(()) };
        current.splitter.end();
        let mut given = current.give(&mut |it| each(Ok(it)));
        current.opener.end(&mut current.ready);
        self.tally.unwrapped.add(&current.opener.counts);
        if given.is_continue() {
            given = current.give(&mut |it| each(Ok(it)));
        }
        given?;
        // Of what was passed over the run tells by its tally.
        if block.is_stdin && current.count == 0 && current.opener.counts == Unwrapped::default() {
            each(Err(InputError::EmptyStdin))?;
        }
        ControlFlow::Continue(())
    }

    /// The input breaks off; what was read of a document is dropped: it was not its fault.
    pub(crate) fn damaged(&mut self, damage: Damage) -> InputError {
        let current = self.current.take();
        if let Some(current) = &current {
            self.tally.unwrapped.add(&current.opener.counts);
        }
        damage.after(current.map_or(0, |it| it.count))
    }
}

impl Current {
    /// Gives the documents that are ready, numbered.
    fn give(&mut self, each: &mut impl FnMut(Document) -> ControlFlow<()>) -> ControlFlow<()> {
        while let Some(document) = self.splitter.next_ready() {
            self.opener.push(document, &mut self.ready);
        }
        while let Some(mut document) = self.ready.pop_front() {
            self.count += 1;
            document.origin.index = self.count;
            each(document)?;
        }
        ControlFlow::Continue(())
    }
}
