//! The three headers of a signature, also where there is no key to sign with.

use std::borrow::Cow;

use super::keys::{KeylessSignature, Stamp};
use super::packet::{Header, Packet};
use super::sign::{NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature};
use crate::model::Secret;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::{Keys, seal};

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
