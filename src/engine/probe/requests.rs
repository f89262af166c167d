//! Makes the requests: each sealed as the platform does, then broken in the one way its case says.

use std::sync::Arc;

use super::case::Request;
use super::events::{EventHeader, Generated, Shape, large, text};
use crate::engine::deliver::Surroundings;
use crate::model::Secret;
use crate::protocol::mistakes::{mistaken, with_signature};
use crate::protocol::webhook::{
    KeylessSignature, NONCE_HEADER, Packet, SIGNATURE_HEADER, TIMESTAMP_HEADER, seal, seal_challenge,
    sign_without_key, signature,
};
use crate::protocol::{Keys, Stamp};

/// 14 July 2017, s since the epoch.
const LONG_AGO_S: u64 = 1_500_000_000;
/// Where in the first block of an event's text a bit is flipped: the 0 of `"schema":"2.0"` becomes a 1.
const FLIPPED: usize = 13;

/// Makes requests with an app's secrets.
pub(crate) struct Forge {
    pub(crate) keys: Keys,
    /// The same token with the key that the app's key replaced.
    old: Option<Keys>,
    surroundings: Arc<dyn Surroundings>,
    /// The shape of valid events that are sent again, measured, or broken.
    pub(crate) base: Shape,
}

/// A request that is ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Forged {
    pub(crate) packet: Packet,
    /// The value a URL check wants back.
    pub(crate) challenge: Option<String>,
}

/// A request that only a receiver with a certain mistake takes.
pub(crate) struct Suspicion {
    pub(crate) forged: Forged,
    /// The mistake and the way out.
    pub(crate) means: String,
}

impl Forge {
    pub(crate) fn new(keys: Keys, old_key: Option<Secret>, surroundings: Arc<dyn Surroundings>) -> Self {
        let old = old_key.map(|key| Keys::new(Some(key), keys.verification_token().cloned()));
        Self { keys, old, surroundings, base: Shape::Full }
    }

    /// A new id, as the platform writes them.
    pub(crate) fn fresh_id(&self) -> String {
        self.surroundings.id()
    }

    /// A valid event with this id, sealed anew.
    pub(crate) fn event(&self, event_id: &str) -> Forged {
        let text = self.text(self.base, event_id, Some(self.token()));
        event(seal(&self.keys, &text, &self.surroundings.stamp()))
    }

    /// An event of chance, sealed anew.
    pub(crate) fn generated(&self, generated: &Generated) -> Forged {
        let event_id = self.fresh_id();
        let text = generated.text(&self.header(&event_id, Some(self.token())));
        event(seal(&self.keys, &text, &self.surroundings.stamp()))
    }

    pub(crate) fn request(&self, request: Request) -> Forged {
        let stamp = self.surroundings.stamp();
        let shape = if let Request::Event(shape) = request { shape } else { self.base };
        let event_id = self.fresh_id();
        let text = self.text(shape, &event_id, Some(self.token()));
        let right = || seal(&self.keys, &text, &stamp);
        let packet = match request {
            Request::UrlCheck => return self.url_check(&self.keys),
            Request::UrlCheckWrongToken => return self.url_check(&self.other_token()),
            Request::UrlCheckSigned => {
                let mut check = self.url_check(&self.keys);
                sign_without_key(&mut check.packet, &KeylessSignature::OverEmptyKey, &stamp);
                return check;
            }
            Request::Event(_) => right(),
            Request::EventSigned => {
                let mut packet = right();
                sign_without_key(&mut packet, &KeylessSignature::OverEmptyKey, &stamp);
                packet
            }
            Request::OldKey => seal(self.old.as_ref().unwrap_or(&self.keys), &text, &stamp),
            Request::Large => {
                let header = self.header(&event_id, Some(self.token()));
                seal(&self.keys, &large(self.base, header), &stamp)
            }
            Request::FlippedBit => self.flipped(&text, &stamp),
            Request::BadSignature => last_digit_changed(right()),
            Request::NoSignature => unsigned(right()),
            Request::OtherKeySignature => {
                let packet = right();
                let (timestamp, other) = (stamp.timestamp_s.to_string(), self.other_secret());
                let made = signature(&timestamp, &stamp.nonce, &other, &packet.body);
                with_signature(packet, made)
            }
            Request::PlainUnsigned => unsigned(Packet { body: text.clone(), ..right() }),
            Request::PlainSigned => self.signed(text.clone(), &stamp),
            Request::WrongToken => {
                let token = self.other_secret();
                let text = self.text(self.base, &event_id, Some(token.expose()));
                seal(&self.keys, &text, &stamp)
            }
            Request::MissingToken => seal(&self.keys, &self.text(self.base, &event_id, None), &stamp),
            Request::Undecryptable => {
                let other = Keys::new(Some(self.other_secret()), None);
                self.signed(seal(&other, &text, &stamp).body, &stamp)
            }
            Request::Stale => seal(&self.keys, &text, &Stamp { timestamp_s: LONG_AGO_S, ..stamp.clone() }),
            Request::Malformed => {
                let whole = right().body;
                self.signed(whole[..whole.len() / 2].to_vec(), &stamp)
            }
            Request::Empty => self.signed(Vec::new(), &stamp),
        };
        event(packet)
    }

    /// What a receiver that failed at the URL check may take instead. A plain check says nothing of the key: the Python SDK
    /// answers it though it has one. The one that may end a receiver comes last.
    pub(crate) fn url_check_suspicions(&self) -> Vec<Suspicion> {
        if self.keys.encrypt_key().is_none() {
            return Vec::new();
        }
        let mut signed = self.url_check(&self.keys);
        signed.packet = self.signed(signed.packet.body, &self.surroundings.stamp());
        let plain = self.url_check(&Keys::new(None, self.keys.verification_token().cloned()));
        let mut found = vec![
            suspicion(signed, SIGNED_CHECK),
            suspicion(self.request(Request::PlainUnsigned), PLAIN_EVENTS),
            suspicion(
                plain,
                "it answers the unencrypted check, but takes no unencrypted event: its encrypt key is another one",
            ),
        ];
        found.extend(self.swapped_check());
        found
    }

    /// The URL check of an app that has key and token in each other's place.
    pub(crate) fn swapped_check(&self) -> Option<Suspicion> {
        self.swapped().map(|keys| suspicion(self.url_check(&keys), SWAPPED))
    }

    /// A valid event of an app that has key and token in each other's place.
    pub(crate) fn swapped_event(&self) -> Option<Suspicion> {
        let keys = self.swapped()?;
        let token = keys.verification_token().map_or("", Secret::expose);
        let text = self.text(self.base, &self.fresh_id(), Some(token));
        Some(suspicion(event(seal(&keys, &text, &self.surroundings.stamp())), SWAPPED))
    }

    /// What a receiver that failed at a valid event may take instead.
    pub(crate) fn event_suspicions(&self) -> Vec<Suspicion> {
        let stamp = self.surroundings.stamp();
        let text = self.text(self.base, &self.fresh_id(), Some(self.token()));
        let packet = seal(&self.keys, &text, &stamp);
        let mut found: Vec<Suspicion> = mistaken(&self.keys, &packet, &text)
            .into_iter()
            .map(|it| Suspicion {
                means: format!(
                    "it takes {}: the signature is a plain SHA-256 of timestamp + nonce + encrypt key + raw body, in \
                     lower-case hex",
                    it.recipe
                ),
                forged: event(it.packet),
            })
            .collect();
        if self.keys.encrypt_key().is_some() {
            found.push(suspicion(self.request(Request::PlainUnsigned), PLAIN_EVENTS));
        }
        found.extend(self.swapped_event());
        found
    }

    fn url_check(&self, keys: &Keys) -> Forged {
        let challenge = format!("probe-{}", self.fresh_id());
        let packet = seal_challenge(keys, &challenge, self.surroundings.random());
        Forged { packet, challenge: Some(challenge) }
    }

    fn text(&self, shape: Shape, event_id: &str, token: Option<&str>) -> Vec<u8> {
        text(shape, self.header(event_id, token))
    }

    fn header<'a>(&self, event_id: &'a str, token: Option<&'a str>) -> EventHeader<'a> {
        EventHeader { event_id, token, create_ms: self.surroundings.now_ms() }
    }

    fn token(&self) -> &str {
        self.keys.verification_token().map_or("", Secret::expose)
    }

    fn other_secret(&self) -> Secret {
        Secret::new(format!("not-the-secret-{}", self.fresh_id()))
    }

    fn other_token(&self) -> Keys {
        Keys::new(self.keys.encrypt_key().cloned(), Some(self.other_secret()))
    }

    /// Key and token in each other's place, as a receiver has them that was given them in the wrong order.
    fn swapped(&self) -> Option<Keys> {
        let (key, token) = (self.keys.encrypt_key()?, self.keys.verification_token()?);
        Some(Keys::new(Some(token.clone()), Some(key.clone())))
    }

    /// The body as it is, under a right signature where there is a key.
    fn signed(&self, body: Vec<u8>, stamp: &Stamp) -> Packet {
        let packet = Packet { body, ..seal(&self.keys, b"{}", stamp) };
        let Some(key) = self.keys.encrypt_key() else { return unsigned(packet) };
        let made = signature(&stamp.timestamp_s.to_string(), &stamp.nonce, key, &packet.body);
        with_signature(packet, made)
    }

    /// A sealed event with one bit of its IV flipped: in CBC that flips the same bit of the first block of the text. So
    /// the body is the one of the changed text under the changed IV, and the signature that of the unchanged.
    fn flipped(&self, text: &[u8], stamp: &Stamp) -> Packet {
        let (mut changed, mut other) = (text.to_vec(), stamp.clone());
        changed[FLIPPED] ^= 1;
        other.iv[FLIPPED] ^= 1;
        Packet { body: seal(&self.keys, &changed, &other).body, ..seal(&self.keys, text, stamp) }
    }
}

/// It looks for a signature where the platform sends none.
pub(crate) const SIGNED_CHECK: &str = "it answers when the check is signed, but the platform never signs it: answer it \
                                       before the signature is checked";
const PLAIN_EVENTS: &str = "it takes unencrypted events only: it has no encrypt key, or does not use it";
const SWAPPED: &str = "it has encrypt key and verification token in each other's place: Python's SDK takes the key first, \
                       Go's and Java's the token";

fn event(packet: Packet) -> Forged {
    Forged { packet, challenge: None }
}

fn suspicion(forged: Forged, means: &str) -> Suspicion {
    Suspicion { forged, means: means.to_owned() }
}

fn last_digit_changed(packet: Packet) -> Packet {
    let mut made = packet.header(SIGNATURE_HEADER).unwrap_or_default().to_owned();
    let last = if made.pop() == Some('0') { '1' } else { '0' };
    made.push(last);
    with_signature(packet, made)
}

/// The request without the headers of the signature.
fn unsigned(mut packet: Packet) -> Packet {
    packet.headers.retain(|(name, _)| ![TIMESTAMP_HEADER, NONCE_HEADER, SIGNATURE_HEADER].contains(&&**name));
    packet
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixed, both};
    use super::*;
    use crate::protocol::webhook::{OpenError, open};

    fn forge() -> Forge {
        Forge::new(both(), Some(Secret::new("old-key")), Arc::new(Fixed::default()))
    }

    fn refusal(request: Request) -> OpenError {
        open(&both(), &forge().request(request).packet).unwrap_err()
    }

    #[test]
    fn each_request_is_broken_in_exactly_the_way_it_says() {
        assert!(matches!(refusal(Request::FlippedBit), OpenError::BadSignature { .. }));
        assert!(matches!(refusal(Request::BadSignature), OpenError::BadSignature { .. }));
        assert!(matches!(refusal(Request::OtherKeySignature), OpenError::BadSignature { .. }));
        assert!(
            matches!(refusal(Request::NoSignature), OpenError::MissingHeaders { names } if names.len() == 3)
        );
        assert!(matches!(refusal(Request::PlainUnsigned), OpenError::NotEncrypted));
        assert!(matches!(refusal(Request::PlainSigned), OpenError::NotEncrypted));
        assert!(matches!(refusal(Request::WrongToken), OpenError::WrongToken { .. }));
        assert!(matches!(refusal(Request::MissingToken), OpenError::MissingToken));
        assert!(matches!(
            refusal(Request::Undecryptable),
            OpenError::Locked(_) | OpenError::PlaintextNotJson(_)
        ));
        assert!(matches!(refusal(Request::UrlCheckWrongToken), OpenError::WrongToken { .. }));
        assert!(matches!(refusal(Request::Malformed), OpenError::NotJson(_)));
        assert!(matches!(refusal(Request::Empty), OpenError::NotJson(_)));
        for fine in [Request::UrlCheck, Request::Event(Shape::Full), Request::Stale] {
            assert!(open(&both(), &forge().request(fine).packet).is_ok(), "{fine:?}");
        }
    }

    #[test]
    fn the_forged_body_differs_in_one_bit_and_still_opens_to_json() {
        let forge = forge();
        let text = forge.text(Shape::Full, "e", Some("t"));
        let stamp = forge.surroundings.stamp();
        let (right, forged) = (seal(&forge.keys, &text, &stamp), forge.flipped(&text, &stamp));
        assert_eq!(right.headers, forged.headers);
        let differing: Vec<_> = right.body.iter().zip(&forged.body).filter(|(a, b)| a != b).collect();
        assert_eq!((differing.len(), right.body.len()), (1, forged.body.len()));
        let resigned = forge.signed(forged.body, &stamp);
        let opened = open(&Keys::new(both().encrypt_key().cloned(), None), &resigned).unwrap();
        assert!(opened.plaintext.starts_with(b"{\"schema\":\"2.1\""));
    }

    #[test]
    fn an_event_of_the_old_key_opens_with_that_alone() {
        let packet = forge().request(Request::OldKey).packet;
        assert!(open(&both(), &packet).is_err());
        let old = Keys::new(Some(Secret::new("old-key")), both().verification_token().cloned());
        assert!(open(&old, &packet).is_ok());
        assert!(open(&both().with_old_key(Secret::new("old-key")), &packet).is_ok());
    }

    #[test]
    fn a_signed_url_check_carries_a_right_signature() {
        let first = forge().url_check_suspicions().remove(0);
        assert_eq!(first.forged.packet.headers.len(), 4);
        assert!(open(&both(), &first.forged.packet).is_ok());
    }

    #[test]
    fn without_a_key_nothing_is_suspected_and_nothing_signed() {
        let forge = Forge::new(Keys::default(), None, Arc::new(Fixed::default()));
        assert!(forge.url_check_suspicions().is_empty() && forge.event_suspicions().is_empty());
        assert_eq!(forge.request(Request::Malformed).packet.headers.len(), 1);
        for signed in [Request::EventSigned, Request::UrlCheckSigned] {
            let packet = forge.request(signed).packet;
            assert_eq!(packet.header(SIGNATURE_HEADER).map(str::len), Some(64), "{signed:?}");
            assert!(open(&Keys::default(), &packet).is_ok(), "{signed:?}");
        }
    }
}
