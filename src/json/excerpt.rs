//! From byte ranges to lines and columns, and to the piece of source that is shown beside a finding.

use std::ops::Range;

/// How many lines stand above the one with the caret.
const CONTEXT_LINES: usize = 2;
/// A line longer than this many characters is cut around the caret.
const WHOLE_LINE: usize = 100;
/// How many characters a cut line keeps before and after the caret's start.
const BEFORE: usize = 40;
const AFTER: usize = 50;

/// A line and a column within one document. Both count from 0, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Newlines before.
    pub line: u64,
    /// Characters since the last newline (or since the start).
    pub column: u64,
}

/// The position of a byte offset. Bytes that are not UTF-8 count as one character each.
pub(crate) fn position(bytes: &[u8], offset: usize) -> Position {
    let before = &bytes[..offset.min(bytes.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Position { line: memchr::memchr_iter(b'\n', before).count() as u64, column: characters(&before[start..]) }
}

fn characters(bytes: &[u8]) -> u64 {
    String::from_utf8_lossy(bytes).chars().count() as u64
}

/// A piece of a document around a byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Newlines before the piece.
    pub line: u64,
    /// Whole lines, or the part of one long line.
    pub text: String,
    /// Whether the start of the line is left out.
    pub at_start: bool,
    /// Whether the end of the line is left out.
    pub at_end: bool,
    /// The byte range in `text` to underline; it ends with its line.
    pub highlight: Range<usize>,
}

/// Cuts the piece to show for a byte range. `indent` is the number of columns before the document on its first line.
pub(crate) fn cut(bytes: &[u8], span: &Range<usize>, indent: u64) -> Cut {
    let start = span.start.min(bytes.len());
    let line_start = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
    let line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
    let line_end =
        if line_end > line_start && bytes[line_end - 1] == b'\r' { line_end - 1 } else { line_end };
    let end = span.end.clamp(start, line_end.max(start));
    if characters(&bytes[line_start..line_end]) + indent > WHOLE_LINE as u64 {
        return cut_line(bytes, line_start..line_end, start..end);
    }
    let first = context_start(bytes, line_start);
    let pad = if first == 0 { " ".repeat(usize::try_from(indent).unwrap_or(0)) } else { String::new() };
    let before = pad + &shown(&bytes[first..start]);
    let marked = shown(&bytes[start..end]);
    let highlight = before.len()..before.len() + marked.len();
    let text = before + &marked + &shown(&bytes[end..line_end.max(end)]);
    let line = memchr::memchr_iter(b'\n', &bytes[..first]).count() as u64;
    Cut { line, text, at_start: false, at_end: false, highlight }
}

/// Where the context above a line starts; long lines are no context.
fn context_start(bytes: &[u8], line_start: usize) -> usize {
    let mut first = line_start;
    for _ in 0..CONTEXT_LINES {
        if first == 0 {
            break;
        }
        let above = memchr::memrchr(b'\n', &bytes[..first - 1]).map_or(0, |at| at + 1);
        if characters(&bytes[above..first]) > WHOLE_LINE as u64 {
            break;
        }
        first = above;
    }
    first
}

fn cut_line(bytes: &[u8], line: Range<usize>, span: Range<usize>) -> Cut {
    let before = shown(&bytes[line.start..span.start]);
    let rest = shown(&bytes[span.start..line.end]);
    let skip = before.chars().count().saturating_sub(BEFORE);
    let kept: String = before.chars().skip(skip).collect();
    let tail: String = rest.chars().take(AFTER).collect();
    let marked = shown(&bytes[span]).len().min(tail.len());
    Cut {
        line: memchr::memchr_iter(b'\n', &bytes[..line.start]).count() as u64,
        at_start: skip > 0,
        at_end: tail.len() < rest.len(),
        highlight: kept.len()..kept.len() + marked,
        text: kept + &tail,
    }
}

/// Bytes as text; what is not UTF-8 is shown as U+FFFD, carriage returns are left out.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\r', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "{\r\n  \"名\": \"张三\", \"x\": 1}";
        let offset = text.find('1').unwrap();
        assert_eq!(position(text.as_bytes(), offset), Position { line: 1, column: 18 });
    }

    #[test]
    fn a_short_line_is_shown_with_the_lines_above() {
        let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
        let at = text.find('3').unwrap();
        let piece = cut(text.as_bytes(), &(at..at + 1), 0);
        assert_eq!(piece.line, 1);
        assert_eq!(piece.text, "  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3");
        assert_eq!(&piece.text[piece.highlight], "3");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{{\"a\":\"{}\",\"b\":7,\"c\":\"{}\"}}", "é".repeat(300), "z".repeat(300));
        let at = text.find('7').unwrap();
        let piece = cut(text.as_bytes(), &(at..at + 1), 0);
        assert!(piece.at_start && piece.at_end);
        assert_eq!(&piece.text[piece.highlight.clone()], "7");
        assert_eq!(piece.text.chars().count(), BEFORE + AFTER);
    }

    #[test]
    fn a_range_over_several_lines_is_marked_to_the_end_of_its_first() {
        let piece = cut(b"{\n\"a\": {\n}}", &(7..10), 0);
        assert_eq!(&piece.text[piece.highlight], "{");
    }

    #[test]
    fn the_end_of_the_text_has_an_empty_mark() {
        let piece = cut(b"{\"a\":1", &(6..6), 4);
        assert_eq!(piece.text, "    {\"a\":1");
        assert_eq!(piece.highlight, 10..10);
    }
}
