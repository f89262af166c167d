//! `helpdesk.ticket.created_v1`: a ticket was created.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use super::kind::{Derived, EventKind};
use super::sdk_fact::{SdkFact, SdkModel};
use crate::model::{EventRole, Sdk, Slot};

pub(super) static TICKET_CREATED_V1: EventKind = EventKind {
    name: "helpdesk.ticket.created_v1",
    page: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/ticket/events/created",
    about: "A ticket was created in a help desk.",
    schema: include_str!("schemas/helpdesk.ticket.created_v1.schema.json"),
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
    inner_id: None,
    sdk_facts: &[
        SdkFact::new(Sdk::Java, "/event/created_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/updated_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/closed_at", SdkModel::Int32),
    ],
    derived: Derived::new(),
};
