//! What a reader of our JSON output may rely on: every field, and no other.

use serde::Deserialize;

use super::delivered::{Delivered, Deliveries};
use super::finding::{Change, Found};
use super::moved::{Lived, Moved, MovedTally};

#[derive(Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Line {
    Begin(Begin),
    Checked(Checked),
    Delivered(Box<Delivered>),
    Probed(Box<Probed>),
    Received(Box<Received>),
    Moved(Box<Moved>),
    Lived(Lived),
    Summary(Box<Tally>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) version: u32,
    pub(crate) tool: String,
    pub(crate) tool_version: String,
    pub(crate) command: String,
    pub(crate) records: Vec<Line>,
    pub(crate) summary: Tally,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begin {
    pub(crate) version: u32,
    pub(crate) tool: String,
    #[serde(rename = "tool_version")]
    _tool_version: String,
    pub(crate) command: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checked {
    #[serde(rename = "file")]
    _file: String,
    pub(crate) document: u64,
    #[serde(rename = "line")]
    _line: u64,
    #[serde(rename = "event_id")]
    _event_id: Option<String>,
    #[serde(rename = "ticket_id")]
    _ticket_id: Option<String>,
    pub(crate) valid: bool,
    pub(crate) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Received {
    pub(crate) number: u64,
    #[serde(rename = "at")]
    _at: i64,
    pub(crate) kind: String,
    pub(crate) status: Option<u16>,
    pub(crate) event_id: Option<String>,
    #[serde(rename = "event_type")]
    _event_type: Option<String>,
    #[serde(rename = "ticket_id")]
    _ticket_id: Option<String>,
    pub(crate) transition: Option<Change>,
    #[serde(rename = "signature")]
    _signature: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) duplicate_of: Option<i64>,
    pub(crate) recorded: Option<bool>,
    pub(crate) on_purpose: Option<String>,
    pub(crate) cause: Option<String>,
    #[serde(rename = "message")]
    _message: Option<String>,
    #[serde(rename = "help")]
    _help: Option<String>,
    pub(crate) mistakes: Option<Vec<String>>,
    pub(crate) forwarded: Option<Forwarded>,
    pub(crate) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Forwarded {
    Answered {
        status: u16,
        #[serde(rename = "body")]
        _body: String,
    },
    Failed {
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceivedCounts {
    pub(crate) url_checks: u64,
    pub(crate) acknowledged: u64,
    pub(crate) duplicates: u64,
    pub(crate) recorded: u64,
    pub(crate) not_acknowledged_on_purpose: u64,
    pub(crate) refused: u64,
    #[serde(rename = "missing")]
    _missing: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tally {
    pub(crate) documents: u64,
    #[serde(rename = "files")]
    _files: u64,
    pub(crate) clean: u64,
    #[serde(rename = "faulty")]
    _faulty: u64,
    pub(crate) errors: u64,
    #[serde(rename = "warnings")]
    _warnings: u64,
    #[serde(rename = "notes")]
    _notes: u64,
    #[serde(rename = "hidden")]
    _hidden: u64,
    #[serde(rename = "stopped")]
    _stopped: bool,
    pub(crate) received: Option<ReceivedCounts>,
    pub(crate) deliveries: Option<Deliveries>,
    pub(crate) probed: Option<ProbedCounts>,
    pub(crate) exit_code: u8,
    pub(crate) moved: Option<MovedTally>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Probed {
    #[serde(rename = "target")]
    _target: String,
    pub(crate) case: String,
    #[serde(rename = "title")]
    _title: String,
    pub(crate) weight: String,
    pub(crate) verdict: String,
    #[serde(rename = "expected")]
    _expected: String,
    #[serde(rename = "got")]
    _got: String,
    pub(crate) advice: Option<String>,
    pub(crate) sdk: Option<String>,
    pub(crate) answer: Option<ProbedAnswer>,
    #[serde(rename = "curl")]
    _curl: Option<String>,
    #[serde(rename = "why")]
    _why: String,
    #[serde(rename = "reference")]
    _reference: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProbedAnswer {
    pub(crate) status: u16,
    #[serde(rename = "body")]
    _body: String,
    #[serde(rename = "took_us")]
    _took_us: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProbedCounts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) warned: u64,
    pub(crate) of_sdk: u64,
    pub(crate) skipped: u64,
}
