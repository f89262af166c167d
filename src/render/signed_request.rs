//! A request as the platform would send it, written for other tools. Nothing in it is masked: it is asked for.

use std::io::{self, Write};

use serde_json::json;

use crate::protocol::webhook::Packet;
use crate::render::text::escape::shell_quoted;

pub(crate) struct SignedRequest<'a> {
    pub url: &'a str,
    pub packet: &'a Packet,
}

impl SignedRequest<'_> {
    pub(crate) fn http(&self, out: &mut dyn Write) -> io::Result<()> {
        let (host, path) = self.split();
        write!(out, "POST {path} HTTP/1.1\r\nHost: {host}\r\n")?;
        for (name, value) in &self.packet.headers {
            write!(out, "{name}: {value}\r\n")?;
        }
        write!(out, "Content-Length: {}\r\n\r\n", self.packet.body.len())?;
        out.write_all(&self.packet.body)
    }

    /// A command line for a shell of the Bourne family.
    pub(crate) fn curl(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "curl -X POST {}", shell_quoted(self.url))?;
        for (name, value) in &self.packet.headers {
            write!(out, " \\\n  -H {}", shell_quoted(&format!("{name}: {value}")))?;
        }
        writeln!(out, " \\\n  --data-raw {}", shell_quoted(&self.body()))
    }

    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let (target, headers) = (self.url, &self.packet.headers);
        let line = json!({ "method": "POST", "target": target, "headers": headers, "body": self.body() });
        writeln!(out, "{line}")
    }

    fn body(&self) -> String {
        String::from_utf8_lossy(&self.packet.body).into_owned()
    }

    /// Host and path of the URL.
    fn split(&self) -> (&str, &str) {
        let rest = self.url.split_once("://").map_or(self.url, |(_, rest)| rest);
        rest.find('/').map_or((rest, "/"), |at| rest.split_at(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&SignedRequest<'_>, &mut dyn Write) -> io::Result<()>) -> String {
        let packet = Packet { headers: vec![("X-A".into(), "it's".into())], body: b"{\"a\":1}".to_vec() };
        let mut out = Vec::new();
        write(&SignedRequest { url: "http://h:1/e?x=1", packet: &packet }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_request_is_written_for_each_tool() {
        assert_eq!(
            written(|it, out| it.http(out)),
            "POST /e?x=1 HTTP/1.1\r\nHost: h:1\r\nX-A: it's\r\nContent-Length: 7\r\n\r\n{\"a\":1}"
        );
        assert_eq!(
            written(|it, out| it.curl(out)),
            "curl -X POST 'http://h:1/e?x=1' \\\n  -H 'X-A: it'\\''s' \\\n  --data-raw '{\"a\":1}'\n"
        );
        assert_eq!(
            written(|it, out| it.json(out)),
            "{\"method\":\"POST\",\"target\":\"http://h:1/e?x=1\",\"headers\":[[\"X-A\",\"it's\"]],\"body\":\"{\\\"a\\\":1}\"}\n"
        );
    }
}
