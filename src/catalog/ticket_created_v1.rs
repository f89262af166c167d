//! `helpdesk.ticket.created_v1`: a ticket was created.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use std::sync::LazyLock;

use serde_json::Value;

use super::branch::Branch;
use super::field::{Field, flatten};
use super::kind::EventKind;
use crate::model::{EventRole, Slot};

const SCHEMA: &str = include_str!("schemas/helpdesk.ticket.created_v1.schema.json");

static JSON: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("a compiled-in schema is JSON"));
static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| flatten(&JSON));
static TREE: LazyLock<Branch> = LazyLock::new(|| TICKET_CREATED_V1.grow());

/// A ticket was created.
pub(super) static TICKET_CREATED_V1: EventKind = EventKind {
    name: "helpdesk.ticket.created_v1",
    about: "A ticket was created in a help desk.",
    schema: SCHEMA,
    sdk_fields: &["/event/guest/avatar_url", "/event/guest/email"],
    not_carried: &["/event/customized_fields"],
    prefixes: &[
        ("/header/app_id", "cli_"),
        ("/event/guest/id/union_id", "on_"),
        ("/event/guest/id/open_id", "ou_"),
        ("/event/chat_id", "oc_"),
    ],
    times: &["/header/create_time", "/event/created_at", "/event/updated_at", "/event/closed_at"],
    role: EventRole::Birth,
    subject_id: "/event/ticket_id",
    slots: &[
        (Slot::CreateTime, "/header/create_time"),
        (Slot::Stage, "/event/stage"),
        (Slot::Status, "/event/status"),
        (Slot::CreatedAt, "/event/created_at"),
        (Slot::UpdatedAt, "/event/updated_at"),
        (Slot::ClosedAt, "/event/closed_at"),
    ],
    ticket: Some("/event"),
    before: None,
    wire: &[
        ("", &["schema", "header", "event"]),
        ("/header", &["event_id", "token", "create_time", "event_type", "tenant_key", "app_id"]),
    ],
    parsed: &JSON,
    table: &FIELDS,
    tree: &TREE,
};
