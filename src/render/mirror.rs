//! What a reader of our JSON output may rely on: every field, and no other.

use serde::Deserialize;

pub(super) use super::mirror_delivered::{Delivered, Deliveries};
use super::mirror_moved::{Lived, Moved, MovedTally};

#[derive(Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Line {
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
pub(super) struct Report {
    pub(super) version: u32,
    pub(super) tool: String,
    pub(super) tool_version: String,
    pub(super) command: String,
    pub(super) records: Vec<Line>,
    pub(super) summary: Tally,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    pub(super) version: u32,
    pub(super) tool: String,
    #[serde(rename = "tool_version")]
    _tool_version: String,
    pub(super) command: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checked {
    #[serde(rename = "file")]
    _file: String,
    pub(super) document: u64,
    #[serde(rename = "line")]
    _line: u64,
    #[serde(rename = "event_id")]
    _event_id: Option<String>,
    #[serde(rename = "ticket_id")]
    _ticket_id: Option<String>,
    pub(super) valid: bool,
    pub(super) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Received {
    pub(super) number: u64,
    #[serde(rename = "at")]
    _at: i64,
    pub(super) kind: String,
    pub(super) status: Option<u16>,
    pub(super) event_id: Option<String>,
    #[serde(rename = "event_type")]
    _event_type: Option<String>,
    #[serde(rename = "ticket_id")]
    _ticket_id: Option<String>,
    pub(super) transition: Option<Change>,
    #[serde(rename = "signature")]
    _signature: Option<String>,
    pub(super) token: Option<String>,
    pub(super) duplicate_of: Option<i64>,
    pub(super) recorded: Option<bool>,
    pub(super) on_purpose: Option<String>,
    pub(super) cause: Option<String>,
    #[serde(rename = "message")]
    _message: Option<String>,
    #[serde(rename = "help")]
    _help: Option<String>,
    pub(super) mistakes: Option<Vec<String>>,
    pub(super) forwarded: Option<Forwarded>,
    pub(super) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    #[serde(rename = "move")]
    pub(super) name: String,
    #[serde(rename = "stage")]
    _stage: Option<Codes>,
    pub(super) status: Option<Codes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Codes {
    pub(super) from: i64,
    pub(super) to: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Forwarded {
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
pub(super) struct ReceivedCounts {
    pub(super) url_checks: u64,
    pub(super) acknowledged: u64,
    pub(super) duplicates: u64,
    pub(super) recorded: u64,
    pub(super) not_acknowledged_on_purpose: u64,
    pub(super) refused: u64,
    #[serde(rename = "missing")]
    _missing: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Found {
    pub(super) file: Option<String>,
    pub(super) code: String,
    #[serde(rename = "severity")]
    _severity: String,
    #[serde(rename = "message")]
    _message: String,
    #[serde(rename = "pointer")]
    _pointer: String,
    #[serde(rename = "line")]
    _line: u64,
    #[serde(rename = "column")]
    _column: u64,
    #[serde(rename = "end_line")]
    _end_line: u64,
    pub(super) end_column: u64,
    #[serde(rename = "offset")]
    _offset: u64,
    #[serde(rename = "opened")]
    _opened: bool,
    #[serde(rename = "documented")]
    _documented: Option<String>,
    #[serde(rename = "help")]
    _help: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tally {
    pub(super) documents: u64,
    #[serde(rename = "files")]
    _files: u64,
    pub(super) clean: u64,
    #[serde(rename = "faulty")]
    _faulty: u64,
    pub(super) errors: u64,
    #[serde(rename = "warnings")]
    _warnings: u64,
    #[serde(rename = "notes")]
    _notes: u64,
    #[serde(rename = "hidden")]
    _hidden: u64,
    #[serde(rename = "stopped")]
    _stopped: bool,
    pub(super) received: Option<ReceivedCounts>,
    pub(super) deliveries: Option<Deliveries>,
    pub(super) probed: Option<ProbedCounts>,
    pub(super) exit_code: u8,
    pub(super) moved: Option<MovedTally>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Probed {
    #[serde(rename = "target")]
    _target: String,
    pub(super) case: String,
    #[serde(rename = "title")]
    _title: String,
    pub(super) weight: String,
    pub(super) verdict: String,
    #[serde(rename = "expected")]
    _expected: String,
    #[serde(rename = "got")]
    _got: String,
    pub(super) advice: Option<String>,
    pub(super) sdk: Option<String>,
    pub(super) answer: Option<ProbedAnswer>,
    #[serde(rename = "why")]
    _why: String,
    #[serde(rename = "reference")]
    _reference: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProbedAnswer {
    pub(super) status: u16,
    #[serde(rename = "body")]
    _body: String,
    #[serde(rename = "took_us")]
    _took_us: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProbedCounts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) warned: u64,
    pub(super) of_sdk: u64,
    pub(super) skipped: u64,
}
