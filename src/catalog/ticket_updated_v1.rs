//! `helpdesk.ticket.updated_v1`: a ticket moved to another stage or status.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use super::kind::{Derived, EventKind};
use super::sdk_fact::{SdkFact, SdkModel};
use crate::model::{EventRole, Sdk, Slot};

pub(super) static TICKET_UPDATED_V1: EventKind = EventKind {
    name: "helpdesk.ticket.updated_v1",
    page: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/ticket/events/updated",
    about: "A help desk ticket moved to another stage or status.",
    schema: include_str!("schemas/helpdesk.ticket.updated_v1.schema.json"),
    sdk_fields: &[
        "/event/object/guest/avatar_url",
        "/event/object/guest/email",
        "/event/object/agents",
        "/event/object/collaborators",
        "/event/object/closed_by",
    ],
    not_carried: &["/event/object/customized_fields"],
    prefixes: &[
        ("/header/app_id", "cli_"),
        ("/event/object/guest/id/union_id", "on_"),
        ("/event/object/guest/id/open_id", "ou_"),
        ("/event/object/chat_id", "oc_"),
    ],
    times: &[
        "/header/create_time",
        "/event/object/created_at",
        "/event/object/updated_at",
        "/event/object/closed_at",
        "/event/old_object/updated_at",
    ],
    role: EventRole::Update,
    subject_id: "/event/object/ticket_id",
    slots: &[
        (Slot::CreateTime, "/header/create_time"),
        (Slot::Stage, "/event/object/stage"),
        (Slot::Status, "/event/object/status"),
        (Slot::CreatedAt, "/event/object/created_at"),
        (Slot::UpdatedAt, "/event/object/updated_at"),
        (Slot::ClosedAt, "/event/object/closed_at"),
        (Slot::OldStage, "/event/old_object/stage"),
        (Slot::OldStatus, "/event/old_object/status"),
        (Slot::OldUpdatedAt, "/event/old_object/updated_at"),
    ],
    ticket: Some("/event/object"),
    before: Some("/event/old_object"),
    inner_id: None,
    sdk_facts: &[
        SdkFact::new(Sdk::Java, "/event/object/created_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/object/updated_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/object/closed_at", SdkModel::Int32),
        SdkFact::new(Sdk::Java, "/event/old_object/updated_at", SdkModel::Int32),
    ],
    derived: Derived::new(),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of the table on the vendor's page, in its order.
    const DOCUMENTED: &[(&str, &str)] = &[
        ("schema", "string"),
        ("header", "object"),
        ("header.event_id", "string"),
        ("header.event_type", "string"),
        ("header.create_time", "string"),
        ("header.token", "string"),
        ("header.app_id", "string"),
        ("header.tenant_key", "string"),
        ("event", "object"),
        ("event.object", "object"),
        ("event.object.ticket_id", "string"),
        ("event.object.helpdesk_id", "string"),
        ("event.object.guest", "object"),
        ("event.object.guest.id", "object"),
        ("event.object.guest.id.union_id", "string"),
        ("event.object.guest.id.user_id", "string"),
        ("event.object.guest.id.open_id", "string"),
        ("event.object.guest.name", "string"),
        ("event.object.stage", "integer"),
        ("event.object.status", "integer"),
        ("event.object.score", "integer"),
        ("event.object.created_at", "integer"),
        ("event.object.updated_at", "integer"),
        ("event.object.closed_at", "integer"),
        ("event.object.channel", "integer"),
        ("event.object.solve", "integer"),
        ("event.object.customized_fields", "array"),
        ("event.object.customized_fields.id", "string"),
        ("event.object.customized_fields.value", "string"),
        ("event.object.customized_fields.key_name", "string"),
        ("event.object.customized_fields.display_name", "string"),
        ("event.object.customized_fields.position", "integer"),
        ("event.object.customized_fields.required", "boolean"),
        ("event.object.customized_fields.editable", "boolean"),
        ("event.object.chat_id", "string"),
        ("event.old_object", "object"),
        ("event.old_object.stage", "integer"),
        ("event.old_object.status", "integer"),
        ("event.old_object.updated_at", "integer"),
    ];

    const REQUIRED: &[&str] = &[
        "schema", "header", "header.event_id", "header.event_type", "header.create_time", "header.app_id",
        "header.tenant_key", "event", "event.object", "event.object.ticket_id", "event.object.stage",
        "event.object.status", "event.old_object",
    ];

    #[test]
    fn the_schema_documents_what_the_page_documents_and_nothing_else() {
        let fields = TICKET_UPDATED_V1.fields();
        let ours: Vec<_> = fields.iter().map(|it| (it.path.as_str(), it.types[0])).collect();
        assert_eq!(ours, DOCUMENTED);
        assert!(fields.iter().all(|it| it.types.len() == 1));
    }

    #[test]
    fn only_what_every_event_carries_is_required() {
        let required = TICKET_UPDATED_V1.fields().iter().filter(|it| it.required);
        assert_eq!(required.map(|it| it.path.as_str()).collect::<Vec<_>>(), REQUIRED);
    }
}
