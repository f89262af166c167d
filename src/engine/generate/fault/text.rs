//! Faults of a line as text, and lines that are no event at all.

use crate::engine::generate::patch::{GUEST, HEADER, OBJECT, ObjectPath, Patch};
use crate::engine::generate::rng::Rng;
use crate::report::Code;

/// Gives a line the fault of `code`; false where the code is about the members of an event.
pub(crate) fn make(code: Code, line: &mut Vec<u8>, rng: &mut Rng) -> bool {
    match code {
        Code::InvalidUtf8 => {
            let cuts: [&[u8]; 4] = [b"\xff", b"\xc3", b"\xe5\xbc", b"\xf0\x9f\x98"];
            append_raw(line, rng.pick(&cuts).unwrap_or(&cuts[0]), rng);
        }
        Code::LoneSurrogate => {
            let halves = ["\\ud83d", "\\ude00", "\\ud83d\\u0041"];
            append_raw(line, rng.pick(&halves).unwrap_or(&halves[0]).as_bytes(), rng);
        }
        Code::JsonSyntax => syntax(line, rng),
        Code::NestedTooDeep => {
            let depth = 130 + usize::try_from(rng.below(70)).unwrap_or(0);
            let nest = "[".repeat(depth) + &"]".repeat(depth);
            Patch(line).set(OBJECT, "guest", &nest);
        }
        Code::UrlVerification | Code::EncryptedBody | Code::V1Event | Code::NotAnEvent => {
            let other = other(code, rng);
            line.clear();
            line.extend_from_slice(other.as_bytes());
        }
        _ => return false,
    }
    true
}

/// Puts bytes into one of the line's texts.
fn append_raw(line: &mut Vec<u8>, bytes: &[u8], rng: &mut Rng) {
    let mut patch = Patch(line);
    let mut places: Vec<(ObjectPath, &str)> = vec![(OBJECT, "ticket_id"), (HEADER, "token")];
    if patch.get(GUEST, "name").is_some() {
        places.push((GUEST, "name"));
    }
    if let Some((part, key)) = rng.pick(&places) {
        patch.append_raw(part, key, bytes);
    }
}

/// Text that is not JSON, as it comes about: cut off, edited by hand, glued together.
fn syntax(line: &mut Vec<u8>, rng: &mut Rng) {
    let end = line.len();
    match rng.below(9) {
        0 | 1 => cut(line, 1 + usize::try_from(rng.below(end as u64 - 1)).unwrap_or(0)),
        2 => drop(line.splice(end - 3..end - 3, [b','])),
        3 => line.extend_from_slice(b" junk"),
        4 => line.push(b'}'),
        5 => Patch(line).append_raw(OBJECT, "ticket_id", b"\""),
        6 => Patch(line).append_raw(OBJECT, "ticket_id", b"\t"),
        7 => Patch(line).set(OBJECT, "stage", "None"),
        _ => {
            if let Some(span) = Patch(line).span(OBJECT, "status") {
                line[span.start - 1] = b'=';
            }
        }
    }
}

/// Cuts a line off between two characters.
fn cut(line: &mut Vec<u8>, mut at: usize) {
    // Within a character the cut would show as bytes that are not UTF-8.
    while line.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
        at -= 1;
    }
    line.truncate(at);
}

/// What else comes to a webhook's address.
fn other(code: Code, rng: &mut Rng) -> String {
    let number = rng.below(1_000_000);
    match code {
        Code::UrlVerification => format!(
            r#"{{"challenge":"synthetic-challenge-{number:016}","token":"synthetic-token","type":"url_verification"}}"#
        ),
        Code::EncryptedBody => {
            let mut body = String::from(r#"{"encrypt":""#);
            // Sixteen bytes of IV and some blocks, as base64 without padding: 48 bytes are 64 characters.
            for _ in 0..64 * (4 + rng.below(8)) {
                body.push(char::from(*rng.pick(BASE64).unwrap_or(&b'A')));
            }
            body + "\"}"
        }
        Code::V1Event => format!(
            r#"{{"uuid":"{number:032}","token":"synthetic-token","ts":"1700000000.412000","type":"event_callback","event":{{"app_id":"cli_0000000000000001","open_id":"ou_00000000000000000000000000000001","tenant_key":"0000000000000001","text":"sample text","type":"message"}}}}"#
        ),
        _ => {
            let others =
                ["{}", r#"{"hello":"world"}"#, r#"{"code":0,"msg":"success"}"#, r#"{"event":"sample"}"#];
            (*rng.pick(&others).unwrap_or(&others[0])).to_owned()
        }
    }
}

const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
