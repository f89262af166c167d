//! `helpdesk.notification.approve_v1`: a push task was reviewed; it has no ticket.
//!
//! Source: the vendor's page of the event; the fields beside it, the official SDKs' models.

use super::kind::{Derived, EventKind};
use crate::model::{EventRole, Slot};

pub(super) static NOTIFICATION_APPROVE_V1: EventKind = EventKind {
    name: "helpdesk.notification.approve_v1",
    page: "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/notification/events/approve",
    about: "A push task of a help desk was reviewed.",
    schema: include_str!("schemas/helpdesk.notification.approve_v1.schema.json"),
    sdk_fields: &[],
    not_carried: &[],
    prefixes: &[("/header/app_id", "cli_")],
    times: &["/header/create_time"],
    role: EventRole::Review,
    subject_id: "/event/notification_id",
    slots: &[(Slot::CreateTime, "/header/create_time"), (Slot::Review, "/event/approve_status")],
    ticket: None,
    before: None,
    inner_id: None,
    sdk_facts: &[],
    derived: Derived::new(),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Review;

    #[test]
    fn the_reviews_are_those_of_the_schema_in_its_order() {
        let field = NOTIFICATION_APPROVE_V1.at("/event/approve_status").unwrap();
        assert_eq!(field.texts, Review::ALL.map(Review::text));
    }
}
