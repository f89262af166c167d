//! A request as it came, as one line of JSON, with secrets masked.

use serde::Serialize;
use serde_json::Value;

use crate::files::{LineFit, LineKind, Torn, is_cut_json};
use crate::mask::Mask;
use crate::protocol::Keys;
use crate::protocol::webhook::{Arrival, BodyFacts};
use crate::report::Forwarded;

/// A raw record as a file: a request or its answers a line.
pub(crate) const KIND: LineKind = LineKind {
    name: "a raw record of requests",
    fit: |line| LineFit::of(is_ours(line)),
    begins_ours: |line, first| !first && line.starts_with(b"{") && is_cut_json(line),
    torn: Torn::MoveAside,
};

fn is_ours(line: &[u8]) -> bool {
    let has = |names: [&str; 2], it: &Value| names.iter().all(|name| it.get(name).is_some());
    serde_json::from_slice(line).is_ok_and(|it| has(["at", "method"], &it) || has(["request_at"; 2], &it))
}

#[derive(Serialize)]
struct RawLine<'a> {
    at: i64,
    method: &'a str,
    target: String,
    headers: Vec<(&'a str, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// Why the body is not kept: what is not JSON cannot be masked for sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_left_out: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
}

/// The line of a request that came at `at`, ms since the epoch; `refused` names its fault. The app's own secrets are hidden,
/// and the token of a plain body wherever it stands.
pub(crate) fn line(
    at: i64,
    arrival: &Arrival,
    facts: &BodyFacts,
    keys: &Keys,
    refused: Option<&str>,
) -> Vec<u8> {
    let body = &arrival.packet.body;
    let mask = Mask::new(keys.secrets().chain(facts.tokens.iter().map(String::as_str)));
    let headers = arrival.packet.headers.iter().map(|(name, value)| (&**name, mask.header(name, value)));
    let json = std::str::from_utf8(body).ok().filter(|_| facts.is_json);
    // Members with secret names are found in the whole text only.
    let json = json.map(|text| Mask::default().body(text));
    // A short key may stand in what was encrypted with it, by chance; without it the body would open no more.
    let masked = |text: &str| {
        let opened = facts.opened.as_deref()?;
        let (before, after) = text.split_once(opened)?;
        Some([&mask.text(before), opened, &mask.text(after)].concat())
    };
    let shown = json.map(|text| masked(&text).unwrap_or_else(|| mask.text(&text)));
    let left_out = || format!("{} bytes that are not JSON: they cannot be masked for sure", body.len());
    let line = RawLine {
        at,
        method: &arrival.method,
        target: mask.target(&arrival.target),
        headers: headers.collect(),
        body_left_out: (shown.is_none() && !body.is_empty()).then(left_out),
        body: shown,
        refused,
    };
    serde_json::to_vec(&line).expect("texts and numbers are always JSON")
}

/// What was answered to the request that came at `at`: by us, and by the app behind.
#[derive(Serialize)]
struct Answers<'a> {
    request_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ours: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_failed: Option<&'a str>,
}

/// The line of both sides' answers to the request that came at `at` and was passed on.
pub(crate) fn answers(at: i64, ours: Option<u16>, forwarded: &Forwarded) -> Vec<u8> {
    let (app, app_body, app_failed) = match forwarded {
        Forwarded::Answered { status, body } => (Some(*status), Some(&**body), None),
        Forwarded::Failed { reason } => (None, None, Some(&**reason)),
    };
    let line = Answers { request_at: at, ours, app, app_body, app_failed };
    serde_json::to_vec(&line).expect("texts and numbers are always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;
    use crate::protocol::Stamp;
    use crate::protocol::webhook::{Intake, Packet, read_body, seal};

    fn lined(body: &[u8]) -> String {
        lined_by(&Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token"))), body)
    }

    fn lined_by(keys: &Keys, body: &[u8]) -> String {
        let headers = vec![
            ("x-lark-signature".into(), "00ff".into()),
            ("authorization".into(), "Bearer example-bearer".into()),
        ];
        let packet = Packet { headers, body: body.to_vec() };
        let target = "/e?t=example-token".to_owned();
        let arrival = Arrival { method: "POST".to_owned(), target, packet, intake: Intake::Whole };
        let facts = read_body(keys, &arrival.packet.body, |it| it.facts());
        String::from_utf8(line(7, &arrival, &facts, keys, Some("token-wrong"))).unwrap()
    }

    #[test]
    fn everything_is_kept_but_the_secrets() {
        let text = lined(br#"{"header":{"token":"foreign-token"},"a":"example-key", "b" : 1}"#);
        assert_eq!(
            text,
            r#"{"at":7,"method":"POST","target":"/e?t=[redacted]","headers":[["x-lark-signature","00ff"],["authorization","[redacted]"]],"body":"{\"header\":{\"token\":\"[redacted]\"},\"a\":\"[redacted]\", \"b\" : 1}","refused":"token-wrong"}"#
        );
    }

    #[test]
    fn what_was_encrypted_stays_whole_although_a_short_key_stands_in_it() {
        const PLAIN: &[u8] = include_bytes!("../../../samples/handed-over.json");
        let keys = Keys::new(Some(Secret::new("A")), None);
        let body = seal(&keys, PLAIN, &Stamp { timestamp_s: 1, nonce: "n-1".to_owned(), iv: [7; 16] }).body;
        let line: Value = serde_json::from_str(&lined_by(&keys, &body)).unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains('A') && line["body"] == text, "{line}");
    }

    #[test]
    fn a_secret_behind_what_was_encrypted_is_hidden() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let body = seal(&keys, b"{}", &Stamp { timestamp_s: 1, nonce: "n-1".to_owned(), iv: [7; 16] }).body;
        let sealed = String::from_utf8(body).unwrap();
        let whole = sealed.replace('}', r#","password":"example-pass","x":{"secret":"example-secret"}}"#);
        let line = lined_by(&keys, whole.as_bytes());
        assert!(!line.contains("example-pass") && !line.contains("example-secret"), "{line}");
        assert!(line.contains(sealed.split('"').nth(3).unwrap()), "{line}");
    }

    #[test]
    fn a_body_that_cannot_be_masked_for_sure_is_left_out_and_that_is_said() {
        for body in [&b"\xff\x00"[..], br#"{"token":"foreign"#, b"token=foreign"] {
            let line = lined(body);
            let said = format!("\"body_left_out\":\"{} bytes that are not JSON", body.len());
            assert!(line.contains(&said) && !line.contains("foreign"), "{line}");
        }
        assert!(!lined(b"").contains("body"));
    }
}
