//! A request as text, as it would go over the wire, with what is secret in it masked.

use std::io::{self, Write};

use crate::mask::Mask;
use crate::model::Secret;
use crate::protocol::webhook::{Header, Packet};

pub(crate) struct DryRunRequest<'a> {
    pub url: &'a str,
    pub headers: &'a [Header],
    /// Body and what else was made of the event.
    pub packet: &'a Packet,
    /// What must not be shown wherever it stands.
    pub secrets: &'a [&'a Secret],
}

impl DryRunRequest<'_> {
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mask = Mask::new(self.secrets.iter().map(|it| it.expose()));
        writeln!(out, "POST {}", self.url)?;
        for (name, value) in self.headers {
            writeln!(out, "{name}: {}", mask.header(name, value))?;
        }
        writeln!(out, "\n{}\n", mask.body(&String::from_utf8_lossy(&self.packet.body)))
    }
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
        let request =
            DryRunRequest { url: "http://host/", headers: &headers, packet: &packet, secrets: &[&key] };
        let mut shown = Vec::new();
        request.write(&mut shown).unwrap();
        assert_eq!(
            String::from_utf8(shown).unwrap(),
            "POST http://host/\nAuthorization: [redacted]\nX-Note: a [redacted] b\nX-Lark-Request-Nonce: 7\n\n\
             {\"header\":{\"token\":\"[redacted]\",\"app_id\":\"[redacted]\"},\"event\":{}}\n\n"
        );
    }
}
