//! What a reader of our JSON output may rely on, for what `diff` writes: every field, and no other.

use serde::Deserialize;

use super::mirror::Found;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) struct Moved {
    pub(super) file: String,
    pub(super) document: u64,
    pub(super) line: u64,
    pub(super) event_id: Option<String>,
    pub(super) ticket_id: String,
    pub(super) at: Option<Time>,
    pub(super) create_time: Option<Time>,
    pub(super) stage: Option<Change>,
    pub(super) status: Option<Change>,
    pub(super) updated_at: Option<Updated>,
    pub(super) r#move: String,
    pub(super) valid: bool,
    pub(super) findings: Vec<Found>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Time {
    pub(super) ms: i64,
    pub(super) rfc3339: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) code: i64,
    pub(super) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) from: Code,
    pub(super) to: Code,
    pub(super) changed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Updated {
    pub(super) from_ms: Option<i64>,
    pub(super) to_ms: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) struct Lived {
    pub(super) ticket_id: String,
    pub(super) events: u64,
    pub(super) duplicates: u64,
    pub(super) stage: Option<Code>,
    pub(super) status: Option<Code>,
    pub(super) moments: Vec<Moment>,
    pub(super) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) enum Moment {
    Step {
        file: String,
        line: u64,
        at: Option<Time>,
        stage: Option<Change>,
        status: Option<Change>,
        r#move: String,
        after_ms: Option<i64>,
        late: bool,
    },
    Gap {
        file: String,
        line: u64,
        stage: Option<Change>,
        status: Option<Change>,
    },
    Duplicate {
        file: String,
        line: u64,
        at: Option<Time>,
        event_id: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) struct MovedTally {
    pub(super) events: u64,
    pub(super) tickets: u64,
    pub(super) duplicates: u64,
    pub(super) changed: u64,
    pub(super) stages: Vec<Edge>,
    pub(super) statuses: Vec<Edge>,
    pub(super) stays: Vec<Stay>,
    pub(super) handed_over: u64,
    pub(super) closed: u64,
    pub(super) reopened: u64,
    pub(super) closed_by: Vec<Share>,
    pub(super) zone: Option<String>,
    pub(super) days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edge {
    pub(super) from: Code,
    pub(super) to: Code,
    pub(super) count: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) struct Stay {
    pub(super) status: Code,
    pub(super) count: u64,
    pub(super) sum_ms: u64,
    pub(super) median_ms: Option<u64>,
    pub(super) p95_ms: Option<u64>,
    pub(super) max_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(super) struct Share {
    pub(super) status: Code,
    pub(super) count: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Day {
    pub(super) date: String,
    pub(super) count: u64,
}
