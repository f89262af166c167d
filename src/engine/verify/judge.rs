//! Judges one request: signature, timestamp, body, token, each by itself, so that one mistake does not hide another.

use std::sync::Arc;

use super::timestamp;
use crate::engine::receive::{refusal_of, signature_refusal};
use crate::engine::validate::{Checker, Examined};
use crate::json::{Parsed, parse_lenient};
use crate::mask::MASK;
use crate::model::{Origin, Secret};
use crate::protocol::Keys;
use crate::protocol::mistakes::investigate;
use crate::protocol::webhook::{
    Body, BodyReading, Came, OpenError, Packet, SignatureCheck, TIMESTAMP_HEADER, TokenCheck,
    check_signature, check_token, read_body,
};
use crate::report::{PartState, PartVerdict, Refusal, RefusalCause, RequestPart};

pub(crate) struct RequestJudge {
    pub(crate) keys: Keys,
    /// What says of the event in a request what is wrong with it.
    pub(crate) checker: Checker,
    /// What requests are read from.
    pub(crate) file: Arc<str>,
    /// The secrets with the key that was in use before, where there is one.
    pub(crate) before: Option<Keys>,
    pub(crate) now_ms: i64,
}

/// What was seen of a request.
pub(crate) struct Verification {
    pub(crate) points: Vec<PartVerdict>,
    pub(crate) is_check: bool,
    /// What the event in it says, where it could be read.
    pub(crate) event: Option<Examined>,
}

struct OpenedBody {
    body: Body,
    event: Option<Examined>,
}

impl RequestJudge {
    /// Looks at a request, `method` where it is known.
    pub(crate) fn look(&self, method: Option<&str>, packet: &Packet) -> Verification {
        read_body(&self.keys, &packet.body, |reading| self.look_at(method, packet, reading))
    }

    fn look_at(&self, method: Option<&str>, packet: &Packet, reading: BodyReading<'_>) -> Verification {
        let (body_point, opened) = self.body(reading);
        let is_check = opened.as_ref().is_some_and(|it| it.body.url_check);
        let mut points: Vec<PartVerdict> = request(method, packet).into_iter().collect();
        points.push(self.signature(packet, reading, is_check));
        let timestamp = packet.header(TIMESTAMP_HEADER);
        points.extend(timestamp.map(|it| timestamp::judge(it.trim(), self.now_ms)));
        points.push(body_point);
        points.extend(opened.as_ref().map(|it| self.token(&it.body)));
        Verification { points, is_check, event: opened.and_then(|it| it.event) }
    }

    fn signature(&self, packet: &Packet, reading: BodyReading<'_>, is_check: bool) -> PartVerdict {
        let point = |state| PartVerdict::new(RequestPart::Signature, state);
        match check_signature(&self.keys, packet) {
            Ok(SignatureCheck::NoKey) => point(PartState::NotChecked)
                .because("no encrypt key is given")
                .help("give it with --encrypt-key-file FILE; an app without one is sent unsigned events"),
            Ok(_) if is_check => {
                point(PartState::Matches).because("the platform sends its URL check without a signature")
            }
            Ok(_) => point(PartState::Matches),
            Err(OpenError::MissingHeaders { .. }) if is_check => {
                point(PartState::NotNeeded).because("the platform sends its URL check without a signature")
            }
            Err(error @ OpenError::MissingHeaders { .. }) => {
                let refusal = refusal_of(&error, &self.keys, &[], None);
                of_refusal(point(PartState::Missing).because(refusal.message.clone()), refusal)
            }
            Err(_) => self.wrong_signature(packet, reading),
        }
    }

    /// A signature that does not match: by the key that was in use before, or by a known mistake.
    fn wrong_signature(&self, packet: &Packet, reading: BodyReading<'_>) -> PartVerdict {
        let point = PartVerdict::new(RequestPart::Signature, PartState::DoesNotMatch);
        if let Some(before) = &self.before
            && matches!(check_signature(before, packet), Ok(SignatureCheck::Verified))
        {
            return old_key(point);
        }
        let refusal = signature_refusal(investigate(&self.keys, packet, reading));
        of_refusal(point, refusal)
    }

    fn body(&self, reading: BodyReading<'_>) -> (PartVerdict, Option<OpenedBody>) {
        let point = |state| PartVerdict::new(RequestPart::Body, state);
        let opened = |text: &[u8], parsed: &Parsed<'_>, came| {
            let body = Body::of(&parsed.root);
            let origin = Origin {
                opened: (came == Came::Encrypted).then_some(1),
                ..Origin::start_of(Arc::clone(&self.file))
            };
            let event = (!body.url_check).then(|| self.checker.examine_parsed(&origin, text, parsed));
            OpenedBody { body, event }
        };
        let error = match reading.plaintext() {
            Ok(it) => {
                let is_plain = it.came == Came::Plain;
                let point = point(if is_plain { PartState::Plain } else { PartState::Opens });
                return (point, Some(opened(it.text, it.parsed, it.came)));
            }
            Err(error) => error,
        };
        // The key that was in use before may open what this one does not, and a plain body is readable all the same.
        let opened = match &error {
            OpenError::Locked(_) | OpenError::PlaintextNotJson(_) => {
                let before = self.before.as_ref().and_then(Keys::cipher).zip(reading.sealed());
                let text = before.and_then(|(cipher, text)| cipher.unlock(text).ok()).unwrap_or_default();
                if let Ok(parsed) = parse_lenient(&text) {
                    let opened = opened(&text, &parsed, Came::Encrypted);
                    return (old_key(point(PartState::DoesNotOpen)), Some(opened));
                }
                None
            }
            OpenError::NotEncrypted => reading.outer().map(|it| opened(reading.body, it, Came::Plain)),
            _ => None,
        };
        let refusal = refusal_of(&error, &self.keys, reading.body, reading.sealed());
        let mistakes = match refusal.cause {
            RefusalCause::KeysSwapped => vec!["keys-swapped"],
            _ => Vec::new(),
        };
        let state = if matches!(error, OpenError::NotEncrypted) {
            PartState::NotEncrypted
        } else {
            PartState::DoesNotOpen
        };
        let reason =
            refusal.message.strip_prefix("the body does not open: ").unwrap_or(&refusal.message).to_owned();
        let told = point(state).because(reason).mistakes(mistakes);
        let told = match reading.sealed().and_then(damage) {
            Some(damage) => told.help(damage),
            None => of_refusal(told, refusal),
        };
        (told, opened)
    }

    fn token(&self, body: &Body) -> PartVerdict {
        let point = |state| PartVerdict::new(RequestPart::Token, state);
        if self.keys.verification_token().is_some() && body.token.as_ref().is_some_and(|it| it.matches(MASK))
        {
            return point(PartState::NotChecked).because("it was masked when the request was recorded");
        }
        let error = match check_token(&self.keys, body.token.as_ref()) {
            Ok(TokenCheck::Verified) => return point(PartState::Matches),
            Ok(TokenCheck::NoToken) => {
                return point(PartState::NotChecked).because("no verification token is given");
            }
            Err(error) => error,
        };
        let state = if matches!(error, OpenError::MissingToken) {
            PartState::Missing
        } else {
            PartState::DoesNotMatch
        };
        let is_key = |it: &Secret| self.keys.encrypt_key() == Some(it);
        let mistakes =
            if body.token.as_ref().is_some_and(is_key) { vec!["keys-swapped"] } else { Vec::new() };
        let refusal = refusal_of(&error, &self.keys, &[], None);
        of_refusal(point(state).because(refusal.message.clone()).mistakes(mistakes), refusal)
    }
}

/// Method and content type, where they are not the platform's.
fn request(method: Option<&str>, packet: &Packet) -> Option<PartVerdict> {
    let wrong = |reason: String, help: &str| {
        Some(PartVerdict::new(RequestPart::Request, PartState::Wrong).because(reason).help(help))
    };
    if let Some(method) = method.filter(|it| *it != "POST") {
        return wrong(format!("the method is {method}"), "the platform sends POST only");
    }
    let kind = packet.header("Content-Type")?;
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return None;
    }
    wrong(format!("its Content-Type is `{kind}`"), "the platform sends application/json;charset=utf-8")
}

/// The way out and the mistakes of a refusal.
fn of_refusal(point: PartVerdict, refusal: Refusal) -> PartVerdict {
    let mistakes = [point.mistakes.clone(), refusal.mistakes].concat();
    PartVerdict { help: refusal.help, mistakes, ..point }
}

fn old_key(point: PartVerdict) -> PartVerdict {
    point
        .because("it was made with the old encrypt key")
        .help("the sender still has the key from before: save the new one there, too")
        .mistakes(vec!["old-key"])
}

/// What changed an encrypted text on its way, where that can be seen.
fn damage(text: &str) -> Option<&'static str> {
    if text.contains(' ') {
        return Some("it has blanks where base64 has `+`: something decoded the body as a form or a URL");
    }
    if text.contains('%') {
        return Some("it is percent-encoded: the body is JSON, not a form");
    }
    if text.contains(['-', '_']) {
        return Some("it is base64 for URLs (`-` and `_`): the platform sends standard base64 (`+` and `/`)");
    }
    if text.contains(['\n', '\r']) {
        return Some("it is broken into lines: the platform sends base64 in one piece");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Stamp;
    use crate::protocol::webhook::{SIGNATURE_HEADER, seal, seal_challenge};

    const EVENT: &[u8] = br#"{"schema":"2.0","header":{"token":"example-token"},"event":{}}"#;

    fn keys(key: &str, token: &str) -> Keys {
        Keys::new(Some(Secret::new(key)), Some(Secret::new(token)))
    }

    fn judge(before: Option<Keys>) -> RequestJudge {
        let (keys, checker) = (keys("example-key", "example-token"), Checker::default());
        RequestJudge { keys, checker, file: "request".into(), before, now_ms: 1_700_000_000_000 }
    }

    fn sealed(key: &str) -> Packet {
        let stamp = Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] };
        seal(&keys(key, "example-token"), EVENT, &stamp)
    }

    fn states(looked: &Verification) -> Vec<(RequestPart, PartState)> {
        looked.points.iter().map(|it| (it.part, it.state)).collect()
    }

    #[test]
    fn the_platforms_own_request_is_right_in_every_part() {
        let looked = judge(None).look(Some("POST"), &sealed("example-key"));
        let right = [
            (RequestPart::Signature, PartState::Matches),
            (RequestPart::Timestamp, PartState::Fine),
            (RequestPart::Body, PartState::Opens),
            (RequestPart::Token, PartState::Matches),
        ];
        assert_eq!(states(&looked), right);
        assert!(looked.event.is_some_and(|it| it.is_json));
        let check = seal_challenge(&keys("example-key", "example-token"), "c-1", [1; 16]);
        let looked = judge(None).look(None, &check);
        let right = [
            (RequestPart::Signature, PartState::NotNeeded),
            (RequestPart::Body, PartState::Opens),
            (RequestPart::Token, PartState::Matches),
        ];
        assert_eq!((states(&looked), looked.is_check), (right.to_vec(), true));
    }

    #[test]
    fn each_part_is_judged_by_itself() {
        let mut packet = sealed("example-key");
        for (name, value) in &mut packet.headers {
            if name == SIGNATURE_HEADER {
                *value = value.to_uppercase().into();
            }
        }
        let other = RequestJudge { keys: keys("example-key", "other-token"), ..judge(None) };
        let looked = other.look(Some("PUT"), &packet);
        let wrong = [
            (RequestPart::Request, PartState::Wrong),
            (RequestPart::Signature, PartState::DoesNotMatch),
            (RequestPart::Timestamp, PartState::Fine),
            (RequestPart::Body, PartState::Opens),
            (RequestPart::Token, PartState::DoesNotMatch),
        ];
        assert_eq!(states(&looked), wrong);
        assert_eq!(looked.points[1].mistakes, ["upper-case-hex"]);
    }

    #[test]
    fn the_old_key_is_named_at_signature_and_body() {
        let before = Some(keys("example-old-key", "example-token"));
        let looked = judge(before).look(None, &sealed("example-old-key"));
        let named: Vec<_> = looked.points.iter().flat_map(|it| it.mistakes.clone()).collect();
        assert_eq!(named, ["old-key", "old-key"]);
        assert!(looked.event.is_some() && !looked.is_check);
    }

    #[test]
    fn what_damaged_the_encrypted_text_is_said() {
        let help = |change: fn(&str) -> String| {
            let mut packet = sealed("example-key");
            packet.body = change(&String::from_utf8(packet.body).unwrap()).into_bytes();
            let looked = judge(None).look(None, &packet);
            looked.points.iter().find(|it| it.part == RequestPart::Body).unwrap().clone()
        };
        assert!(help(|it| it.replace('B', " ")).help.unwrap().contains("blanks where base64 has `+`"));
        assert!(
            help(|it| it.replace("==", "%3D%3D").replace("\":\"B", "\":\"%42"))
                .help
                .unwrap()
                .contains("percent")
        );
        assert!(help(|it| it.replace("\":\"B", "\":\"_")).help.unwrap().contains("base64 for URLs"));
        let cut = help(|it| format!("{}\"}}", &it[..60]));
        assert!(cut.reason.unwrap().contains("was it cut?"));
    }

    #[test]
    fn swapped_keys_and_a_missing_token_are_named() {
        let swap = RequestJudge { keys: keys("example-token", "example-key"), ..judge(None) };
        let looked = swap.look(None, &sealed("example-key"));
        assert!(looked.points.iter().any(|it| it.mistakes == ["keys-swapped"]), "{:?}", looked.points);
        let bare =
            seal(&keys("example-key", ""), b"{}", &Stamp { timestamp_s: 1, nonce: "n".into(), iv: [1; 16] });
        let looked = judge(None).look(None, &bare);
        assert_eq!(
            looked.points.last().map(|it| (it.part, it.state)),
            Some((RequestPart::Token, PartState::Missing))
        );
    }
}
