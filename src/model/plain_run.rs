//! Sixteen bytes of a JSON string at a time: where a plain run of its characters ends, and whether they are UTF-8.

use wide::u8x16;

const QUOTE: u8x16 = u8x16::splat(b'"');
const SLASH: u8x16 = u8x16::splat(b'\\');
const CONTROL: u8x16 = u8x16::splat(0x1f);

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

/// Reads from `at` to the next quote, backslash or control character. The end of the text counts as a control character.
#[inline]
pub(crate) fn run(text: &[u8], at: usize) -> usize {
    run_until(text, at, ends)
}

/// The same, but that what is not ASCII ends it, too.
#[inline]
pub(crate) fn ascii_run(text: &[u8], at: usize) -> usize {
    run_until(text, at, |bytes| (end_marks(bytes) | bytes).to_bitmask())
}

/// How many of these bytes, from the first on, belong to the run.
#[inline]
pub(crate) fn plain(bytes: [u8; 16]) -> usize {
    ends(u8x16::new(bytes)).trailing_zeros().min(16) as usize
}

#[inline]
fn run_until(text: &[u8], mut at: usize, ends: impl Fn(u8x16) -> u32) -> usize {
    // What stands in the text is not copied where it need not be: that would cost more than to look at it.
    while let Some(bytes) = chunk(text, at) {
        let ends = ends(u8x16::new(*bytes));
        if ends != 0 {
            return at + ends.trailing_zeros() as usize;
        }
        at += 16;
    }
    last_run(text, at, ends)
}

#[cold]
fn last_run(text: &[u8], at: usize, ends: impl Fn(u8x16) -> u32) -> usize {
    // The zeros behind the text end it.
    at + ends(u8x16::new(last_bytes(text, at))).trailing_zeros() as usize
}

/// A bit for each byte that ends a run.
#[inline]
fn ends(bytes: u8x16) -> u32 {
    end_marks(bytes).to_bitmask()
}

#[inline]
fn end_marks(bytes: u8x16) -> u8x16 {
    bytes.simd_eq(QUOTE) | bytes.simd_eq(SLASH) | bytes.min(CONTROL).simd_eq(bytes)
}

/// Whether it is UTF-8. Most of what is not ASCII are characters of three bytes, which are told quicker than the rest.
pub(crate) fn is_utf8(mut text: &[u8]) -> bool {
    while let [0xe1..=0xec | 0xee..=0xef, 0x80..=0xbf, 0x80..=0xbf, rest @ ..] = text {
        text = rest;
    }
    str::from_utf8(text).is_ok()
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
                    let in_ascii = if filler > 0x7f { 0 } else { before };
                    for text in [&text[..], &text[..=before]] {
                        assert_eq!((run(text, 0), ascii_run(text, 0)), (before, in_ascii), "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_ends_a_run() {
        assert_eq!((run(b"abcdefghij", 1), ascii_run(b"abcdefghij", 1)), (10, 10));
        assert_eq!((run(b"", 0), ascii_run(b"", 0)), (0, 0));
    }

    #[test]
    fn what_is_utf8_is_what_the_standard_library_takes() {
        for lead in 0xc0..=0xff_u8 {
            for second in [0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0] {
                for third in [0x20, 0x80, 0xbf, 0xc0] {
                    let text = [lead, second, third, b'a', lead, second, third];
                    for end in 0..=text.len() {
                        assert_eq!(is_utf8(&text[..end]), str::from_utf8(&text[..end]).is_ok(), "{text:x?}");
                    }
                }
            }
        }
    }
}
