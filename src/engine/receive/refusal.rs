//! Why a request is turned away, with what likely led to it.

use crate::json::SyntaxError;
use crate::protocol::Keys;
use crate::protocol::mistakes::{Diagnosis, investigate, swapped};
use crate::protocol::webhook::{Arrival, BodyFacts, Intake, OpenError, Packet, read_body};
use crate::report::{Refusal, RefusalCause};

/// What the platform does instead of the sender's mistake.
const RIGHT: &str = "the platform sends the lower-case hex of a plain SHA-256 of timestamp + nonce + encrypt key + the body as sent";

const SWAPPED: &str = "the encrypt key and the verification token are swapped, here or on the sender's side; the SDKs for Python and Go \
     take them in opposite orders";

fn refusal(cause: RefusalCause, message: impl Into<String>, help: &str) -> Refusal {
    let help = (!help.is_empty()).then(|| help.to_owned());
    Refusal { cause, message: message.into(), help, mistakes: Vec::new() }
}

/// What is wrong with a request before its body is looked at.
pub(crate) fn of_arrival(arrival: &Arrival, path: &str) -> Option<Refusal> {
    if arrival.path() != path {
        let message = format!("the request is for `{}`", shown(arrival.path()));
        return Some(refusal(RefusalCause::OtherPath, message, &format!("this receiver's path is `{path}`")));
    }
    if arrival.method != "POST" {
        let message = format!("the method is {}", shown(&arrival.method));
        return Some(refusal(RefusalCause::NotPost, message, "the platform sends POST only"));
    }
    Some(match arrival.intake {
        Intake::Whole => return None,
        Intake::TooLarge { limit } => refusal(
            RefusalCause::TooLarge,
            format!("the body is larger than {limit} bytes"),
            "an event has a few kB; --max-body sets the limit",
        ),
        Intake::TooSlow { limit_ms } => refusal(
            RefusalCause::TooSlow,
            format!("the body did not come within {limit_ms} ms"),
            "does its length match the Content-Length header?",
        ),
        Intake::GaveWay => refusal(
            RefusalCause::GaveWay,
            "the request was given up: there is too much of requests that are not whole",
            "it had been on its way the longest; do other senders stall?",
        ),
        Intake::FromWebPage { header } => refusal(
            RefusalCause::FromWebPage,
            format!("a browser sent it for a web page (its {header} header says so)"),
            "the platform sends no such header",
        ),
        Intake::Broken => refusal(
            RefusalCause::BrokenOff,
            "the request broke off in its body",
            "the sender closed the connection, or its chunks are malformed; did it run into a time-out?",
        ),
    })
}

/// What is wrong with a request that does not open, and what is known of its body, which is read here where it was not yet.
pub(crate) fn of_request(
    error: &OpenError,
    keys: &Keys,
    packet: &Packet,
    facts: Option<BodyFacts>,
) -> (Refusal, BodyFacts) {
    if let Some(facts) = facts {
        return (of_open(error, keys, &packet.body, facts.sealed.as_deref()), facts);
    }
    read_body(keys, &packet.body, |reading| {
        // With another key neither fits; that the body does not open says more than its signature.
        let refusal = match (error, reading.plaintext()) {
            (OpenError::BadSignature { .. }, Ok(_)) => signature(investigate(keys, packet, reading)),
            (OpenError::BadSignature { .. }, Err(error)) => {
                of_open(&error, keys, &packet.body, reading.sealed())
            }
            _ => of_open(error, keys, &packet.body, reading.sealed()),
        };
        (refusal, reading.facts())
    })
}

/// What is wrong with a body that does not open; `sealed` is the encrypted text in it.
pub(crate) fn of_open(error: &OpenError, keys: &Keys, body: &[u8], sealed: Option<&str>) -> Refusal {
    match error {
        OpenError::NotJson(source) => not_json(source, body),
        OpenError::NotEncrypted => refusal(
            RefusalCause::NotEncrypted,
            "the body is not encrypted, but an encrypt key is given here",
            "set the Encrypt Key on the sender's side, or leave it out here",
        ),
        OpenError::NoKey => refusal(
            RefusalCause::NoKey,
            "the body is encrypted, and no encrypt key is given here",
            "give it with --encrypt-key-file FILE or HELPDESK_EVT_ENCRYPT_KEY",
        ),
        OpenError::Locked(_) | OpenError::PlaintextNotJson(_) if swapped(keys, sealed) => refusal(
            RefusalCause::KeysSwapped,
            "the body does not open with the encrypt key, but with the verification token",
            SWAPPED,
        ),
        OpenError::Locked(source) => {
            refusal(RefusalCause::NotOpened, format!("the body does not open: {source}"), "")
        }
        OpenError::PlaintextNotJson(_) => refusal(
            RefusalCause::NotOpened,
            "the body opens to something that is not JSON",
            "either it was encrypted with another encrypt key, or the sender encrypts broken text",
        ),
        OpenError::NoChallenge => {
            refusal(RefusalCause::NoChallenge, "the URL check has no `challenge` to answer", "")
        }
        OpenError::MissingHeaders { names } => refusal(
            RefusalCause::SignatureMissing,
            format!("the signature is missing: no header {}", names.join(", ")),
            "with an encrypt key every event is signed; only the URL check is not",
        ),
        OpenError::BadSignature { .. } => signature(None),
        OpenError::MissingToken => refusal(
            RefusalCause::TokenMissing,
            "the event has no token, and a verification token is given here",
            "the platform puts the app's Verification Token into `header.token`",
        ),
        OpenError::WrongToken { received } if keys.encrypt_key() == Some(received) => {
            refusal(RefusalCause::TokenWrong, "the token in the body is the encrypt key", SWAPPED)
        }
        OpenError::WrongToken { .. } => refusal(
            RefusalCause::TokenWrong,
            "the token in the body is not the verification token",
            "is it the token of another app?",
        ),
    }
}

/// JSON that is no event.
pub(crate) fn of_other_json() -> Refusal {
    refusal(
        RefusalCause::NotAnEvent,
        "the body is JSON, but no event: it has neither an object `header` nor an object `event`",
        "`helpdesk-evt sample` prints events as the platform sends them",
    )
}

fn not_json(source: &SyntaxError, body: &[u8]) -> Refusal {
    let usual = "the body is the event's JSON and nothing else";
    let (message, help) = match source.offset {
        _ if body.is_empty() => ("the request has no body".to_owned(), usual),
        _ if source.is_cut(body) => (
            format!("the body is not JSON: it breaks off after {} bytes", body.len()),
            "the body is the event's JSON, whole and nothing else; was it cut on its way, or when it was captured?",
        ),
        0 => ("the body is not JSON".to_owned(), usual),
        at => (format!("the body is not JSON from byte {} on", at + 1), usual),
    };
    refusal(RefusalCause::NotJson, message, help)
}

/// A signature that does not match, with the mistake that makes it where one is known.
pub(crate) fn signature(verdict: Option<Diagnosis>) -> Refusal {
    let message = "the signature does not match the body";
    let Some(verdict) = verdict else {
        let help = "no known mistake gives the value that came: is the encrypt key the sender's, and did nothing change \
                    the body on its way?";
        return refusal(RefusalCause::SignatureWrong, message, help);
    };
    let help = format!("what came is {}; {RIGHT}", verdict.recipe);
    Refusal { mistakes: verdict.mistakes, ..refusal(RefusalCause::SignatureWrong, message, &help) }
}

/// Foreign text, cut to a readable length.
fn shown(text: &str) -> String {
    let mut cut: String = text.chars().take(80).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;
    use crate::protocol::Stamp;
    use crate::protocol::webhook::{SIGNATURE_HEADER, open, seal};

    fn keys(encrypt_key: &str, token: &str) -> Keys {
        Keys::new(Some(Secret::new(encrypt_key)), Some(Secret::new(token)))
    }

    fn refused(theirs: &Keys, ours: &Keys, change: impl Fn(&mut Packet)) -> Refusal {
        let event = br#"{"schema":"2.0","header":{"token":"example-token"}}"#;
        let stamp = Stamp { timestamp_s: 1, nonce: "n".to_owned(), iv: [1; 16] };
        let mut packet = seal(theirs, event, &stamp);
        change(&mut packet);
        of_request(&open(ours, &packet).unwrap_err(), ours, &packet, None).0
    }

    #[test]
    fn swapped_keys_are_named_whichever_way_they_show() {
        let (right, wrong) = (keys("example-key", "example-token"), keys("example-token", "example-key"));
        assert_eq!(refused(&right, &wrong, |_| {}).cause, RefusalCause::KeysSwapped);
        let told = refused(&right, &keys("example-key", "other-token"), |_| {});
        assert_eq!(
            (told.cause, told.help.as_deref()),
            (RefusalCause::TokenWrong, Some("is it the token of another app?"))
        );
        let mixed = refused(&keys("k2", ""), &keys("k3", "k4"), |_| {});
        assert_eq!(mixed.cause, RefusalCause::NotOpened);
    }

    #[test]
    fn a_token_that_is_the_encrypt_key_is_named() {
        let same = keys("example-token", "example-other");
        assert_eq!(refused(&same, &same, |_| {}).message, "the token in the body is the encrypt key");
    }

    #[test]
    fn a_wrong_signature_comes_with_the_recipe_and_no_secret() {
        let keys = keys("example-key", "example-token");
        let told = refused(&keys, &keys, |packet| {
            for (name, value) in &mut packet.headers {
                if name == SIGNATURE_HEADER {
                    *value = value.to_uppercase().into();
                }
            }
        });
        assert_eq!(told.mistakes, ["upper-case-hex"]);
        assert!(
            told.help
                .as_ref()
                .unwrap()
                .starts_with("what came is SHA-256 of timestamp + nonce + encrypt key + the body, in")
        );
        assert!(!format!("{told:?}").contains("example"));
        let unknown = refused(&keys, &keys, |packet| packet.body.insert(1, b' '));
        assert_eq!(unknown.mistakes, ["reserialised-body"], "the compact body was signed, a spaced one sent");
    }

    #[test]
    fn a_body_that_is_no_json_is_not_called_one_that_breaks_off() {
        let refused = |body: &[u8]| {
            let packet = Packet { headers: Vec::new(), body: body.to_vec() };
            let keys = Keys::default();
            of_request(&open(&keys, &packet).unwrap_err(), &keys, &packet, None).0.message
        };
        for body in ["nonsense", "nul1", "a=1&b=2", "<html>", "True"] {
            assert_eq!(refused(body.as_bytes()), "the body is not JSON", "{body}");
        }
        assert_eq!(refused(b""), "the request has no body");
        assert_eq!(refused(br#"{"a":1}x"#), "the body is not JSON from byte 8 on");
        for body in [r#"{"a":"#, r#"{"a":tru"#, r#"{"a":"b"#] {
            assert!(refused(body.as_bytes()).contains("it breaks off after"), "{body}");
        }
    }
}
