//! A digest that knows a text again: FNV-1a, 64 bits. The same in every version and on every machine; no protection
//! against those who look for collisions.

pub(crate) fn digest(bytes: &[u8]) -> u64 {
    digest_of(bytes.iter().copied())
}

/// The digest of a text that comes byte by byte.
pub(crate) fn digest_of(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gives_the_published_values() {
        assert_eq!(digest(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(digest(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
