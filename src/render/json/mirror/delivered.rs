//! What a reader of our JSON output may rely on where it tells of deliveries.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::finding::Change;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivered {
    pub(crate) file: String,
    pub(crate) document: u64,
    pub(crate) line: u64,
    pub(crate) event_id: Option<String>,
    pub(crate) ticket_id: Option<String>,
    pub(crate) transition: Option<Change>,
    pub(crate) at_ms: i64,
    pub(crate) attempt: u32,
    pub(crate) purpose: String,
    pub(crate) outcome: String,
    pub(crate) accepted: bool,
    pub(crate) status: Option<u16>,
    pub(crate) reason: Option<String>,
    pub(crate) latency_ms: f64,
    pub(crate) took_ms: f64,
    pub(crate) late_ms: Option<f64>,
    pub(crate) said: Option<String>,
    pub(crate) answer: Option<String>,
    #[serde(default)]
    pub(crate) warnings: Vec<String>,
    pub(crate) next: String,
    pub(crate) retry_after_ms: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deliveries {
    pub(crate) accepted: u64,
    pub(crate) failed: u64,
    pub(crate) attempts: u64,
    pub(crate) retried: u64,
    pub(crate) resent: u64,
    pub(crate) late: u64,
    pub(crate) duplicates: u64,
    pub(crate) duplicates_failed: u64,
    pub(crate) skipped: u64,
    pub(crate) resumed: u64,
    pub(crate) left: u64,
    pub(crate) warned: u64,
    pub(crate) past_limit: u64,
    pub(crate) acked_late: u64,
    pub(crate) outcomes: BTreeMap<String, u64>,
    pub(crate) latency_ms: Option<Latency>,
    pub(crate) elapsed_ms: f64,
    pub(crate) missed: Vec<String>,
    pub(crate) failed_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p90: f64,
    pub(crate) p99: f64,
    pub(crate) max: f64,
    pub(crate) mean: f64,
}
