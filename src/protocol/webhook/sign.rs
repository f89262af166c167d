//! The signature of a delivery: a plain SHA-256 over timestamp, nonce, encrypt key and the body as sent.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use super::keys::{KeylessSignature, Stamp};
use super::packet::{Header, Packet};
use crate::model::Secret;

/// The header with the time of sending, in s since the epoch, as decimal text.
pub const TIMESTAMP_HEADER: &str = "X-Lark-Request-Timestamp";
/// The header with an opaque text, new for each attempt.
pub const NONCE_HEADER: &str = "X-Lark-Request-Nonce";
/// The header with the signature, lower-case hex.
pub const SIGNATURE_HEADER: &str = "X-Lark-Signature";

/// The signature the platform sends: lower-case hex of SHA-256 over `timestamp`, `nonce`, the encrypt key and `body`,
/// one after the other with nothing between.
///
/// `body` is the request body byte for byte, so the encrypted one; `timestamp` and `nonce` are the header values as
/// they stand. The formula is in the vendor's documentation on receiving events, and the official Python, Node, Go and
/// Java SDKs were observed to take exactly this: no HMAC, no upper-case hex, and no check of the timestamp's age.
pub fn signature(timestamp: &str, nonce: &str, key: &Secret, body: &[u8]) -> String {
    let parts = [timestamp.as_bytes(), nonce.as_bytes(), key.expose().as_bytes(), body];
    hex(&parts.into_iter().fold(Sha256::new(), Sha256::chain_update).finalize())
}

/// Whether `received` is the signature of these values, compared in constant time.
pub(super) fn verify(received: &str, timestamp: &str, nonce: &str, key: &Secret, body: &[u8]) -> bool {
    Secret::new(signature(timestamp, nonce, key, body)).matches(received)
}

/// Adds signature headers to a request that is made without a key.
pub(crate) fn sign_without_key(packet: &mut Packet, keyless: &KeylessSignature, stamp: &Stamp) {
    let signed = match keyless {
        KeylessSignature::OverEmptyKey => {
            signature(&stamp.timestamp_s.to_string(), &stamp.nonce, &Secret::new(""), &packet.body)
        }
        KeylessSignature::Value(text) => text.clone(),
    };
    push_signature(&mut packet.headers, stamp, signed);
}

/// Adds the three headers with this signature.
pub(super) fn push_signature(headers: &mut Vec<Header>, stamp: &Stamp, signed: String) {
    headers.push((Cow::Borrowed(TIMESTAMP_HEADER), Cow::Owned(stamp.timestamp_s.to_string())));
    headers.push((Cow::Borrowed(NONCE_HEADER), Cow::Owned(stamp.nonce.clone())));
    headers.push((Cow::Borrowed(SIGNATURE_HEADER), Cow::Owned(signed)));
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mistakes::test_vectors;
    use crate::protocol::webhook::{Keys, seal};

    #[test]
    fn every_signed_vector_gives_its_signature_over_the_body_as_sent() {
        for vector in test_vectors::all() {
            let Some(signed) = vector.signed else { continue };
            let key = Secret::new(vector.key);
            let made = signature(&signed.timestamp, &signed.nonce, &key, signed.body.as_bytes());
            assert_eq!(made, signed.signature, "{}", vector.name);
            let wrong = signature(&signed.timestamp, &signed.nonce, &key, vector.plaintext.as_bytes());
            assert_eq!(wrong, signed.signature_over_plaintext, "{}", vector.name);
        }
    }

    #[test]
    fn the_key_of_every_vector_hashes_to_its_aes_key() {
        for vector in test_vectors::all() {
            assert_eq!(hex(&Sha256::digest(&vector.key)), vector.key_sha256, "{}", vector.name);
        }
    }

    #[test]
    fn only_the_very_signature_verifies() {
        let key = Secret::new("example-key");
        let made = signature("1700000000", "n", &key, b"{}");
        let check = |received: &str| verify(received, "1700000000", "n", &key, b"{}");
        assert!(check(&made));
        assert!(!check(&made.to_uppercase()));
        assert!(!check(&made[..63]));
        assert!(!check(&format!(" {made}")));
        assert!(!check(""));
        assert!(!verify(&made, "1700000001", "n", &key, b"{}"));
        assert!(!verify(&made, "1700000000", "m", &key, b"{}"));
        assert!(!verify(&made, "1700000000", "n", &Secret::new("other-key"), b"{}"));
        assert!(!verify(&made, "1700000000", "n", &key, b"{} "));
    }

    const TEXT: &[u8] = br#"{"schema":"2.0","header":{"token":"example-token"}}"#;

    #[test]
    fn without_a_key_signature_headers_are_sent_where_they_are_asked_for() {
        let stamp = Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] };
        let plain = Keys::new(None, Some(Secret::new("example-token")));
        let signed = plain.clone().with_keyless_signature(KeylessSignature::OverEmptyKey);
        let packet = seal(&signed, TEXT, &stamp);
        let expected = signature("1700000000", "n-1", &Secret::new(""), TEXT);
        assert_eq!(packet.header(SIGNATURE_HEADER), Some(&*expected));
        let given = plain.with_keyless_signature(KeylessSignature::Value("abc".to_owned()));
        assert_eq!(seal(&given, TEXT, &stamp).header(SIGNATURE_HEADER), Some("abc"));
        let with_key = Keys::new(Some(Secret::new("example-key")), None);
        let other = with_key.clone().with_keyless_signature(KeylessSignature::Value("abc".to_owned()));
        assert_eq!(seal(&other, TEXT, &stamp), seal(&with_key, TEXT, &stamp));
    }
}
