//! What a body's JSON says of itself: encrypted or not, URL check or event, and which token it carries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use serde_json::json;

use crate::json::Node;
use crate::model::Secret;

/// What stands before an event's type where Python, JavaScript and Go print an event over several lines.
const PRINTED: [&str; 5] =
    ["event_type\": \"", "event_type': '", "event_type: '", "event_type: \"", "EventType: \""];

/// The base64 of a body that is an object with the one member `encrypt`, a text. `None` for any other.
pub(crate) fn encrypted_body<'n>(root: &'n Node<'_>) -> Option<&'n str> {
    let [body] = root.members() else { return None };
    Some(&body.value).filter(|_| body.key == "encrypt")?.as_str()
}

/// The first of these members that a text names, and where its opening quote stands. Quotes may be escaped, however often.
pub(crate) fn named_member(text: &[u8], members: &[&'static str]) -> Option<(usize, &'static str)> {
    members.iter().find_map(|member| {
        let name = format!("\"{member}");
        let ends = |at: &usize| matches!(text.get(at + name.len()), Some(b'"' | b'\\'));
        Some((memmem::find_iter(text, &name).find(ends)?, *member))
    })
}

/// Where a text names `schema`, beside `header`, as an event does, or `encrypt`; and which.
pub(crate) fn named_event(text: &[u8]) -> Option<(usize, &'static str)> {
    let schema = named_member(text, &["schema"]).filter(|_| named_member(text, &["header"]).is_some());
    schema.or_else(|| named_member(text, &["encrypt"]))
}

/// Where a text that is no JSON holds an event as a language prints it or a URL carries it: `schema` `2.0` beside `header` and
/// `event_type`, or our type as a member on a line of its own.
pub(crate) fn named_otherwise(text: &[u8]) -> Option<usize> {
    let has = |word: &str| memmem::find(text, word.as_bytes()).is_some();
    let is_version = |at: &usize| memmem::find(&text[*at..text.len().min(at + 24)], b"2.0").is_some();
    let is_printed = |at: &usize| PRINTED.iter().any(|it| text[..*at].ends_with(it.as_bytes()));
    let whole =
        memmem::find_iter(text, "schema").find(is_version).filter(|_| has("header") && has("event_type"));
    whole.or_else(|| {
        memmem::find_iter(text, "helpdesk.")
            .find(is_printed)
            .filter(|_| text.trim_ascii_end().ends_with(b","))
    })
}

/// What base64 stands for, where that is a text.
pub(crate) fn base64_text(base64: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(base64).ok()?).ok()
}

/// The answer to a URL check: `{"challenge":"<same value>"}`, which the platform wants within 1 s.
pub(crate) fn challenge_answer(challenge: &str) -> Vec<u8> {
    json!({ "challenge": challenge }).to_string().into_bytes()
}

/// The URL check itself, member for member in the documented order.
pub(crate) fn challenge_request(challenge: &str, token: &str) -> Vec<u8> {
    json!({ "challenge": challenge, "token": token, "type": "url_verification" }).to_string().into_bytes()
}

/// The members of a JSON object that delivery is about. Anything else may stand beside them, in any form.
#[derive(Default)]
pub(crate) struct Body {
    /// `type` is `url_verification`.
    pub(crate) url_check: bool,
    pub(crate) challenge: Option<String>,
    /// `header.token` (2.0 events), else `token` (URL checks and 1.0 events).
    pub(crate) token: Option<Secret>,
}

impl Body {
    /// Reads a document. One that is not an object has none of the members.
    pub(crate) fn of(root: &Node<'_>) -> Self {
        let text = |pointer: &str| root.at(pointer).and_then(|it| it.node.as_str().map(str::to_owned));
        Self {
            url_check: text("/type").is_some_and(|it| it == "url_verification"),
            challenge: text("/challenge"),
            token: text("/header/token").or_else(|| text("/token")).map(Secret::new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn found(text: &str) -> Option<String> {
        encrypted_body(&parse(text.as_bytes()).unwrap()).map(str::to_owned)
    }

    fn body(text: &str) -> Body {
        Body::of(&parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn an_encrypted_body_is_an_object_with_nothing_but_encrypt() {
        assert_eq!(found(r#"{"encrypt":"AAEC"}"#).as_deref(), Some("AAEC"));
        assert_eq!(found(" {\n \"encrypt\" :\t\"AA\\/C\" }\r\n").as_deref(), Some("AA/C"));
        for other in [
            "{}",
            r#"["AAEC"]"#,
            r#""encrypt""#,
            r#"{"encrypt":1}"#,
            r#"{"encrypt":null}"#,
            r#"{"encrypt":"A","encrypt":"B"}"#,
            r#"{"encrypt":"AAEC","schema":"2.0"}"#,
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn an_event_in_another_notation_is_named_and_words_about_events_are_not() {
        for text in [
            "{'schema': '2.0', 'header': {'event_type': 'a'}}",
            r"{\u0022schema\u0022:\u00222.0\u0022,\u0022header\u0022:{\u0022event_type\u0022:1}}",
            "%7B%22schema%22%3A%222.0%22%2C%22header%22%3A%7B%22event_type%22",
            "{schema=2.0, header={event_type=a}}",
        ] {
            assert_eq!(named_otherwise(text.as_bytes()), text.find("schema"), "{text}");
        }
        for text in [
            "    event_type: 'helpdesk.ticket.updated_v1',",
            "            'event_type': 'helpdesk.ticket.updated_v1',",
            "[pod/app]   \"event_type\": \"helpdesk.ticket.updated_v1\",",
            "    EventType: \"helpdesk.ticket.updated_v1\",\r\n",
        ] {
            assert_eq!(named_otherwise(text.as_bytes()), text.find("helpdesk"), "{text}");
        }
        for text in [
            "schema: header.event_type is missing",
            "schema 2.0",
            "schema: 2.0",
            // A card.
            "  schema: '2.0',",
            "event_type: helpdesk.ticket.updated_v1, ticket 7",
            "got event_type: \"helpdesk.ticket.updated_v1\"",
            "header event_type schema",
        ] {
            assert_eq!(named_otherwise(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_challenge_is_answered_with_the_same_value_escaped() {
        assert_eq!(challenge_answer("ajls384kdj1234"), br#"{"challenge":"ajls384kdj1234"}"#);
        assert_eq!(challenge_answer("a\"b"), br#"{"challenge":"a\"b"}"#);
    }

    #[test]
    fn the_token_of_the_header_goes_before_the_one_outside() {
        assert_eq!(body(r#"{"token":"a","header":{"token":"b"}}"#).token, Some(Secret::new("b")));
        assert_eq!(body(r#"{"token":"a","header":{}}"#).token, Some(Secret::new("a")));
        assert_eq!(body(r#"{"token":5,"header":[]}"#).token, None);
        assert_eq!(body("[1, 2]").token, None);
    }

    #[test]
    fn strange_members_beside_do_not_hinder() {
        let body = body(r#"{"n":1e400,"n":18446744073709551616,"type":"url_verification","challenge":"c"}"#);
        assert!(body.url_check);
        assert_eq!(body.challenge.as_deref(), Some("c"));
    }
}
