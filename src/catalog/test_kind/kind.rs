//! `helpdesk.ticket.example_v1`: a ticket moved, told at other places than in any real event.

use crate::catalog::kind::{Derived, EventKind};
use crate::model::{EventRole, Slot};

/// An event of the type.
pub(crate) const SAMPLE: &[u8] = include_bytes!("sample.json");

/// A ticket moved.
pub(crate) static TICKET_EXAMPLE_V1: EventKind = EventKind {
    name: "helpdesk.ticket.example_v1",
    page: "https://example.com/",
    about: "A ticket of a test moved.",
    schema: include_str!("schema.json"),
    sdk_fields: &[],
    not_carried: &[],
    prefixes: &[("/header/app_id", "cli_")],
    times: &["/header/create_time", "/event/case/updated_at", "/event/earlier/updated_at"],
    role: EventRole::Update,
    subject_id: "/event/case/ticket_id",
    slots: &[
        (Slot::CreateTime, "/header/create_time"),
        (Slot::Stage, "/event/case/stage"),
        (Slot::Status, "/event/case/status"),
        (Slot::UpdatedAt, "/event/case/updated_at"),
        (Slot::OldStage, "/event/earlier/stage"),
        (Slot::OldStatus, "/event/earlier/status"),
        (Slot::OldUpdatedAt, "/event/earlier/updated_at"),
    ],
    ticket: Some("/event/case"),
    before: Some("/event/earlier"),
    inner_id: None,
    sdk_facts: &[],
    derived: Derived::new(),
};
