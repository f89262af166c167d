//! What the dispatchers answer to events that are right, or nearly so.

use serde_json::Value;

use super::case::{Case, node_exits, sealed, sign, url_check};
use crate::app::{App, ENCRYPTED, PLAIN};
use crate::raw::{Answer, post};
use crate::sdk::Sdk::{Go, Java, JavaTyped, Node, Python, PythonWithdrawn};
use crate::stories;

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
