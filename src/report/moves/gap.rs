//! An event that is missing: between what was known of a ticket and the event that contradicts it.

use crate::model::{EventRole, Stage, Status, Step};
use crate::report::{Finding, Place};

/// A gap in a ticket's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where the event is that shows it.
    pub place: Place,
    pub event_id: Option<String>,
    pub role: EventRole,
    /// When, ms.
    pub at: Option<i64>,
    /// The stage we knew and the one it says it came from, where they differ.
    pub stage: Option<Step<Stage>>,
    pub status: Option<Step<Status>>,
    pub known: LastKnown,
}

/// What was known of a ticket last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastKnown {
    /// Where the event is that said it.
    pub place: Place,
    /// When, ms.
    pub at: Option<i64>,
    pub stage: Option<Stage>,
    pub status: Option<Status>,
}

impl Gap {
    /// The time between the two events, ms.
    pub fn between_ms(&self) -> Option<i64> {
        self.known.at.zip(self.at).and_then(|(from, to)| to.checked_sub(from))
    }
}

/// A gap and the ticket to fetch again (`diff --gaps`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketGap {
    pub ticket_id: String,
    pub gap: Gap,
    /// The gap as a finding, unless such findings are off.
    pub findings: Vec<Finding>,
}
