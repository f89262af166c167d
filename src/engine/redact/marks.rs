//! The marks by which a redacted or made-up event is told from a real one: in the ids of its app and in its token.

use super::pseudonym::Pseudonyms;
use crate::catalog;
use crate::json::{Node, parse_lenient};
use crate::protocol::webhook::encrypted_body;

/// What an app's id has in the place of its first digits.
const ZEROS: &str = "00000000";
const TOKEN: &str = "redacted";
/// Words in the tokens of events that were made up.
const MADE_UP: &[&str] = &["redacted", "synthetic", "example", "sample", "test", "dummy", "fake"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// An event that nothing marks as redacted or made up.
    Real,
    /// An encrypted body: what is in it cannot be seen.
    Sealed,
    /// An event with a mark.
    Redacted,
    Other,
}

/// The pseudonym of an app's id or of a token, with its mark; `None` for any other member, and for one too short for it.
pub(super) fn marked(member: &str, text: &str, pseudonyms: &Pseudonyms) -> Option<String> {
    let made = pseudonyms.text(text);
    let is_plain =
        |text: &str| text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
    match member {
        "app_id" if made.len() >= 4 + 2 * ZEROS.len() && made.starts_with("cli_") && is_plain(&made) => {
            Some(format!("cli_{ZEROS}{}", &made[4 + ZEROS.len()..]))
        }
        "token" if made.len() >= 2 * TOKEN.len() && is_plain(&made) => {
            Some(format!("{TOKEN}{}", &made[TOKEN.len()..]))
        }
        _ => None,
    }
}

pub(crate) fn looks(text: &[u8]) -> Looks {
    let Ok(parsed) = parse_lenient(text) else { return Looks::Other };
    let root = &parsed.root;
    if encrypted_body(root).is_some() {
        return Looks::Sealed;
    }
    let is_ours = |name: &str| name.starts_with("helpdesk.");
    let text_at = |pointer: &str| root.at(pointer).and_then(|it| it.node.as_str().map(str::to_owned));
    let names_ours = text_at("/header/event_type").is_some_and(|it| is_ours(&it));
    if catalog::kind_of(root).is_none() && !names_ours {
        return Looks::Other;
    }
    let app_is_marked = text_at("/header/app_id").is_some_and(|it| it.contains(ZEROS));
    let token =
        text_at("/header/token").or_else(|| root.get("token").and_then(Node::as_str).map(str::to_owned));
    let token_is_marked =
        token.is_some_and(|it| MADE_UP.iter().any(|word| it.to_ascii_lowercase().contains(word)));
    if app_is_marked || token_is_marked { Looks::Redacted } else { Looks::Real }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_the_form() {
        let it = Pseudonyms::new(b"example-salt");
        let id = marked("app_id", "cli_9f5343c580712544", &it).unwrap();
        assert!(id.starts_with("cli_00000000") && id.len() == 20, "{id}");
        let token = marked("token", "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV", &it).unwrap();
        assert!(token.starts_with("redacted") && token.len() == 32, "{token}");
        assert_eq!(marked("token", "short", &it), None);
        assert_eq!(marked("name", "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV", &it), None);
    }

    #[test]
    fn an_event_without_a_mark_is_real_and_other_json_is_none() {
        let event = |app: &str, token: &str| {
            format!(
                r#"{{"header":{{"event_type":"helpdesk.ticket.updated_v1","app_id":"{app}","token":"{token}"}}}}"#
            )
        };
        assert_eq!(looks(event("cli_9f5343c580712544", "rvaYgkND1GOiu5MM").as_bytes()), Looks::Real);
        assert_eq!(looks(event("cli_9f5343c580712544", "synthetic-token").as_bytes()), Looks::Redacted);
        assert_eq!(looks(event("cli_0000000000000001", "").as_bytes()), Looks::Redacted);
        assert_eq!(looks(br#"{"encrypt":"AAAA"}"#), Looks::Sealed);
        assert_eq!(looks(b"{}"), Looks::Other);
        assert_eq!(looks(b"{"), Looks::Other);
    }
}
