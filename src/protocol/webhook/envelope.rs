//! Seal and open: from an event's text to the request the platform would send, and back.

use std::borrow::Cow;

use super::body::{Body, challenge_request};
use super::cipher::Cipher;
use super::keys::{Keys, Stamp};
use super::open_error::OpenError;
use super::packet::{CONTENT_TYPE, Header, Packet};
use super::read_body::{BodyFacts, read_body};
use super::sign::{
    NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, push_signature, sign_without_key, signature, verify,
};
use crate::json::Parsed;
use crate::model::Secret;

/// Makes the request that delivers `plaintext`, an event's compact JSON.
///
/// With an encrypt key the body is exactly `{"encrypt":"<base64>"}`, without a space or newline (the Node SDK hashes the
/// body parsed and written again), and the three `X-Lark-*` headers sign those bytes. Without one the body is the
/// plaintext and there is no signature: the platform signs with the encrypt key only.
pub fn seal(keys: &Keys, plaintext: &[u8], stamp: &Stamp) -> Packet {
    let body = body_of(keys, plaintext, stamp.iv);
    let mut headers = content_type();
    if let Some(key) = keys.encrypt_key() {
        let signed = signature(&stamp.timestamp_s.to_string(), &stamp.nonce, key, &body);
        push_signature(&mut headers, stamp, signed);
    }
    let mut packet = Packet { headers, body };
    if let Some(keyless) = keys.keyless_signature() {
        sign_without_key(&mut packet, keyless, stamp);
    }
    packet
}

/// Makes the URL check with the keys' token ("" if there is none): encrypted when there is a key, never signed, as
/// documented and as seen in public reports about receivers that demand a signature here.
///
/// Use ASCII letters, digits and `-` for `challenge`: the Python, Go and Java SDKs echo it unescaped.
pub fn seal_challenge(keys: &Keys, challenge: &str, iv: [u8; 16]) -> Packet {
    let token = keys.verification_token().map_or("", Secret::expose);
    let body = body_of(keys, &challenge_request(challenge, token), iv);
    Packet { headers: content_type(), body }
}

/// The body as sent: encrypted where there is a key. One buffer of the right size from the start.
fn body_of(keys: &Keys, plaintext: &[u8], iv: [u8; 16]) -> Vec<u8> {
    const HEAD: &str = r#"{"encrypt":""#;
    const TAIL: &str = r#""}"#;
    let Some(cipher) = keys.cipher() else { return plaintext.to_vec() };
    let size = HEAD.len() + Cipher::locked_len(plaintext.len()) + TAIL.len();
    let mut body = String::with_capacity(size);
    body.push_str(HEAD);
    cipher.lock_into(iv, plaintext, &mut body);
    body.push_str(TAIL);
    body.into_bytes()
}

/// The headers every request has; the capacity adds the three of the signature and one of the sender.
fn content_type() -> Vec<Header> {
    let mut headers = Vec::with_capacity(5);
    headers.push((Cow::Borrowed("Content-Type"), Cow::Borrowed(CONTENT_TYPE)));
    headers
}

/// A request that was opened and found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The JSON text inside, byte for byte.
    pub plaintext: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// What the signature was worth.
    pub signature: SignatureCheck,
    /// What the token was worth.
    pub token: TokenCheck,
}

/// What a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The URL check, to be answered with `challenge_answer`.
    Challenge {
        /// The value to send back.
        challenge: String,
        /// The token it came with.
        token: Option<Secret>,
    },
    /// Anything else: an event, or what claims to be one.
    Event,
}

/// What is known of a signature. A wrong or missing one is an [`OpenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It is there and right.
    Verified,
    /// It is right by the key that the encrypt key replaced.
    VerifiedByOldKey,
    /// No encrypt key is configured, so there is nothing to check it with.
    NoKey,
    /// A URL check: it comes unsigned, and headers that are there all the same are not looked at.
    NotRequired,
}

/// What is known of a token. A wrong or missing one is an [`OpenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenCheck {
    Verified,
    /// No verification token is configured, so any or none will do.
    NoToken,
}

/// Opens a request: the inverse of [`seal`] and [`seal_challenge`].
///
/// A signature that is there is checked before anything is decrypted. Then the order is that of the official SDKs:
/// decrypt; let a URL check with the right token pass, since it comes unsigned; only then demand the signature, and the
/// token. Unlike most of them this checks the token of events too, and nowhere
/// looks at the timestamp's age, as none of them does. Secrets are compared in constant time.
pub fn open(keys: &Keys, packet: &Packet) -> Result<Opened, OpenError> {
    open_and(keys, packet, |_, _| ()).opened.map(|(opened, _)| opened)
}

/// What came of opening a request.
pub(crate) struct OpenAttempt<T> {
    /// The request, and what was made of its event.
    pub(crate) opened: Result<(Opened, Option<T>), OpenError>,
    /// What is known of its body, where that was read: with a wrong signature it is not.
    pub(crate) facts: Option<BodyFacts>,
}

/// The same, with what `then` makes of the text and the tree of an event, so that neither has to be parsed again.
pub(crate) fn open_and<T>(
    keys: &Keys,
    packet: &Packet,
    then: impl FnOnce(&[u8], &Parsed<'_>) -> T,
) -> OpenAttempt<T> {
    let signature = check_signature(keys, packet);
    if let Err(wrong @ OpenError::BadSignature { .. }) = signature {
        return OpenAttempt { opened: Err(wrong), facts: None };
    }
    read_body(keys, &packet.body, |reading| {
        let opened = reading.plaintext().and_then(|it| {
            let body = Body::of(&it.parsed.root);
            let token = check_token(keys, body.token.as_ref());
            let (kind, signature, made) = if body.url_check {
                let challenge = body.challenge.ok_or(OpenError::NoChallenge)?;
                (Kind::Challenge { challenge, token: body.token }, SignatureCheck::NotRequired, None)
            } else {
                (Kind::Event, signature?, Some(()))
            };
            let token = token?;
            let made = made.map(|()| then(it.text, it.parsed));
            Ok((Opened { plaintext: it.text.to_vec(), kind, signature, token }, made))
        });
        OpenAttempt { opened, facts: Some(reading.facts()) }
    })
}

/// Whether the headers sign the body as it is.
pub(crate) fn check_signature(keys: &Keys, packet: &Packet) -> Result<SignatureCheck, OpenError> {
    let Some(key) = keys.encrypt_key() else { return Ok(SignatureCheck::NoKey) };
    let names = [TIMESTAMP_HEADER, NONCE_HEADER, SIGNATURE_HEADER];
    let [Some(timestamp), Some(nonce), Some(received)] = names.map(|name| packet.header(name)) else {
        let names = names.into_iter().filter(|name| packet.header(name).is_none()).collect();
        return Err(OpenError::MissingHeaders { names });
    };
    let is_of = |key: &Secret| verify(received, timestamp, nonce, key, &packet.body);
    if is_of(key) {
        Ok(SignatureCheck::Verified)
    } else if keys.old_key().is_some_and(is_of) {
        Ok(SignatureCheck::VerifiedByOldKey)
    } else {
        Err(OpenError::BadSignature { received: received.to_owned() })
    }
}

/// Whether a body's token is the app's.
pub(crate) fn check_token(keys: &Keys, received: Option<&Secret>) -> Result<TokenCheck, OpenError> {
    match (keys.verification_token(), received) {
        (None, _) => Ok(TokenCheck::NoToken),
        (Some(_), None) => Err(OpenError::MissingToken),
        (Some(token), Some(received)) if token == received => Ok(TokenCheck::Verified),
        (Some(_), Some(received)) if received.is_empty() => Err(OpenError::MissingToken),
        (Some(_), Some(received)) => Err(OpenError::WrongToken { received: received.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cipher::UnlockError;
    use super::*;
    use crate::protocol::mistakes::test_vectors;

    const EVENT: &[u8] =
        r#"{"schema":"2.0","header":{"token":"example-token"},"event":{"n":"张三"}}"#.as_bytes();
    const CHECK: &[u8] = br#"{"challenge":"c-1","token":"example-token","type":"url_verification"}"#;

    fn keys(encrypt_key: &str, token: &str) -> Keys {
        let secret = |text: &str| (!text.is_empty()).then(|| Secret::new(text));
        Keys::new(secret(encrypt_key), secret(token))
    }

    fn both() -> Keys {
        keys("example-key", "example-token")
    }

    fn stamp() -> Stamp {
        Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] }
    }

    /// A request of the test's own, with a right signature over whatever the body is.
    fn signed(body: &[u8]) -> Packet {
        let signature = signature("1700000000", "n-1", &Secret::new("example-key"), body);
        let mut packet = Packet { headers: content_type(), body: body.to_vec() };
        for (name, value) in
            [(TIMESTAMP_HEADER, "1700000000"), (NONCE_HEADER, "n-1"), (SIGNATURE_HEADER, &*signature)]
        {
            packet.headers.push((name.to_lowercase().into(), value.to_owned().into()));
        }
        packet
    }

    #[test]
    fn every_vector_is_sealed_byte_for_byte() {
        for vector in test_vectors::all() {
            let packet = seal(&keys(&vector.key, ""), vector.plaintext.as_bytes(), &vector.stamp());
            let body = format!(r#"{{"encrypt":"{}"}}"#, vector.encrypt);
            assert_eq!(String::from_utf8(packet.body.clone()).unwrap(), body);
            assert_eq!(packet.headers.len(), 4);
            assert_eq!(packet.header("Content-Type"), Some(CONTENT_TYPE));
            let Some(signed) = vector.signed else { continue };
            assert_eq!(body, signed.body, "{}", vector.name);
            assert_eq!(packet.header(TIMESTAMP_HEADER), Some(&*signed.timestamp));
            assert_eq!(packet.header(NONCE_HEADER), Some(&*signed.nonce));
            assert_eq!(packet.header(SIGNATURE_HEADER), Some(&*signed.signature), "{}", vector.name);
        }
    }

    #[test]
    fn every_signed_vector_opens_to_its_plaintext() {
        for vector in test_vectors::all().into_iter().filter(|it| it.signed.is_some()) {
            let keys = keys(&vector.key, "");
            let opened = open(&keys, &seal(&keys, vector.plaintext.as_bytes(), &vector.stamp())).unwrap();
            assert_eq!(opened.plaintext, vector.plaintext.as_bytes());
            match opened.kind {
                Kind::Challenge { challenge, .. } => assert_eq!(challenge, "ajls384kdj1234"),
                Kind::Event => assert_eq!(opened.signature, SignatureCheck::Verified),
            }
        }
    }

    #[test]
    fn the_url_check_of_the_vectors_is_made_from_its_challenge_and_token_unsigned() {
        let vector = test_vectors::all().into_iter().find(|it| it.name == "url-check").unwrap();
        let packet = seal_challenge(&keys(&vector.key, "v-token"), "ajls384kdj1234", vector.iv());
        assert_eq!(packet.body, vector.signed.unwrap().body.as_bytes());
        assert_eq!(packet.headers, content_type());
        let plain = seal_challenge(&keys("", "v-token"), "ajls384kdj1234", [0; 16]);
        assert_eq!(plain.body, vector.plaintext.as_bytes());
        assert_eq!(plain.headers, content_type());
    }

    #[test]
    fn an_event_comes_back_with_and_without_keys() {
        for (keys, signature, token) in [
            (both(), SignatureCheck::Verified, TokenCheck::Verified),
            (keys("example-key", ""), SignatureCheck::Verified, TokenCheck::NoToken),
            (keys("", "example-token"), SignatureCheck::NoKey, TokenCheck::Verified),
            (Keys::default(), SignatureCheck::NoKey, TokenCheck::NoToken),
        ] {
            let packet = seal(&keys, EVENT, &stamp());
            let opened = open(&keys, &packet).unwrap();
            assert_eq!(opened, Opened { plaintext: EVENT.to_vec(), kind: Kind::Event, signature, token });
            if keys.cipher().is_none() {
                assert_eq!(packet, Packet { headers: content_type(), body: EVENT.to_vec() });
            }
        }
    }

    #[test]
    fn what_an_older_key_made_opens_and_verifies_during_a_rotation() {
        let rotated = keys("new-key", "example-token").with_old_key(Secret::new("example-key"));
        for (sender, signature) in [
            (both(), SignatureCheck::VerifiedByOldKey),
            (keys("new-key", "example-token"), SignatureCheck::Verified),
        ] {
            let opened = open(&rotated, &seal(&sender, EVENT, &stamp())).unwrap();
            assert_eq!((opened.plaintext.as_slice(), opened.signature), (EVENT, signature));
            assert!(open(&rotated, &seal_challenge(&sender, "c-1", [1; 16])).is_ok());
        }
        let other = seal(&keys("third-key", "example-token"), EVENT, &stamp());
        assert!(matches!(open(&rotated, &other), Err(OpenError::BadSignature { .. })));
    }

    #[test]
    fn a_url_check_opens_unsigned_but_not_with_a_wrong_token() {
        for keys in [both(), keys("", "example-token")] {
            let opened = open(&keys, &seal_challenge(&keys, "c-1", [1; 16])).unwrap();
            assert_eq!(opened.plaintext, CHECK);
            let token = Some(Secret::new("example-token"));
            assert_eq!(opened.kind, Kind::Challenge { challenge: "c-1".to_owned(), token });
            assert_eq!((opened.signature, opened.token), (SignatureCheck::NotRequired, TokenCheck::Verified));
        }
        let forged = seal_challenge(&keys("example-key", "guess"), "c-1", [1; 16]);
        assert!(
            matches!(open(&both(), &forged), Err(OpenError::WrongToken { received }) if received.matches("guess"))
        );
        let silent = seal_challenge(&keys("example-key", ""), "c-1", [1; 16]);
        assert!(matches!(open(&both(), &silent), Err(OpenError::MissingToken)));
        let empty = Packet { body: br#"{"type":"url_verification"}"#.to_vec(), ..Packet::default() };
        assert!(matches!(open(&Keys::default(), &empty), Err(OpenError::NoChallenge)));
    }

    #[test]
    fn missing_signature_headers_are_named() {
        let mut packet = seal(&both(), EVENT, &stamp());
        packet.headers.retain(|(name, _)| name != NONCE_HEADER);
        let error = open(&both(), &packet).unwrap_err();
        assert_eq!(error.to_string(), "the signature is missing: no header X-Lark-Request-Nonce");
        packet.headers.clear();
        let OpenError::MissingHeaders { names } = open(&both(), &packet).unwrap_err() else { panic!() };
        assert_eq!(names, [TIMESTAMP_HEADER, NONCE_HEADER, SIGNATURE_HEADER]);
    }

    #[test]
    fn a_body_changed_after_signing_is_refused() {
        let mut packet = seal(&both(), EVENT, &stamp());
        packet.body.push(b'\n');
        let error = open(&both(), &packet).unwrap_err();
        assert!(matches!(&error, OpenError::BadSignature { received } if received.len() == 64), "{error}");
        assert!(!format!("{error} {error:?}").contains("example-key"));
    }

    #[test]
    fn a_body_that_was_rewritten_before_signing_opens() {
        let cipher = both().cipher().unwrap().clone();
        let text = cipher.lock([9; 16], EVENT);
        for body in [format!("{{ \"encrypt\": \"{text}\" }}\n"), format!(r#"{{"v":1,"encrypt":"{text}"}}"#)] {
            assert_eq!(open(&both(), &signed(body.as_bytes())).unwrap().plaintext, EVENT);
        }
    }

    #[test]
    fn keys_that_do_not_fit_are_told_apart() {
        let packet = seal(&both(), EVENT, &stamp());
        assert!(matches!(open(&Keys::default(), &packet), Err(OpenError::NoKey)));
        let swapped = keys("example-token", "example-key");
        assert!(
            matches!(open(&swapped, &packet), Err(OpenError::BadSignature { .. })),
            "before it is decrypted"
        );
        let opened = read_body(&swapped, &packet.body, |it| it.plaintext().map(|_| ()));
        assert!(matches!(opened, Err(OpenError::Locked(UnlockError::Padding))));
        assert!(matches!(open(&both(), &signed(EVENT)), Err(OpenError::NotEncrypted)));
        let other = keys("example-key", "other-token");
        assert!(matches!(open(&other, &packet), Err(OpenError::WrongToken { .. })));
        let bare = seal(&both(), br#"{"schema":"2.0"}"#, &stamp());
        assert!(matches!(open(&both(), &bare), Err(OpenError::MissingToken)));
    }

    #[test]
    fn text_that_is_not_json_is_told_apart_inside_and_outside() {
        assert!(matches!(open(&both(), &signed(b"{\"encrypt\":")), Err(OpenError::NotJson(_))));
        assert!(matches!(open(&Keys::default(), &signed(b"")), Err(OpenError::NotJson(_))));
        let sealed = seal(&both(), b"hello", &stamp());
        assert!(matches!(open(&both(), &sealed), Err(OpenError::PlaintextNotJson(_))));
    }
}
