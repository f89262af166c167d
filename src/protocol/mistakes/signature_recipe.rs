//! A way to make a signature, right or wrong: which hash, of which parts, over which body, written how.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::protocol::hmac_sha256;
use crate::protocol::webhook::hex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    /// SHA-256 of the parts, as the platform does.
    Plain,
    /// SHA-1 of the parts, as the platform signs old cards.
    Sha1,
    /// HMAC-SHA256 of the parts, keyed with a secret.
    Hmac(SignedPart),
    /// HMAC-SHA256 of nothing, keyed with the parts, a newline between: how custom bots sign their messages.
    HmacOfNothing,
}

/// A piece of what is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignedPart {
    Timestamp,
    Nonce,
    Key,
    /// The encrypt key with the line break of its file.
    KeyLine,
    Token,
    /// The body, in the form the recipe says.
    Body,
}

impl SignedPart {
    fn words(self, body: &'static str) -> &'static str {
        match self {
            Self::Timestamp => "timestamp",
            Self::Nonce => "nonce",
            Self::Key => "encrypt key",
            Self::KeyLine => "encrypt key with a final newline",
            Self::Token => "verification token",
            Self::Body => body,
        }
    }
}

/// How the hash is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Lower-case hex, as the platform does.
    LowerHex,
    /// Upper-case hex, or hex of mixed case.
    UpperHex,
    Base64,
    /// Hex behind the name of a hash, `sha256=`.
    Prefixed,
}

/// The parts the platform hashes, in its order.
pub(crate) const RIGHT: [SignedPart; 4] =
    [SignedPart::Timestamp, SignedPart::Nonce, SignedPart::Key, SignedPart::Body];

/// A form of the body and what it is called.
pub(crate) struct BodyForm {
    pub(crate) slug: &'static str,
    pub(crate) words: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// The digest of `parts`, each looked up by `value`; `None` where one that the recipe needs is not known.
pub(crate) fn digest<'v>(
    hash: Hash,
    parts: &[SignedPart],
    value: impl Fn(SignedPart) -> Option<&'v [u8]>,
) -> Option<Vec<u8>> {
    let values = parts.iter().map(|part| value(*part)).collect::<Option<Vec<_>>>()?;
    Some(match hash {
        Hash::Plain => values.iter().fold(Sha256::new(), Sha256::chain_update).finalize().to_vec(),
        Hash::Sha1 => values.iter().fold(Sha1::new(), Sha1::chain_update).finalize().to_vec(),
        Hash::Hmac(key) => hmac_sha256(value(key)?, &values).to_vec(),
        Hash::HmacOfNothing => hmac_sha256(&values.join(&b'\n'), &[]).to_vec(),
    })
}

/// How `received` writes `digest`, if it does.
pub(crate) fn writing(received: &str, digest: &[u8]) -> Option<Writing> {
    let hex = hex(digest);
    if received == hex {
        return Some(Writing::LowerHex);
    }
    if received.eq_ignore_ascii_case(&hex) {
        return Some(Writing::UpperHex);
    }
    let bare = received.strip_prefix("sha256=").or_else(|| received.strip_prefix("sha1="));
    if bare.is_some_and(|it| it.eq_ignore_ascii_case(&hex)) {
        return Some(Writing::Prefixed);
    }
    (received == STANDARD.encode(digest)).then_some(Writing::Base64)
}

/// The recipe in words: `HMAC-SHA256 of timestamp + nonce + body, keyed with the encrypt key, as base64`.
pub(crate) fn words(hash: Hash, parts: &[SignedPart], form: &BodyForm, writing: Writing) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.words(form.words)).collect();
    let names = names.join(" + ");
    let what = match hash {
        Hash::Plain => format!("SHA-256 of {names}"),
        Hash::Sha1 => format!("SHA-1 of {names}, the rule of old cards"),
        Hash::Hmac(key) => format!("HMAC-SHA256 of {names}, keyed with the {}", key.words(form.words)),
        Hash::HmacOfNothing => format!("HMAC-SHA256 of nothing, keyed with {names}, as custom bots sign"),
    };
    match writing {
        Writing::LowerHex => what,
        Writing::UpperHex => format!("{what}, in upper-case hex"),
        Writing::Base64 => format!("{what}, as base64"),
        Writing::Prefixed => format!("{what}, behind the name of a hash"),
    }
}
