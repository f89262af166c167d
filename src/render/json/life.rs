//! A ticket's life in our JSON output, version 1 (see `shape`).

use serde::Serialize;

use super::finding::Found;
use super::moved::{Change, Code, Time};
use crate::report::{Finding, LifeStep, Lived as Record, Moment as Happened, Place};

/// A ticket's life.
#[derive(Serialize)]
pub(crate) struct Lived<'a> {
    ticket_id: &'a str,
    events: u64,
    duplicates: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Code>,
    moments: Vec<Moment<'a>>,
    findings: Vec<Found<'a>>,
}

/// A line of the story.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Moment<'a> {
    Step(Step<'a>),
    Gap(Gap<'a>),
    Duplicate(Duplicate<'a>),
}

#[derive(Serialize)]
struct Step<'a> {
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Change>,
    r#move: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_ms: Option<i64>,
    late: bool,
}

#[derive(Serialize)]
struct Gap<'a> {
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Change>,
}

#[derive(Serialize)]
struct Duplicate<'a> {
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Time>,
    event_id: &'a str,
}

impl<'a> Lived<'a> {
    /// The shape of `lived`; `shown` are those of its findings that are written.
    pub(crate) fn of(lived: &'a Record, shown: &'a [Finding]) -> Self {
        Self {
            ticket_id: &lived.ticket_id,
            events: lived.events,
            duplicates: lived.duplicates,
            stage: lived.stage.map(Code::stage),
            status: lived.status.map(Code::status),
            moments: lived.moments.iter().map(Moment::of).collect(),
            findings: shown.iter().map(Found::with_file).collect(),
        }
    }
}

impl<'a> Moment<'a> {
    fn of(moment: &'a Happened) -> Self {
        match moment {
            Happened::Step(step) => Self::Step(Step::of(step)),
            Happened::Gap { place, stage, status } => Self::Gap(Gap {
                file: &place.file,
                line: place.line,
                stage: stage.map(Change::stage),
                status: status.map(Change::status),
            }),
            Happened::Duplicate { place, at, event_id } => {
                Self::Duplicate(Duplicate::of(place, *at, event_id))
            }
        }
    }
}

impl<'a> Step<'a> {
    fn of(step: &'a LifeStep) -> Self {
        Self {
            file: &step.place.file,
            line: step.place.line,
            at: step.at.map(Time::of),
            stage: step.stage.map(Change::stage),
            status: step.status.map(Change::status),
            r#move: step.kind.name(),
            after_ms: step.after_ms,
            late: step.is_late,
        }
    }
}

impl<'a> Duplicate<'a> {
    fn of(place: &'a Place, at: Option<i64>, event_id: &'a str) -> Self {
        Self { file: &place.file, line: place.line, at: at.map(Time::of), event_id }
    }
}
