//! The top-level array of a text: what begins one, and what it expects.

use super::document_buffer::{Cursor, MAX_DOCUMENT, is_blank};

/// What the top-level array expects.
#[derive(Clone, Copy, Debug)]
pub(super) enum ArrayExpects {
    /// An element or the end.
    First,
    /// An element, after a comma.
    After,
    /// Anything: what is wrong was reported.
    Any,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Array {
    pub(super) start: Cursor,
    pub(super) indent: u64,
    pub(super) expect: ArrayExpects,
    /// Whether the first element stands on the line of the bracket.
    pub(super) lined: bool,
}

/// So many bytes behind a `[` and blanks are looked at: a number that is longer stands in no text.
const MAX_BEHIND: usize = 64;

/// Whether a `[` with these bytes behind it begins an array; `None`: it hangs on what comes next. Text in brackets, as in
/// `[INFO]` and `[2023-11-14 22:13:20]`, is no array.
pub(super) fn begins_array(behind: &[u8]) -> Option<bool> {
    // One blank more tells nothing, as long as there are not too many.
    if let [.., before, b' ' | b'\t' | b'\r'] = behind
        && is_blank(*before)
        && behind.len() <= MAX_DOCUMENT
    {
        return None;
    }
    let text = behind.trim_ascii_start();
    if text.len() > MAX_BEHIND || behind.len() > MAX_DOCUMENT {
        return Some(true);
    }
    if text.len() < behind.len() && behind.contains(&b'\n') {
        return Some(true);
    }
    let (first, last) = (text.first()?, text.last()?);
    let ends = is_blank(*last) || matches!(last, b',' | b']');
    match first {
        b'{' | b'[' | b'"' | b']' | b',' => Some(true),
        b't' | b'f' | b'n' => {
            let word = if ends { &text[..text.len() - 1] } else { text };
            let mut words = [&b"true"[..], b"false", b"null"].into_iter();
            if ends {
                Some(words.any(|it| it == word))
            } else {
                words.all(|it| !it.starts_with(word)).then_some(false)
            }
        }
        b'-' | b'0'..=b'9' if ends => Some(true),
        b'-' | b'0'..=b'9' => {
            let sign = text.len() == 1 || matches!(text[text.len() - 2], b'e' | b'E');
            let goes_on = match last {
                b'0'..=b'9' | b'.' | b'e' | b'E' => true,
                b'+' | b'-' => sign,
                _ => false,
            };
            (!goes_on).then_some(false)
        }
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_behind_a_bracket_are_looked_at() {
        for (byte, most) in [(" ", MAX_DOCUMENT), ("1", MAX_BEHIND)] {
            assert_eq!(begins_array(byte.repeat(most).as_bytes()), None);
            assert_eq!(begins_array(byte.repeat(most + 1).as_bytes()), Some(true));
        }
    }
}
