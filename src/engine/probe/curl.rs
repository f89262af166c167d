//! A request as a command that sends it again.

use crate::model::Secret;
use crate::protocol::webhook::Packet;

const TOKEN: &str = "'\"$HELPDESK_EVT_VERIFICATION_TOKEN\"'";

/// The command, a line for each of its parts. The token is read from its variable.
pub(crate) fn curl(url: &str, packet: &Packet, token: Option<&Secret>) -> String {
    let mut lines = vec![format!("curl -sS -i {}", quoted(url))];
    lines.extend(
        packet.headers.iter().map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))),
    );
    let mut body = quoted(&String::from_utf8_lossy(&packet.body));
    if let Some(token) = token.map(Secret::expose).filter(|it| !it.is_empty()) {
        body = body.replace(&quoted(token)[1..=token.replace('\'', "'\\''").len()], TOKEN);
    }
    lines.push(format!("--data-binary {body}"));
    lines.join(" \\\n  ")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_sends_the_same_bytes_and_holds_no_token() {
        let packet = Packet {
            headers: vec![("X-A".into(), "it's".into())],
            body: br#"{"token":"to'ken","n":"it's"}"#.to_vec(),
        };
        let text = curl("http://127.0.0.1/x?a=1", &packet, Some(&Secret::new("to'ken")));
        let expected = "curl -sS -i 'http://127.0.0.1/x?a=1' \\\n  -H 'X-A: it'\\''s' \\\n  --data-binary \
                        '{\"token\":\"'\"$HELPDESK_EVT_VERIFICATION_TOKEN\"'\",\"n\":\"it'\\''s\"}'";
        assert_eq!(text, expected);
        assert!(curl("u", &packet, None).contains("to'\\''ken"));
    }
}
