//! The vendor's official SDKs: the one table of the texts that they were observed to answer with, and what each means.

pub(crate) use crate::model::Sdk;
use crate::protocol::webhook::SendError;

/// What a known answer means, as far as more than its words depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// No handler is registered for the event's type: nothing was handled.
    NoHandler,
    /// The body was not read as an event, and nothing was handled.
    Unread,
    /// The app computes another signature than the one that came, or found none.
    OtherSignature,
    /// The app has another verification token.
    OtherToken,
    /// The app has another encrypt key, or key and token are swapped.
    OtherKey,
    /// The body is encrypted and the app has no encrypt key.
    NoKeyInApp,
    /// The body is plain and the app has an encrypt key.
    KeyInApp,
    /// A typed handler cannot hold a documented value, so that it loses real events.
    CannotHold,
    /// A handler panicked, or an encrypt key and a token are swapped.
    Panicked,
    /// A release of an SDK that its makers withdrew.
    Withdrawn,
    /// The port speaks another protocol.
    OtherProtocol,
}

/// What is known of one answer.
#[derive(Debug)]
pub(crate) struct KnownAnswer {
    /// A part of the answer, in lower case; a `#` at its end stands for the 13 digits of a time in ms.
    part: &'static str,
    pub(crate) meaning: Meaning,
    /// The same in words, with what to do, as a fragment.
    pub(crate) text: &'static str,
}

/// Tables of answers, each with a part of it, what it means, and the same in words.
macro_rules! answers {
    ($($(#[$about:meta])* $name:ident { $($part:literal $meaning:ident $text:expr;)+ })+) => {
        $($(#[$about])* const $name: &[KnownAnswer] =
            &[$(KnownAnswer { part: $part, meaning: Meaning::$meaning, text: $text },)+];)+
    };
}

/// 200 with nothing in it.
const EMPTY: KnownAnswer = KnownAnswer {
    part: "",
    meaning: Meaning::OtherSignature,
    text: "200 with an empty body: the Node SDK answers so when the signature does not match. Is the encrypt key the app's?",
};

/// The body of an ack that says only that it failed.
pub(crate) const FAILED_ACK: &str = "{\"code\":500}";

pub(crate) const OTHER_TOKEN: &str = "the app has another verification token (or encrypt key and token are swapped: the order of the two differs between the SDKs)";

/// The same where none was given: the events carry the one they were recorded with.
pub(crate) const NO_TOKEN: &str = "no token was given, and the bundled events carry `synthetic-token`, recorded ones their own: give the app's with --verification-token-file FILE";

/// The body opened to something that is no event.
const OPENED_TO_NOTHING: &str = "the app opened the body to no JSON: it has another encrypt key (or encrypt key and token are swapped: the order of the two differs between the SDKs)";

const NOT_OPENED: &str =
    "the app could not decrypt the body: it has another encrypt key (or encrypt key and token are swapped)";

const WITHOUT_KEY: &str = "the body is encrypted, but the app was built without an encrypt key";

/// A release that fails what the platform sends.
pub(crate) const WITHDRAWN: &str =
    "the withdrawn releases 1.6.2 and 1.6.3 of lark-oapi answer so: take another version";

const NODE_ACK: &str =
    "the app's handler threw: its own log says why (the Node SDK acks 500 for nothing else)";
const JAVA_ACK: &str = "the app's handler threw, or none is registered for this event type (the Java SDK acks 500 for both), or it is the typed one, whose times have 32 bits: onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..) reads the JSON itself";

/// What an ack of 500 means by a part of the app's `User-Agent`, in lower case; the last one fits any.
const FAILED_ACKS: &[(&str, &str)] = &[
    ("node", NODE_ACK),
    ("axios", NODE_ACK),
    ("java", JAVA_ACK),
    ("okhttp", JAVA_ACK),
    (
        "python",
        "the app's handler raised, or none is registered for this event type (the Python SDK acks 500 for both): its own log says which",
    ),
    (
        "go",
        "the app's handler returned an error, or none is registered for this event type (the Go SDK acks 500 for both; a panic is not acked at all): its own log says which",
    ),
    ("", "the app's handler failed, or none is registered for this event type: its own log says which"),
];

answers! {
    /// Answers with 200 that still mean that no handler ran.
    UNHANDLED {
        "no undefined event handle" Unread "200, but the Node SDK could not read an event type: the body did not come through as JSON, or it is a URL check without `autoChallenge: true`";
        "event handle" NoHandler "200, but no handler ran: none is registered for this event type (the Node SDK answers so)";
        "not found handler" NoHandler "200, but no handler ran: none is registered for this event type (the Go and Java SDKs answer so)";
    }
    REFUSALS {
        "invalid verification_token" OtherToken OTHER_TOKEN;
        "signature verification failed" OtherSignature "the app computes another signature: is the encrypt key the app's, and does it hash the raw body as it came?";
        "processor not found" NoHandler "no handler is registered for this event type (the Python SDK refuses then)";
        "not found handler" NoHandler "no handler is registered for this event type";
        "encrypt_key not found" NoKeyInApp WITHOUT_KEY;
        "event data is encrypted" NoKeyInApp WITHOUT_KEY;
        "encrypted message is blank" KeyInApp "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file";
        // Java says so only of a body that was not encrypted, and the other way round of one that it cannot open.
        "the result of event decryption failed" KeyInApp "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file (the Java SDK answers so)";
        "need config encryptkey" NoKeyInApp WITHOUT_KEY;
        "numberformatexception: expected an int but was #" CannotHold "the Java SDK's typed handler reads times as 32-bit numbers and loses every real event: register onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..), whose EventReq has the JSON (getPlain of a webhook, getBody of the long connection)";
        // Java, of a text that is no object at all: what a wrong key opens to is a string, an array or a number by chance.
        "path $" OtherKey OPENED_TO_NOTHING;
        "malformedjsonexception" OtherKey OPENED_TO_NOTHING;
        "event json unmarshal, err: invalid character" OtherKey OPENED_TO_NOTHING;
        "into go struct field" CannotHold "the Go SDK's typed handler cannot hold a value of this event: its type is another one than the documented";
        "expected typing.list[lark_oapi" CannotHold "the Python SDK's typed handler cannot hold a value of this event: its type is another one than the documented; register_p2_customized_event reads the JSON itself";
        "server internal error" Panicked "the Go SDK answers so where a handler panics, and where encrypt key and token are swapped";
        "signature received but encrypt_key is not configured" Withdrawn WITHDRAWN;
        "decryption failed" OtherKey NOT_OPENED;
        "padding" OtherKey NOT_OPENED;
        "codec can't decode" OtherKey NOT_OPENED;
        "'nonetype' and 'nonetype'" KeyInApp "the app has an encrypt key and wants the signature headers: give the key with --encrypt-key-file";
        "http request to an https server" OtherProtocol "this port wants TLS: write https:// in --url";
        "plain http request was sent to https port" OtherProtocol "this port wants TLS: write https:// in --url";
        "challenge failed" OtherToken "the app has another verification token";
    }
}

/// What an accepted answer seems to mean, where it is not simply that the event was handled.
pub(crate) fn of_accepted(body: &str) -> Option<&'static KnownAnswer> {
    if body.trim().is_empty() { Some(&EMPTY) } else { find(UNHANDLED, body) }
}

/// What a refusal seems to mean.
pub(crate) fn of_refused(body: &str) -> Option<&'static KnownAnswer> {
    find(REFUSALS, body)
}

/// What the lack of an answer seems to mean.
pub(crate) fn of_failure(error: &SendError) -> Option<String> {
    let SendError::SplitTimeout { pieces, .. } = error else { return None };
    Some(format!(
        "it went out in {pieces} pieces: the Go and Java SDKs lose events whose pieces come back to back; --split-gap 5ms does for Go, 100ms for a JVM that has just started"
    ))
}

/// What an ack of 500 seems to mean. `agent` is the app's `User-Agent`, as far as it is known.
pub(crate) fn of_failed_ack(body: &str, agent: Option<&str>) -> Option<&'static str> {
    let agent = agent.unwrap_or_default().to_lowercase();
    let found = FAILED_ACKS.iter().find(|(part, _)| agent.contains(part));
    found.filter(|_| body == FAILED_ACK).map(|(_, text)| *text)
}

fn find(known: &'static [KnownAnswer], body: &str) -> Option<&'static KnownAnswer> {
    let body = body.to_lowercase();
    known.iter().find(|it| it.fits(&body))
}

impl KnownAnswer {
    /// Whether an answer, in lower case, is this one: `#` stands for a time in ms, `$` for the whole document.
    fn fits(&self, body: &str) -> bool {
        if self.part.ends_with('$') {
            return body.split_once(self.part).is_some_and(|(_, rest)| !rest.starts_with(['.', '[']));
        }
        let Some(part) = self.part.strip_suffix('#') else { return body.contains(self.part) };
        let Some((_, rest)) = body.split_once(part) else { return false };
        rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len() == 13
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_answer_that_handled_nothing_is_told_apart() {
        assert!(of_accepted("  \n").unwrap().text.contains("empty body"));
        assert!(of_accepted("\"no helpdesk.ticket.updated_v1 event handle\"").unwrap().text.contains("Node"));
        assert!(of_accepted("\"no undefined event handle\"").unwrap().text.contains("could not read"));
        assert!(
            of_accepted("{\"msg\":\"event type: x, not found handler\"}")
                .unwrap()
                .text
                .contains("Go and Java")
        );
        assert!(of_accepted("{\"msg\":\"success\"}").is_none());
    }

    #[test]
    fn refusals_of_the_sdks_name_their_cause() {
        assert!(
            of_refused("{\"msg\":\"invalid verification_token\"}")
                .unwrap()
                .text
                .contains("another verification")
        );
        assert!(
            of_refused("{\"msg\":\"Padding is incorrect.\"}").unwrap().text.contains("another encrypt key")
        );
        let unsigned = "{\"msg\":\"unsupported operand type(s) for +: 'NoneType' and 'NoneType'\"}";
        assert!(of_refused(unsigned).unwrap().text.contains("signature headers"));
        assert!(of_refused("oops").is_none());
    }

    /// The answers are those of Go v3.9.2, Java 2.5.3, Python 1.7.5 and 1.6.3, run on loopback.
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
                r#"{"msg":"java.lang.IllegalStateException: Expected BEGIN_OBJECT but was BEGIN_ARRAY at line 1 column 2 path $"}"#,
                "another encrypt key",
            ),
            (
                r#"{"msg":"java.io.EOFException: End of input at line 1 column 1 path $\nSee https"}"#,
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
            (
                r#"{"msg":"expected typing.List[lark_oapi.api.helpdesk.v1.model.comments.Comments] but was <class 'dict'> at field: comments"}"#,
                "register_p2_customized_event",
            ),
            (r#"{"msg":"the result of signature verification failed"}"#, "another signature"),
            (r#"{"msg":"the result of auth by challenge failed"}"#, "another verification token"),
            (r#"{"msg":"signature received but encrypt_key is not configured"}"#, "withdrawn"),
        ] {
            let means = of_refused(answer);
            assert!(means.is_some_and(|it| it.text.contains(part)), "{answer}: {means:?}");
        }
        for app in [
            r#"{"msg":"handler raised on purpose"}"#,
            r#"{"msg":"database is down"}"#,
            "java.lang.NumberFormatException: Expected an int but was 12",
            "Expected BEGIN_OBJECT but was STRING at line 1 column 346 path $.event.object.comments",
        ] {
            assert!(of_refused(app).is_none(), "{app}");
        }
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
