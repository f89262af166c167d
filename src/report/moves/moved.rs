//! What events changed: one event (`Moved`), a ticket's whole life (`Lived`), and the tally over a log.

use std::collections::BTreeMap;

use super::gap::Gap;
use crate::model::{Move, Review, Sender, Stage, Status, Step, Ticket, TicketPatch, Transition};
use crate::report::{Durations, Finding, Place, Severity, Subject};

/// What one event changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub subject: Subject,
    /// Stage and status before and after; a field absent from `old_object` did not change.
    pub transition: Transition,
    /// The ticket after the update.
    pub ticket: Ticket,
    /// What `old_object` says; a field that it holds with the new value is "unchanged".
    pub old: TicketPatch,
    /// `header.create_time`, ms.
    pub create_time: Option<i64>,
    /// What its event is known by again in this run, where it has an id.
    pub key: Option<u64>,
    /// The errors `validate` has against the event, and what `--forbid` says of it.
    pub findings: Vec<Finding>,
}

impl Moved {
    pub fn is_valid(&self) -> bool {
        !self.findings.iter().any(|it| it.severity == Severity::Error)
    }
}

/// A ticket's whole life, in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lived {
    pub ticket_id: String,
    /// Its steps, and between them what an operator must know.
    pub moments: Vec<Moment>,
    /// Events of the story; duplicates are not among them.
    pub events: u64,
    /// Events that were dropped because their `event_id` came before.
    pub duplicates: u64,
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    /// Gaps, duplicates, late arrivals, reopenings and invalid events, each at its place.
    pub findings: Vec<Finding>,
}

/// One line of a ticket's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    Step(LifeStep),
    /// The next event's old values differ from the state we knew: an event is missing here.
    Gap(Gap),
    /// A message that was sent in the ticket (`--messages`).
    Message(SentMessage),
    /// An event whose `event_id` came before: dropped from the story.
    Duplicate {
        place: Place,
        /// When, ms.
        at: Option<i64>,
        event_id: String,
    },
}

impl Moment {
    /// When, ms; of a gap, when the event after it.
    pub(crate) fn at(&self) -> Option<i64> {
        match self {
            Self::Step(it) => it.at,
            Self::Gap(it) => it.at,
            Self::Message(it) => it.at,
            Self::Duplicate { at, .. } => *at,
        }
    }

    pub(crate) fn place(&self) -> &Place {
        match self {
            Self::Step(it) => &it.place,
            Self::Gap(it) => &it.place,
            Self::Message(it) => &it.place,
            Self::Duplicate { place, .. } => place,
        }
    }
}

/// A message in a ticket's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMessage {
    pub place: Place,
    /// When, ms.
    pub at: Option<i64>,
    /// Who sent it; `None` where the event does not say.
    pub sender: Option<Sender>,
}

/// An event in a ticket's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeStep {
    pub place: Place,
    /// When, ms.
    pub at: Option<i64>,
    pub stage: Option<Step<Stage>>,
    pub status: Option<Step<Status>>,
    pub kind: Move,
    /// How long the ticket was in the stage and status before, ms, where both times are known and no event is missing.
    pub after_ms: Option<i64>,
    /// Whether it came after an event that is younger than it.
    pub is_late: bool,
}

/// The tally of a log (`--summary`). Counts are exact; durations are spread over buckets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovedTally {
    /// Updates and creations counted: those that a filter let through, without duplicates.
    pub events: u64,
    pub tickets: u64,
    /// Events dropped because their `event_id` came before.
    pub duplicates: u64,
    /// Events that came after a younger one of their ticket.
    pub late: u64,
    /// Events that came so much later that the times of their tickets are left out around them.
    pub beyond_window: u64,
    /// Events that are missing at the least: an event came from another state than the one before it led to.
    pub lost: u64,
    /// Tickets of which an event is missing.
    pub lost_tickets: u64,
    /// The missing ones by the day of the event that shows it.
    pub lost_days: BTreeMap<i64, u64>,
    /// Whether a filter chose what is counted; the lines about tickets are over all tickets.
    pub is_filtered: bool,
    /// Events whose stage or status changed.
    pub changed: u64,
    /// Stage codes, from and to: how often. Events that say no stage are not in it; one that stays is (`from == to`).
    pub stages: BTreeMap<(i64, i64), u64>,
    pub statuses: BTreeMap<(i64, i64), u64>,
    /// Time spent in a status by its code, ms, of the stays whose begin and end are both known.
    pub stays: BTreeMap<i64, Durations>,
    /// Tickets that were handed over from the bot to a human at least once.
    pub handed_over: u64,
    /// Tickets that were closed at least once.
    pub closed: u64,
    /// Tickets that were reopened at least once.
    pub reopened: u64,
    /// Tickets whose creation was read.
    pub created: u64,
    /// Those of them that no agent answered; `None` where the log has no messages, and so says nothing of answers.
    pub unanswered: Option<u64>,
    /// From the creation of a ticket, where it was read, to the first message of an agent, ms.
    pub first_answers: Durations,
    pub messages: BTreeMap<Option<Sender>, u64>,
    /// Reviews of push tasks by how they ended; `None` where the event says nothing that is documented.
    pub reviews: BTreeMap<Option<Review>, u64>,
    /// Closings by the status they led to.
    pub closed_by: BTreeMap<i64, u64>,
    /// The name of the zone that days and hours are counted in.
    pub zone: Option<String>,
    /// Events by day: days since 1970-01-01 in the zone of the run.
    pub days: BTreeMap<i64, u64>,
    /// Events by the hour of the day in that zone.
    pub hours: [u64; 24],
}
