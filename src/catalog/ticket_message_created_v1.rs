//! `helpdesk.ticket_message.created_v1`: a message was sent in a ticket; its `ticket_type` is the stage.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use super::kind::{Derived, EventKind};
use super::sdk_fact::{SdkFact, SdkModel};
use crate::model::{EventRole, Sdk, Slot};

pub(super) static TICKET_MESSAGE_CREATED_V1: EventKind = EventKind {
    name: "helpdesk.ticket_message.created_v1",
    page: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/ticket_message/events/created",
    about: "A message was sent in a ticket, by the bot, the guest or an agent.",
    schema: include_str!("schemas/helpdesk.ticket_message.created_v1.schema.json"),
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
        (Slot::SenderType, "/event/sender_type"),
        (Slot::SenderId, "/event/sender_id"),
    ],
    ticket: None,
    before: None,
    inner_id: Some("/event/event_id"),
    sdk_facts: &[
        SdkFact::new(Sdk::Go, "/event/position", SdkModel::Text),
        SdkFact::new(Sdk::Go, "/event/ticket/comments", SdkModel::Object),
        SdkFact::new(Sdk::Java, "/event/ticket/comments", SdkModel::Object),
        SdkFact::new(Sdk::Java, "/event/ticket/comments/created_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/ticket/comments/user_id", SdkModel::Int32),
        SdkFact::new(Sdk::Python, "/event/ticket/comments", SdkModel::List),
        SdkFact::new(Sdk::Node, "/event/event_id", SdkModel::Shadows),
    ],
    derived: Derived::new(),
};
