//! What the dispatchers answer to the URL check.

use super::case::{Case, OTHER_TOKEN, url_check};
use crate::app::{App, ENCRYPTED, PLAIN};
use crate::raw::{Answer, post};
use crate::sdk::Sdk::{Go, Java, Node, Python};

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
