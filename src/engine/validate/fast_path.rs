//! Lines of events, told apart in one pass: those that are clean, those of other products, those that are JSON and were
//! looked at closer, and the rest, of which a line alone does not tell what it is.

use super::checker::Checker;
use super::duplicates::Mark;
use crate::catalog;
use crate::engine::validate::screen::ScreenedEvent;

/// An event on lines of its own that the screen took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clean {
    /// Where it begins in the text.
    pub from: usize,
    /// The byte behind it.
    pub to: usize,
    /// The byte behind the lines it stands on.
    pub end: usize,
    /// Line breaks up to there.
    pub lines: u64,
    pub mark: Option<Mark>,
    /// What was seen of it; places in it are places in the text.
    pub seen: ScreenedEvent,
}

impl Clean {
    /// One that begins at `from`, of which nothing is known yet.
    fn begins(from: usize) -> Self {
        let seen = ScreenedEvent::new(catalog::ALL[0]);
        Self { from, to: from, end: from, lines: 0, mark: None, seen }
    }

    /// Whether its type is one we know.
    pub fn is_ours(&self) -> bool {
        self.seen.other_type().is_empty()
    }

    /// The event that the end of `text` is from `from` on, blanks aside: it was taken out of a line, which says where it ends.
    pub(crate) fn opened(checker: &Checker, text: &[u8], from: usize) -> Option<Self> {
        let blanks = |it: &[u8]| it.len() - it.trim_ascii_start().len();
        let mut clean = Self::begins(from + blanks(&text[from..]));
        clean.to = checker.take(text, clean.from, &mut clean.seen)?.end;
        clean.end = clean.to + blanks(&text[clean.to..]);
        clean.mark = checker.mark(&clean.seen, text);
        (clean.end == text.len()).then_some(clean)
    }

    /// Takes the event with the rest of its lines, if the screen does and it has them for itself.
    #[inline]
    fn take(&mut self, checker: &Checker, text: &[u8], is_last: bool) -> Option<()> {
        let taken = checker.take(text, self.from, &mut self.seen)?;
        // An event on several lines is one document only if its bracket has the first line for itself: what is broken off
        // looks like an event on one line with more below.
        if taken.breaks > 0 && !is_pretty(&text[self.from + 1..]) {
            return None;
        }
        let mut end = taken.end;
        while let Some(b' ' | b'\t' | b'\r') = text.get(end) {
            end += 1;
        }
        let ends_line = match text.get(end) {
            Some(byte) => *byte == b'\n',
            None if is_last => false,
            None => return None,
        };
        if !ends_line && end < text.len() {
            return None;
        }
        self.to = taken.end;
        self.end = end + usize::from(ends_line);
        self.lines = u64::from(taken.breaks) + u64::from(ends_line);
        self.mark = checker.mark(&self.seen, text);
        Some(())
    }
}

/// A piece of the text. The pieces follow one another without a gap.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are clean events: a box would be an allocation for each"
)]
pub enum Part<J> {
    /// A clean event, or one of a type we do not know.
    Clean(Clean),
    /// A line that looks like one object, and what came of it.
    Judged {
        /// Where it begins.
        from: usize,
        /// The byte behind its line.
        end: usize,
        /// What came of it, until it is taken.
        judged: Option<J>,
    },
    /// Whole lines, or what is left at an end: to be read with what came before.
    Text {
        /// Where it begins.
        from: usize,
        /// Where it ends.
        end: usize,
    },
}

/// Sifts `text` from `from` on, where a line begins; what comes before is a piece of its own. It ends with a line, or
/// where `is_last` with the input, whose last line is left: it may be cut off. `judge` looks closer at a line: where it
/// stands, and the line breaks before it; it says nothing of a line that is no object.
pub fn sift<J>(
    checker: &Checker,
    text: &[u8],
    from: usize,
    is_last: bool,
    mut judge: impl FnMut(std::ops::Range<usize>, u64) -> Option<J>,
) -> Vec<Part<J>> {
    // An event has some 600 bytes.
    let mut parts = Vec::with_capacity(text.len() / 512 + 1);
    let (mut at, mut lines) = (from, breaks(&text[..from]));
    let solid = text.trim_ascii_end().len();
    leave(&mut parts, 0, from);
    while at < text.len() {
        if text[at] == b'{' {
            // It is written where it stays: it is too large to be moved.
            parts.push(Part::Clean(Clean::begins(at)));
            if let Some(Part::Clean(clean)) = parts.last_mut()
                && clean.take(checker, text, is_last).is_some()
            {
                at = clean.end;
                lines += clean.lines;
                continue;
            }
            parts.pop();
        }
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |found| at + found + 1);
        let line = without_blanks(&text[at..end]);
        let is_at_end = is_last && end >= solid;
        let whole = !is_at_end && text[end - 1] == b'\n';
        // An object, or a line of a log that ends in one.
        let is_object = matches!(line.first(), Some(b'{' | b'0'..=b'9')) && line.ends_with(b"}");
        match (whole && is_object).then(|| judge(at..at + line.len(), lines)).flatten() {
            None => leave(&mut parts, at, end),
            judged => parts.push(Part::Judged { from: at, end, judged }),
        }
        lines += u64::from(text[end - 1] == b'\n');
        at = end;
    }
    parts
}

/// The text without the white space at its end.
fn without_blanks(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    &text[..end.map_or(0, |at| at + 1)]
}

fn is_pretty(behind_bracket: &[u8]) -> bool {
    behind_bracket.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(&b'\n')
}

fn breaks(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

fn leave<J>(parts: &mut Vec<Part<J>>, from: usize, to: usize) {
    if let Some(Part::Text { end, .. }) = parts.last_mut() {
        *end = to;
    } else if from < to {
        parts.push(Part::Text { from, end: to });
    }
}
