//! A document that is no JSON: its letters and digits are replaced as they stand, what makes it broken stays.

use super::pseudonym::Pseudonyms;
use super::{literal, place};

/// Words of JSON and of languages that are taken for it.
const WORDS: &[&str] = &["true", "false", "null", "None", "True", "False", "NaN", "Infinity", "undefined"];
/// The longest number that stays: a code.
const CODE_DIGITS: usize = 2;

/// The text with everything replaced that could identify something. Bytes that are no UTF-8 become other such bytes.
pub(super) fn scrubbed(text: &[u8], pseudonyms: &Pseudonyms) -> Vec<u8> {
    let mut made = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        made.extend(valid(chunk.valid(), pseudonyms).into_bytes());
        made.extend(chunk.invalid().iter().map(|_| 0xff));
    }
    made
}

fn valid(text: &str, pseudonyms: &Pseudonyms) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let (inside, end) = literal_of(&rest[1..]);
            let is_name = rest[1 + inside.len() + end..].trim_start().starts_with(':');
            made.push('"');
            if is_name && place::is_known_name(inside) {
                made.push_str(inside);
            } else {
                made.push_str(&literal::replaced(inside, pseudonyms));
            }
            made.push_str(&rest[1 + inside.len()..1 + inside.len() + end]);
            rest = &rest[1 + inside.len() + end..];
        } else if c.is_alphanumeric() || !c.is_ascii() {
            let len = rest.find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let word = &rest[..len];
            let is_code = word.len() <= CODE_DIGITS && word.bytes().all(|it| it.is_ascii_digit());
            if is_code || WORDS.contains(&word) {
                made.push_str(word);
            } else {
                made.push_str(&pseudonyms.text(word));
            }
            rest = &rest[len..];
        } else {
            made.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    made
}

/// The inside of a literal that begins before `text`, and the length of the quote that ends it, 0 where none does.
fn literal_of(text: &str) -> (&str, usize) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (&text[..at], 1),
            _ => {}
        }
    }
    (text, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &[u8]) -> Vec<u8> {
        scrubbed(text, &Pseudonyms::new(b"example-salt"))
    }

    #[test]
    fn structure_and_known_names_stay_and_nothing_else_does() {
        let text = r#"{"header":{"token":"secret-token"},"event":{"guest":{"name":"张三"},"ticket_id":7100000000000000340,"a\"b":nul"#;
        let found = String::from_utf8(made(text.as_bytes())).unwrap();
        assert!(
            found.starts_with("{\"header\":{\"token\":\"") && found.contains("{\"guest\":{\"name\":\""),
            "{found}"
        );
        for gone in ["secret", "张三", "7100000000000000340", "nul"] {
            assert!(!found.contains(gone), "{gone}: {found}");
        }
        assert_eq!(found.chars().count(), text.chars().count());
    }

    #[test]
    fn bytes_that_are_no_text_stay_such_and_a_cut_literal_is_replaced() {
        let found = made(b"{\"name\":\"\xd5\xc5\xc8\xfd Zhang");
        assert!(found.ends_with(&found[found.len() - 5..]) && found.contains(&0xff));
        assert!(std::str::from_utf8(&found).is_err());
        assert!(!found.windows(5).any(|it| it == b"Zhang"), "{found:?}");
    }
}
