//! The compact form of a document: the same bytes without the white space between tokens.

use memchr::memchr2;

/// A document without the white space between its tokens, and without a byte-order mark. Key order, number text and
/// string escapes stay as they are. The text must be JSON (see `parse`); other text comes back in some
/// form, never with a panic.
pub fn compact(text: &[u8]) -> Vec<u8> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut out = Vec::with_capacity(text.len());
    compact_into(text, &mut out);
    out
}

/// The same of a value that stands in a document, appended to `out`.
pub(super) fn compact_into(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(&byte) = rest.first() {
        let len = match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {
                rest = &rest[1..];
                continue;
            }
            b'"' => string_len(rest),
            _ => token_len(rest),
        };
        out.extend_from_slice(&rest[..len]);
        rest = &rest[len..];
    }
}

/// The bytes up to the next white space or string, at least 1.
fn token_len(rest: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'"');
    rest.iter().skip(1).position(ends).map_or(rest.len(), |at| at + 1)
}

/// The bytes of the string that begins here, quotes included.
fn string_len(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = memchr2(b'"', b'\\', rest.get(at..).unwrap_or_default()) {
        at += found;
        if rest[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compacted(text: &str) -> String {
        String::from_utf8(compact(text.as_bytes())).unwrap()
    }

    #[test]
    fn only_the_white_space_between_tokens_goes() {
        let text = "\u{feff} {\r\n\t\"b\" : [ 1.50e+1 , -0 , \"a \\\" \\\\\" ] ,\n \"a\\u0041/\\/\" : \" 张 三 \" }\n";
        assert_eq!(compacted(text), r#"{"b":[1.50e+1,-0,"a \" \\"],"a\u0041/\/":" 张 三 "}"#);
    }

    #[test]
    fn compact_text_comes_back_as_it_is() {
        for text in ["", "{}", "7", r#"{"a":1,"a":2}"#, r#"["x\\"]"#] {
            assert_eq!(compacted(text), text);
        }
    }

    #[test]
    fn text_that_is_not_json_does_no_harm() {
        for text in ["\"", "\"\\", "\"a\\\"", "{ \"a", "\\ \\"] {
            assert!(compact(text.as_bytes()).len() <= text.len());
        }
    }
}
