//! A ticket as an event carries it, and the sparse patch that `old_object` is.

use super::codes::{Stage, Status};

/// The fields of a ticket after its update, `event.object`, that are not read in every event. A field that is absent on the wire is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// The help desk it belongs to.
    pub helpdesk_id: Option<String>,
    /// The guest's display name; real events carry `-` for a guest without one.
    pub guest: Option<String>,
    /// `guest.id.open_id`, `ou_...`.
    pub open_id: Option<String>,
    /// `guest.id.union_id`, `on_...`.
    pub union_id: Option<String>,
    /// `guest.id.user_id`, present only with the permission for it.
    pub user_id: Option<String>,
    /// The guest's score, 1 to 3.
    pub score: Option<i64>,
    /// When it was created, ms since the epoch.
    pub created_at: Option<i64>,
    /// When it was updated, ms; -1 on the wire means none.
    pub updated_at: Option<i64>,
    /// When it was closed, ms.
    pub closed_at: Option<i64>,
    pub channel: Option<i64>,
    /// Whether it was solved: 1 no, 2 yes.
    pub solve: Option<i64>,
    /// The chat of the ticket, `oc_...`.
    pub chat_id: Option<String>,
}

/// What `old_object` says: only fields that were updated. A field that is absent here did not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TicketPatch {
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    /// The update time before, ms.
    pub updated_at: Option<i64>,
}
