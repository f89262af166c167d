//! The alphabets that pseudonyms keep: a character is replaced by one of its own.

/// A run of characters that stand for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alphabet {
    first: u32,
    size: u32,
}

/// From the first to the last character, both included.
const ALPHABETS: &[(char, char)] = &[
    ('0', '9'),
    ('a', 'z'),
    ('A', 'Z'),
    ('\u{4e00}', '\u{9fa5}'), // CJK
    ('\u{3400}', '\u{4db5}'),
    ('\u{20000}', '\u{2a6d6}'),
    ('\u{3041}', '\u{3096}'), // Hiragana, Katakana, Hangul
    ('\u{30a1}', '\u{30fa}'),
    ('\u{ac00}', '\u{d7a3}'),
    ('\u{c0}', '\u{d6}'), // Latin with accents
    ('\u{d8}', '\u{de}'),
    ('\u{df}', '\u{f6}'),
    ('\u{f8}', '\u{ff}'),
    ('\u{100}', '\u{17f}'),
    ('\u{410}', '\u{42f}'), // Cyrillic, Greek
    ('\u{430}', '\u{44f}'),
    ('\u{391}', '\u{3a1}'),
    ('\u{3a3}', '\u{3a9}'),
    ('\u{3b1}', '\u{3c9}'),
    ('\u{5d0}', '\u{5ea}'), // Hebrew, Arabic, Devanagari, Thai
    ('\u{621}', '\u{63a}'),
    ('\u{641}', '\u{64a}'),
    ('\u{904}', '\u{939}'),
    ('\u{e01}', '\u{e30}'),
    ('\u{ff10}', '\u{ff19}'), // full width
    ('\u{ff21}', '\u{ff3a}'),
    ('\u{ff41}', '\u{ff5a}'),
    ('\u{1f300}', '\u{1f5ff}'), // pictures
    ('\u{1f600}', '\u{1f64f}'),
    ('\u{1f680}', '\u{1f6c5}'),
    ('\u{1f900}', '\u{1f9ff}'),
];

/// Stands for a character of no alphabet that could identify something.
pub(super) const OTHER: char = 'x';

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is replaced by one of its alphabet.
    Of(Alphabet),
    /// It stays: a blank, a sign of punctuation, a control character.
    Kept,
    /// It is replaced by [`OTHER`].
    Other,
}

impl Alphabet {
    /// The digits of a number's beginning: no zero, and none above `last`.
    pub(super) fn leading_digits(last: char) -> Self {
        Self { first: u32::from('1'), size: u32::from(last) - u32::from('0') }
    }

    pub(super) fn size(self) -> u32 {
        self.size
    }

    pub(super) fn index(self, c: char) -> u32 {
        u32::from(c) - self.first
    }

    pub(super) fn at(self, index: u32) -> char {
        char::from_u32(self.first + index).unwrap_or(OTHER)
    }
}

/// What becomes of a character.
pub(super) fn fate(c: char) -> Fate {
    if let Some((first, last)) = ALPHABETS.iter().find(|(first, last)| (*first..=*last).contains(&c)) {
        let first = u32::from(*first);
        return Fate::Of(Alphabet { first, size: u32::from(*last) - first + 1 });
    }
    let is_mark = c.is_ascii()
        || c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{a1}'..='\u{bf}' | '\u{2010}'..='\u{205e}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{fffd}');
    if is_mark { Fate::Kept } else { Fate::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_stays_in_its_alphabet_and_no_letter_is_kept() {
        for c in ['7', 'q', 'Q', '张', 'か', '한', 'é', 'я', 'λ', '😀'] {
            let Fate::Of(alphabet) = fate(c) else { panic!("{c}") };
            assert_eq!(alphabet.at(alphabet.index(c)), c);
            assert_eq!(fate(alphabet.at(alphabet.size() - 1)), Fate::Of(alphabet));
        }
        for c in ['-', ' ', '。', '…', '\n', '！'] {
            assert_eq!(fate(c), Fate::Kept, "{c}");
        }
        for c in ['ฯ', '\u{1100}', '\u{10000}', 'ﷺ', '\u{200b}', '\u{fe0f}'] {
            assert_ne!(fate(c), Fate::Kept, "{c}");
        }
    }
}
