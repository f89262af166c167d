//! A request as text, as it would go over the wire, with what is secret in it masked.

use std::io::{self, Write};

use crate::json;
use crate::model::Secret;
use crate::protocol::webhook::{Header, Packet};

/// What stands for a secret.
const MASK: &str = "[redacted]";

/// Parts of the names of headers whose values are not shown.
const SECRET_NAMES: [&str; 7] = ["auth", "cookie", "token", "key", "secret", "password", "credential"];

/// A request that would be sent.
pub(crate) struct Request<'a> {
    /// The target, masked.
    pub url: &'a str,
    /// The headers, in their order.
    pub headers: &'a [Header],
    /// Body and what else was made of the event.
    pub packet: &'a Packet,
    /// What must not be shown wherever it stands.
    pub secrets: &'a [&'a Secret],
}

impl Request<'_> {
    /// Writes method, URL, headers and body, and an empty line.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "POST {}", self.url)?;
        for (name, value) in self.headers {
            let shown = if is_secret(name) { MASK.to_owned() } else { self.masked(value) };
            writeln!(out, "{name}: {shown}")?;
        }
        writeln!(out)?;
        writeln!(out, "{}\n", self.masked(&body(&self.packet.body)))
    }

    fn masked(&self, text: &str) -> String {
        let secrets = self.secrets.iter().map(|it| it.expose()).filter(|it| !it.is_empty());
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }
}

/// The body with its tokens masked: an event carries one whoever gave it.
fn body(bytes: &[u8]) -> String {
    let mask = serde_json::Value::from(MASK).to_string().into_bytes();
    let has = |text: &[u8], pointer: &str| json::parse(text).is_ok_and(|it| it.at(pointer).is_some());
    let text = ["/header/token", "/token"].into_iter().fold(bytes.to_vec(), |text, pointer| {
        if !has(&text, pointer) {
            return text;
        }
        json::set(&text, pointer, &mask).unwrap_or(text)
    });
    String::from_utf8_lossy(&text).into_owned()
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown_wherever_it_stands() {
        let text = br#"{"header":{"token":"other-token","app_id":"example-key"},"event":{}}"#;
        let packet = Packet { headers: vec![], body: text.to_vec() };
        let headers = [
            ("Authorization".into(), "Bearer abc".into()),
            ("X-Note".into(), "a example-key b".into()),
            ("X-Lark-Request-Nonce".into(), "7".into()),
        ];
        let key = Secret::new("example-key");
        let request = Request { url: "http://host/", headers: &headers, packet: &packet, secrets: &[&key] };
        let mut shown = Vec::new();
        request.write(&mut shown).unwrap();
        assert_eq!(
            String::from_utf8(shown).unwrap(),
            "POST http://host/\nAuthorization: [redacted]\nX-Note: a [redacted] b\nX-Lark-Request-Nonce: 7\n\n\
             {\"header\":{\"token\":\"[redacted]\",\"app_id\":\"[redacted]\"},\"event\":{}}\n\n"
        );
    }
}
