//! Eight bytes at a time: where a string ends, what digits say. A word is read from the text as little endian.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The eight bytes at `at`; beyond the end of the text they are 0, which is no character of JSON.
#[inline]
pub(super) fn word(text: &[u8], at: usize) -> u64 {
    match text.get(at..at.wrapping_add(8)).and_then(|it| it.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => last_word(text, at),
    }
}

#[cold]
fn last_word(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// What stands at the end of a plain run of string characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The place of the first quote, backslash or control character.
    pub(super) end: usize,
    /// Whether a byte before it is not ASCII.
    pub(super) foreign: bool,
}

/// Reads from `at` to the next quote, backslash or control character. The end of the text counts as a control character.
#[inline]
pub(super) fn run(text: &[u8], mut at: usize) -> Run {
    let mut foreign = 0;
    loop {
        let word = word(text, at);
        let quote = word ^ (ONES * u64::from(b'"'));
        let slash = word ^ (ONES * u64::from(b'\\'));
        // A borrow may mark bytes above one that is rightly marked, never below: the lowest mark is right.
        let marks = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let marks = marks & HIGHS;
        if marks != 0 {
            let before = marks.trailing_zeros() / 8;
            let high = word & HIGHS & !(u64::MAX << (before * 8));
            return Run { end: at + before as usize, foreign: (foreign | high) != 0 };
        }
        foreign |= word & HIGHS;
        at += 8;
    }
}

/// Digits from `at` on: their value and the place behind them. `None` for no digit and for more than 18 of them.
#[inline]
pub(super) fn digits(text: &[u8], at: usize) -> Option<(i64, usize)> {
    let first = word(text, at);
    let (mut value, mut end) = if is_eight_digits(first) { (eight(first), at + 8) } else { (0, at) };
    while let Some(digit) = text.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        if end - at == 18 {
            return None;
        }
        value = value * 10 + i64::from(digit);
        end += 1;
    }
    (end > at).then_some((value, end))
}

fn is_eight_digits(word: u64) -> bool {
    let above = word.wrapping_add(ONES * 0x06);
    ((word & (ONES * 0xf0)) | ((above & (ONES * 0xf0)) >> 4)) == ONES * 0x33
}

/// The value of eight digits: pairs, then fours, then all.
fn eight(word: u64) -> i64 {
    let ones = word & (ONES * 0x0f);
    let pairs = (ones.wrapping_mul(1 + (10 << 8)) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(1 + (100 << 16)) >> 16) & 0x0000_ffff_0000_ffff;
    let all = fours.wrapping_mul(1 + (10_000 << 32)) >> 32;
    i64::try_from(all).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_at_the_first_byte_that_is_not_plain_wherever_it_stands() {
        for stop in [b'"', b'\\', 0, b'\n', 0x1f] {
            for before in 0..20 {
                for filler in [b' ', b'a', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xa2, 0xdc, 0xff] {
                    let mut text = vec![filler; before];
                    text.push(stop);
                    text.extend([b'"', 0x80, b'\\', 0, 1]);
                    let expected = Run { end: before, foreign: before > 0 && filler > 0x7f };
                    assert_eq!(run(&text, 0), expected, "{text:?}");
                    assert_eq!(run(&text[..=before], 0), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_ends_a_run() {
        assert_eq!(run(b"abcdefghij", 1), Run { end: 10, foreign: false });
        assert_eq!(run(b"", 0), Run { end: 0, foreign: false });
    }

    #[test]
    fn digits_are_read_as_the_number_they_are() {
        for length in 1..=18 {
            for number in ["1", "9", "123456789012345678", "908070605040302010"] {
                let text = number.chars().cycle().take(length).collect::<String>();
                for tail in ["", ",", "}", "\"", "/", ":", "e5"] {
                    let whole = format!("{text}{tail}");
                    assert_eq!(digits(whole.as_bytes(), 0), Some((text.parse().unwrap(), length)), "{whole}");
                }
            }
        }
        assert_eq!(digits(b"1234567890123456789", 0), None);
        assert_eq!(digits(b"-1", 0), None);
        assert_eq!(digits(b"", 0), None);
    }
}
