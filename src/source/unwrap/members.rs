//! The members of an object, gone over one after the other without a tree of them.

use std::ops::Range;

use crate::json;
use crate::model::{DECODE_STEP, decode_string, run};

/// Goes over the members of the one object that a text is: `each` is given a name as it is written, and where the inside of
/// its value stands if that is a text. What the text of the member `wanted` says is appended to `said`, decoded. `None` where
/// the text is not one object; what stands in nested values is passed over.
pub(super) fn each_member<'t>(
    text: &'t [u8],
    wanted: &[u8],
    said: &mut Vec<u8>,
    mut each: impl FnMut(&'t [u8], Option<Range<usize>>),
) -> Option<()> {
    let (mut at, before) = (behind(text, 0, b'{')?, said.len());
    loop {
        let from = behind(text, at, b'"')?;
        let end = text_end(text, from)?;
        let name = &text[from..end - 1];
        let from = blanks(text, behind(text, end, b':')?);
        let is_text = text.get(from) == Some(&b'"');
        at = if name == wanted {
            said.truncate(before);
            said.reserve(text.len() + DECODE_STEP);
            if is_text { decoded(text, from + 1, said)? } else { value_end(text, from)? }
        } else if is_text {
            text_end(text, from + 1)?
        } else {
            value_end(text, from)?
        };
        each(name, is_text.then(|| from + 1..at - 1));
        match behind(text, at, b',') {
            Some(next) => at = next,
            None => break,
        }
    }
    (blanks(text, behind(text, at, b'}')?) == text.len()).then_some(())
}

/// Where the inside of the one string stands that a text is; what it says is appended to `said`.
pub(super) fn string(text: &[u8], said: &mut Vec<u8>) -> Option<Range<usize>> {
    let from = behind(text, 0, b'"')?;
    let end = decoded(text, from, said)?;
    (blanks(text, end) == text.len()).then_some(from..end - 1)
}

/// Decodes the string whose inside begins at `from`. The place behind its quote; none where it is not as JSON has it.
fn decoded(text: &[u8], from: usize, said: &mut Vec<u8>) -> Option<usize> {
    let (end, is_json) = decode_string(text, from, said);
    (is_json && text.get(end) == Some(&b'"')).then_some(end + 1)
}

/// The place behind the quote that ends the string whose inside begins at `at`.
fn text_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = run(text, at);
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}

/// The place behind a value that is no text: a number, a word, or what stands between two brackets, whatever that is.
pub(super) fn value_end(text: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        match text.get(at)? {
            b'"' => at = text_end(text, at + 1)? - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return json::parse(&text[from..at]).is_ok().then_some(at),
            b'}' | b']' if depth == 1 => return Some(at + 1),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// The place behind a byte that comes next, whatever blanks stand before it.
fn behind(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = blanks(text, at);
    (text.get(at) == Some(&byte)).then_some(at + 1)
}

fn blanks(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r' | b'\n') = text.get(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, String)> {
        let (mut names, mut said) = (Vec::new(), b"before".to_vec());
        each_member(text.as_bytes(), b"b", &mut said, |name, inside| {
            let inside = inside.map_or("-", |it| &text[it]);
            names.push(format!("{}={inside}", String::from_utf8_lossy(name)));
        })?;
        Some((names.join(" "), String::from_utf8(said).unwrap().split_off(6)))
    }

    #[test]
    fn every_member_is_told_and_the_wanted_one_is_decoded() {
        for (text, names, said) in [
            (r#"{"a":"x\"y","b":"1\n2"}"#, r#"a=x\"y b=1\n2"#, "1\n2"),
            (r#" { "b" : "1" , "a" : [ "]" , {"b":"}"} ] , "c":-1.5e3} "#, "b=1 a=- c=-", "1"),
            (r#"{"b":"1","b":null}"#, "b=1 b=-", ""),
        ] {
            assert_eq!(told(text), Some((names.to_owned(), said.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_none() {
        for text in [
            "", "{", "{}", "[]", r#"{"a":1"#, r#"{"a":1}}"#, r#"{"a":1} x"#, r#"{"a":1,}"#,
            r#"{"a":1,,"b":2}"#, r#"{"a":}"#, r#"{"a" 1}"#, "{a:1}", r#"{"a":[] 1}"#, r#"{"a":tru}"#,
            r#"{"a":"b" c}"#, r#"{"b":"\q"}"#, "{\"a\":\"\t\"}", r#"{"a":[1}"#,
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_may_be_one_string() {
        let mut said = b"before".to_vec();
        assert_eq!(string(b" \"a\\u0041\" ", &mut said), Some(2..9));
        assert_eq!(said, b"beforeaA");
        for text in [&b"\"a"[..], b"\"a\" b", b"a", b"\"\\ud83d\""] {
            assert_eq!(string(text, &mut said), None);
        }
    }
}
