//! Pseudonyms: a keyed permutation of all texts of one form. It needs no memory, and two texts never share one.

use std::fmt;

use super::alphabet::{Alphabet, Fate, OTHER, fate};
use crate::protocol::hmac_sha256;

/// Beginnings that say what an id is of, and schemes of URLs: they stay.
const PREFIXES: &[&str] =
    &["cli_", "ou_", "on_", "oc_", "om_", "od_", "img_", "file_", "https://", "http://", "mailto:"];
/// Texts of hex digits are kept as such from here on, characters.
const HEX: usize = 8;
/// How often the two halves of a text are mixed with each other.
const ROUNDS: u8 = 4;

/// Makes pseudonyms, the same for the same salt.
#[derive(Clone)]
pub struct Pseudonyms {
    salt: [u8; 32],
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A character that is replaced: its alphabet, and its place there.
struct Position {
    at: usize,
    size: u32,
    index: u32,
}

impl Pseudonyms {
    /// Pseudonyms that nobody can undo without the salt.
    pub(crate) fn new(salt: &[u8]) -> Self {
        Self { salt: hmac_sha256(salt, &[b"helpdesk-evt redact 1"]) }
    }

    /// The pseudonym of a text: of the same length, prefix, alphabets and punctuation. A text in which nothing can be
    /// replaced stays; of any other at least the first such character changes.
    pub(crate) fn text(&self, text: &str) -> String {
        let prefix =
            PREFIXES.iter().find(|it| text.len() > it.len() && text.starts_with(**it)).map_or("", |it| it);
        let rest = &text[prefix.len()..];
        let mut chars: Vec<char> = rest.chars().collect();
        if is_hex(rest) {
            self.permute_hex(&mut chars);
        } else {
            self.permute(&mut chars, is_number(rest));
        }
        let mut made = prefix.to_owned();
        made.extend(chars);
        made
    }

    /// The pseudonym of a number as JSON writes it: its digits are replaced, sign, point and exponent stay.
    pub(crate) fn number(&self, number: &str) -> String {
        let mantissa = number.find(['e', 'E']).unwrap_or(number.len());
        let mut made = String::with_capacity(number.len());
        let mut digits = String::new();
        for c in number[..mantissa].chars() {
            if c.is_ascii_digit() {
                digits.push(c);
            } else {
                made.push_str(&self.text(&std::mem::take(&mut digits)));
                made.push(c);
            }
        }
        made.push_str(&self.text(&digits));
        made.push_str(&number[mantissa..]);
        made
    }

    fn permute_hex(&self, chars: &mut [char]) {
        let mut positions = Vec::with_capacity(chars.len());
        for (at, c) in chars.iter().enumerate() {
            if let Some(index) = c.to_digit(16) {
                positions.push(Position { at, size: 16, index });
            }
        }
        self.mix(&mut positions);
        for it in positions {
            chars[it.at] = char::from_digit(it.index, 16).unwrap_or('0');
        }
    }

    fn permute(&self, chars: &mut [char], is_number: bool) {
        let mut alphabets: Vec<Alphabet> = Vec::with_capacity(chars.len());
        let mut positions = Vec::with_capacity(chars.len());
        let count = chars.len();
        for (at, c) in chars.iter_mut().enumerate() {
            let alphabet = match fate(*c) {
                Fate::Of(_) if is_number && at == 0 => match leading(*c, count) {
                    Some(alphabet) => alphabet,
                    None => continue,
                },
                Fate::Of(alphabet) => alphabet,
                Fate::Kept => continue,
                Fate::Other => {
                    *c = OTHER;
                    continue;
                }
            };
            alphabets.push(alphabet);
            positions.push(Position { at, size: alphabet.size(), index: alphabet.index(*c) });
        }
        self.mix(&mut positions);
        for (it, alphabet) in positions.iter().zip(alphabets) {
            chars[it.at] = alphabet.at(it.index);
        }
    }

    /// A permutation of the texts of this form that leaves none as it is: the rest is mixed under the first character, then
    /// the first is moved by an amount above zero that the mixed rest decides.
    fn mix(&self, positions: &mut [Position]) {
        let form: Vec<u8> = positions.iter().flat_map(|it| it.size.to_le_bytes()).collect();
        let Some((first, rest)) = positions.split_first_mut() else { return };
        let (left, right) = rest.split_at_mut(rest.len() / 2);
        for round in 0..ROUNDS {
            let (moved, by) = if round % 2 == 0 { (&mut *right, &*left) } else { (&mut *left, &*right) };
            let mut amounts = self.stream(round, &form, first.index, by);
            for it in moved {
                it.index = (it.index + amounts.next(it.size)) % it.size;
            }
        }
        let amount = 1 + self.stream(ROUNDS, &form, 0, rest).next(first.size - 1);
        first.index = (first.index + amount) % first.size;
    }

    fn stream(&self, round: u8, form: &[u8], first: u32, by: &[Position]) -> Stream {
        let by: Vec<u8> = by.iter().flat_map(|it| it.index.to_le_bytes()).collect();
        let key = hmac_sha256(
            &self.salt,
            &[&[round], &(form.len() as u64).to_le_bytes(), form, &first.to_le_bytes(), &by],
        );
        Stream { key, block: [0; 32], taken: 0, number: 0 }
    }
}

/// Numbers that look like chance, from a key.
struct Stream {
    key: [u8; 32],
    block: [u8; 32],
    taken: usize,
    number: u32,
}

impl Stream {
    /// The next number below `limit`.
    fn next(&mut self, limit: u32) -> u32 {
        if self.taken.is_multiple_of(8) {
            self.block = hmac_sha256(&self.key, &[&self.number.to_le_bytes()]);
            self.number += 1;
            self.taken = 0;
        }
        let at = self.taken * 4;
        self.taken += 1;
        let word = [self.block[at], self.block[at + 1], self.block[at + 2], self.block[at + 3]];
        u32::from_le_bytes(word) % limit
    }
}

fn is_hex(text: &str) -> bool {
    let is_digit = |it: u8| matches!(it, b'0'..=b'9' | b'a'..=b'f' | b'-');
    text.len() >= HEX && text.bytes().all(is_digit) && text.bytes().any(|it| it.is_ascii_lowercase())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// The alphabet of a number's first digit; `None` where it stays, so that the number has its length and its range.
fn leading(first: char, digits: usize) -> Option<Alphabet> {
    match first {
        '0' => None,
        '9' if digits >= 19 => None,
        _ => Some(Alphabet::leading_digits(if digits >= 19 { '8' } else { '9' })),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn made() -> Pseudonyms {
        Pseudonyms::new(b"example-salt")
    }

    #[test]
    fn a_pseudonym_keeps_length_prefix_alphabet_and_punctuation() {
        let it = made();
        let id = it.text("ou_7d8a6e6df7621556ce0d21922b676706ccs");
        assert!(id.starts_with("ou_") && id.len() == 38, "{id}");
        let hex = it.text("5e3702a84e847582be8db7fb73283c02");
        assert!(hex.len() == 32 && hex.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')), "{hex}");
        let ticket = it.text("7100000000000000340");
        assert!(ticket.len() == 19 && ticket.parse::<i64>().is_ok() && !ticket.starts_with('0'), "{ticket}");
        let name = it.text("张三 Müller-7");
        let shape = |c: char| (c.is_ascii(), c.is_alphabetic(), c.is_uppercase());
        assert_eq!(
            name.chars().map(shape).collect::<Vec<_>>(),
            "张三 Müller-7".chars().map(shape).collect::<Vec<_>>()
        );
        assert!(it.text("https://a.example/b?c").starts_with("https://"));
        assert_eq!(
            (it.text(""), it.text("-"), it.number("0")),
            (String::new(), "-".to_owned(), "0".to_owned())
        );
    }

    #[test]
    fn the_same_salt_gives_the_same_and_a_text_and_a_number_of_equal_digits_agree() {
        assert_eq!(made().text("张三"), made().text("张三"));
        assert_ne!(made().text("张三"), Pseudonyms::new(b"other").text("张三"));
        assert_eq!(made().text("7100000000000000340"), made().number("7100000000000000340"));
        let number = made().number("-12.50e3");
        assert!(number.starts_with('-') && number.ends_with("e3") && number.len() == 8, "{number}");
        serde_json::from_str::<serde_json::Value>(&number).unwrap();
    }

    #[test]
    fn no_text_keeps_its_value_and_no_two_share_one() {
        let it = made();
        let mut seen = HashSet::new();
        for number in 10..1000 {
            let text = number.to_string();
            let pseudonym = it.text(&text);
            assert_ne!(pseudonym, text);
            assert!(seen.insert(pseudonym));
        }
        for text in ["1", "a", "Z", "李", "ab", "7b"] {
            assert_ne!(it.text(text), text);
        }
        let names: HashSet<String> = ('\u{4e00}'..'\u{5e00}').map(|c| it.text(&c.to_string())).collect();
        assert_eq!(names.len(), 0x1000);
    }
}
