//! Which form a captured request has, told from its first bytes.

use super::request::CapturedRequest;
use super::{curl, http_message, raw_line};
use crate::protocol::webhook::Packet;

/// Reads a request; `line` is the one of a raw record. The error says why the text is none.
pub(crate) fn read(text: &[u8], line: Option<u64>) -> Result<CapturedRequest, String> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let start = text.trim_ascii_start();
    if start.is_empty() {
        return Err("it is empty".to_owned());
    }
    if line.is_some() || raw_line::is_record(start) {
        return raw_line::read(text, line);
    }
    let first_word = start.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let command = start.strip_prefix(b"$ ").unwrap_or(start);
    if command.starts_with(b"curl ") || first_word.ends_with(b"/curl") || first_word == b"curl.exe" {
        return curl::read(std::str::from_utf8(command).map_err(|_| "its headers are not UTF-8")?);
    }
    if start.starts_with(b"{") || start.starts_with(b"[") {
        let packet = Packet { headers: Vec::new(), body: text.to_vec() };
        return Ok(CapturedRequest { packet, line: 1, ..CapturedRequest::default() });
    }
    http_message::read(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> &'static str {
        match read(text.as_bytes(), None) {
            Ok(it) if it.method.is_some() => "request",
            Ok(_) => "body",
            Err(_) => "error",
        }
    }

    #[test]
    fn the_form_is_told_from_the_first_bytes() {
        assert_eq!(kind("POST /e HTTP/1.1\r\nA: b\r\n\r\n{}"), "request");
        assert_eq!(kind("\u{feff}A: b\n\n{}"), "body");
        assert_eq!(kind("curl http://h -d '{}'"), "request");
        assert_eq!(kind("$ curl http://h -d '{}'"), "request");
        assert_eq!(kind("{\"encrypt\":\"AAAA\"}"), "body");
        assert_eq!(
            kind("{\"at\":1,\"method\":\"POST\",\"target\":\"/\",\"headers\":[],\"body\":\"{}\"}\n"),
            "request"
        );
        assert_eq!(kind(" \n"), "error");
        assert_eq!(kind("hello"), "error");
    }
}
