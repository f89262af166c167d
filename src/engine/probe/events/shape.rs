//! The events that are sent: synthetic, in the platform's wire form (compact, keys in its order), each of one shape.

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A type that exists on the platform, but that an app for ticket updates has not subscribed to.
const OTHER_TYPE: &str = "helpdesk.example.none_v1";
/// Bytes that make a body of about 1 MB, encrypted and in base64 a third more.
const PADDING: usize = 1_000_000;
const TICKET: &str = "7100000000000000901";

/// What is particular about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shape {
    /// Every documented field.
    Full,
    /// As the platform really sends it: zero and empty fields left out.
    Sparse,
    /// With fields that no documentation names.
    Unknown,
    /// With nothing in `old_object`.
    EmptyOld,
    /// With text outside ASCII.
    NonAscii,
    /// With nothing but ticket, stage and status.
    Minimal,
    Created,
    Message,
    /// A push task that was reviewed.
    Notification,
    /// Of a type that no app handles.
    OtherType,
}

impl Shape {
    /// `header.event_type`.
    pub(crate) fn event_type(self) -> &'static str {
        match self {
            Self::Created => "helpdesk.ticket.created_v1",
            Self::Message => "helpdesk.ticket_message.created_v1",
            Self::Notification => "helpdesk.notification.approve_v1",
            Self::OtherType => OTHER_TYPE,
            _ => "helpdesk.ticket.updated_v1",
        }
    }
}

/// What an event's header carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventHeader<'a> {
    /// Unique per event.
    pub(crate) event_id: &'a str,
    /// The verification token, or `None` to leave the member out.
    pub(crate) token: Option<&'a str>,
    /// When it was made, ms since the epoch.
    pub(crate) create_ms: i64,
}

pub(crate) fn text(shape: Shape, header: EventHeader<'_>) -> Vec<u8> {
    whole(shape, header, &event(shape, header.create_ms))
}

/// The text of an event of about 1 MB: one of this shape, with a field that no documentation names.
pub(crate) fn large(shape: Shape, header: EventHeader<'_>) -> Vec<u8> {
    let mut event = event(shape, header.create_ms);
    event["zz_probe_padding"] = json!("x".repeat(PADDING));
    whole(shape, header, &event)
}

fn whole(shape: Shape, header: EventHeader<'_>, event: &Value) -> Vec<u8> {
    let mut head = header.members(shape.event_type());
    if shape == Shape::Unknown {
        head.insert("probe_field".to_owned(), json!("a field nobody knows"));
    }
    json!({ "schema": "2.0", "header": head, "event": event }).to_string().into_bytes()
}

impl EventHeader<'_> {
    /// The members of `header`, in the platform's order.
    pub(crate) fn members(&self, event_type: &str) -> Map<String, Value> {
        let mut head = Map::new();
        head.insert("event_id".to_owned(), json!(self.event_id));
        if let Some(token) = self.token {
            head.insert("token".to_owned(), json!(token));
        }
        head.insert("create_time".to_owned(), json!(self.create_ms.to_string()));
        head.insert("event_type".to_owned(), json!(event_type));
        head.insert("tenant_key".to_owned(), json!("0000000000000001"));
        head.insert("app_id".to_owned(), json!("cli_0000000000000001"));
        head
    }
}

/// `event`; its keys are in alphabetical order, as in captures.
fn event(shape: Shape, now_ms: i64) -> Value {
    match shape {
        Shape::Created => object(Shape::Sparse, now_ms),
        Shape::Message => json!({
            "chat_id": "oc_00000000000000000000000000000901",
            "content": { "content": "a message", "msg_type": "text" },
            "event_id": "00000000-0000-4000-8000-000000000901",
            "message_id": "om_00000000000000000000000000000901",
            "msg_type": "text",
            // A number in deliveries, a text in the documentation.
            "position": 222,
            "sender_type": 1,
            "text": "a message",
            "ticket": { "status": 1, "ticket_id": TICKET },
            "ticket_message_id": "7100000000000000902",
        }),
        Shape::Notification => json!({
            "approve_status": "APPROVED",
            "helpdesk_id": "7100000000000000001",
            "notification_id": "7100000000000000903",
        }),
        shape => json!({ "object": object(shape, now_ms), "old_object": old(shape, now_ms) }),
    }
}
/// `event.object`, or the ticket that was created.
fn object(shape: Shape, now_ms: i64) -> Value {
    let guest = |name: &str| {
        json!({
            "id": {
                "open_id": "ou_00000000000000000000000000000001",
                "union_id": "on_00000000000000000000000000000001",
                "user_id": "u0000001",
            },
            "name": name,
        })
    };
    let created = now_ms - 363_000;
    match shape {
        Shape::Minimal => json!({ "stage": 2, "status": 3, "ticket_id": TICKET }),
        // A ticket without score, channel and closing time: the real form of a hand-over.
        Shape::Sparse => json!({
            "chat_id": "oc_00000000000000000000000000000901",
            "created_at": created,
            "guest": guest("-"),
            "helpdesk_id": "7100000000000000001",
            "stage": 2,
            "status": 3,
            "ticket_id": TICKET,
            "updated_at": now_ms,
        }),
        shape => {
            let name =
                if shape == Shape::NonAscii { "张三 🙂 Ünïcödé \u{2028}é" } else { "Sample Guest" };
            let mut object = json!({
                "channel": 2,
                "chat_id": "oc_00000000000000000000000000000901",
                "closed_at": now_ms,
                "created_at": created,
                "guest": guest(name),
                "helpdesk_id": "7100000000000000001",
                "score": 3,
                "solve": 2,
                "stage": 2,
                "status": 51,
                "ticket_id": TICKET,
                "updated_at": now_ms,
            });
            if shape == Shape::Unknown {
                object["zz_probe_field"] = json!({ "deep": [1, null, { "er": true }] });
            }
            object
        }
    }
}

/// `event.old_object`: what the changed fields held before.
fn old(shape: Shape, now_ms: i64) -> Value {
    let before = now_ms - 60_000;
    match shape {
        Shape::EmptyOld => json!({}),
        Shape::Minimal => json!({ "stage": 1, "status": 1 }),
        Shape::Sparse => json!({ "stage": 1, "status": 1, "updated_at": before }),
        _ => json!({ "status": 2, "updated_at": before }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::validate::Checker;
    use crate::model::{Document, Origin};

    fn made(shape: Shape) -> Vec<u8> {
        let header = EventHeader {
            event_id: "00000000000000000000000000000901",
            token: Some("t"),
            create_ms: 1_700_000_000_000,
        };
        text(shape, header)
    }

    #[test]
    fn every_event_the_documentation_allows_is_valid() {
        for shape in [
            Shape::Full,
            Shape::Sparse,
            Shape::Unknown,
            Shape::EmptyOld,
            Shape::NonAscii,
            Shape::Minimal,
            Shape::Created,
            Shape::Message,
            Shape::Notification,
        ] {
            let header = EventHeader {
                event_id: "00000000000000000000000000000901",
                token: Some("t"),
                create_ms: 1_700_000_000_000,
            };
            for text in [made(shape), large(shape, header)] {
                let entry = Document::new(Origin::start_of("probe"), text);
                let checked = Checker::default().check(&entry).checked;
                assert!(checked.is_valid(), "{shape:?}: {:?}", checked.findings);
            }
        }
    }

    #[test]
    fn the_wire_form_is_compact_and_in_the_platforms_order() {
        let text = String::from_utf8(made(Shape::Sparse)).unwrap();
        assert!(text.starts_with(r#"{"schema":"2.0","header":{"event_id":"#), "{text}");
        assert!(!text.contains(": ") && !text.contains("\"score\""), "{text}");
        let text = String::from_utf8(made(Shape::NonAscii)).unwrap();
        assert!(text.contains("张三 🙂"), "{text}");
    }

    #[test]
    fn a_token_can_be_left_out() {
        let text = text(Shape::Full, EventHeader { event_id: "e", token: None, create_ms: 1 });
        assert!(!String::from_utf8(text).unwrap().contains("token"));
    }
}
