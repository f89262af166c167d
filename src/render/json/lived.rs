//! A ticket's life, its gaps, and open tickets in our JSON output.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Place};
use super::time::{Ms, Time};
use super::transition::{Change, Code, Transition};
use crate::model::EventRole;
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
#[expect(clippy::large_enum_variant, reason = "nearly every line is a step")]
pub(crate) enum Moment<'a> {
    Step {
        place: Place<'a>,
        transition: Transition<'a>,
        /// How long the ticket stayed in the state before.
        #[serde(skip_serializing_if = "Option::is_none")]
        after_ms: Option<Ms>,
        late: bool,
    },
    /// An event is missing: the next one came from another state.
    Gap(Box<Gap<'a>>),
    /// A message that was sent in the ticket.
    Message {
        place: Place<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
        /// Absent where the event does not say.
        #[serde(skip_serializing_if = "Option::is_none")]
        sender: Option<Code<'a>>,
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
            report::Moment::Gap(gap) => Self::Gap(Box::new(Gap::of(gap))),
            report::Moment::Message(it) => Self::Message {
                place: Place::line(&it.place),
                at: it.at.map(Time::of),
                sender: it.sender.map(Code::sender),
            },
            report::Moment::Duplicate { place, at, event_id } => {
                Self::Duplicate { place: Place::line(place), at: at.map(Time::of), event_id: event_id.into() }
            }
        }
    }
}

/// A ticket and an event of it that is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketGap<'a> {
    pub(crate) ticket_id: Cow<'a, str>,
    pub(crate) gap: Gap<'a>,
    pub(crate) findings: Vec<Finding<'a>>,
}

/// An event is missing: the next one came from another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Gap<'a> {
    /// That of the next event.
    pub(crate) place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    /// `update` or `message`.
    pub(crate) shown_by: Cow<'a, str>,
    /// From the one we knew to the one the next event came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Change<'a>>,
    pub(crate) known: Known<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) between_ms: Option<Ms>,
}

/// What was known of a ticket last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known<'a> {
    pub(crate) place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Code<'a>>,
}

/// A ticket that is not closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenTicket<'a> {
    pub(crate) ticket_id: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<Time>,
    pub(crate) at_least: bool,
    /// From there to the youngest event of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waiting_ms: Option<Ms>,
    /// That of its latest event.
    pub(crate) place: Place<'a>,
}

/// What a list of tickets is of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TicketList {
    pub(crate) tickets: u64,
    pub(crate) listed: u64,
    /// The time of the youngest event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Time>,
}

impl<'a> TicketGap<'a> {
    /// The JSON of a gap; `shown` are those of its findings that are written.
    pub(crate) fn of(it: &'a report::TicketGap, shown: &'a [report::Finding]) -> Self {
        Self { ticket_id: (&*it.ticket_id).into(), gap: Gap::of(&it.gap), findings: Finding::all(shown) }
    }
}

impl<'a> Gap<'a> {
    pub(crate) fn of(gap: &'a report::Gap) -> Self {
        let known = &gap.known;
        Self {
            place: Place::line(&gap.place),
            at: gap.at.map(Time::of),
            event_id: gap.event_id.as_deref().map(Cow::Borrowed),
            shown_by: if gap.role == EventRole::Message { "message" } else { "update" }.into(),
            stage: gap.stage.map(Change::stage),
            status: gap.status.map(Change::status),
            known: Known {
                place: Place::line(&known.place),
                at: known.at.map(Time::of),
                stage: known.stage.map(Code::stage),
                status: known.status.map(Code::status),
            },
            between_ms: gap.between_ms().map(Ms::from),
        }
    }
}

impl<'a> OpenTicket<'a> {
    pub(crate) fn of(it: &'a report::OpenTicket) -> Self {
        Self {
            ticket_id: (&*it.ticket_id).into(),
            stage: it.stage.map(Code::stage),
            status: it.status.map(Code::status),
            since: it.since.map(Time::of),
            at_least: it.is_longer,
            waiting_ms: it.waiting_ms.map(Ms::from),
            place: Place::line(&it.place),
        }
    }
}

impl TicketList {
    pub(crate) fn of(list: &report::TicketList) -> Self {
        Self { tickets: list.tickets, listed: list.listed, until: list.until.map(Time::of) }
    }
}
