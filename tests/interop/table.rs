//! What the SDKs' webhook dispatchers answer, case by case, straight from the wire: the ground under everything that is
//! said about them elsewhere in this project.

use crate::app::{App, ENCRYPTED, PLAIN, SDKS, Sdk, Secrets};
use crate::raw::{Answer, keys, post, stamp};
use crate::stories;
use crate::tamperer::flip_a_bit;
use helpdesk_evt::internals::{
    NONCE_HEADER, Packet, SIGNATURE_HEADER, Secret, TIMESTAMP_HEADER, seal, seal_challenge, signature,
};

const OTHER_KEY: Secrets = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
const OTHER_TOKEN: Secrets = Secrets { token: "interop-other-token", ..ENCRYPTED };

/// What an SDK answers, and how often its handler handled the case's event so far.
type Outcome = (Answer, usize);

/// One case: an `event_id` of its own, since the receivers are shared.
struct Case(&'static str);

impl Case {
    /// The first event of the stories, as this case's.
    fn event(&self, secrets: Secrets) -> String {
        let line = &stories::lines()[0];
        let (event_id, _) = &stories::ids(std::slice::from_ref(line))[0];
        line.replace(event_id.as_str(), self.0).replace("synthetic-token", secrets.token)
    }

    /// The same as the platform would send it.
    fn sealed(&self, secrets: Secrets) -> Packet {
        sealed(secrets, &self.event(secrets))
    }

    fn outcome(&self, sdk: Sdk, secrets: Secrets, packet: &Packet) -> Outcome {
        let app = App::shared(sdk, secrets);
        let answer = post(app, packet);
        (answer, app.handled().iter().filter(|(event_id, _)| event_id == self.0).count())
    }

    fn python(&self, secrets: Secrets, packet: &Packet) -> Outcome {
        self.outcome(Sdk::Python, secrets, packet)
    }

    /// Node, where it is known to live on.
    fn node(&self, secrets: Secrets, packet: &Packet) -> Outcome {
        self.outcome(Sdk::Node, secrets, packet)
    }
}

/// Node, where it is known to exit with an unhandled rejection: what it said.
fn node_exits(secrets: Secrets, packet: &Packet, environment: &[(&str, &str)]) -> String {
    let mut app = App::receiver_with(Sdk::Node, secrets, environment);
    assert_eq!(post(&app, packet), Answer::Nothing);
    assert!(!app.end().success());
    assert_eq!(app.handled(), []);
    app.said()
}

fn sealed(secrets: Secrets, text: &str) -> Packet {
    seal(&keys(secrets), text.as_bytes(), &stamp())
}

fn set_signature(packet: &mut Packet, change: impl FnOnce(&str) -> String) {
    let (_, value) = packet.headers.iter_mut().find(|(name, _)| name == SIGNATURE_HEADER).unwrap();
    *value = change(value).into();
}

fn http(status: u16, body: &str) -> Answer {
    Answer::Http(status, body.to_owned())
}

/// A refusal as Python says it.
fn msg(text: &str) -> Answer {
    http(500, &format!("{{\"msg\":\"{text}\"}}"))
}

/// A refusal whose text depends on where the SDK stumbled.
#[track_caller]
fn assert_500(outcome: &Outcome) {
    assert!(matches!(outcome, (Answer::Http(500, _), 0)), "{outcome:?}");
}

#[test]
fn a_sealed_event_is_handled_plain_and_encrypted() {
    for (case, secrets) in [(Case("valid-plain"), PLAIN), (Case("valid-encrypted"), ENCRYPTED)] {
        let packet = case.sealed(secrets);
        assert_eq!(case.python(secrets, &packet), (http(200, "{\"msg\":\"success\"}"), 1));
        // The handler's return value as JSON.
        assert_eq!(case.node(secrets, &packet), (http(200, "\"success\""), 1));
    }
}

#[test]
fn the_url_check_is_answered_unsigned_plain_and_encrypted() {
    let case = Case("url-check");
    for secrets in [PLAIN, ENCRYPTED] {
        let check = seal_challenge(&keys(secrets), "interop-challenge", [7; 16]);
        let echo = http(200, "{\"challenge\":\"interop-challenge\"}");
        assert_eq!((case.python(secrets, &check).0, case.node(secrets, &check).0), (echo.clone(), echo));
    }
}

#[test]
fn node_leaves_the_url_check_unanswered_unless_told_to() {
    let default = |secrets| {
        let app = App::receiver_with(Sdk::Node, secrets, &[("INTEROP_AUTO_CHALLENGE", "0")]);
        post(&app, &seal_challenge(&keys(secrets), "interop-challenge", [7; 16]))
    };
    assert_eq!(default(PLAIN), http(200, "\"no undefined event handle\""));
    // With a key it demands the signature that the platform does not send here.
    assert_eq!(default(ENCRYPTED), http(200, ""));
}

#[test]
fn a_url_check_with_another_token_is_refused_by_python_and_answered_by_node() {
    let case = Case("url-check-token");
    let check = seal_challenge(&keys(OTHER_TOKEN), "interop-challenge", [7; 16]);
    assert_eq!(case.python(ENCRYPTED, &check).0, msg("invalid verification_token"));
    assert_eq!(case.node(ENCRYPTED, &check).0, http(200, "{\"challenge\":\"interop-challenge\"}"));
}

#[test]
fn a_wrong_or_missing_signature_is_a_500_of_python_and_an_empty_200_of_node() {
    let case = Case("signature");
    let right = case.sealed(ENCRYPTED);
    let mut wrong = right.clone();
    set_signature(&mut wrong, |_| "0".repeat(64));
    let mut upper = right.clone();
    set_signature(&mut upper, str::to_uppercase);
    for packet in [wrong, upper] {
        assert_eq!(case.python(ENCRYPTED, &packet), (msg("signature verification failed"), 0));
        assert_eq!(case.node(ENCRYPTED, &packet), (http(200, ""), 0));
    }
    let mut missing = right;
    missing.headers.retain(|(name, _)| !name.starts_with("X-Lark-"));
    // The SDK adds up two headers that are not there.
    let said = msg("unsupported operand type(s) for +: 'NoneType' and 'NoneType'");
    assert_eq!(case.python(ENCRYPTED, &missing), (said, 0));
    assert_eq!(case.node(ENCRYPTED, &missing), (http(200, ""), 0));
}

#[test]
fn another_token_in_an_event_is_refused_by_python_and_handled_by_node() {
    for (case, secrets) in [(Case("token-plain"), PLAIN), (Case("token-encrypted"), ENCRYPTED)] {
        let packet = sealed(secrets, &case.event(OTHER_TOKEN));
        assert_eq!(case.python(secrets, &packet), (msg("invalid verification_token"), 0));
        assert_eq!(case.node(secrets, &packet), (http(200, "\"success\""), 1));
    }
}

#[test]
fn an_event_type_without_a_handler_is_a_500_of_python_and_a_200_that_says_so_of_node() {
    let case = Case("unregistered");
    let text = case.event(ENCRYPTED).replace("helpdesk.ticket.updated_v1", "helpdesk.ticket.created_v1");
    let packet = sealed(ENCRYPTED, &text);
    let said = msg("processor not found, type: helpdesk.ticket.created_v1");
    assert_eq!(case.python(ENCRYPTED, &packet), (said, 0));
    let said = http(200, "\"no helpdesk.ticket.created_v1 event handle\"");
    assert_eq!(case.node(ENCRYPTED, &packet), (said, 0));
}

#[test]
fn malformed_json_is_a_500_of_python_and_a_200_that_says_no_handler_of_node() {
    let case = Case("malformed");
    let packet = sealed(PLAIN, "{\"schema\":");
    assert_500(&case.python(PLAIN, &packet));
    assert_eq!(case.node(PLAIN, &packet).0, http(200, "\"no undefined event handle\""));
}

#[test]
fn a_body_that_does_not_open_is_a_500_of_python_and_the_end_of_node() {
    let case = Case("locked");
    let packet = case.sealed(OTHER_KEY);
    for secrets in [ENCRYPTED, PLAIN] {
        assert_500(&case.python(secrets, &packet));
        node_exits(secrets, &packet, &[]);
    }
}

#[test]
fn a_body_tampered_with_on_its_way_is_found_by_the_signature() {
    let case = Case("tampered");
    let mut packet = case.sealed(ENCRYPTED);
    flip_a_bit(&mut packet);
    assert_eq!(case.python(ENCRYPTED, &packet), (msg("signature verification failed"), 0));
    assert_eq!(case.node(ENCRYPTED, &packet), (http(200, ""), 0));
}

#[test]
fn a_body_tampered_beyond_reading_ends_node_before_it_looks_at_the_signature() {
    let case = Case("garbled");
    let mut packet = case.sealed(ENCRYPTED);
    // Another character of the base64 alphabet: its block opens to noise.
    let middle = packet.body.len() / 2;
    packet.body[middle] = if packet.body[middle] == b'B' { b'C' } else { b'B' };
    assert_500(&case.python(ENCRYPTED, &packet));
    node_exits(ENCRYPTED, &packet, &[]);
}

#[test]
fn a_plain_body_passes_a_receiver_with_a_key_only_if_it_is_signed() {
    let case = Case("plain-despite-key");
    let mut packet = case.sealed(PLAIN);
    assert_500(&case.python(ENCRYPTED, &packet));
    assert_eq!(case.node(ENCRYPTED, &packet), (http(200, ""), 0));
    let made = signature("1500000000", "n", &Secret::new(ENCRYPTED.encrypt_key), &packet.body);
    packet.headers.push((TIMESTAMP_HEADER.into(), "1500000000".into()));
    packet.headers.push((NONCE_HEADER.into(), "n".into()));
    packet.headers.push((SIGNATURE_HEADER.into(), made.into()));
    assert_eq!(case.python(ENCRYPTED, &packet), (http(200, "{\"msg\":\"success\"}"), 1));
    assert_eq!(case.node(ENCRYPTED, &packet), (http(200, "\"success\""), 1));
}

#[test]
fn a_handler_that_raises_is_a_500_of_python_and_the_end_of_node() {
    let packet = Case("raises").sealed(ENCRYPTED);
    let app = App::receiver_with(Sdk::Python, ENCRYPTED, &[("INTEROP_RAISE", "1")]);
    assert_eq!(post(&app, &packet), msg("handler raised on purpose"));
    let said = node_exits(ENCRYPTED, &packet, &[("INTEROP_RAISE", "1")]);
    assert!(said.contains("handler raised on purpose"), "{said}");
}

#[test]
fn the_same_event_twice_is_handled_twice() {
    let case = Case("twice");
    let packet = case.sealed(ENCRYPTED);
    for sdk in SDKS {
        assert_eq!(case.outcome(sdk, ENCRYPTED, &packet).1, 1);
        assert_eq!(case.outcome(sdk, ENCRYPTED, &packet).1, 2);
    }
}

#[test]
fn a_stage_as_text_is_handled_all_the_same() {
    let case = Case("stage-text");
    let text = case.event(ENCRYPTED).replace("\"stage\":1", "\"stage\":\"1\"");
    assert_ne!(text, case.event(ENCRYPTED));
    for sdk in SDKS {
        let outcome = case.outcome(sdk, ENCRYPTED, &sealed(ENCRYPTED, &text));
        assert!(matches!(outcome, (Answer::Http(200, _), 1)), "{sdk:?} {outcome:?}");
    }
}
