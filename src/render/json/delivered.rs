//! The JSON of an attempt to deliver, version 1. Times end in `_ms` and are numbers, whole or not.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::received::Change;
use crate::report;
use crate::report::{Next, Outcome, Purpose};

/// An attempt to deliver.
#[derive(Serialize)]
pub(crate) struct Delivered<'a> {
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
    /// The whole body, where it says more than `said`.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [String],
    /// `done`, `retry`, `resend` or `gave-up`.
    next: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<f64>,
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
            answer: it.answer.as_deref(),
            warnings: &it.warnings,
            next,
            retry_after_ms: after.map(ms),
        }
    }
}

/// The tally of a run's deliveries.
#[derive(Serialize)]
pub(crate) struct Deliveries {
    accepted: u64,
    failed: u64,
    attempts: u64,
    retried: u64,
    resent: u64,
    late: u64,
    duplicates: u64,
    duplicates_failed: u64,
    skipped: u64,
    resumed: u64,
    left: u64,
    warned: u64,
    past_limit: u64,
    acked_late: u64,
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
    pub(crate) fn of(run: &report::Deliveries, skipped: u64) -> Self {
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

#[cfg(test)]
mod tests {
    use super::super::lines::Ndjson;
    use super::super::mirror::Line;
    use super::*;
    use crate::render::fixture::{delivered, rendered};
    use crate::report::{Phase, Record};

    #[test]
    fn an_attempt_has_every_field_that_it_has_a_value_for_and_no_other() {
        let retry = Next::Retry { after: Duration::from_millis(15), number: 1, of: 4 };
        let mut odd = delivered(Outcome::TimedOut { phase: Phase::Answer, limit_ms: 3_000 }, retry);
        (odd.late, odd.said) = (Some(Duration::from_millis(20)), Some("no".to_owned()));
        odd.answer = Some("{\"msg\":\"no\"}".into());
        (odd.warnings, odd.attempt, odd.purpose) = (vec!["w".to_owned()], 2, Purpose::Duplicate);
        let records =
            [delivered(Outcome::Accepted, Next::Done), odd].map(|it| Record::Delivered(Box::new(it)));
        let text = rendered(&records, |page| Ndjson::new(page, "replay"));
        assert!(!text.contains("null"), "{text}");
        let lines: Vec<Line> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let [Line::Begin(_), Line::Delivered(plain), Line::Delivered(odd), Line::Summary(sum)] = &lines[..]
        else {
            panic!("{text}");
        };
        assert_eq!((&*plain.file, plain.document, plain.line), ("fixtures/closed.json", 2, 2));
        assert_eq!(
            (&*plain.outcome, plain.accepted, plain.status, &*plain.next),
            ("accepted", true, Some(200), "done")
        );
        assert_eq!((&*plain.purpose, plain.at_ms, plain.attempt), ("delivery", 1_700_000_000_511, 1));
        assert!(plain.event_id.is_some() && plain.ticket_id.is_some() && plain.reason.is_none());
        assert_eq!(plain.transition.as_ref().map(|it| &*it.name), Some("hand-over"));
        assert!((plain.latency_ms - 4.12).abs() < 1e-9 && (plain.took_ms - 4.12).abs() < 1e-9);
        assert_eq!(
            (&*odd.outcome, odd.status, odd.reason.as_deref()),
            ("timed-out-answer", None, Some("timed out after 3.000 s"))
        );
        assert_eq!((&*odd.next, odd.retry_after_ms, odd.late_ms), ("retry", Some(15.0), Some(20.0)));
        assert_eq!(
            (odd.said.as_deref(), &odd.warnings[..], &*odd.purpose),
            (Some("no"), &["w".to_owned()][..], "duplicate")
        );
        assert_eq!(odd.answer.as_deref(), Some("{\"msg\":\"no\"}"));
        let run = sum.deliveries.as_ref().unwrap();
        assert_eq!(
            (run.accepted, run.failed, run.attempts, run.retried, run.late, run.warned, run.resent),
            (1, 0, 2, 1, 1, 1, 0)
        );
        assert_eq!(
            (run.skipped, run.resumed, run.left, run.past_limit, run.acked_late, run.duplicates_failed),
            (0, 0, 0, 0, 0, 0)
        );
        assert_eq!((run.outcomes["200"], run.outcomes["timed out"], run.duplicates), (1, 1, 0));
        let latency = run.latency_ms.as_ref().unwrap();
        assert!(latency.p50 > 4.0 && latency.p90 > 4.0 && latency.p99 > 4.0 && latency.mean > 4.0);
        assert!((latency.max - 4.12).abs() < 1e-9 && run.elapsed_ms.abs() < 1e-9);
        assert!(run.missed.is_empty() && run.failed_to.is_none());
    }
}
