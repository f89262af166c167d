//! A block of the input, of which each line was looked at by itself, on any thread.

use crate::engine::validate::{Checker, Clean, Part, sift};
use crate::model::{Document, Origin};
use crate::render::FormattedRows;
use crate::report::LogWrapper;
use crate::source::read::Block;
use crate::source::unwrap::{OpenedLine, Unwrap, may_wrap};

/// A document that was looked at before it was known which one of its file it is.
pub(crate) struct JudgedEarly<J> {
    /// Its origin counts lines from the beginning of its block; its number is 0.
    pub(crate) entry: Document,
    /// What it was taken out of.
    pub(super) wrapper: Option<LogWrapper>,
    pub(super) is_json: bool,
    pub(crate) judged: J,
}

impl<J> JudgedEarly<J> {
    /// Where it stands, of which the line does at `line`.
    pub(super) fn placed(&mut self, line: &Origin) -> Origin {
        let own = &mut self.entry.origin;
        if self.wrapper.is_none() {
            return line.clone();
        }
        let down = line.line - own.line;
        Origin { map: own.map.take(), ..own.clone() }.moved(line.index, down)
    }
}

/// What came of a line that the screen did not take as it stands.
pub(super) enum Line<J> {
    /// The number of the clean event that it wraps, among those of its block.
    Opened(usize),
    Judged(Box<JudgedEarly<J>>),
}

/// The clean events that were taken out of the lines of a block.
#[derive(Default)]
pub(super) struct Opened {
    texts: Vec<u8>,
    /// Places in a clean event are places in `texts`.
    events: Vec<(Clean, OpenedLine)>,
}

/// A block of which each line was looked at by itself.
pub(super) struct ScreenedBlock<J> {
    pub(super) block: Block,
    pub(super) parts: Vec<Part<Line<J>>>,
    pub(super) opened: Opened,
    pub(super) rows: FormattedRows,
}

impl Opened {
    /// The clean event that a part of `text` is or wraps: with the text in which its places are, and the line that it was taken
    /// out of.
    pub(super) fn clean<'t, J>(
        &'t self,
        part: &'t Part<Line<J>>,
        text: &'t [u8],
    ) -> Option<(&'t Clean, &'t [u8], Option<&'t OpenedLine>)> {
        match part {
            Part::Clean(clean) => Some((clean, text, None)),
            Part::Judged { judged: Some(Line::Opened(at)), .. } => {
                let (clean, line) = &self.events[*at];
                Some((clean, &self.texts, Some(line)))
            }
            Part::Judged { .. } | Part::Text { .. } => None,
        }
    }
}

impl<J> ScreenedBlock<J> {
    /// Looks at each line by the screen, and by `judge` where that does not take it: it also tells whether the line is JSON.
    /// `format` makes rows of the clean events, in their order, or none.
    pub(super) fn of(
        block: Block,
        unwrap: Unwrap,
        checker: &Checker,
        judge: &impl Fn(&Document) -> (J, bool),
        format: &impl Fn(&Block, &mut dyn Iterator<Item = (&Clean, &[u8])>) -> FormattedRows,
    ) -> Self {
        let (text, mut opened) = (block.text(), Opened::default());
        let parts = sift(checker, text, block.first_line(), block.ends, |span, lines| {
            let line = &text[span.clone()];
            let wraps = may_wrap(line);
            if !wraps && !line.starts_with(b"{") {
                return None;
            }
            let origin = || origin(&block, span.start, lines);
            // What hangs on other lines is taken out of its wrapper in the order of the lines.
            let (entry, wrapper) = if wraps && unwrap == Unwrap::Auto {
                let Opened { texts, events } = &mut opened;
                let found = OpenedLine::open(line, texts)?;
                if let Some(clean) = Clean::opened(checker, texts, found.text.start) {
                    events.push((clean, found));
                    return Some(Line::Opened(events.len() - 1));
                }
                let entry = found.document(line, &origin(), texts);
                texts.truncate(found.text.start);
                (entry, Some(found.wrapper))
            } else {
                (Document::new(origin(), line.to_vec()), None)
            };
            let (judged, is_json) = judge(&entry);
            Some(Line::Judged(Box::new(JudgedEarly { entry, wrapper, is_json, judged })))
        });
        let clean = parts.iter().filter_map(|it| opened.clean(it, text));
        let rows = format(&block, &mut clean.map(|it| (it.0, it.1)).filter(|it| it.0.is_ours()));
        Self { block, parts, opened, rows }
    }
}

/// Where a document stands that begins at `at`, after `lines` line breaks of its block.
fn origin(block: &Block, at: usize, lines: u64) -> Origin {
    let offset = block.offset + at as u64;
    Origin { index: 0, offset, line: lines + 1, ..Origin::start_of(block.file.clone()) }
}
