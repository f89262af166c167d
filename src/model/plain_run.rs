//! Sixteen bytes of a JSON string at a time: where a plain run of its characters ends.

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

/// How many of these bytes, from the first on, belong to the run.
#[inline]
pub(crate) fn plain(bytes: [u8; 16]) -> usize {
    ends(u8x16::new(bytes)).trailing_zeros().min(16) as usize
}

/// A bit for each byte that ends a run.
#[inline]
fn ends(bytes: u8x16) -> u32 {
    (bytes.simd_eq(QUOTE) | bytes.simd_eq(SLASH) | bytes.min(CONTROL).simd_eq(bytes)).to_bitmask()
}

/// Where the run ends, if it does in these bytes.
#[inline]
fn stop(bytes: [u8; 16], at: usize, foreign: bool) -> Option<PlainRun> {
    let bytes = u8x16::new(bytes);
    let ends = ends(bytes);
    let before = ends.trailing_zeros();
    let high = bytes.to_bitmask() & (ends ^ ends.wrapping_sub(1));
    (ends != 0).then(|| PlainRun { end: at + before as usize, foreign: foreign || high != 0 })
}

#[cold]
fn last_run(text: &[u8], at: usize, foreign: bool) -> PlainRun {
    // The zeros behind the text end it.
    stop(last_bytes(text, at), at, foreign).unwrap_or(PlainRun { end: at, foreign })
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
}
