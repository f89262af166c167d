//! The inside of a JSON string: its characters are replaced, its escapes of control characters and halves of surrogate pairs
//! stay, so that what is wrong with it stays wrong.

use super::pseudonym::Pseudonyms;
use crate::model::json_escape;

enum Unit<'l> {
    /// A character, however it is written.
    Char(char),
    /// An escape, or half a surrogate pair, as it is written.
    Raw(&'l str),
}

/// The inside of a literal with the pseudonym of what it says, which has as many characters.
pub(super) fn replaced(inside: &str, pseudonyms: &Pseudonyms) -> String {
    let units = units(inside);
    // An escape stands as a character that stays.
    let said: String = units.iter().map(|it| if let Unit::Char(c) = it { *c } else { '\\' }).collect();
    let changed = pseudonyms.text(&said);
    let mut made = String::with_capacity(inside.len());
    for (unit, c) in units.iter().zip(changed.chars()) {
        match unit {
            Unit::Raw(raw) => made.push_str(raw),
            Unit::Char(_) => made.push(c),
        }
    }
    made
}

fn units(inside: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(inside.len());
    let mut at = 0;
    while let Some(c) = inside[at..].chars().next() {
        let (unit, len) = if c == '\\' { escape(&inside[at..]) } else { (Unit::Char(c), c.len_utf8()) };
        units.push(unit);
        at += len;
    }
    units
}

/// The escape that a text begins with, and its length.
fn escape(text: &str) -> (Unit<'_>, usize) {
    let (len, stands_for) = json_escape(text.as_bytes());
    // Two bytes stand for a control character or a sign.
    let said = stands_for.ok().filter(|c| len > 2 && (!c.is_ascii() || c.is_ascii_alphanumeric()));
    (said.map_or(Unit::Raw(&text[..len]), Unit::Char), len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(inside: &str) -> String {
        replaced(inside, &Pseudonyms::new(b"example-salt"))
    }

    #[test]
    fn escaped_characters_are_replaced_like_plain_ones() {
        assert_eq!(made("\\u5f20\\u4e09"), made("张三"));
        assert_eq!(made("\\u0041b"), made("Ab"));
        assert_eq!(made("\\ud83d\\ude00"), made("😀"));
    }

    #[test]
    fn escapes_and_halves_of_pairs_stay_where_they_are() {
        let text = made("ab\\n\\\"c\\ud83d\\u0001d\\\\");
        let expected = ["\\n\\\"", "\\ud83d\\u0001", "\\\\"];
        assert!(expected.iter().all(|it| text.contains(it)), "{text}");
        assert!(!text.contains("ab") && text.len() == "ab\\n\\\"c\\ud83d\\u0001d\\\\".len(), "{text}");
        assert!(made("a\\").ends_with('\\'));
        assert!(made("a\\u12").len() >= 5);
    }
}
