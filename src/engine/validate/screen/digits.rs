//! What digits say, in words of eight, which are read as little endian.

use crate::model::{chunk, last_bytes};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

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
