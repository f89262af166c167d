//! One event, read leniently: what can be read is read, what is missing or of another type is `None`.

use serde_json::Value;

use super::stage::Stage;
use super::status::Status;
use super::ticket::{Guest, Ticket, TicketPatch};

/// The header of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Unique per event, the same for every redelivery.
    pub event_id: Option<String>,
    /// `helpdesk.ticket.updated_v1`.
    pub event_type: Option<String>,
    /// When the event was made, ms since the epoch (on the wire: digits in a string).
    pub create_time: Option<i64>,
    /// The app's verification token; empty over the long connection.
    pub token: Option<String>,
    /// The app, `cli_...`.
    pub app_id: Option<String>,
    /// The tenant.
    pub tenant_key: Option<String>,
}

/// One `helpdesk.ticket.updated_v1` event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// `header`.
    pub header: Header,
    /// `event.object`: the ticket after the update.
    pub ticket: Ticket,
    /// `event.old_object`: what the updated fields held before.
    pub old: TicketPatch,
}

impl Event {
    /// Reads an event from JSON text, or `None` where the text is not JSON or holds no `event.object`.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Self::from_value(&serde_json::from_slice(bytes).ok()?)
    }

    /// Reads an event, or `None` where there is no object at `event.object`.
    ///
    /// Numbers written as text are read as numbers and the other way round: an event with such a fault still has a
    /// transition to show.
    pub fn from_value(value: &Value) -> Option<Self> {
        let object = value.pointer("/event/object").filter(|it| it.is_object())?;
        let none = Value::Null;
        let header = value.get("header").unwrap_or(&none);
        let old = value.pointer("/event/old_object").unwrap_or(&none);
        Some(Self {
            header: Header {
                event_id: text(header, "event_id"),
                event_type: text(header, "event_type"),
                create_time: integer(header, "create_time"),
                token: text(header, "token"),
                app_id: text(header, "app_id"),
                tenant_key: text(header, "tenant_key"),
            },
            ticket: ticket(object),
            old: TicketPatch {
                stage: integer(old, "stage").map(Stage::from_code),
                status: integer(old, "status").map(Status::from_code),
                updated_at: integer(old, "updated_at"),
            },
        })
    }
}

fn ticket(object: &Value) -> Ticket {
    let none = Value::Null;
    let guest = object.get("guest").unwrap_or(&none);
    let id = guest.get("id").unwrap_or(&none);
    Ticket {
        ticket_id: text(object, "ticket_id").unwrap_or_default(),
        helpdesk_id: text(object, "helpdesk_id"),
        guest: Guest {
            open_id: text(id, "open_id"),
            union_id: text(id, "union_id"),
            user_id: text(id, "user_id"),
            name: text(guest, "name"),
        },
        stage: integer(object, "stage").map(Stage::from_code),
        status: integer(object, "status").map(Status::from_code),
        score: integer(object, "score"),
        created_at: integer(object, "created_at"),
        updated_at: integer(object, "updated_at"),
        closed_at: integer(object, "closed_at"),
        channel: integer(object, "channel"),
        solve: integer(object, "solve"),
        chat_id: text(object, "chat_id"),
    }
}

fn text(parent: &Value, key: &str) -> Option<String> {
    match parent.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn integer(parent: &Value, key: &str) -> Option<i64> {
    match parent.get(key)? {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A float that is a whole number an `f64` holds exactly (`1.0`).
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparse_event_reads_as_nones() {
        let event = Event::from_slice(
            br#"{"header":{"create_time":"5"},"event":{"object":{"ticket_id":"7","status":50},"old_object":{"status":1.0}}}"#,
        )
        .unwrap();
        assert_eq!(event.header.create_time, Some(5));
        assert_eq!(event.ticket.stage, None);
        assert_eq!(event.ticket.status, Some(Status::ClosedByBot));
        assert_eq!(event.old.status, Some(Status::Created));
        assert_eq!(event.old.stage, None);
    }

    #[test]
    fn what_holds_no_ticket_is_no_event() {
        assert_eq!(Event::from_slice(b"{\"event\":{\"object\":[]}}"), None);
        assert_eq!(Event::from_slice(b"{"), None);
    }
}
