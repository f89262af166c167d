//! Reads blocks, sifts them on all cores, and hands what was found over in the order of the input.

use std::ops::ControlFlow;

use super::screened_block::{JudgedEarly, Line, ScreenedBlock};
use crate::engine::validate::{Checker, Clean, Part};
use crate::engine::{Threads, in_order};
use crate::model::{Document, Origin};
use crate::render::{FormattedRow, FormattedRows};
use crate::report::{InputTally, LogWrapper};
use crate::source::read::{Block, Piece};
use crate::source::split::Joiner;
use crate::source::unwrap::{OpenedLine, Unwrap};
use crate::source::{Chunk, Damage, InputError};

/// Takes documents one after the other in the order of the input, and may end the reading.
pub(crate) trait DocumentVisitor<J> {
    /// A clean event. Places in `clean` are places in `text`; `origin` tells where it stands, and its `row` is there if it was
    /// formatted ahead.
    fn clean(
        &mut self,
        clean: &Clean,
        text: &[u8],
        origin: &Origin,
        row: Option<FormattedRow<'_>>,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()>;

    /// An event of `event_type`, which we do not know: nothing but that decides what is said of it.
    fn other(
        &mut self,
        event_type: &[u8],
        origin: &Origin,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()>;

    /// A document that was looked at where it was found: what came of it, and where it stands.
    fn judged(&mut self, judged: J, origin: &Origin) -> ControlFlow<()>;

    /// A document that has not been looked at.
    fn entry(&mut self, entry: Document) -> ControlFlow<()>;

    /// A clean event that will be handed over soon.
    fn prefetch(&mut self, clean: &Clean, text: &[u8]);

    /// So many bytes were gone over.
    fn passed(&mut self, bytes: u64);

    fn trouble(&mut self, error: InputError) -> ControlFlow<()>;
}

enum Screened<J> {
    Block(ScreenedBlock<J>),
    Trouble(InputError),
    Damaged(Damage),
}

/// Reads everything; how much it was. `judge` and `format` are called on any thread: see [`ScreenedBlock::of`]. What is not
/// JSON may go on on the next line.
pub(crate) fn scan<J: Send>(
    chunks: impl Iterator<Item = Chunk> + Send,
    unwrap: Unwrap,
    threads: Threads,
    checker: &Checker,
    judge: impl Fn(&Document) -> (J, bool) + Sync,
    format: impl Fn(&Block, &mut dyn Iterator<Item = (&Clean, &[u8])>) -> FormattedRows + Sync,
    visitor: &mut (impl DocumentVisitor<JudgedEarly<J>> + Send),
) -> InputTally {
    let mut chunks = chunks;
    let (mut joiner, mut held) = (Joiner::new(unwrap), None);
    let screened = |piece| match piece {
        Piece::Block(block) => Screened::Block(ScreenedBlock::of(block, unwrap, checker, &judge, &format)),
        Piece::Trouble(error) => Screened::Trouble(error),
        Piece::Damaged(damage) => Screened::Damaged(damage),
    };
    in_order(
        threads,
        || chunks.next(),
        |chunk| match chunk {
            Chunk::SmallFiles(small) => small.read().map(screened).collect(),
            Chunk::Piece(piece) => vec![screened(piece)],
        },
        |found: Vec<Screened<J>>| {
            found.into_iter().try_for_each(|found| match found {
                Screened::Block(block) => go_over(&mut joiner, &mut held, block, visitor),
                Screened::Trouble(error) => visitor.trouble(error),
                Screened::Damaged(damage) => visitor.trouble(joiner.damaged(damage)),
            })
        },
    );
    joiner.tally()
}

/// Goes over the parts of a block. What was found line by line counts where documents begin with lines, and where the joiner
/// comes to the same document, which `held` waits for; inside a larger one it is read as what it is.
fn go_over<J>(
    joiner: &mut Joiner,
    held: &mut Option<Box<JudgedEarly<J>>>,
    screened: ScreenedBlock<J>,
    visitor: &mut impl DocumentVisitor<JudgedEarly<J>>,
) -> ControlFlow<()> {
    let ScreenedBlock { block, mut parts, opened, rows } = screened;
    let text = block.text();
    let skipped = joiner.begin(&block);
    for (clean, text, _) in parts.iter().filter_map(|it| opened.clean(it, text)) {
        visitor.prefetch(clean, text);
    }
    let mut events = 0;
    // A part is too large to be moved.
    for part in &mut parts {
        let (span, lines) = match part {
            Part::Clean(clean) => (clean.from..clean.end, clean.lines),
            Part::Judged { from, end, .. } => (*from..*end, u64::from(text[*end - 1] == b'\n')),
            Part::Text { from, end } => (skipped.max(*from)..*end, 0),
        };
        if let Some((clean, its_text, line)) = opened.clean(part, text) {
            let row = rows.get(events);
            events += usize::from(clean.is_ours());
            if let Some(at) = pass(joiner, span.len(), lines, line.map(|it| it.wrapper)) {
                give_clean(clean, its_text, line.map(|it| (it, &text[span])), at, row, visitor)?;
                continue;
            }
        } else if let Part::Judged { judged, .. } = part
            && let Some(Line::Judged(mut early)) = judged.take()
        {
            if early.is_json
                && let Some(line) = pass(joiner, span.len(), lines, early.wrapper)
            {
                let origin = early.placed(line);
                visitor.judged(*early, &origin)?;
                continue;
            }
            *held = Some(early);
        }
        joiner.feed(&text[span], |entry| give(held, entry, visitor))?;
    }
    visitor.passed(text.len() as u64);
    if block.ends {
        joiner.end(&block, |found| match found {
            Ok(entry) => give(held, entry, visitor),
            Err(error) => visitor.trouble(error),
        })?;
    }
    ControlFlow::Continue(())
}

/// Hands over a clean event that stands at `at` in `text`, or was taken out of the `line` there.
fn give_clean<J>(
    clean: &Clean,
    text: &[u8],
    line: Option<(&OpenedLine, &[u8])>,
    at: &Origin,
    row: Option<FormattedRow<'_>>,
    visitor: &mut impl DocumentVisitor<J>,
) -> ControlFlow<()> {
    let own = line.map(|(opened, line)| opened.beginning(line, at, text));
    let origin = own.as_ref().unwrap_or(at);
    let document = || match line {
        Some((opened, line)) => opened.document(line, at, text),
        None => Document::new(origin.clone(), text[clean.from..clean.to].to_vec()),
    };
    if clean.is_ours() {
        visitor.clean(clean, text, origin, row, document)
    } else {
        visitor.other(&text[clean.seen.other_type()], origin, document)
    }
}

/// Hands over a document that the joiner came to, with what came of it where it was looked at before.
fn give<J>(
    held: &mut Option<Box<JudgedEarly<J>>>,
    entry: Document,
    visitor: &mut impl DocumentVisitor<JudgedEarly<J>>,
) -> ControlFlow<()> {
    let is_it = |early: &mut Box<JudgedEarly<J>>| {
        let (one, other) = (&early.entry.origin, &entry.origin);
        // Only at its end is it known that an input breaks off there.
        let is_same = one.offset == other.offset && one.file == other.file;
        is_same && !entry.breaks_off && early.entry.bytes == entry.bytes
    };
    match held.take_if(is_it) {
        Some(early) => visitor.judged(*early, &entry.origin),
        None => visitor.entry(entry),
    }
}

fn pass(joiner: &mut Joiner, bytes: usize, lines: u64, wrapper: Option<LogWrapper>) -> Option<&Origin> {
    if joiner.is_at_rest() { joiner.pass(bytes, lines, wrapper) } else { None }
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
