//! What a body's JSON says of itself: encrypted or not, URL check or event, and which token it carries.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::model::Secret;

/// The base64 of a body that is an object with the one member `encrypt`, a text; white space is allowed. `None` for
/// any other text, JSON or not.
pub(crate) fn encrypted_body(body: &[u8]) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wrapper<'a> {
        #[serde(borrow)]
        encrypt: Cow<'a, str>,
    }
    // Serde would take an array for a struct, and an event is told by its first letter: its key may be escaped.
    let key = body.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    if !matches!(key.first(), Some(b'e' | b'\\')) {
        return None;
    }
    serde_json::from_slice::<Wrapper<'_>>(body).ok().map(|it| it.encrypt)
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
    /// `challenge`.
    pub(crate) challenge: Option<String>,
    /// `header.token` (2.0 events), else `token` (URL checks and 1.0 events).
    pub(crate) token: Option<Secret>,
    /// `encrypt`.
    pub(crate) encrypt: Option<String>,
}

impl Body {
    /// Reads a JSON text. JSON that is not an object has none of the members. Numbers are not looked at: an integer
    /// too large for a parser does not matter here.
    pub(crate) fn read(text: &[u8]) -> Result<Self, serde_json::Error> {
        let Some(members) = members(text)? else { return Ok(Self::default()) };
        let of_header =
            members.get("header").and_then(|it| members_of(it)?.get("token").and_then(|it| string(it)));
        let member = |name: &str| members.get(name).and_then(|it| string(it));
        Ok(Self {
            url_check: member("type").is_some_and(|it| it == "url_verification"),
            challenge: member("challenge"),
            token: of_header.or_else(|| member("token")).map(Secret::new),
            encrypt: member("encrypt"),
        })
    }
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// The members of an object, the last of equal keys; `None` for other JSON.
fn members(text: &[u8]) -> Result<Option<Members<'_>>, serde_json::Error> {
    if text.trim_ascii_start().starts_with(b"{") {
        return serde_json::from_slice(text).map(Some);
    }
    serde_json::from_slice::<&RawValue>(text).map(|_| None)
}

fn members_of(value: &RawValue) -> Option<Members<'_>> {
    members(value.get().as_bytes()).ok().flatten()
}

fn string(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()) {
        Ok(Value::String(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encrypted_body_is_an_object_with_nothing_but_encrypt() {
        let found = |text: &str| encrypted_body(text.as_bytes()).map(Cow::into_owned);
        assert_eq!(found(r#"{"encrypt":"AAEC"}"#).as_deref(), Some("AAEC"));
        assert_eq!(found(" {\n \"encrypt\" :\t\"AA\\/C\" }\r\n").as_deref(), Some("AA/C"));
        for other in [
            "",
            "{}",
            r#"["AAEC"]"#,
            r#""encrypt""#,
            r#"{"encrypt":1}"#,
            r#"{"encrypt":null}"#,
            r#"{"encrypt":"A","encrypt":"B"}"#,
            r#"{"encrypt":"AAEC","schema":"2.0"}"#,
            r#"{"encrypt":"AAEC"}{}"#,
            r#"{"encrypt":"AAEC""#,
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn a_challenge_is_answered_with_the_same_value_escaped() {
        assert_eq!(challenge_answer("ajls384kdj1234"), br#"{"challenge":"ajls384kdj1234"}"#);
        assert_eq!(challenge_answer("a\"b"), br#"{"challenge":"a\"b"}"#);
    }

    #[test]
    fn the_token_of_the_header_goes_before_the_one_outside() {
        let token = |text: &[u8]| Body::read(text).unwrap().token;
        assert_eq!(token(br#"{"token":"a","header":{"token":"b"}}"#), Some(Secret::new("b")));
        assert_eq!(token(br#"{"token":"a","header":{}}"#), Some(Secret::new("a")));
        assert_eq!(token(br#"{"token":5,"header":[]}"#), None);
        assert_eq!(token(br"[1, 2]"), None);
    }

    #[test]
    fn strange_members_beside_do_not_hinder() {
        let body =
            Body::read(br#"{"n":1e400,"n":18446744073709551616,"type":"url_verification","challenge":"c"}"#);
        let body = body.unwrap();
        assert!(body.url_check);
        assert_eq!(body.challenge.as_deref(), Some("c"));
    }

    #[test]
    fn text_that_is_not_json_is_an_error_and_deep_nesting_no_crash() {
        for text in [
            &b""[..],
            b"{",
            b"hello",
            b"{\"a\":\"\xff\"}",
            b"[\"\xff\"]",
            b"{} {}",
            "[".repeat(100_000).as_bytes(),
        ] {
            assert!(Body::read(text).is_err());
        }
    }
}
