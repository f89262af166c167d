//! The inside of a JSON string: its characters are replaced, its escapes of control characters and halves of surrogate pairs
//! stay, so that what is wrong with it stays wrong.

use super::pseudonym::Pseudonyms;

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
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|it| it.is_ascii_hexdigit()))
    };
    let Some(high) = unit(0) else {
        let len = 1 + text[1..].chars().next().map_or(0, char::len_utf8);
        return (Unit::Raw(&text[..len]), len);
    };
    let pair = unit(6)
        .and_then(|low| char::decode_utf16([high, low]).next()?.ok().filter(|it| u32::from(*it) > 0xffff));
    match (pair, char::from_u32(u32::from(high))) {
        (Some(c), _) => (Unit::Char(c), 12),
        (None, Some(c)) if !c.is_ascii() || c.is_ascii_alphanumeric() => (Unit::Char(c), 6),
        _ => (Unit::Raw(&text[..6]), 6),
    }
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
