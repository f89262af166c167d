//! The JSON of an attempt to deliver, version 1. Times end in `_ms` and are numbers, whole or not.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::shape_received::Change;
use crate::report::{self, Next, Outcome, Purpose};

/// An attempt to deliver.
#[derive(Serialize)]
pub(super) struct Delivered<'a> {
    file: &'a str,
    document: u64,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transition: Option<Change>,
    /// Since the epoch.
    at_ms: i64,
    attempt: u32,
    /// `delivery` or `duplicate`.
    purpose: &'static str,
    outcome: &'static str,
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    latency_ms: f64,
    took_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    late_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [String],
    /// `done`, `retry` or `gave-up`.
    next: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<f64>,
}

impl<'a> Delivered<'a> {
    pub(super) fn of(it: &'a report::Delivered) -> Self {
        let (next, after) = match it.next {
            Next::Done => ("done", None),
            Next::Retry { after, .. } => ("retry", Some(after)),
            Next::GaveUp => ("gave-up", None),
        };
        let plain = matches!(it.outcome, Outcome::Accepted | Outcome::Refused { .. });
        Self {
            file: &it.subject.file,
            document: it.subject.index,
            line: it.subject.line,
            event_id: it.subject.event_id.as_deref(),
            ticket_id: it.subject.ticket_id.as_deref(),
            transition: it.transition.as_ref().map(Change::of),
            at_ms: it.at_ms,
            attempt: it.attempt,
            purpose: if it.purpose == Purpose::Delivery { "delivery" } else { "duplicate" },
            outcome: it.outcome.name(),
            accepted: it.outcome.is_accepted(),
            status: it.outcome.status(),
            reason: (!plain).then(|| it.outcome.to_string()),
            latency_ms: ms(it.latency),
            took_ms: ms(it.took),
            late_ms: it.late.map(ms),
            said: it.said.as_deref(),
            warnings: &it.warnings,
            next,
            retry_after_ms: after.map(ms),
        }
    }
}

/// The tally of a run's deliveries.
#[derive(Serialize)]
pub(super) struct Deliveries {
    accepted: u64,
    failed: u64,
    attempts: u64,
    retried: u64,
    late: u64,
    duplicates: u64,
    duplicates_failed: u64,
    skipped: u64,
    resumed: u64,
    left: u64,
    warned: u64,
    past_limit: u64,
    outcomes: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latency_ms: Option<Latency>,
    elapsed_ms: f64,
    missed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_to: Option<String>,
}

#[derive(Serialize)]
struct Latency {
    p50: f64,
    p90: f64,
    p99: f64,
    max: f64,
    mean: f64,
}

impl Deliveries {
    pub(super) fn of(run: &report::Deliveries, skipped: u64) -> Self {
        let all = &run.latency;
        let at = |quantile| ms(all.quantile(quantile));
        let latency_ms = (all.count() > 0).then(|| Latency {
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            max: ms(all.max()),
            mean: ms(all.mean()),
        });
        Self {
            accepted: run.accepted,
            failed: run.failed,
            attempts: run.attempts(),
            retried: run.retried,
            late: run.late,
            duplicates: run.duplicates,
            duplicates_failed: run.duplicates_failed,
            skipped,
            resumed: run.resumed,
            left: run.left,
            warned: run.warned,
            past_limit: run.past_limit,
            outcomes: run.outcomes.iter().map(|(tag, count)| (tag.to_string(), *count)).collect(),
            latency_ms,
            elapsed_ms: ms(run.elapsed),
            missed: run.missed.clone(),
            failed_to: run.failed_to.clone(),
        }
    }
}

fn ms(time: Duration) -> f64 {
    // Whole us: more digits would claim more than is known.
    (time.as_secs_f64() * 1e6).round() / 1e3
}
