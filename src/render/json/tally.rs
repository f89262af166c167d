//! The tally of a log in our JSON output.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::time::Ms;
use super::transition::Code;
use crate::model::{Stage, Status};
use crate::render::text::time;
use crate::report;
use crate::report::Durations;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedTally<'a> {
    pub(crate) events: u64,
    pub(crate) tickets: u64,
    pub(crate) duplicates: u64,
    pub(crate) changed: u64,
    pub(crate) late: u64,
    pub(crate) beyond_window: u64,
    pub(crate) lost: u64,
    pub(crate) lost_tickets: u64,
    pub(crate) lost_days: Vec<Day>,
    pub(crate) stages: Vec<Edge<'a>>,
    pub(crate) statuses: Vec<Edge<'a>>,
    pub(crate) stays: Vec<Stay<'a>>,
    pub(crate) handed_over: u64,
    pub(crate) closed: u64,
    pub(crate) reopened: u64,
    pub(crate) closed_by: Vec<Share<'a>>,
    pub(crate) created: u64,
    /// Absent where the log has no messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unanswered: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_answers: Option<Spread>,
    pub(crate) messages: Vec<Sent<'a>>,
    pub(crate) reviews: Vec<Reviewed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    pub(crate) days: Vec<Day>,
}

/// How often a code became another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Edge<'a> {
    pub(crate) from: Code<'a>,
    pub(crate) to: Code<'a>,
    pub(crate) count: u64,
}

/// Messages of a sender.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sent<'a> {
    /// Absent where the events do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sender: Option<Code<'a>>,
    pub(crate) count: u64,
}

/// Reviews of push tasks that ended alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reviewed<'a> {
    /// Absent where it is none that is documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) approve_status: Option<Code<'a>>,
    pub(crate) count: u64,
}

/// The time spent in a status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stay<'a> {
    pub(crate) status: Code<'a>,
    pub(crate) count: u64,
    pub(crate) sum_ms: Ms,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) median_ms: Option<Ms>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p95_ms: Option<Ms>,
    pub(crate) max_ms: Ms,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spread {
    pub(crate) count: u64,
    pub(crate) sum_ms: Ms,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) median_ms: Option<Ms>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p95_ms: Option<Ms>,
    pub(crate) max_ms: Ms,
}

/// How often a status was what closings led to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Share<'a> {
    pub(crate) status: Code<'a>,
    pub(crate) count: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) count: u64,
}

impl MovedTally<'_> {
    pub(crate) fn of(tally: &report::MovedTally) -> Self {
        let closed_by =
            tally.closed_by.iter().map(|(code, count)| Share { status: status(*code), count: *count });
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
            created: tally.created,
            unanswered: tally.unanswered,
            first_answers: (tally.first_answers.count() > 0).then(|| Spread::of(&tally.first_answers)),
            messages: tally
                .messages
                .iter()
                .map(|(sender, count)| Sent { sender: sender.map(Code::sender), count: *count })
                .collect(),
            reviews: tally
                .reviews
                .iter()
                .map(|(review, count)| Reviewed { approve_status: review.map(Code::review), count: *count })
                .collect(),
            zone: tally.zone.clone(),
            days: days(&tally.days),
        }
    }
}

impl Stay<'_> {
    fn of(code: i64, spread: &Durations) -> Self {
        let Spread { count, sum_ms, median_ms, p95_ms, max_ms } = Spread::of(spread);
        Self { status: status(code), count, sum_ms, median_ms, p95_ms, max_ms }
    }
}

impl Spread {
    fn of(spread: &Durations) -> Self {
        Self {
            count: spread.count(),
            sum_ms: u64::try_from(spread.sum()).unwrap_or(u64::MAX).into(),
            median_ms: spread.quantile(500).map(Ms::from),
            p95_ms: spread.quantile(950).map(Ms::from),
            max_ms: spread.max().into(),
        }
    }
}

fn status(code: i64) -> Code<'static> {
    Code::status(Status::from_code(code))
}

fn edges<'a>(counts: &BTreeMap<(i64, i64), u64>, code: impl Fn(i64) -> Code<'a>) -> Vec<Edge<'a>> {
    counts
        .iter()
        .map(|((from, to), count)| Edge { from: code(*from), to: code(*to), count: *count })
        .collect()
}

fn days(days: &BTreeMap<i64, u64>) -> Vec<Day> {
    days.iter().map(|(day, count)| Day { date: time::date(*day), count: *count }).collect()
}
