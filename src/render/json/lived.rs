//! A ticket's life in our JSON output.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Place};
use super::time::{Ms, Time};
use super::transition::{Change, Code, Transition};
use crate::report;

/// A ticket's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lived<'a> {
    pub(crate) ticket_id: Cow<'a, str>,
    pub(crate) events: u64,
    pub(crate) duplicates: u64,
    /// Where the ticket stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Code<'a>>,
    pub(crate) moments: Vec<Moment<'a>>,
    pub(crate) findings: Vec<Finding<'a>>,
}

/// A line of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Moment<'a> {
    /// An event.
    Step {
        place: Place<'a>,
        transition: Transition<'a>,
        /// How long the ticket stayed in the state before.
        #[serde(skip_serializing_if = "Option::is_none")]
        after_ms: Option<Ms>,
        late: bool,
    },
    /// An event is missing: the next one came from another state.
    Gap {
        /// That of the next event.
        place: Place<'a>,
        /// From the one we knew to the one the next event came from.
        #[serde(skip_serializing_if = "Option::is_none")]
        stage: Option<Change<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Change<'a>>,
    },
    /// An event whose `event_id` came before.
    Duplicate {
        place: Place<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
        event_id: Cow<'a, str>,
    },
}

impl<'a> Lived<'a> {
    /// The JSON of `lived`; `shown` are those of its findings that are written.
    pub(crate) fn of(lived: &'a report::Lived, shown: &'a [report::Finding]) -> Self {
        Self {
            ticket_id: (&*lived.ticket_id).into(),
            events: lived.events,
            duplicates: lived.duplicates,
            stage: lived.stage.map(Code::stage),
            status: lived.status.map(Code::status),
            moments: lived.moments.iter().map(Moment::of).collect(),
            findings: Finding::all(shown),
        }
    }
}

impl<'a> Moment<'a> {
    fn of(moment: &'a report::Moment) -> Self {
        match moment {
            report::Moment::Step(it) => Self::Step {
                place: Place::line(&it.place),
                transition: Transition::new(it.kind, it.at, it.stage, it.status),
                after_ms: it.after_ms.map(Ms::from),
                late: it.is_late,
            },
            report::Moment::Gap { place, stage, status } => Self::Gap {
                place: Place::line(place),
                stage: stage.map(Change::stage),
                status: status.map(Change::status),
            },
            report::Moment::Duplicate { place, at, event_id } => {
                Self::Duplicate { place: Place::line(place), at: at.map(Time::of), event_id: event_id.into() }
            }
        }
    }
}
