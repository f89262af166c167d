//! The tally of a log in our JSON output, version 1 (see `shape`).

use std::collections::BTreeMap;

use serde::Serialize;

use super::moved::Code;
use crate::model::{Stage, Status};
use crate::render::text::time;
use crate::report::{Durations, MovedTally as Tally};

/// The tally of a log.
#[derive(Serialize)]
pub(crate) struct MovedTally {
    events: u64,
    tickets: u64,
    duplicates: u64,
    changed: u64,
    late: u64,
    beyond_window: u64,
    lost: u64,
    lost_tickets: u64,
    lost_days: Vec<Day>,
    stages: Vec<Edge>,
    statuses: Vec<Edge>,
    stays: Vec<Stay>,
    handed_over: u64,
    closed: u64,
    reopened: u64,
    closed_by: Vec<Share>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    days: Vec<Day>,
}

/// How often a code became another.
#[derive(Serialize)]
struct Edge {
    from: Code,
    to: Code,
    count: u64,
}

/// The time spent in a status.
#[derive(Serialize)]
struct Stay {
    status: Code,
    count: u64,
    sum_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    median_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_ms: Option<u64>,
    max_ms: u64,
}

#[derive(Serialize)]
struct Share {
    status: Code,
    count: u64,
}

#[derive(Serialize)]
struct Day {
    date: String,
    count: u64,
}

impl MovedTally {
    pub(crate) fn of(tally: &Tally) -> Self {
        let closed_by =
            tally.closed_by.iter().map(|(code, count)| Share { status: status(*code), count: *count });
        let days = |days: &BTreeMap<i64, u64>| {
            days.iter().map(|(day, count)| Day { date: time::date(*day), count: *count }).collect()
        };
        Self {
            events: tally.events,
            tickets: tally.tickets,
            duplicates: tally.duplicates,
            changed: tally.changed,
            late: tally.late,
            beyond_window: tally.beyond_window,
            lost: tally.lost,
            lost_tickets: tally.lost_tickets,
            lost_days: days(&tally.lost_days),
            stages: edges(&tally.stages, |code| Code::stage(Stage::from_code(code))),
            statuses: edges(&tally.statuses, status),
            stays: tally.stays.iter().map(|(code, spread)| Stay::of(*code, spread)).collect(),
            handed_over: tally.handed_over,
            closed: tally.closed,
            reopened: tally.reopened,
            closed_by: closed_by.collect(),
            zone: tally.zone.clone(),
            days: days(&tally.days),
        }
    }
}

impl Stay {
    fn of(code: i64, spread: &Durations) -> Self {
        Self {
            status: status(code),
            count: spread.count(),
            sum_ms: u64::try_from(spread.sum()).unwrap_or(u64::MAX),
            median_ms: spread.quantile(500),
            p95_ms: spread.quantile(950),
            max_ms: spread.max(),
        }
    }
}

fn status(code: i64) -> Code {
    Code::status(Status::from_code(code))
}

fn edges(counts: &BTreeMap<(i64, i64), u64>, code: impl Fn(i64) -> Code) -> Vec<Edge> {
    counts
        .iter()
        .map(|((from, to), count)| Edge { from: code(*from), to: code(*to), count: *count })
        .collect()
}
