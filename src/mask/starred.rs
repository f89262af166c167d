//! The values of secret members in a document that is about to be quoted.

use std::borrow::Cow;
use std::ops::Range;

use super::names::is_secret_member;

/// A document in which a `*` stands for each byte of a secret member's text, so that every place stays what it was. It
/// need not be whole or right: a quotation is made of broken documents, too.
pub(crate) fn starred(document: &[u8]) -> Cow<'_, [u8]> {
    let mut starred = Cow::Borrowed(document);
    let mut at = 0;
    let mut hides_next = false;
    while let Some(found) = memchr::memchr(b'"', &document[at..]) {
        let begin = at + found;
        // A text of a secret name stands right after its colon.
        hides_next &= document[at..begin].iter().all(|byte| byte.is_ascii_whitespace() || *byte == b':');
        let literal = literal(document, begin);
        at = literal.end;
        if hides_next {
            let text = literal.start + 1..literal.end - usize::from(document[literal.end - 1] == b'"');
            for byte in &mut starred.to_mut()[text.start.min(text.end)..text.end] {
                if *byte != b'\n' {
                    *byte = b'*';
                }
            }
        }
        let is_name = document[at..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
        hides_next = is_name && is_secret_name(&document[literal]);
    }
    starred
}

/// A text that begins at a quote: up to the quote that ends it, else to the end of the document.
pub(super) fn literal(document: &[u8], begin: usize) -> Range<usize> {
    let mut at = begin + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &document[at.min(document.len())..]) {
        at += found + 1;
        if document[at - 1] == b'"' {
            return begin..at;
        }
        at += 1;
    }
    begin..document.len()
}

fn is_secret_name(literal: &[u8]) -> bool {
    serde_json::from_slice::<Cow<'_, str>>(literal).is_ok_and(|name| is_secret_member(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_secret_members_are_starred_and_nothing_else_moves() {
        for (document, shown) in [
            (r#"{"token":"abc","n":"token"}"#, r#"{"token":"***","n":"token"}"#),
            (
                r#"{ "header" : { "tok\u0065n" :  "a\"b" , "x":1}}"#,
                r#"{ "header" : { "tok\u0065n" :  "****" , "x":1}}"#,
            ),
            (r#"{"token":5,"a":"b"}"#, r#"{"token":5,"a":"b"}"#),
            (r#"{"token":{"a":"b"}}"#, r#"{"token":{"a":"b"}}"#),
            (r#"{"token":"","a":"b"}"#, r#"{"token":"","a":"b"}"#),
            (r#"{"a":"b","token":"torn"#, r#"{"a":"b","token":"****"#),
            (r#"{"token":"t\"#, r#"{"token":"**"#),
            (r#"{"token":""#, r#"{"token":""#),
            ("{\"token\":\"a\nb\"}", "{\"token\":\"*\n*\"}"),
        ] {
            assert_eq!(String::from_utf8_lossy(&starred(document.as_bytes())), shown);
        }
        assert!(matches!(starred(b"{\"a\":\"b\"}"), Cow::Borrowed(_)));
    }
}
