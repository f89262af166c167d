//! What the SDKs' webhook dispatchers answer, case by case, straight from the wire. What this project says about
//! them elsewhere stands on these answers.

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::pattern::fits;
use crate::protocol::{
    NONCE_HEADER, Packet, SIGNATURE_HEADER, Secret, TIMESTAMP_HEADER, seal, seal_challenge, signature,
};
use crate::raw::{Answer, keys, post, stamp};
use crate::sdk::Sdk::{self, Go, Java, JavaTyped, Node, Python, PythonWithdrawn};
use crate::stories;
use crate::tamperer::flip_a_bit;

const OTHER_KEY: Secrets = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
const OTHER_TOKEN: Secrets = Secrets { token: "interop-other-token", ..ENCRYPTED };

/// What an SDK answers: status, text (`*` stands for anything), and how often its handler handled the case's event so far.
type Expected = (Sdk, u16, &'static str, usize);

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

    /// Posts the packet to a receiver with each of these SDKs, where they live on.
    #[track_caller]
    fn answers(&self, secrets: Secrets, packet: &Packet, expected: &[Expected]) {
        let mut differences = Vec::new();
        for &(sdk, status, text, handled) in expected.iter().filter(|(sdk, ..)| sdk.is_selected()) {
            let app = App::shared(sdk, secrets);
            let answer = post(app, packet);
            let count = app.handled().iter().filter(|(event_id, _)| event_id == self.0).count();
            let same = matches!(&answer, Answer::Http(its, body) if *its == status && fits(text, body));
            if !same || count != handled {
                differences.push((sdk, answer, count));
            }
        }
        assert!(differences.is_empty(), "{secrets:?} {differences:#?}");
    }
}

/// Node, where it is known to exit with an unhandled rejection: what it said.
fn node_exits(secrets: Secrets, packet: &Packet, environment: &[(&str, &str)]) -> String {
    let mut app = App::receiver_with(Node, secrets, environment);
    assert_eq!(post(&app, packet), Answer::Nothing);
    assert!(!app.end().success());
    assert_eq!(app.handled(), []);
    app.said()
}

fn sealed(secrets: Secrets, text: &str) -> Packet {
    seal(&keys(secrets), text.as_bytes(), &stamp())
}

fn url_check(secrets: Secrets) -> Packet {
    seal_challenge(&keys(secrets), "interop-challenge", [7; 16])
}

fn set_signature(packet: &mut Packet, change: impl FnOnce(&str) -> String) {
    let (_, value) = packet.headers.iter_mut().find(|(name, _)| name == SIGNATURE_HEADER).unwrap();
    *value = change(value).into();
}

/// Signs the body with this key, whatever it is.
fn sign(packet: &mut Packet, key: &'static str) {
    let made = signature("1500000000", "n", &Secret::new(key), &packet.body);
    packet.headers.push((TIMESTAMP_HEADER.into(), "1500000000".into()));
    packet.headers.push((NONCE_HEADER.into(), "n".into()));
    packet.headers.push((SIGNATURE_HEADER.into(), made.into()));
}

#[test]
fn a_sealed_event_is_handled_plain_and_encrypted() {
    for (case, secrets) in [(Case("valid-plain"), PLAIN), (Case("valid-encrypted"), ENCRYPTED)] {
        case.answers(
            secrets,
            &case.sealed(secrets),
            &[
                (Python, 200, r#"{"msg":"success"}"#, 1),
                // The handler's return value as JSON.
                (Node, 200, r#""success""#, 1),
                (Go, 200, r#"{"msg":"success"}"#, 1),
                (Java, 200, r#"{"msg":"success"}"#, 1),
            ],
        );
    }
}

#[test]
fn the_model_of_java_has_no_room_for_a_time_so_that_its_handler_gets_only_events_without() {
    let case = Case("java-typed");
    let in_java = r#"{"msg":"java.lang.NumberFormatException: Expected an int but was 1700080637000 at *"}"#;
    for secrets in [PLAIN, ENCRYPTED] {
        case.answers(secrets, &case.sealed(secrets), &[(JavaTyped, 500, in_java, 0)]);
    }
    let mut event: Value = serde_json::from_str(&case.event(ENCRYPTED)).unwrap();
    for object in ["/event/object", "/event/old_object"] {
        let object = event.pointer_mut(object).and_then(Value::as_object_mut);
        object.unwrap().retain(|name, _| !name.ends_with("_at"));
    }
    let timeless = sealed(ENCRYPTED, &event.to_string());
    case.answers(ENCRYPTED, &timeless, &[(JavaTyped, 200, r#"{"msg":"success"}"#, 1)]);
}

#[test]
fn the_url_check_is_answered_unsigned_plain_and_encrypted() {
    let echo = r#"{"challenge":"interop-challenge"}"#;
    for secrets in [PLAIN, ENCRYPTED] {
        let expected =
            [(Python, 200, echo, 0), (Node, 200, echo, 0), (Go, 200, echo, 0), (Java, 200, echo, 0)];
        Case("url-check").answers(secrets, &url_check(secrets), &expected);
    }
}

#[test]
fn node_leaves_the_url_check_unanswered_unless_told_to() {
    if !Node.is_selected() {
        return;
    }
    let default = |secrets| {
        let app = App::receiver_with(Node, secrets, &[("INTEROP_AUTO_CHALLENGE", "0")]);
        post(&app, &url_check(secrets))
    };
    assert_eq!(default(PLAIN), Answer::Http(200, r#""no undefined event handle""#.to_owned()));
    // With a key it demands the signature that the platform does not send here.
    assert_eq!(default(ENCRYPTED), Answer::Http(200, String::new()));
}

#[test]
fn a_url_check_with_another_token_is_refused_but_by_node() {
    Case("url-check-token").answers(
        ENCRYPTED,
        &url_check(OTHER_TOKEN),
        &[
            (Python, 500, r#"{"msg":"invalid verification_token"}"#, 0),
            (Node, 200, r#"{"challenge":"interop-challenge"}"#, 0),
            (Go, 500, r#"{"msg":"the result of auth by challenge failed"}"#, 0),
            (Java, 500, r#"{"msg":"The result of auth by challenge failed"}"#, 0),
        ],
    );
}

#[test]
fn a_plain_url_check_says_nothing_of_the_key_of_python_and_node() {
    let echo = r#"{"challenge":"interop-challenge"}"#;
    Case("url-check-plain").answers(
        ENCRYPTED,
        &url_check(PLAIN),
        &[
            (Python, 200, echo, 0),
            (Node, 200, echo, 0),
            (Go, 500, r#"{"msg":"event  unmarshal failed,encrypted message is blank"}"#, 0),
            (Java, 500, r#"{"msg":"The result of event decryption failed"}"#, 0),
        ],
    );
}

#[test]
fn a_wrong_or_missing_signature_is_a_500_and_of_node_an_empty_200() {
    let case = Case("signature");
    let right = case.sealed(ENCRYPTED);
    let mut wrong = right.clone();
    set_signature(&mut wrong, |_| "0".repeat(64));
    let mut upper = right.clone();
    set_signature(&mut upper, str::to_uppercase);
    let mut missing = right;
    missing.headers.retain(|(name, _)| !name.starts_with("X-Lark-"));
    let wrong_in_python = r#"{"msg":"signature verification failed"}"#;
    // The SDK adds up two headers that are not there.
    let missing_in_python = r#"{"msg":"unsupported operand type(s) for +: 'NoneType' and 'NoneType'"}"#;
    for (packet, in_python) in
        [(wrong, wrong_in_python), (upper, wrong_in_python), (missing, missing_in_python)]
    {
        case.answers(
            ENCRYPTED,
            &packet,
            &[
                (Python, 500, in_python, 0),
                (Node, 200, "", 0),
                (Go, 500, r#"{"msg":"the result of signature verification failed"}"#, 0),
                (Java, 500, r#"{"msg":"The result of signature verification failed"}"#, 0),
            ],
        );
    }
}

#[test]
fn another_token_in_an_event_is_refused_by_python_alone() {
    for (case, secrets) in [(Case("token-plain"), PLAIN), (Case("token-encrypted"), ENCRYPTED)] {
        case.answers(
            secrets,
            &sealed(secrets, &case.event(OTHER_TOKEN)),
            &[
                (Python, 500, r#"{"msg":"invalid verification_token"}"#, 0),
                (Node, 200, r#""success""#, 1),
                (Go, 200, r#"{"msg":"success"}"#, 1),
                (Java, 200, r#"{"msg":"success"}"#, 1),
            ],
        );
    }
}

#[test]
fn an_event_type_without_a_handler_is_a_500_of_python_and_else_a_200_that_says_so() {
    let case = Case("unregistered");
    let text = case.event(ENCRYPTED).replace("helpdesk.ticket.updated_v1", "helpdesk.ticket.created_v1");
    case.answers(
        ENCRYPTED,
        &sealed(ENCRYPTED, &text),
        &[
            (Python, 500, r#"{"msg":"processor not found, type: helpdesk.ticket.created_v1"}"#, 0),
            (Node, 200, r#""no helpdesk.ticket.created_v1 event handle""#, 0),
            (Go, 200, r#"{"msg":"event type: helpdesk.ticket.created_v1, not found handler"}"#, 0),
            (Java, 200, r#"{"msg":"event type:helpdesk.ticket.created_v1, not found handler"}"#, 0),
        ],
    );
}

#[test]
fn malformed_json_is_a_500_and_of_node_a_200_that_says_no_handler() {
    Case("malformed").answers(
        PLAIN,
        &sealed(PLAIN, "{\"schema\":"),
        &[
            (Python, 500, "*", 0),
            (Node, 200, r#""no undefined event handle""#, 0),
            (Go, 500, r#"{"msg":"event json unmarshal, err: unexpected end of JSON input"}"#, 0),
            (Java, 500, r#"{"msg":"java.io.EOFException: End of input at *"}"#, 0),
        ],
    );
}

#[test]
fn a_body_locked_with_another_key_is_a_500_and_the_end_of_node() {
    let case = Case("locked-otherwise");
    let packet = case.sealed(OTHER_KEY);
    // Opened to noise, in which Go looks for JSON.
    case.answers(
        ENCRYPTED,
        &packet,
        &[(Python, 500, "*", 0), (Go, 500, r#"{"msg":"event json unmarshal, err: invalid character *"}"#, 0)],
    );
    if Node.is_selected() {
        node_exits(ENCRYPTED, &packet, &[]);
    }
}

#[test]
fn a_body_locked_for_an_app_without_a_key_is_a_500_that_says_so_and_the_end_of_node() {
    let case = Case("locked");
    let packet = case.sealed(ENCRYPTED);
    let in_go = r#"{"msg":"event data is encrypted, Need to set up the `EncryptKey` for your APP"}"#;
    let in_java = r#"{"msg":"process encrypted msg event, need config encryptKey"}"#;
    case.answers(
        PLAIN,
        &packet,
        &[
            (Python, 500, r#"{"msg":"encrypt_key not found"}"#, 0),
            (Go, 500, in_go, 0),
            (Java, 500, in_java, 0),
        ],
    );
    if Node.is_selected() {
        node_exits(PLAIN, &packet, &[]);
    }
}

#[test]
fn a_body_tampered_with_on_its_way_is_found_by_the_signature() {
    let case = Case("tampered");
    let mut packet = case.sealed(ENCRYPTED);
    flip_a_bit(&mut packet);
    case.answers(
        ENCRYPTED,
        &packet,
        &[
            (Python, 500, r#"{"msg":"signature verification failed"}"#, 0),
            (Node, 200, "", 0),
            (Go, 500, r#"{"msg":"the result of signature verification failed"}"#, 0),
            (Java, 500, r#"{"msg":"The result of signature verification failed"}"#, 0),
        ],
    );
}

#[test]
fn a_body_tampered_beyond_reading_is_a_500_and_ends_node_before_it_looks_at_the_signature() {
    let case = Case("garbled");
    let mut packet = case.sealed(ENCRYPTED);
    // Another character of the base64 alphabet: its block opens to noise.
    let middle = packet.body.len() / 2;
    packet.body[middle] = if packet.body[middle] == b'B' { b'C' } else { b'B' };
    case.answers(ENCRYPTED, &packet, &[(Python, 500, "*", 0), (Go, 500, "*", 0), (Java, 500, "*", 0)]);
    if Node.is_selected() {
        node_exits(ENCRYPTED, &packet, &[]);
    }
}

#[test]
fn a_plain_body_passes_a_receiver_with_a_key_only_if_it_is_signed_and_never_in_go_and_java() {
    let case = Case("plain-despite-key");
    let mut packet = case.sealed(PLAIN);
    let in_go = r#"{"msg":"event  unmarshal failed,encrypted message is blank"}"#;
    let in_java = r#"{"msg":"The result of event decryption failed"}"#;
    case.answers(
        ENCRYPTED,
        &packet,
        &[(Python, 500, "*", 0), (Node, 200, "", 0), (Go, 500, in_go, 0), (Java, 500, in_java, 0)],
    );
    sign(&mut packet, ENCRYPTED.encrypt_key);
    case.answers(
        ENCRYPTED,
        &packet,
        &[
            (Python, 200, r#"{"msg":"success"}"#, 1),
            (Node, 200, r#""success""#, 1),
            (Go, 500, in_go, 0),
            (Java, 500, in_java, 0),
        ],
    );
}

#[test]
fn signature_headers_are_no_matter_to_a_receiver_without_a_key() {
    let case = Case("signed-without-key");
    let mut packet = case.sealed(PLAIN);
    sign(&mut packet, "");
    case.answers(
        PLAIN,
        &packet,
        &[
            (Python, 200, r#"{"msg":"success"}"#, 1),
            (Node, 200, r#""success""#, 1),
            (Go, 200, r#"{"msg":"success"}"#, 1),
            (Java, 200, r#"{"msg":"success"}"#, 1),
        ],
    );
    let mut packet = url_check(PLAIN);
    sign(&mut packet, "");
    let echo = r#"{"challenge":"interop-challenge"}"#;
    case.answers(
        PLAIN,
        &packet,
        &[(Python, 200, echo, 1), (Node, 200, echo, 1), (Go, 200, echo, 1), (Java, 200, echo, 1)],
    );
}

#[test]
fn a_withdrawn_release_of_python_wants_a_url_check_signed_and_a_plain_event_unsigned() {
    let case = Case("withdrawn");
    for secrets in [PLAIN, ENCRYPTED] {
        let expected = [(PythonWithdrawn, 200, r#"{"msg":"success"}"#, 1)];
        case.answers(secrets, &case.sealed(secrets), &expected);
    }
    let unsigned = r#"{"msg":"signature verification failed"}"#;
    case.answers(ENCRYPTED, &url_check(ENCRYPTED), &[(PythonWithdrawn, 500, unsigned, 1)]);
    let signed = r#"{"msg":"signature received but encrypt_key is not configured"}"#;
    for mut packet in [case.sealed(PLAIN), url_check(PLAIN)] {
        sign(&mut packet, "");
        case.answers(PLAIN, &packet, &[(PythonWithdrawn, 500, signed, 1)]);
    }
}

#[test]
fn a_handler_that_raises_is_a_500_with_its_words_and_the_end_of_node() {
    let packet = Case("raises").sealed(ENCRYPTED);
    let answer = |sdk, how| post(&App::receiver_with(sdk, ENCRYPTED, &[("INTEROP_RAISE", how)]), &packet);
    let msg = |text: &str| Answer::Http(500, format!("{{\"msg\":\"{text}\"}}"));
    for sdk in crate::sdk::selected(&[Python, Go, Java]) {
        assert_eq!(answer(sdk, "1"), msg("handler raised on purpose"), "{sdk:?}");
    }
    if Go.is_selected() {
        assert_eq!(answer(Go, "panic"), msg("Server Internal Error"));
    }
    if Node.is_selected() {
        let said = node_exits(ENCRYPTED, &packet, &[("INTEROP_RAISE", "1")]);
        assert!(said.contains("handler raised on purpose"), "{said}");
    }
}

#[test]
fn the_same_event_twice_is_handled_twice() {
    let case = Case("twice");
    let packet = case.sealed(ENCRYPTED);
    for times in [1, 2] {
        case.answers(
            ENCRYPTED,
            &packet,
            &[
                (Python, 200, "*", times),
                (Node, 200, "*", times),
                (Go, 200, "*", times),
                (Java, 200, "*", times),
            ],
        );
    }
}

#[test]
fn a_stage_as_text_or_with_a_point_and_an_id_as_a_number_are_handled_but_by_go() {
    let changed = |case: &Case, from: &str, to: &str| {
        let text = case.event(ENCRYPTED).replace(from, to);
        assert_ne!(text, case.event(ENCRYPTED));
        sealed(ENCRYPTED, &text)
    };
    let ticket_id = format!("\"{}\"", stories::ids(&stories::lines())[0].1);
    for (case, from, to) in [
        (Case("stage-text"), "\"stage\":1", "\"stage\":\"1\""),
        (Case("stage-point"), "\"stage\":1", "\"stage\":1.0"),
        (Case("id-number"), ticket_id.as_str(), "7"),
    ] {
        case.answers(
            ENCRYPTED,
            &changed(&case, from, to),
            &[
                (Python, 200, "*", 1),
                (Node, 200, "*", 1),
                (Go, 500, r#"{"msg":"json: cannot unmarshal *"}"#, 0),
                (Java, 200, "*", 1),
            ],
        );
    }
}
