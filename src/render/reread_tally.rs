//! The tally of transitions, as it is read back from the output of a shard.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::moment;
use crate::report::{self, Durations};

/// The tally of a log.
#[derive(Deserialize)]
pub(super) struct MovedTally {
    events: u64,
    tickets: u64,
    duplicates: u64,
    changed: u64,
    stages: Vec<Edge>,
    statuses: Vec<Edge>,
    stays: Vec<Stay>,
    handed_over: u64,
    closed: u64,
    reopened: u64,
    closed_by: Vec<Share>,
    zone: String,
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Code {
    code: i64,
}

#[derive(Deserialize)]
struct Edge {
    from: Code,
    to: Code,
    count: u64,
}

/// The time spent in a status; what its buckets tell is not read twice.
#[derive(Deserialize)]
struct Stay {
    status: Code,
    max_ms: u64,
    buckets: Vec<(u64, u64, u64)>,
}

#[derive(Deserialize)]
struct Share {
    status: Code,
    count: u64,
}

#[derive(Deserialize)]
struct Day {
    date: String,
    count: u64,
}

impl MovedTally {
    pub(super) fn tally(self) -> Result<report::MovedTally, String> {
        let day = |Day { date, count }: Day| {
            Ok((moment::day_of(&date).ok_or_else(|| format!("`{date}` is no date"))?, count))
        };
        let stay = |it: Stay| {
            let buckets = it.buckets.into_iter().map(|(lower, count, sum)| (lower, count, u128::from(sum)));
            (it.status.code, Durations::of(buckets, it.max_ms))
        };
        Ok(report::MovedTally {
            events: self.events,
            tickets: self.tickets,
            duplicates: self.duplicates,
            changed: self.changed,
            stages: edges(self.stages),
            statuses: edges(self.statuses),
            stays: self.stays.into_iter().map(stay).collect(),
            handed_over: self.handed_over,
            closed: self.closed,
            reopened: self.reopened,
            closed_by: self.closed_by.into_iter().map(|it| (it.status.code, it.count)).collect(),
            zone: Some(self.zone),
            days: self.days.into_iter().map(day).collect::<Result<_, String>>()?,
        })
    }
}

fn edges(edges: Vec<Edge>) -> BTreeMap<(i64, i64), u64> {
    edges.into_iter().map(|it| ((it.from.code, it.to.code), it.count)).collect()
}
