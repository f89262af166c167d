//! Why a request does not open.

use super::cipher::UnlockError;
use crate::json::SyntaxError;
use crate::model::Secret;

/// Why a request does not open. No message and no field holds a configured secret, nor the signature that would have
/// been right: an answer that echoes it would sign an attacker's body.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The body is not JSON. What stands there is not told: it may be a secret.
    #[error("the body is not JSON from byte {} on", .0.offset + 1)]
    NotJson(SyntaxError),
    /// An encrypt key is configured, but the body has no text `encrypt`.
    #[error(
        "the body is not encrypted, but an encrypt key is configured; is a key set on the sender's side?"
    )]
    NotEncrypted,
    /// The body is encrypted, but no encrypt key is configured.
    #[error("the body is encrypted, but no encrypt key is configured; give the app's Encrypt Key")]
    NoKey,
    /// The encrypted body does not open.
    #[error("cannot decrypt the body: {0}")]
    Locked(#[source] UnlockError),
    /// The body opens, but to something that is not JSON.
    #[error(
        "the decrypted body is not JSON from byte {} on; either the encrypt key is another one or the sender's text is broken",
        .0.offset + 1
    )]
    PlaintextNotJson(SyntaxError),
    /// A URL check without a text `challenge`.
    #[error("the URL check has no `challenge` to answer")]
    NoChallenge,
    /// An event without all of the three headers.
    #[error("the signature is missing: no header {}", names.join(", "))]
    MissingHeaders {
        /// The names of those that are not there.
        names: Vec<&'static str>,
    },
    /// The signature is there but wrong.
    #[error(
        "the signature is wrong: {received} is not the SHA-256 of timestamp, nonce, encrypt key and the body as sent"
    )]
    BadSignature {
        /// The header's value.
        received: String,
    },
    /// A verification token is configured, but the body carries none, or the empty text.
    #[error("the body has no token, but a verification token is configured")]
    MissingToken,
    /// The token in the body is not the configured one.
    #[error(
        "the token in the body is not the configured verification token; is it the encrypt key by mistake?"
    )]
    WrongToken {
        /// The token that came.
        received: Secret,
    },
}
