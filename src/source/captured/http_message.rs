//! An HTTP message as a file: a request line or none, headers, an empty line, the body.

use memchr::memchr;

use super::request::{CapturedRequest, header};
use crate::protocol::webhook::Packet;

const NO_LENGTH: &str = "no Content-Length says where the body ends: the line break at the end of the file is not taken for a part of it";

pub(super) fn read(text: &[u8]) -> Result<CapturedRequest, String> {
    let mut found = CapturedRequest { line: 1, ..CapturedRequest::default() };
    let (mut rest, mut number) = (text, 0);
    loop {
        number += 1;
        let Some(end) = memchr(b'\n', rest) else { return Err(no_body(rest, number)) };
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        rest = &rest[end + 1..];
        let line = std::str::from_utf8(line).map_err(|_| "its headers are not UTF-8")?;
        if line.trim().is_empty() {
            if number == 1 {
                continue;
            }
            break;
        }
        if found.method.is_none() && found.packet.headers.is_empty() && is_request_line(line) {
            found.method = line.split(' ').next().map(str::to_owned);
            continue;
        }
        found.packet.headers.push(header(line).ok_or_else(|| not_a_header(line, number))?);
    }
    let (body, is_cut) = body(&found.packet, rest);
    found.note = is_cut.then_some(NO_LENGTH);
    found.packet.body = body;
    Ok(found)
}

/// The body, and whether the file's last line break was left out of it. Text editors end a file with one.
fn body(packet: &Packet, rest: &[u8]) -> (Vec<u8>, bool) {
    let length = packet.header("Content-Length").and_then(|it| it.trim().parse::<usize>().ok());
    match length {
        Some(length) => (rest[..length.min(rest.len())].to_vec(), false),
        None => match rest.strip_suffix(b"\n") {
            Some(body) => (body.strip_suffix(b"\r").unwrap_or(body).to_vec(), true),
            None => (rest.to_vec(), false),
        },
    }
}

fn is_request_line(line: &str) -> bool {
    let mut words = line.split(' ');
    let method = words.next().unwrap_or_default();
    !method.is_empty()
        && method.bytes().all(|it| it.is_ascii_uppercase())
        && words.next().is_some_and(|target| !target.is_empty())
        && words.next().is_some_and(|version| version.starts_with("HTTP/"))
}

fn no_body(rest: &[u8], number: u64) -> String {
    let text = String::from_utf8_lossy(rest);
    if text.trim().is_empty() || header(&text).is_some() {
        "there is no empty line behind the headers, so there is no body".to_owned()
    } else {
        not_a_header(&text, number)
    }
}

fn not_a_header(line: &str, number: u64) -> String {
    let mut text: String = line.chars().take(60).collect();
    if text.len() < line.len() {
        text.push('…');
    }
    format!("line {number} is no header: `{text}`; headers end with an empty line, and the body follows")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(text: &str) -> Vec<u8> {
        read(text.as_bytes()).unwrap().packet.body
    }

    #[test]
    fn headers_are_kept_in_order_and_the_body_byte_for_byte() {
        let found =
            read(b"POST /e?x=1 HTTP/1.1\r\nX-Lark-Signature:  00ff \r\nA: b: c\r\n\r\n{ \"a\":1 }").unwrap();
        assert_eq!(found.method.as_deref(), Some("POST"));
        assert_eq!(found.packet.header("x-lark-signature"), Some("00ff"));
        assert_eq!(found.packet.header("a"), Some("b: c"));
        assert_eq!(found.packet.body, b"{ \"a\":1 }");
    }

    #[test]
    fn the_length_says_where_the_body_ends_and_else_the_last_line_break_is_the_files() {
        assert_eq!(body_of("Content-Length: 3\n\n{}\n"), b"{}\n");
        assert_eq!(body_of("Content-Length: 2\n\n{}\n\n"), b"{}");
        assert_eq!(body_of("A: b\n\n{}\n\n"), b"{}\n");
        assert!(read(b"A: b\n\n{}\n").unwrap().note.is_some());
        assert!(read(b"A: b\n\n{}").unwrap().note.is_none());
    }

    #[test]
    fn what_is_no_message_says_which_line_is_none() {
        let said = |text: &str| read(text.as_bytes()).unwrap_err();
        assert!(said("A: b\nhello\n\n{}").starts_with("line 2 is no header: `hello`"));
        assert!(said("A: b").contains("no empty line"));
        assert!(said("A: b\n").contains("no empty line"));
    }
}
