//! Encrypt keys, tokens and app secrets: never shown, compared in constant time.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq as _;

/// A value that must not be shown. `Debug` prints `[redacted]`; equality takes the same time for every value of one
/// length.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the ciphers and nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is the empty text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares with foreign text in constant time.
    pub fn matches(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_a_secret() {
        assert_eq!(format!("{:?}", Some(Secret::new("k3y"))), "Some([redacted])");
    }

    #[test]
    fn a_secret_matches_only_its_own_text() {
        let secret = Secret::new("kudryavka");
        assert!(secret.matches("kudryavka"));
        assert!(!secret.matches("kudryavkb"));
        assert!(!secret.matches("kudryavka "));
    }
}
