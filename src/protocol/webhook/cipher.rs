//! The encryption of a body: AES-256-CBC under SHA-256 of the encrypt key, IV in front, base64 around.

use std::fmt;

use aes::cipher::{
    Array, BlockModeDecrypt as _, BlockModeEncrypt as _, InnerIvInit as _, KeyInit as _, consts::U16,
};
use aes::{Aes256, Block};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::{Decryptor, Encryptor};
use sha2::{Digest as _, Sha256};

use crate::model::Secret;

/// Bytes of an AES block, and of the IV.
const BLOCK: usize = 16;

/// The AES key that an encrypt key stands for, its schedule derived once.
///
/// The vendor's documentation gives the recipe and an example; the official Python, Node, Go and Java SDKs were
/// observed to open what it makes.
#[derive(Clone)]
pub struct Cipher {
    aes: Aes256,
    /// That of the key which this one replaced, while both are in use.
    old: Option<Box<Cipher>>,
}

/// Why an encrypted text does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    #[error("the encrypted text is not base64; send it as it was received, unwrapped and complete")]
    NotBase64(#[source] base64::DecodeError),
    #[error("the encrypted text holds {bytes} bytes, fewer than the 32 of an IV and one block; was it cut?")]
    TooShort { bytes: usize },
    #[error("the encrypted text holds {bytes} bytes, not a multiple of 16; was it cut?")]
    NotWholeBlocks { bytes: usize },
    #[error("the opened text does not end in padding; most likely it was encrypted with another encrypt key")]
    Padding,
}

impl Cipher {
    /// Derives the AES key, SHA-256 of the encrypt key's UTF-8 bytes.
    pub fn new(encrypt_key: &Secret) -> Self {
        let aes = Aes256::new(&Array::from(<[u8; 32]>::from(Sha256::digest(encrypt_key.expose()))));
        Self { aes, old: None }
    }

    /// Opens what was made with an older key, too.
    #[must_use]
    pub(crate) fn or(self, old_key: &Secret) -> Self {
        Self { old: Some(Box::new(Self::new(old_key))), ..self }
    }

    /// What [`Self::lock_into`] appends, alone.
    #[cfg(test)]
    pub(crate) fn lock(&self, iv: [u8; 16], plaintext: &[u8]) -> String {
        let mut text = String::with_capacity(Self::locked_len(plaintext.len()));
        self.lock_into(iv, plaintext, &mut text);
        text
    }

    /// Encrypts: base64 of the IV and the ciphertext under exact PKCS#7 padding (a whole block of 16 where the length
    /// is a multiple of 16, which Python's SDK demands), appended to `out`.
    pub(crate) fn lock_into(&self, iv: [u8; 16], plaintext: &[u8], out: &mut String) {
        let pad = BLOCK - plaintext.len() % BLOCK;
        let mut bytes = Vec::with_capacity(BLOCK + plaintext.len() + pad);
        bytes.extend_from_slice(&iv);
        bytes.extend_from_slice(plaintext);
        #[expect(clippy::cast_possible_truncation, reason = "the padding is 1 to 16")]
        bytes.resize(bytes.len() + pad, pad as u8);
        Encryptor::inner_iv_init(&self.aes, &Array::from(iv)).encrypt_blocks(blocks(&mut bytes[BLOCK..]));
        STANDARD.encode_string(bytes, out);
    }

    /// Characters `lock_into` appends for so many bytes.
    pub(crate) fn locked_len(plaintext: usize) -> usize {
        let bytes = BLOCK + plaintext + (BLOCK - plaintext % BLOCK);
        bytes.div_ceil(3) * 4
    }

    /// Decrypts what `lock_into` made. The padding is checked strictly. What does not open to an object, as far as its
    /// beginning tells, is tried with the older key, where there is one.
    pub fn unlock(&self, text: &str) -> Result<Vec<u8>, UnlockError> {
        let opened = self.unlock_alone(text);
        let Some(old) = &self.old else { return opened };
        if opened.as_deref().is_ok_and(looks_right) {
            return opened;
        }
        old.unlock_alone(text).ok().filter(|it| looks_right(it)).map_or(opened, Ok)
    }

    fn unlock_alone(&self, text: &str) -> Result<Vec<u8>, UnlockError> {
        let mut bytes = STANDARD.decode(text).map_err(UnlockError::NotBase64)?;
        if bytes.len() < 2 * BLOCK {
            return Err(UnlockError::TooShort { bytes: bytes.len() });
        }
        if !bytes.len().is_multiple_of(BLOCK) {
            return Err(UnlockError::NotWholeBlocks { bytes: bytes.len() });
        }
        let (iv, ciphertext) = bytes.split_at_mut(BLOCK);
        let iv = Block::try_from(&*iv).expect("split at the length of a block");
        Decryptor::inner_iv_init(&self.aes, &iv).decrypt_blocks(blocks(ciphertext));
        let pad = padding(&bytes).ok_or(UnlockError::Padding)?;
        bytes.truncate(bytes.len() - pad);
        bytes.drain(..BLOCK);
        Ok(bytes)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Whether a text was opened with the right key: with another one it is no UTF-8, and does not begin an object.
fn looks_right(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"{") && std::str::from_utf8(text).is_ok()
}

/// The whole blocks of a buffer that holds nothing else.
fn blocks(bytes: &mut [u8]) -> &mut [Block] {
    let (blocks, rest) = Array::<u8, U16>::slice_as_chunks_mut(bytes);
    debug_assert!(rest.is_empty(), "callers pad or check the length");
    blocks
}

/// The length of the PKCS#7 padding at the end, 1 to 16, or `None` where there is none.
fn padding(bytes: &[u8]) -> Option<usize> {
    let last = *bytes.last()?;
    let pad = usize::from(last);
    let tail = bytes.len().checked_sub(pad)?;
    ((1..=BLOCK).contains(&pad) && bytes[tail..].iter().all(|it| *it == last)).then_some(pad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mistakes::test_vectors;

    const IV: [u8; 16] = *b"0123456789abcdef";

    fn cipher() -> Cipher {
        Cipher::new(&Secret::new("example-key"))
    }

    /// Encrypts blocks that carry a padding of the test's own.
    fn lock_unpadded(bytes: &[u8]) -> String {
        let mut all = [&IV[..], bytes].concat();
        Encryptor::inner_iv_init(&cipher().aes, &Array::from(IV)).encrypt_blocks(blocks(&mut all[BLOCK..]));
        STANDARD.encode(all)
    }

    #[test]
    fn every_vector_locks_and_unlocks_byte_for_byte() {
        for vector in test_vectors::all() {
            let cipher = Cipher::new(&Secret::new(&*vector.key));
            let locked = cipher.lock(vector.iv(), vector.plaintext.as_bytes());
            assert_eq!(locked, vector.encrypt, "{}", vector.name);
            assert_eq!(cipher.unlock(&locked).unwrap(), vector.plaintext.as_bytes(), "{}", vector.name);
        }
    }

    #[test]
    fn every_length_comes_back_with_exact_padding() {
        let cipher = cipher();
        for length in 0..=64_u8 {
            let plaintext: Vec<u8> = (0..length).collect();
            let locked = cipher.lock(IV, &plaintext);
            assert_eq!(cipher.unlock(&locked).unwrap(), plaintext);
            assert_eq!(locked.len(), Cipher::locked_len(plaintext.len()));

            let pad = 16 - length % 16;
            let padded = [plaintext, vec![pad; usize::from(pad)]].concat();
            assert_eq!(locked, lock_unpadded(&padded), "length {length}");
        }
    }

    #[test]
    fn plaintext_that_looks_like_padding_survives() {
        let cipher = cipher();
        for plaintext in [&[1_u8; 15][..], &[16; 16], &[2, 2], &[0; 33]] {
            assert_eq!(cipher.unlock(&cipher.lock(IV, plaintext)).unwrap(), plaintext);
        }
    }

    #[test]
    fn a_wrong_padding_is_told_apart_whatever_its_form() {
        let zero = [0; 16];
        let too_long = [17; 32];
        let mut uneven = [3; 16];
        uneven[13] = 2;
        let mut longest = [16; 16];
        longest[0] = 15;
        for bytes in [&zero[..], &too_long, &uneven, &longest] {
            assert_eq!(cipher().unlock(&lock_unpadded(bytes)), Err(UnlockError::Padding));
        }
    }

    #[test]
    fn another_key_does_not_open_a_text() {
        let locked = cipher().lock(IV, b"{\"schema\":\"2.0\"}");
        assert_eq!(Cipher::new(&Secret::new("another-key")).unlock(&locked), Err(UnlockError::Padding));
    }

    #[test]
    fn text_that_was_cut_or_mangled_says_how() {
        let cipher = cipher();
        let locked = cipher.lock(IV, b"hello world");
        for text in
            ["not base64!", "AAA", "\u{201c}AAAA", &format!("{locked}\n"), locked.trim_end_matches('=')]
        {
            assert!(matches!(cipher.unlock(text), Err(UnlockError::NotBase64(_))), "{text:?}");
        }
        assert_eq!(cipher.unlock(""), Err(UnlockError::TooShort { bytes: 0 }));
        assert_eq!(cipher.unlock(&STANDARD.encode(IV)), Err(UnlockError::TooShort { bytes: 16 }));
        assert_eq!(cipher.unlock(&STANDARD.encode([0; 20])), Err(UnlockError::TooShort { bytes: 20 }));
        assert_eq!(cipher.unlock(&STANDARD.encode([0; 47])), Err(UnlockError::NotWholeBlocks { bytes: 47 }));
    }

    #[test]
    fn debug_never_shows_the_key_schedule() {
        assert_eq!(format!("{:?}", cipher()), "[redacted]");
    }
}
