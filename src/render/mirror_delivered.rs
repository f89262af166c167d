//! What a reader of our JSON output may rely on where it tells of deliveries.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::mirror::Change;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Delivered {
    pub(super) file: String,
    pub(super) document: u64,
    pub(super) line: u64,
    pub(super) event_id: Option<String>,
    pub(super) ticket_id: Option<String>,
    pub(super) transition: Option<Change>,
    pub(super) at_ms: i64,
    pub(super) attempt: u32,
    pub(super) purpose: String,
    pub(super) outcome: String,
    pub(super) accepted: bool,
    pub(super) status: Option<u16>,
    pub(super) reason: Option<String>,
    pub(super) latency_ms: f64,
    pub(super) took_ms: f64,
    pub(super) late_ms: Option<f64>,
    pub(super) said: Option<String>,
    #[serde(default)]
    pub(super) warnings: Vec<String>,
    pub(super) next: String,
    pub(super) retry_after_ms: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deliveries {
    pub(super) accepted: u64,
    pub(super) failed: u64,
    pub(super) attempts: u64,
    pub(super) retried: u64,
    pub(super) late: u64,
    pub(super) duplicates: u64,
    pub(super) duplicates_failed: u64,
    pub(super) skipped: u64,
    pub(super) resumed: u64,
    pub(super) left: u64,
    pub(super) warned: u64,
    pub(super) past_limit: u64,
    pub(super) acked_late: u64,
    pub(super) outcomes: BTreeMap<String, u64>,
    pub(super) latency_ms: Option<Latency>,
    pub(super) elapsed_ms: f64,
    pub(super) missed: Vec<String>,
    pub(super) failed_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Latency {
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) p99: f64,
    pub(super) max: f64,
    pub(super) mean: f64,
}
