//! `-v`: requests and answers on standard error as `curl -v` prints them, their secrets masked.

use std::time::Duration;

use tokio::time::Instant;

use crate::cli::say;
use crate::mask::Mask;
use crate::protocol::Keys;
use crate::protocol::webhook::{Packet, Reply, SendError, Transport};
use crate::render::text::visible;
use crate::wire::Target;
use crate::wire::http::Settings;

/// Delivers over another transport, and tells of it where that is asked for.
pub(crate) struct VerboseTransport<T> {
    transport: T,
    transcript: Option<Transcript>,
}

/// What is the same in every request, and what must not be shown.
struct Transcript {
    path: String,
    host: String,
    settings: Settings,
    mask: Mask,
}

impl<T> VerboseTransport<T> {
    pub(crate) fn silent(transport: T) -> Self {
        Self { transport, transcript: None }
    }

    /// Says what is sent and what comes back.
    pub(crate) fn telling(transport: T, target: &Target, settings: Settings, keys: &Keys) -> Self {
        let shown = target.to_string();
        let after_scheme = shown.split_once("://").map_or("", |(_, rest)| rest);
        let path = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]).to_owned();
        let mask = keys.mask();
        let transcript = Transcript { path, host: target.host_header(), settings, mask };
        Self { transport, transcript: Some(transcript) }
    }
}

impl<T: Transport> Transport for VerboseTransport<T> {
    async fn ready(&self) {
        self.transport.ready().await;
    }

    fn own_time(&self) -> Duration {
        self.transport.own_time()
    }

    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        let Some(transcript) = &self.transcript else { return self.transport.send(packet).await };
        say(&transcript.request(&packet));
        let begun = Instant::now();
        let answer = self.transport.send(packet).await;
        say(&transcript.answer(&answer, begun.elapsed()));
        answer
    }

    fn forget_connections(&self) {
        self.transport.forget_connections();
    }
}

impl Transcript {
    fn request(&self, packet: &Packet) -> String {
        let mut lines = vec![format!("> POST {} HTTP/1.1", self.path)];
        // One that is given stands in the place of the target's.
        if !self.settings.headers_of(packet).any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            lines.push(format!("> Host: {}", self.host));
        }
        let headers = self.settings.headers_of(packet);
        lines.extend(headers.map(|(name, value)| format!("> {name}: {}", self.mask.header(name, value))));
        lines.push(format!("> Content-Length: {}", packet.body.len()));
        lines.push(">".to_owned());
        self.finished(&lines, &packet.body)
    }

    fn answer(&self, answer: &Result<Reply, SendError>, took: Duration) -> String {
        let took = format!("{:.1} ms", took.as_secs_f64() * 1e3);
        let reply = match answer {
            Ok(reply) => reply,
            Err(error) => {
                return format!("* {} after {took}\n", visible(&self.mask.text(&error.to_string())));
            }
        };
        let mut lines = vec![format!("< HTTP {} after {took}", reply.status)];
        let headers = reply.headers.iter();
        lines.extend(headers.map(|(name, value)| format!("< {name}: {}", self.mask.header(name, value))));
        lines.push("<".to_owned());
        self.finished(&lines, &reply.body)
    }

    /// Head and body, in one piece: several may talk at a time.
    fn finished(&self, head: &[String], body: &[u8]) -> String {
        let body = self.mask.body(&String::from_utf8_lossy(body));
        let lines = head.iter().map(String::as_str).chain(body.lines());
        let shown: Vec<_> = lines.map(visible).collect();
        shown.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::Extent;

    #[test]
    fn a_request_and_its_answer_are_shown_without_their_secrets() {
        let transcript = Transcript {
            path: "/hook?token=***".to_owned(),
            host: "127.0.0.1:7777".to_owned(),
            settings: Settings {
                headers: vec![("Authorization".into(), "Bearer abc".into())],
                ..Settings::default()
            },
            mask: Mask::new(["example-key"]),
        };
        let body = br#"{"header":{"token":"other-token"}}"#.to_vec();
        let shown = transcript.request(&Packet { headers: Vec::new(), body });
        assert_eq!(
            shown,
            "> POST /hook?token=*** HTTP/1.1\n> Host: 127.0.0.1:7777\n> Authorization: [redacted]\n\
             > Content-Length: 34\n>\n{\"header\":{\"token\":\"[redacted]\"}}\n"
        );
        let given = Packet { headers: vec![("host".into(), "a.example".into())], body: Vec::new() };
        assert_eq!(transcript.request(&given).to_lowercase().matches("host:").count(), 1);
        let headers = vec![("server".into(), "x".into())];
        let reply =
            Reply { status: 500, headers, body: b"no example-key\x1b\n".to_vec(), extent: Extent::Whole };
        let shown = transcript.answer(&Ok(reply), Duration::from_millis(4));
        assert_eq!(shown, "< HTTP 500 after 4.0 ms\n< server: x\n<\nno [redacted]␛\n");
    }
}
