//! `helpdesk.notification.approve_v1`: a push task was reviewed; it has no ticket.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use std::sync::LazyLock;

use serde_json::Value;

use super::branch::Branch;
use super::field::{Field, flatten};
use super::kind::EventKind;
use crate::model::{EventRole, Slot};

const SCHEMA: &str = include_str!("schemas/helpdesk.notification.approve_v1.schema.json");

static JSON: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("a compiled-in schema is JSON"));
static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| flatten(&JSON));
static TREE: LazyLock<Branch> = LazyLock::new(|| NOTIFICATION_APPROVE_V1.grow());

/// A push task was reviewed; it has no ticket.
pub(super) static NOTIFICATION_APPROVE_V1: EventKind = EventKind {
    name: "helpdesk.notification.approve_v1",
    about: "A push task of a help desk was reviewed.",
    schema: SCHEMA,
    sdk_fields: &[],
    not_carried: &[],
    prefixes: &[("/header/app_id", "cli_")],
    times: &["/header/create_time"],
    role: EventRole::Review,
    subject_id: "/event/notification_id",
    slots: &[(Slot::CreateTime, "/header/create_time")],
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
