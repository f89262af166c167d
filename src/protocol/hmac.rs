//! HMAC-SHA256.

use sha2::{Digest as _, Sha256};

/// Bytes of a block of SHA-256, which HMAC pads its key to.
const BLOCK: usize = 64;

/// HMAC-SHA256 of the parts one after the other, as RFC 2104 says.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new_with_prefix(block.map(|it| it ^ 0x36));
    let inner = parts.iter().fold(inner, Sha256::chain_update).finalize();
    Sha256::new_with_prefix(block.map(|it| it ^ 0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::hex;

    #[test]
    fn it_gives_the_values_of_rfc_4231() {
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(&hmac_sha256(&[0xaa; 131], &[b"Test Using Larger Than Block-Size Key - Hash Key First"])),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
