//! What a reader of our JSON output may rely on, for what `diff` writes: every field, and no other.

use serde::Deserialize;

use super::finding::Found;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(crate) struct Moved {
    pub(crate) file: String,
    pub(crate) document: u64,
    pub(crate) line: u64,
    pub(crate) event_id: Option<String>,
    pub(crate) ticket_id: String,
    pub(crate) at: Option<Time>,
    pub(crate) create_time: Option<Time>,
    pub(crate) stage: Option<Change>,
    pub(crate) status: Option<Change>,
    pub(crate) updated_at: Option<Updated>,
    pub(crate) r#move: String,
    pub(crate) valid: bool,
    pub(crate) findings: Vec<Found>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Time {
    pub(crate) ms: i64,
    pub(crate) rfc3339: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) code: i64,
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) from: Code,
    pub(crate) to: Code,
    pub(crate) changed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Updated {
    pub(crate) from_ms: Option<i64>,
    pub(crate) to_ms: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(crate) struct Lived {
    pub(crate) ticket_id: String,
    pub(crate) events: u64,
    pub(crate) duplicates: u64,
    pub(crate) stage: Option<Code>,
    pub(crate) status: Option<Code>,
    pub(crate) moments: Vec<Moment>,
    pub(crate) findings: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(crate) enum Moment {
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
pub(crate) struct MovedTally {
    pub(crate) events: u64,
    pub(crate) tickets: u64,
    pub(crate) duplicates: u64,
    pub(crate) changed: u64,
    pub(crate) late: u64,
    pub(crate) beyond_window: u64,
    pub(crate) lost: u64,
    pub(crate) lost_tickets: u64,
    pub(crate) lost_days: Vec<Day>,
    pub(crate) stages: Vec<Edge>,
    pub(crate) statuses: Vec<Edge>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) handed_over: u64,
    pub(crate) closed: u64,
    pub(crate) reopened: u64,
    pub(crate) closed_by: Vec<Share>,
    pub(crate) zone: Option<String>,
    pub(crate) days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edge {
    pub(crate) from: Code,
    pub(crate) to: Code,
    pub(crate) count: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(crate) struct Stay {
    pub(crate) status: Code,
    pub(crate) count: u64,
    pub(crate) sum_ms: u64,
    pub(crate) median_ms: Option<u64>,
    pub(crate) p95_ms: Option<u64>,
    pub(crate) max_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a mirror names every field")]
pub(crate) struct Share {
    pub(crate) status: Code,
    pub(crate) count: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) count: u64,
}
