//! What an answer seems to mean. The texts are those the official SDKs were observed to answer with.

use crate::protocol::webhook::SendError;

/// What is known of one answer.
struct Known {
    /// A part of the answer, in lower case.
    part: &'static str,
    /// What it means and what to do.
    means: &'static str,
}

/// Answers with 200 that still mean that no handler ran.
const UNHANDLED: &[Known] = &[
    Known {
        part: "no undefined event handle",
        means: "200, but the Node SDK could not read an event type: the body did not come through as JSON, or it is a URL check without autoChallenge",
    },
    Known {
        part: "event handle",
        means: "200, but no handler ran: none is registered for this event type (the Node SDK answers so)",
    },
    Known {
        part: "not found handler",
        means: "200, but no handler ran: none is registered for this event type (the Go and Java SDKs answer so)",
    },
];

/// The body of an ack that says only that it failed.
pub(crate) const FAILED_ACK: &str = "{\"code\":500}";

/// The app wants another verification token.
const OTHER_TOKEN: &str = "the app has another verification token (or encrypt key and token are swapped: the order of the two differs between the SDKs)";

/// The body opened to something that is no event.
const OPENED_TO_NOTHING: &str = "the app opened the body to no JSON: it has another encrypt key (or encrypt key and token are swapped: the order of the two differs between the SDKs)";

/// The same where none was given: the events carry the one they were recorded with.
const NO_TOKEN: &str = "no token was given, and the bundled events carry `synthetic-token`, recorded ones their own: give the app's with --verification-token-file FILE";

const NODE_ACK: &str =
    "the app's handler threw: its own log says why (the Node SDK acks 500 for nothing else)";
const JAVA_ACK: &str = "the app's handler threw, or none is registered for this event type (the Java SDK acks 500 for both), or it is the typed one, whose times have 32 bits: onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..) reads the JSON itself";

/// What an ack of 500 means by a part of the app's `User-Agent`, in lower case; the last one fits any.
const FAILED_ACKS: &[Known] = &[
    Known { part: "node", means: NODE_ACK },
    Known { part: "axios", means: NODE_ACK },
    Known { part: "java", means: JAVA_ACK },
    Known { part: "okhttp", means: JAVA_ACK },
    Known {
        part: "python",
        means: "the app's handler raised, or none is registered for this event type (the Python SDK acks 500 for both): its own log says which",
    },
    Known {
        part: "go",
        means: "the app's handler returned an error, or none is registered for this event type (the Go SDK acks 500 for both; a panic is not acked at all): its own log says which",
    },
    Known {
        part: "",
        means: "the app's handler failed, or none is registered for this event type: its own log says which",
    },
];

/// The texts of refusals.
const REFUSALS: &[Known] = &[
    Known { part: "invalid verification_token", means: OTHER_TOKEN },
    Known {
        part: "signature verification failed",
        means: "the app computes another signature: is the encrypt key the app's, and does it hash the raw body as it came?",
    },
    Known {
        part: "processor not found",
        means: "no handler is registered for this event type (the Python SDK refuses then)",
    },
    Known { part: "not found handler", means: "no handler is registered for this event type" },
    Known {
        part: "encrypt_key not found",
        means: "the body is encrypted, but the app was built without an encrypt key",
    },
    Known {
        part: "event data is encrypted",
        means: "the body is encrypted, but the app was built without an encrypt key",
    },
    Known {
        part: "encrypted message is blank",
        means: "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file",
    },
    // Java says so only of a body that was not encrypted, and the other way round of one that it cannot open.
    Known {
        part: "the result of event decryption failed",
        means: "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file (the Java SDK answers so)",
    },
    Known {
        part: "need config encryptkey",
        means: "the body is encrypted, but the app was built without an encrypt key",
    },
    Known {
        part: "expected an int but was",
        means: "the Java SDK's typed handler reads times as 32-bit numbers and loses every real event: register onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..), whose EventReq has the JSON (getPlain of a webhook, getBody of the long connection)",
    },
    Known { part: "expected begin_object but was string", means: OPENED_TO_NOTHING },
    Known { part: "malformedjsonexception", means: OPENED_TO_NOTHING },
    Known { part: "event json unmarshal, err: invalid character", means: OPENED_TO_NOTHING },
    Known {
        part: "into go struct field",
        means: "the Go SDK's typed handler cannot hold a value of this event: its type is another one than the documented",
    },
    Known {
        part: "server internal error",
        means: "the Go SDK answers so where a handler panics, and where encrypt key and token are swapped",
    },
    Known {
        part: "signature received but encrypt_key is not configured",
        means: "lark-oapi 1.6.2 and 1.6.3, which were withdrawn, refuse signature headers without a key: take another version",
    },
    Known {
        part: "decryption failed",
        means: "the app has another encrypt key (or encrypt key and token are swapped)",
    },
    Known {
        part: "padding",
        means: "the app could not decrypt the body: it has another encrypt key (or encrypt key and token are swapped)",
    },
    Known {
        part: "codec can't decode",
        means: "the app could not decrypt the body: it has another encrypt key (or encrypt key and token are swapped)",
    },
    Known {
        part: "'nonetype' and 'nonetype'",
        means: "the app has an encrypt key and wants the signature headers: give the key with --encrypt-key-file",
    },
    Known { part: "http request to an https server", means: "this port wants TLS: write https:// in --url" },
    Known {
        part: "plain http request was sent to https port",
        means: "this port wants TLS: write https:// in --url",
    },
    Known { part: "challenge failed", means: "the app has another verification token" },
];

/// What an accepted answer seems to mean, where it is not simply that the event was handled.
pub(crate) fn of_accepted(body: &str) -> Option<String> {
    if body.trim().is_empty() {
        let text = "200 with an empty body: the Node SDK answers so when the signature does not match. Is the encrypt key the app's?";
        return Some(text.to_owned());
    }
    find(UNHANDLED, body)
}

/// What the lack of an answer seems to mean.
pub(crate) fn of_failure(error: &SendError) -> Option<String> {
    let SendError::SplitTimeout { pieces, .. } = error else { return None };
    Some(format!(
        "it went out in {pieces} pieces: the Go and Java SDKs lose events whose pieces come back to back; --split-gap 5ms does for Go, 100ms for a JVM that has just started"
    ))
}

/// What an ack of 500 seems to mean. `agent` is the app's `User-Agent`, as far as it is known.
pub(crate) fn of_failed_ack(body: &str, agent: Option<&str>) -> Option<String> {
    if body == FAILED_ACK { find(FAILED_ACKS, agent.unwrap_or_default()) } else { None }
}

/// What a refusal seems to mean.
pub(crate) fn of_refused(status: u16, body: &str) -> Option<String> {
    find(REFUSALS, body).or_else(|| match status {
        404 => Some("is the path of the URL right?".to_owned()),
        405 => Some("does the app take POST at this path?".to_owned()),
        _ => None,
    })
}

/// Of a refused token says what to do where no token was given.
pub(crate) fn say_that_no_token_was_given(warning: &mut String) {
    if warning == OTHER_TOKEN {
        NO_TOKEN.clone_into(warning);
    }
}

fn find(known: &[Known], body: &str) -> Option<String> {
    let body = body.to_lowercase();
    known.iter().find(|it| body.contains(it.part)).map(|it| it.means.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_answer_that_handled_nothing_is_told_apart() {
        assert!(of_accepted("  \n").unwrap().contains("empty body"));
        assert!(of_accepted("\"no helpdesk.ticket.updated_v1 event handle\"").unwrap().contains("Node"));
        assert!(of_accepted("\"no undefined event handle\"").unwrap().contains("could not read"));
        assert!(
            of_accepted("{\"msg\":\"event type: x, not found handler\"}").unwrap().contains("Go and Java")
        );
        assert_eq!(of_accepted("{\"msg\":\"success\"}"), None);
    }

    #[test]
    fn a_token_that_was_not_given_is_asked_for() {
        let mut warning = of_refused(500, "{\"msg\":\"invalid verification_token\"}").unwrap();
        say_that_no_token_was_given(&mut warning);
        assert!(warning.contains("--verification-token-file"), "{warning}");
        let mut other = "x".to_owned();
        say_that_no_token_was_given(&mut other);
        assert_eq!(other, "x");
    }

    #[test]
    fn refusals_of_the_sdks_name_their_cause() {
        assert!(
            of_refused(500, "{\"msg\":\"invalid verification_token\"}")
                .unwrap()
                .contains("another verification")
        );
        assert!(
            of_refused(500, "{\"msg\":\"Padding is incorrect.\"}").unwrap().contains("another encrypt key")
        );
        let unsigned = "{\"msg\":\"unsupported operand type(s) for +: 'NoneType' and 'NoneType'\"}";
        assert!(of_refused(500, unsigned).unwrap().contains("signature headers"));
        assert!(of_refused(404, "").unwrap().contains("path"));
        assert_eq!(of_refused(500, "oops"), None);
    }

    /// The answers are those of Go v3.9.2, Java 2.5.3 and Python 1.6.3, run on loopback.
    #[test]
    fn refusals_of_go_and_java_name_their_cause() {
        for (answer, part) in [
            (r#"{"msg":"The result of event decryption failed"}"#, "sent in the clear"),
            (r#"{"msg":"event  unmarshal failed,encrypted message is blank"}"#, "sent in the clear"),
            (r#"{"msg":"process encrypted msg event, need config encryptKey"}"#, "without an encrypt key"),
            (
                r#"{"msg":"event data is encrypted, Need to set up the `EncryptKey` for your APP"}"#,
                "without an encrypt key",
            ),
            (
                r#"{"msg":"java.lang.NumberFormatException: Expected an int but was 1700080637000 at line 1 column 346 path $.event.object.closed_at"}"#,
                "onCustomizedEvent",
            ),
            (
                r#"{"msg":"java.lang.IllegalStateException: Expected BEGIN_OBJECT but was STRING at line 1 column 1 path $"}"#,
                "another encrypt key",
            ),
            (
                r#"{"msg":"event json unmarshal, err: invalid character 'Z' looking for beginning of object key string"}"#,
                "another encrypt key",
            ),
            (r#"{"msg":"event message decryption failed:cipher too short"}"#, "another encrypt key"),
            (r#"{"msg":"Server Internal Error"}"#, "panics"),
            (
                r#"{"msg":"json: cannot unmarshal string into Go struct field TicketEvent.event.object.stage of type int"}"#,
                "typed handler",
            ),
            (r#"{"msg":"the result of signature verification failed"}"#, "another signature"),
            (r#"{"msg":"the result of auth by challenge failed"}"#, "another verification token"),
            (r#"{"msg":"signature received but encrypt_key is not configured"}"#, "withdrawn"),
        ] {
            let means = of_refused(500, answer);
            assert!(means.as_deref().is_some_and(|it| it.contains(part)), "{answer}: {means:?}");
        }
        assert_eq!(of_refused(500, r#"{"msg":"handler raised on purpose"}"#), None);
    }

    #[test]
    fn an_ack_of_500_means_what_the_sdk_of_the_app_means_by_it() {
        for (agent, words) in [
            ("oapi-node-sdk/1.74.0", "Node SDK"),
            ("oapi-sdk-python/v1.7.5", "Python SDK"),
            ("Go-http-client/1.1", "a panic"),
            ("okhttp/4.12.0", "onCustomizedEvent"),
            ("example/1.0", "its own log"),
        ] {
            let hint = of_failed_ack(FAILED_ACK, Some(agent)).unwrap();
            assert!(hint.contains(words), "{agent}: {hint}");
        }
        assert_eq!(of_failed_ack("{\"code\":501}", None), None);
        let split = SendError::SplitTimeout { limit_ms: 3_000, pieces: 3 };
        assert!(of_failure(&split).unwrap().contains("--split-gap 5ms"));
    }
}
