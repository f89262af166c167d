//! Where the bytes of a document lie in its file when it was taken out of a wrapper.

use super::plain_run::{chunk, last_bytes, plain};

/// How a text is written in its wrapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Coding {
    Plain,
    JsonString,
}

/// A piece of the text as it stands in the file, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourcePiece {
    /// Bytes of the text before it.
    pub(crate) before: usize,
    pub(crate) offset: u64,
    /// Its line, from 1.
    pub(crate) line: u64,
    /// The column of its first character, from 1.
    pub(crate) column: u64,
    /// Its bytes as they are written.
    pub(crate) raw: Vec<u8>,
    pub(crate) coding: Coding,
}

/// The pieces of a text, and where the document begins in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourceMap {
    /// In their order; at least one.
    pub(crate) pieces: Vec<SourcePiece>,
    /// Bytes of the text before the document.
    pub(crate) skipped: usize,
    /// The text, where the document is written in it as a JSON string.
    pub(crate) outer: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourcePlace {
    pub(crate) offset: u64,
    /// The line, from 1.
    pub(crate) line: u64,
    /// The column in characters, from 1.
    pub(crate) column: u64,
}

impl SourceMap {
    /// The place of a byte of the document; of one behind it, the place behind its last.
    pub(crate) fn place(&self, at: usize) -> SourcePlace {
        let at = self.skipped + self.outer.as_ref().map_or(at, |text| encoded_len(&text[self.skipped..], at));
        // The first one begins the text.
        let piece = &self.pieces[self.pieces.partition_point(|it| it.before <= at) - 1];
        let passed = match piece.coding {
            Coding::Plain => (at - piece.before).min(piece.raw.len()),
            Coding::JsonString => encoded_len(&piece.raw, at - piece.before),
        };
        let columns = piece.raw[..passed].iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        SourcePlace {
            offset: piece.offset + passed as u64,
            line: piece.line,
            column: piece.column + columns as u64,
        }
    }
}

/// What a step of [`decode_string`] writes at most, bytes: a window and a character.
const MAX_STEP: usize = 16 + 4;

/// How far [`decode_string`] goes beyond what it has written, bytes.
pub(crate) const DECODE_STEP: usize = 64 * MAX_STEP;

/// Appends what a JSON string stands for whose inside begins at `from`. Where its inside ends, at a quote or with `raw`,
/// and whether all of it is as JSON has it.
pub(crate) fn decode_string(raw: &[u8], from: usize, text: &mut Vec<u8>) -> (usize, bool) {
    let (mut at, mut to, mut is_json) = (from, text.len(), true);
    while at < raw.len() {
        // A window is written whole, and counts as far as it is plain.
        if text.len() < to + MAX_STEP {
            text.resize(to + DECODE_STEP, 0);
        }
        let last;
        let window = if let Some(window) = chunk(raw, at) {
            window
        } else {
            last = last_bytes(raw, at);
            &last
        };
        text[to..to + 16].copy_from_slice(window);
        let plain = plain(*window);
        (at, to) = (at + plain, to + plain);
        if plain == 16 {
            continue;
        }
        match raw.get(at..).unwrap_or_default() {
            [b'\\', quote @ (b'"' | b'\\' | b'/'), ..] => {
                text[to] = *quote;
                (at, to) = (at + 2, to + 1);
            }
            [] | [b'"', ..] => break,
            rest => {
                let (len, found) = json_escape(rest);
                is_json &= found.is_ok();
                (at, to) = (at + len, to + found.unwrap_or_else(|it| it).encode_utf8(&mut text[to..]).len());
            }
        }
    }
    text.truncate(to);
    (at, is_json)
}

/// How many bytes of the inside of a JSON string stand for the first `decoded` bytes of its text.
fn encoded_len(raw: &[u8], decoded: usize) -> usize {
    let (mut at, mut produced) = (0, 0);
    while at < raw.len() {
        let (len, out) = match raw[at] {
            b'\\' => {
                let (len, found) = json_escape(&raw[at..]);
                (len, found.unwrap_or_else(|it| it).len_utf8())
            }
            _ => (1, 1),
        };
        if produced + out > decoded {
            break;
        }
        produced += out;
        at += len;
    }
    at
}

/// The escape that `raw` begins with: how long it is, and what it stands for, or is taken for if it is no escape of JSON. A
/// half of a surrogate pair is taken for the replacement character.
pub(crate) fn json_escape(raw: &[u8]) -> (usize, Result<char, char>) {
    if let [byte @ ..=b' ', ..] = raw {
        return (1, Err(char::from(*byte)));
    }
    let hex = |at: usize| {
        let digits = std::str::from_utf8(raw.get(at..at + 4)?).ok()?;
        digits.bytes().all(|it| it.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let plain = match raw.get(1) {
        Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            return match (hex(2), raw.get(6..8), hex(8)) {
                (Some(high @ 0xd800..0xdc00), Some(b"\\u"), Some(low @ 0xdc00..0xe000)) => {
                    let pair = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    (12, char::from_u32(pair).ok_or(char::REPLACEMENT_CHARACTER))
                }
                (Some(code), ..) => (6, char::from_u32(code).ok_or(char::REPLACEMENT_CHARACTER)),
                (None, ..) => (2, Err('u')),
            };
        }
        Some(byte) if byte.is_ascii() => return (2, Err(char::from(*byte))),
        _ => return (1, Err('\\')),
    };
    (2, Ok(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of pieces that stand at these offsets, and the text that they are together.
    fn map(pieces: &[(u64, &str)], coding: Coding, skipped: usize) -> (SourceMap, Vec<u8>) {
        let mut text = Vec::new();
        let pieces = (1..).zip(pieces).map(|(line, (offset, raw))| {
            let (before, raw) = (text.len(), raw.as_bytes().to_vec());
            decode_string(&raw, 0, &mut text);
            SourcePiece { before, offset: *offset, line, column: 9, raw, coding }
        });
        (SourceMap { pieces: pieces.collect(), skipped, outer: None }, text)
    }

    #[test]
    fn a_place_behind_escapes_is_the_place_of_the_very_byte() {
        let raw = r#"{\"名\":\"\ud83d\ude00\u5f20\"}\n"#;
        let (map, text) = map(&[(100, raw)], Coding::JsonString, 0);
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text, "{\"名\":\"😀张\"}\n");
        for (what, written) in [("名", "名"), ("😀", "\\ud83d"), ("张", "\\u5f20"), ("}", "}")] {
            let place = map.place(text.find(what).unwrap());
            let at = usize::try_from(place.offset).unwrap() - 100;
            assert!(raw[at..].starts_with(written), "{what}: {place:?}");
            assert_eq!(place.column, 9 + raw[..at].chars().count() as u64);
        }
    }

    #[test]
    fn a_place_is_in_the_piece_in_which_it_begins() {
        let pieces = [(10, "12:00 {\\\"a"), (70, ""), (90, "b\\\"}")];
        let (map, text) = map(&pieces, Coding::JsonString, 6);
        assert_eq!(text, b"12:00 {\"ab\"}");
        let place = |at| (map.place(at).line, map.place(at).offset);
        assert_eq!([0, 1, 2, 3, 5].map(place), [(1, 16), (1, 17), (1, 19), (3, 90), (3, 93)]);
    }

    #[test]
    fn a_string_is_decoded_to_its_quote_and_what_json_does_not_have_is_told() {
        let long = "x".repeat(40);
        for (raw, text, is_json) in [
            (r#"a\"b\\\/\n\t"#, "a\"b\\/\n\t", true),
            (r"\u00e9\ud83d\ude00", "é😀", true),
            (r"\ud83d", "\u{fffd}", false),
            (r"\u+12f", "u+12f", false),
            (r"\x", "x", false),
            ("a\u{1}b", "a\u{1}b", false),
            (&format!("{long}\\\"{long}"), &format!("{long}\"{long}"), true),
        ] {
            for behind in ["", "\"", "\"}", &format!("\"{long}")] {
                let mut decoded = b"before".to_vec();
                let found = decode_string(format!("__{raw}{behind}").as_bytes(), 2, &mut decoded);
                assert_eq!(found, (2 + raw.len(), is_json), "{raw}{behind}");
                assert_eq!(String::from_utf8(decoded).unwrap(), format!("before{text}"));
            }
        }
    }

    #[test]
    fn a_json_string_in_a_json_string_is_found_through_both() {
        let (mut map, text) = map(&[(0, r#"\"{\\\"a\\\":1}\""#)], Coding::JsonString, 1);
        assert_eq!(text, br#""{\"a\":1}""#);
        map.outer = Some(text);
        assert_eq!([0, 1, 2, 4].map(|at| map.place(at).offset), [2, 3, 7, 12]);
    }
}
