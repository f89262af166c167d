//! A request of our own raw record.

use serde::Deserialize;

use super::request::CapturedRequest;
use crate::protocol::webhook::Packet;

/// So many lines are named of a record of which none was chosen.
const SHOWN: usize = 6;

#[derive(Deserialize)]
struct RawLine {
    method: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_left_out: Option<String>,
}

/// Whether a text begins with a line of a raw record.
pub(super) fn is_record(text: &[u8]) -> bool {
    let first = text.split(|it| *it == b'\n').next().unwrap_or_default();
    text.starts_with(b"{\"request_at\":") || parsed(first).is_some()
}

/// The request on a line, or the only one there is.
pub(super) fn read(text: &[u8], wanted: Option<u64>) -> Result<CapturedRequest, String> {
    let mut found: Vec<(u64, RawLine)> =
        (1..).zip(text.split(|it| *it == b'\n')).filter_map(|(at, line)| Some((at, parsed(line)?))).collect();
    let at = match wanted {
        None if found.len() == 1 => Some(0),
        None => None,
        Some(wanted) => found.iter().position(|(at, _)| *at == wanted),
    };
    let Some(at) = at else {
        let lines: Vec<_> = found.iter().take(SHOWN).map(|(at, _)| at.to_string()).collect();
        let (lines, more) = (lines.join(", "), if found.len() > SHOWN { ", …" } else { "" });
        return Err(match wanted {
            _ if found.is_empty() => "no line of it is a request of a raw record".to_owned(),
            None => format!("it is a raw record with requests on lines {lines}{more}; name one with --line"),
            Some(wanted) => format!("line {wanted} is no request; those of a raw record are {lines}{more}"),
        });
    };
    let (at, line) = found.swap_remove(at);
    if let Some(reason) = line.body_left_out {
        return Err(format!("the record did not keep the body of the request on line {at}: {reason}"));
    }
    let headers = line.headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    let packet = Packet { headers, body: line.body.unwrap_or_default().into_bytes() };
    Ok(CapturedRequest { method: Some(line.method), packet, line: at, note: None })
}

fn parsed(line: &[u8]) -> Option<RawLine> {
    line.starts_with(b"{").then(|| serde_json::from_slice(line).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"at":7,"method":"POST","target":"/e","headers":[["x-a","1"]],"body":"{\"a\":1}"}"#;

    #[test]
    fn a_line_is_named_by_its_number_and_only_one_needs_no_name() {
        let two = format!("{ONE}\n{{\"request_at\":7,\"ours\":200}}\n{}\n", ONE.replace("/e", "/f"));
        assert!(is_record(two.as_bytes()));
        let third = read(two.as_bytes(), Some(3)).unwrap();
        assert_eq!((third.line, &third.packet.body[..]), (3, &b"{\"a\":1}"[..]));
        assert_eq!(third.packet.header("X-A"), Some("1"));
        assert_eq!(read(format!("{ONE}\n").as_bytes(), None).unwrap().line, 1);
        let said = |line| read(two.as_bytes(), line).unwrap_err();
        assert_eq!(said(None), "it is a raw record with requests on lines 1, 3; name one with --line");
        assert_eq!(said(Some(2)), "line 2 is no request; those of a raw record are 1, 3");
        assert_eq!(read(b"{}", Some(9)).unwrap_err(), "no line of it is a request of a raw record");
    }

    #[test]
    fn a_body_that_was_not_kept_is_said() {
        let left = ONE.replace(r#""body":"{\"a\":1}""#, r#""body_left_out":"2 bytes that are not JSON""#);
        assert!(read(left.as_bytes(), None).unwrap_err().contains("2 bytes that are not JSON"));
    }
}
