//! Several bytes at a time: where a string ends, sixteen by sixteen; what digits say, in words of eight, which are read
//! as little endian.

use wide::u8x16;

const QUOTE: u8x16 = u8x16::splat(b'"');
const SLASH: u8x16 = u8x16::splat(b'\\');
const CONTROL: u8x16 = u8x16::splat(0x1f);

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The `N` bytes at `at`, where the text goes on for so long.
#[inline]
pub(crate) fn chunk<const N: usize>(text: &[u8], at: usize) -> Option<&[u8; N]> {
    text.get(at..)?.first_chunk()
}

/// The same at the end of the text; beyond it they are 0, which is no character of JSON.
#[cold]
pub(crate) fn last_bytes<const N: usize>(text: &[u8], at: usize) -> [u8; N] {
    let (rest, mut bytes) = (text.get(at..).unwrap_or_default(), [0; N]);
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// What stands at the end of a plain run of string characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlainRun {
    /// The place of the first quote, backslash or control character.
    pub(crate) end: usize,
    /// Whether a byte before it is not ASCII.
    pub(crate) foreign: bool,
}

/// Reads from `at` to the next quote, backslash or control character. The end of the text counts as a control character.
#[inline]
pub(crate) fn run(text: &[u8], at: usize) -> PlainRun {
    let (mut end, mut foreign) = (at, false);
    // What stands in the text is not copied where it need not be: that would cost more than to look at it.
    while let Some(bytes) = chunk(text, end) {
        if let Some(found) = stop(*bytes, end, foreign) {
            return found;
        }
        foreign |= u8x16::new(*bytes).to_bitmask() != 0;
        end += 16;
    }
    last_run(text, end, foreign)
}

/// Where the run ends, if it does in these bytes.
#[inline]
fn stop(bytes: [u8; 16], at: usize, foreign: bool) -> Option<PlainRun> {
    let bytes = u8x16::new(bytes);
    let ends = bytes.simd_eq(QUOTE) | bytes.simd_eq(SLASH) | bytes.min(CONTROL).simd_eq(bytes);
    let ends = ends.to_bitmask();
    let before = ends.trailing_zeros();
    let high = bytes.to_bitmask() & (ends ^ ends.wrapping_sub(1));
    (ends != 0).then(|| PlainRun { end: at + before as usize, foreign: foreign || high != 0 })
}

#[cold]
fn last_run(text: &[u8], at: usize, foreign: bool) -> PlainRun {
    // The zeros behind the text end it.
    stop(last_bytes(text, at), at, foreign).unwrap_or(PlainRun { end: at, foreign })
}

/// Digits from `at` on: their value and the place behind them. `None` for no digit and for more than 18 of them.
#[expect(clippy::inline_always, reason = "a call for each number costs as much as the number")]
#[inline(always)]
pub(crate) fn digits(text: &[u8], at: usize) -> Option<(i64, usize)> {
    match chunk(text, at) {
        Some(bytes) => digits_of(*bytes, text, at),
        None => last_digits(text, at),
    }
}

#[cold]
fn last_digits(text: &[u8], at: usize) -> Option<(i64, usize)> {
    digits_of(last_bytes(text, at), text, at)
}

#[expect(clippy::inline_always, reason = "a call for each number costs as much as the number")]
#[inline(always)]
fn digits_of(bytes: [u8; 16], text: &[u8], at: usize) -> Option<(i64, usize)> {
    let words = u128::from_le_bytes(bytes);
    let (first, second) = (low(words), low(words >> 64));
    let count = leading_digits(first);
    if count < 8 {
        return (count > 0).then(|| (up_to_eight(first, count), at + count));
    }
    let more = leading_digits(second);
    if more == 8 {
        return many_digits(text, at, eight(first) * TENS[7] * 10 + eight(second));
    }
    Some((eight(first) * TENS[more] + up_to_eight(second, more), at + 8 + more))
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is read by itself")]
#[inline]
fn low(words: u128) -> u64 {
    words as u64
}

/// The value of more than 15 digits, whose first 16 have the value `value`.
fn many_digits(text: &[u8], at: usize, mut value: i64) -> Option<(i64, usize)> {
    let mut end = at + 16;
    while let Some(digit) = text.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        if end - at == 18 {
            return None;
        }
        value = value * 10 + i64::from(digit);
        end += 1;
    }
    Some((value, end))
}

const TENS: [i64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// How many of the bytes, from the first on, are digits.
#[inline]
fn leading_digits(word: u64) -> usize {
    let digits = word ^ (ONES * u64::from(b'0'));
    // A carry may mark bytes above one that is rightly marked, never below: the lowest mark is right.
    let marks = (digits.wrapping_add(ONES * 0x76) | digits) & HIGHS;
    marks.trailing_zeros() as usize / 8
}

/// The value of the first digits of a word. The places of the others are taken by leading zeros.
#[inline]
fn up_to_eight(word: u64, count: usize) -> i64 {
    if count == 0 { 0 } else { eight(word << (64 - 8 * count)) }
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
                    let expected = PlainRun { end: before, foreign: before > 0 && filler > 0x7f };
                    assert_eq!(run(&text, 0), expected, "{text:?}");
                    assert_eq!(run(&text[..=before], 0), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_ends_a_run() {
        assert_eq!(run(b"abcdefghij", 1), PlainRun { end: 10, foreign: false });
        assert_eq!(run(b"", 0), PlainRun { end: 0, foreign: false });
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
