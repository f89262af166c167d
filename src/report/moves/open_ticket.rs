//! A ticket that is not closed (`diff --open`).

use crate::model::{Stage, Status};
use crate::report::Place;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTicket {
    pub ticket_id: String,
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    /// Since when it is known to be in this status, ms.
    pub since: Option<i64>,
    /// Whether it may have been in it for longer: the event that led to it is not in the log.
    pub is_longer: bool,
    /// From there to the youngest event of the log, ms.
    pub waiting_ms: Option<i64>,
    /// Where its latest event is.
    pub place: Place,
}

/// What a list of tickets is of, for the line that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TicketList {
    pub kind: ListKind,
    pub tickets: u64,
    /// Those of them that are listed.
    pub listed: u64,
    /// The time of the youngest event, ms.
    pub until: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListKind {
    Gaps,
    Open,
}
