//! A short text that is compared word by word.

use crate::model::{chunk, last_bytes};

const WORDS: usize = 4;

/// A text of at most 32 bytes, ready to be compared with what stands at a place.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    len: usize,
}

impl Literal {
    /// `None` for a text that is empty or longer than 32 bytes.
    pub(crate) fn new(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > WORDS * 8 {
            return None;
        }
        let mut literal = Self { words: [0; WORDS], masks: [0; WORDS], len: text.len() };
        for (at, byte) in text.iter().enumerate() {
            let shift = at % 8 * 8;
            literal.words[at / 8] |= u64::from(*byte) << shift;
            literal.masks[at / 8] |= 0xff << shift;
        }
        Some(literal)
    }

    #[inline]
    pub(crate) fn begins(&self, window: &Window) -> bool {
        let (words, _) = window.as_chunks();
        let differs = |at: usize| u64::from_le_bytes(words[at]) & self.masks[at] != self.words[at];
        !differs(0) && !differs(1) && (self.len <= 16 || !(differs(2) || differs(3)))
    }

    /// Whether `text` has the literal at `at`: the place behind it.
    #[inline]
    pub(crate) fn after(&self, text: &[u8], at: usize) -> Option<usize> {
        let begins = match chunk(text, at) {
            Some(window) => self.begins(window),
            None => self.begins(&last_bytes(text, at)),
        };
        begins.then_some(at + self.len)
    }
}

/// What a literal is compared with.
pub(crate) type Window = [u8; WORDS * 8];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_where_it_stands_and_nowhere_else() {
        let alphabet = b"abcdefghijklmnopqrstuvwxyz012345";
        for len in 1..=32 {
            let literal = Literal::new(&alphabet[..len]).unwrap();
            let text = [b"xx", &alphabet[..len], b"yyy"].concat();
            assert_eq!(literal.after(&text, 2), Some(2 + len));
            assert_eq!(literal.after(&text, 1), None);
            let cut = &text[..=len];
            assert_eq!(literal.after(cut, 2), None, "the text ends before the literal does");
            let mut other = text.clone();
            other[1 + len] ^= 1;
            assert_eq!(literal.after(&other, 2), None, "its last byte differs");
        }
        assert!(Literal::new(b"").is_none() && Literal::new(&[b'a'; 33]).is_none());
    }
}
