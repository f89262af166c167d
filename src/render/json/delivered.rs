//! An attempt to deliver in our JSON output, and the tally of a run's attempts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Place;
use super::time::{Ms, Time};
use super::transition::Transition;
use crate::report;
use crate::report::{Next, Outcome, Purpose};

/// An attempt to deliver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivered<'a> {
    pub(crate) place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transition: Option<Transition<'a>>,
    pub(crate) at: Time,
    pub(crate) attempt: u32,
    /// `delivery` or `duplicate`.
    pub(crate) purpose: Cow<'a, str>,
    pub(crate) outcome: Cow<'a, str>,
    pub(crate) accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Cow<'a, str>>,
    /// From when it was due.
    pub(crate) latency_ms: Ms,
    /// From when it was sent.
    pub(crate) took_ms: Ms,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) late_ms: Option<Ms>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) said: Option<Cow<'a, str>>,
    /// The whole body, where it says more than `said`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<Cow<'a, str>>,
    /// `done`, `retry`, `resend` or `gave-up`.
    pub(crate) next: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_ms: Option<Ms>,
}

impl<'a> Delivered<'a> {
    pub(crate) fn of(it: &'a report::Delivered) -> Self {
        let (next, after) = match it.next {
            Next::Done => ("done", None),
            Next::Retry { after, .. } => ("retry", Some(after)),
            Next::Resend => ("resend", None),
            Next::GaveUp => ("gave-up", None),
        };
        let plain = matches!(it.outcome, Outcome::Accepted | Outcome::Refused { .. });
        let purpose = if it.purpose == Purpose::Delivery { "delivery" } else { "duplicate" };
        Self {
            place: Place::document(&it.subject),
            event_id: it.subject.event_id.as_deref().map(Cow::Borrowed),
            ticket_id: it.subject.ticket_id.as_deref().map(Cow::Borrowed),
            transition: it.transition.as_ref().map(Transition::of),
            at: Time::of(it.at_ms),
            attempt: it.attempt,
            purpose: purpose.into(),
            outcome: it.outcome.name().into(),
            accepted: it.outcome.is_accepted(),
            status: it.outcome.status(),
            reason: (!plain).then(|| it.outcome.to_string().into()),
            latency_ms: it.latency.into(),
            took_ms: it.took.into(),
            late_ms: it.late.map(Ms::from),
            said: it.said.as_deref().map(Cow::Borrowed),
            answer: it.answer.as_deref().map(Cow::Borrowed),
            warnings: it.warnings.iter().map(Cow::from).collect(),
            next: next.into(),
            retry_after_ms: after.map(Ms::from),
        }
    }
}

/// The tally of a run's deliveries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latency: Option<Latency>,
    pub(crate) elapsed_ms: Ms,
    pub(crate) missed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed_to: Option<String>,
}

/// How long attempts took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Latency {
    pub(crate) count: u64,
    pub(crate) p50_ms: Ms,
    pub(crate) p90_ms: Ms,
    pub(crate) p99_ms: Ms,
    pub(crate) max_ms: Ms,
    pub(crate) mean_ms: Ms,
}

impl Deliveries {
    pub(crate) fn of(run: &report::Deliveries, skipped: u64) -> Self {
        let all = &run.latency;
        let latency = (all.count() > 0).then(|| Latency {
            count: all.count(),
            p50_ms: all.quantile(0.5).into(),
            p90_ms: all.quantile(0.9).into(),
            p99_ms: all.quantile(0.99).into(),
            max_ms: all.max().into(),
            mean_ms: all.mean().into(),
        });
        Self {
            accepted: run.accepted,
            failed: run.failed,
            attempts: run.attempts(),
            retried: run.retried,
            resent: run.resent,
            late: run.late,
            duplicates: run.duplicates,
            duplicates_failed: run.duplicates_failed,
            skipped,
            resumed: run.resumed,
            left: run.left,
            warned: run.warned,
            past_limit: run.past_limit,
            acked_late: run.acked_late,
            outcomes: run.outcomes.iter().map(|(tag, count)| (tag.to_string(), *count)).collect(),
            latency,
            elapsed_ms: run.elapsed.into(),
            missed: run.missed.clone(),
            failed_to: run.failed_to.clone(),
        }
    }
}
