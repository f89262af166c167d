//! The lines of a ledger, version 1. Later versions read earlier ones: fields are added, never renamed.

use serde::{Deserialize, Serialize};

use crate::files::{LineFit, LineKind, Torn, is_cut_json};

pub(crate) const VERSION: u32 = 1;

/// A ledger as a file: a torn line is cut off, for nothing was done because of it.
pub(crate) const KIND: LineKind = LineKind {
    name: "a ledger of `replay` or `gateway`",
    fit: |line| LineFit::of(serde_json::from_slice::<LedgerLine>(line).is_ok()),
    begins_ours,
    torn: Torn::Cut,
};

/// Whether a text is a beginning of a line as it is written here: `type` first, then the member that follows it. A first
/// line must show both whole, for nothing before it says that the file is a ledger.
fn begins_ours(text: &[u8], first: bool) -> bool {
    let head: &[u8] =
        if first { br#"{"type":"begin","version":1,"target":""# } else { br#"{"type":"attempt","number":"# };
    (text.starts_with(head) && is_cut_json(text)) || (!first && head.starts_with(text))
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum LedgerLine {
    Begin(LedgerHead),
    Attempt(Attempt),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LedgerHead {
    pub version: u32,
    /// The target, masked.
    pub target: String,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Then {
    Accepted,
    Retry,
    /// The same attempt over a fresh connection, at once.
    Resend,
    Failed,
}

/// An attempt that ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// The number of the event in the input, from 1.
    pub number: u64,
    /// The digest of the event as it was read, 16 hex digits.
    pub digest: String,
    /// The digest of what its deliveries have in common, likewise. Earlier versions wrote none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_digest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<String>,
    /// The number of the attempt, from 1.
    #[serde(rename = "attempt")]
    pub count: u32,
    /// Whether it was sent again on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duplicate: bool,
    pub at_ms: i64,
    pub took_us: u64,
    pub outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    pub then: Then,
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::{AppendError, AppendLog};

    /// Texts that are no ledgers, some of them near to one.
    const FOREIGN: &[&str] = &[
        "notes",
        "# Notes\n\n- one\n",
        "a,b\n1,2\n",
        "{}",
        "[]",
        "null",
        "7",
        "\"text\"",
        "\u{feff}{}",
        "\n",
        "\r\n",
        " ",
        "{\"a\":1}\n{\"b\":2}\n",
        "{\n  \"type\": \"begin\"\n}\n",
        "{\"type\":\"begin\"}\n",
        "{\"type\":\"attempt\"}\n",
        "{\"type\":\"begin\",\"target\":\"x\"}\n",
        "{\"type\":\"begin\",\"version\":\"one\"}\n",
        "{\"type\":\"summary\",\"version\":1}\n",
        "{\"schema\":\"2.0\",\"header\":{\"event_id\":\"e\"}}\n",
        "{\"encrypt\":\"AAAA\"}\n",
        "{\"at\":1,\"event_id\":\"e\"}\n",
        "{\"at\":1,\"method\":\"POST\",\"target\":\"/\"}\n",
        "[\n{\"type\":\"begin\"}\n]\n",
        "<html></html>\n",
        "key = \"value\"\n",
        "- yaml: 1\n",
        "PK\u{3}\u{4}",
        "\0\0\0\0",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "#!/bin/sh\nexit 0\n",
        "fn main() {}\n",
        "2026-01-01 INFO {\"type\":\"begin\"}\n",
        "{\"version\":1,\"type\":\"other\"}\n",
        "\u{4e2d}\u{6587}\n",
        "\u{1b}[31m\n",
        "{\"type\":\"attempt\",\"number\":1,\"digest\":\"0\"}\n",
        "{\"type\":\"Begin\",\"version\":1}\n",
        "x\n{\"type\":\"begin\"",
        "127.0.0.1 localhost\n",
    ];

    #[test]
    fn every_beginning_of_a_foreign_text_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        for text in FOREIGN {
            let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
            for text in ends.flat_map(|end| [text[..end].to_owned(), format!("{}\n", &text[..end])]) {
                fs::write(&path, &text).unwrap();
                let opened = AppendLog::open(&path, KIND, |_, _| {});
                assert!(matches!(opened, Err(AppendError::Foreign { .. })), "{text:?}");
                assert_eq!(fs::read_to_string(&path).unwrap(), text);
            }
        }
    }

    #[test]
    fn every_beginning_of_a_next_line_is_cut_off() {
        let begin = "{\"type\":\"begin\",\"version\":1,\"target\":\"http://host/\"}\n";
        let attempt = "{\"type\":\"attempt\",\"number\":1,\"digest\":\"00000000000000ff\",\"event_id\":\"\u{e9}\",\"attempt\":1,\"at_ms\":7,\"took_us\":1,\"outcome\":\"accepted\",\"status\":200,\"then\":\"accepted\"}";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        for end in 1..attempt.len() {
            fs::write(&path, [begin.as_bytes(), &attempt.as_bytes()[..end]].concat()).unwrap();
            let (log, healed) = AppendLog::open(&path, KIND, |_, _| {}).unwrap();
            drop(log);
            assert_eq!(healed.map(|it| it.cut), Some(end as u64));
            assert_eq!(fs::read_to_string(&path).unwrap(), begin);
        }
    }
}
