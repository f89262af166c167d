//! What the dispatchers answer to what does not come from the platform, or not as it sent it.

use super::case::{Case, OTHER_KEY, OTHER_TOKEN, node_exits, sealed, set_signature, sign};
use crate::app::{ENCRYPTED, PLAIN};
use crate::sdk::Sdk::{Go, Java, Node, Python};
use crate::tamperer::flip_a_bit;

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
