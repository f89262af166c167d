//! `helpdesk.ticket_message.created_v1`: a message was sent in a ticket; its `ticket_type` is the stage.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use std::sync::LazyLock;

use serde_json::Value;

use super::branch::Branch;
use super::field::{Field, flatten};
use super::kind::EventKind;
use crate::model::{EventRole, Slot};

const SCHEMA: &str = include_str!("schemas/helpdesk.ticket_message.created_v1.schema.json");

static JSON: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("a compiled-in schema is JSON"));
static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| flatten(&JSON));
static TREE: LazyLock<Branch> = LazyLock::new(|| TICKET_MESSAGE_CREATED_V1.grow());

/// A message was sent in a ticket; its `ticket_type` is the stage.
pub(super) static TICKET_MESSAGE_CREATED_V1: EventKind = EventKind {
    name: "helpdesk.ticket_message.created_v1",
    about: "A message was sent in a ticket, by the bot, the guest or an agent.",
    schema: SCHEMA,
    sdk_fields: &[
        "/event/ticket/helpdesk_id",
        "/event/ticket/guest",
        "/event/ticket/stage",
        "/event/ticket/score",
        "/event/ticket/created_at",
        "/event/ticket/updated_at",
        "/event/ticket/closed_at",
        "/event/ticket/channel",
        "/event/ticket/solve",
        "/event/ticket/agents",
        "/event/ticket/collaborators",
        "/event/ticket/closed_by",
        "/event/ticket/chat_id",
    ],
    not_carried: &["/event/ticket/customized_fields"],
    prefixes: &[
        ("/header/app_id", "cli_"),
        ("/event/sender_id/union_id", "on_"),
        ("/event/sender_id/open_id", "ou_"),
        ("/event/message_id", "om_"),
    ],
    times: &[
        "/header/create_time",
        "/event/ticket/agent_entry_time",
        "/event/ticket/agent_first_response_time",
        "/event/ticket/agent_last_response_time",
        "/event/ticket/comments/created_at",
    ],
    role: EventRole::Message,
    subject_id: "/event/ticket/ticket_id",
    slots: &[
        (Slot::CreateTime, "/header/create_time"),
        (Slot::Stage, "/event/ticket/ticket_type"),
        (Slot::Status, "/event/ticket/status"),
    ],
    ticket: None,
    before: None,
    wire: &[
        ("", &["schema", "header", "event"]),
        ("/header", &["event_id", "token", "create_time", "event_type", "tenant_key", "app_id"]),
    ],
    parsed: &JSON,
    table: &FIELDS,
    tree: &TREE,
};
