//! What a delivery is made with: an app's two secrets, and the values that are new for every attempt.

use super::cipher::Cipher;
use crate::mask::Mask;
use crate::model::Secret;

/// An app's encrypt key and verification token, each if there is one.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    encrypt: Option<(Secret, Cipher)>,
    /// The key that the encrypt key replaced: what it made opens and verifies, too.
    old: Option<Secret>,
    token: Option<Secret>,
    keyless: Option<KeylessSignature>,
}

/// What the signature headers of a delivery hold where there is no encrypt key. Whether the platform sends them then is not
/// documented; a receiver must take both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeylessSignature {
    OverEmptyKey,
    /// This very text.
    Value(String),
}

impl Keys {
    /// Takes the secrets and derives the AES key. Empty texts are taken as they are: refusing them is up to what
    /// read them, since they mean a mistake and not "none".
    pub fn new(encrypt_key: Option<Secret>, verification_token: Option<Secret>) -> Self {
        let encrypt = encrypt_key.map(|key| {
            let cipher = Cipher::new(&key);
            (key, cipher)
        });
        Self { encrypt, old: None, token: verification_token, keyless: None }
    }

    /// Takes what the key that the encrypt key replaced made, too. Nothing is made with it.
    #[must_use]
    pub fn with_old_key(self, old_key: Secret) -> Self {
        let encrypt = self.encrypt.map(|(key, cipher)| (key, cipher.or(&old_key)));
        Self { old: Some(old_key).filter(|_| encrypt.is_some()), encrypt, ..self }
    }

    /// Without an encrypt key, deliveries carry signature headers all the same.
    #[must_use]
    pub fn with_keyless_signature(self, signature: KeylessSignature) -> Self {
        Self { keyless: Some(signature), ..self }
    }

    /// What the signature headers hold, where there are some without a key.
    pub fn keyless_signature(&self) -> Option<&KeylessSignature> {
        self.keyless.as_ref().filter(|_| self.encrypt.is_none())
    }

    /// The key that the encrypt key replaced.
    pub fn old_key(&self) -> Option<&Secret> {
        self.old.as_ref()
    }

    /// The encrypt key as the app's console shows it: part of the signature.
    pub fn encrypt_key(&self) -> Option<&Secret> {
        self.encrypt.as_ref().map(|(key, _)| key)
    }

    /// The cipher of the encrypt key.
    pub fn cipher(&self) -> Option<&Cipher> {
        self.encrypt.as_ref().map(|(_, cipher)| cipher)
    }

    /// The verification token, which events and URL checks carry.
    pub fn verification_token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        [self.encrypt_key(), self.old_key(), self.verification_token()]
            .into_iter()
            .flatten()
            .map(Secret::expose)
    }

    pub(crate) fn mask(&self) -> Mask {
        Mask::new(self.secrets())
    }
}

/// What the platform makes anew for each attempt: time, nonce, IV. Parameters, so that sealing is a pure function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time of sending, s since the epoch.
    pub timestamp_s: u64,
    /// An opaque text. The real one's format is not documented; receivers take any.
    pub nonce: String,
    /// The IV of the encryption. It must be random: equal IVs show equal beginnings.
    pub iv: [u8; 16],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_which_keys_there_are_but_none_of_them() {
        let keys = Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")));
        let shown = format!("{keys:?}");
        assert!(!shown.contains("example"), "{shown}");
        assert!(
            keys.cipher().is_some() && keys.encrypt_key().is_some() && keys.verification_token().is_some()
        );
    }
}
