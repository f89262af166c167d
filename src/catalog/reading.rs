//! Reads a parsed document: which event it is, and what it says of itself. Lenient: what can be read is read, and an event
//! with a fault still has a transition to show.

use std::borrow::Cow;

use super::kind::EventKind;
use super::list::{ALL, find};
use crate::json::{Kind, Node, Parsed};
use crate::model::{EventState, EventView, Review, Slot, Ticket};

/// The kind that a document is read as: by its type, else by its form.
pub(crate) fn kind_of(root: &Node<'_>) -> Option<&'static EventKind> {
    let event_type = root.at("/header/event_type").and_then(|it| it.node.as_str().map(str::to_owned));
    event_type.as_deref().and_then(find).or_else(|| form_of(root))
}

/// The kind whose form a document has, whatever it calls itself: of an event, old values beside the object.
pub(crate) fn form_of(root: &Node<'_>) -> Option<&'static EventKind> {
    ALL.iter().copied().find(|kind| kind.before.and(kind.ticket).is_some_and(|it| root.at(it).is_some()))
}

/// What a document says of itself. Of one that is no event of ours only its id and type are read.
pub(crate) fn view<'n>(parsed: &'n Parsed<'_>) -> EventView<'n> {
    let root = &parsed.root;
    let text = |pointer: &str| text(parsed, root.at(pointer)?.node);
    let Some(kind) = kind_of(root) else {
        let event_type = text("/header/event_type").or_else(|| text("/event/type"));
        return EventView {
            event_type,
            event_id: text("/header/event_id").or_else(|| text("/uuid")),
            ..EventView::default()
        };
    };
    let mut state = EventState::default();
    for (slot, pointer) in kind.slots {
        if let Some(found) = root.at(pointer) {
            keep(&mut state, *slot, found.node);
        }
    }
    let subject_id = text(kind.subject_id);
    if let Some(found) = root.at(kind.subject_id).filter(|_| subject_id.is_none()) {
        keep_unread(&mut state, found.node);
    }
    EventView {
        event_type: text("/header/event_type"),
        event_id: text("/header/event_id"),
        role: kind.role,
        subject_id,
        state,
    }
}

/// The other fields of the ticket that an event carries.
pub(crate) fn ticket(parsed: &Parsed<'_>, view: &EventView<'_>) -> Ticket {
    let object = kind_of(&parsed.root).and_then(|kind| parsed.root.at(kind.ticket?)).map(|it| it.node);
    let text = |pointer: &str| Some(text(parsed, object?.at(pointer)?.node)?.into_owned());
    let integer = |name: &str| read_integer(object?.get(name)?);
    let state = &view.state;
    Ticket {
        helpdesk_id: text("/helpdesk_id"),
        guest: text("/guest/name"),
        open_id: text("/guest/id/open_id"),
        union_id: text("/guest/id/union_id"),
        user_id: text("/guest/id/user_id"),
        score: integer("score"),
        created_at: state.get(Slot::CreatedAt),
        updated_at: state.get(Slot::UpdatedAt),
        closed_at: state.get(Slot::ClosedAt),
        channel: integer("channel"),
        solve: integer("solve"),
        chat_id: text("/chat_id"),
    }
}

/// A text, or a number as it is written; a text in which half of a surrogate pair stands cannot be read.
fn text<'n>(parsed: &Parsed<'_>, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
    match &node.kind {
        Kind::String(text) => (!parsed.is_garbled(node)).then(|| Cow::Borrowed(text.as_ref())),
        Kind::Number(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}

/// Keeps a number, or that ids are there. `header.create_time` is documented as digits in a text, all others as numbers.
fn keep(state: &mut EventState, slot: Slot, node: &Node<'_>) {
    if slot == Slot::SenderId {
        return match node.kind {
            Kind::Object(_) => state.set(slot, 1),
            _ => mistyped(state, slot, node, None),
        };
    }
    if slot == Slot::Review {
        return match node.as_str().and_then(Review::number_of) {
            Some(number) => state.set(slot, number),
            None => mistyped(state, slot, node, None),
        };
    }
    let is_text = matches!(node.kind, Kind::String(_));
    match read_integer(node) {
        Some(number) if is_text == (slot == Slot::CreateTime) => state.set(slot, number),
        other => mistyped(state, slot, node, other),
    }
}

fn mistyped(state: &mut EventState, slot: Slot, node: &Node<'_>, value: Option<i64>) {
    state.set_mistyped(slot, value);
    if value.is_none() {
        keep_unread(state, node);
    }
}

/// Keeps that something cannot be read: a number beyond 64 bits or with a fraction as it is written, a text without its
/// escapes. Null is like nothing.
fn keep_unread(state: &mut EventState, node: &Node<'_>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Number(text) => state.set_unread(text),
        Kind::String(text) => state.set_unread(text),
        Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => state.set_unread(&node.to_value().to_string()),
    }
}

fn read_integer(node: &Node<'_>) -> Option<i64> {
    node.as_i64().or_else(|| node.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse_lenient;

    fn read(text: &str) -> EventView<'static> {
        view(&parse_lenient(text.as_bytes()).unwrap()).into_owned()
    }

    #[test]
    fn a_sparse_event_has_no_more_than_it_says() {
        let view = read(
            r#"{"header":{"create_time":"5"},"event":{"object":{"ticket_id":"7","status":50},"old_object":{"status":1.0}}}"#,
        );
        assert_eq!((view.ticket_id(), view.event_id.as_deref()), (Some("7"), None));
        let state = view.state;
        assert_eq!((state.exact(Slot::CreateTime), state.get(Slot::Stage)), (Some(5), None));
        assert_eq!((state.exact(Slot::Status), state.exact(Slot::OldStatus)), (Some(50), Some(1)));
    }

    #[test]
    fn values_of_another_type_are_read_and_said_to_be() {
        let view = read(
            r#"{"event":{"object":{"ticket_id":7,"status":"5","updated_at":1.5},"old_object":[]},"header":3}"#,
        );
        assert_eq!(view.ticket_id(), Some("7"));
        assert_eq!((view.state.get(Slot::Status), view.state.exact(Slot::Status)), (Some(5), None));
        assert_eq!(view.state.get(Slot::UpdatedAt), None);
        assert!(view.state.is_mistyped(Slot::UpdatedAt));
    }

    #[test]
    fn events_are_the_same_if_their_values_are_however_they_are_written() {
        let digest = |object: &str| {
            read(&format!(
                r#"{{"header":{{"event_type":"helpdesk.ticket.updated_v1"}},"event":{{"object":{object},"old_object":{{}}}}}}"#
            ))
            .content()
            .digest()
        };
        let same = |one, other| assert_eq!(digest(one), digest(other), "{one} {other}");
        let differ = |one, other| assert_ne!(digest(one), digest(other), "{one} {other}");
        same(r#"{"ticket_id":"7","updated_at":1e3}"#, r#"{ "updated_at" : 1000.0, "ticket_id" : "7" }"#);
        same(r#"{"status":-0}"#, r#"{"status":0}"#);
        same(r#"{"ticket_id":"\u0037"}"#, r#"{"ticket_id":"7"}"#);
        same(r#"{"status":1,"status":5}"#, r#"{"status":5}"#);
        same(r#"{"status":null}"#, "{}");
        differ(r#"{"status":1,"status":5}"#, r#"{"status":1}"#);
        differ(r#"{"updated_at":99999999999999999999998}"#, r#"{"updated_at":99999999999999999999999}"#);
        differ(r#"{"updated_at":99999999999999999999999}"#, "{}");
        differ(r#"{"updated_at":9223372036854775807}"#, r#"{"updated_at":9223372036854775808}"#);
        differ(r#"{"updated_at":1e400}"#, r#"{"updated_at":1e401}"#);
        differ(r#"{"status":1.5}"#, r#"{"status":2.5}"#);
        differ(r#"{"status":4294967301}"#, r#"{"status":5}"#);
        differ(r#"{"status":"open"}"#, r#"{"status":"shut"}"#);
        differ(r#"{"ticket_id":99999999999999999999998}"#, r#"{"ticket_id":99999999999999999999999}"#);
        differ(r#"{"ticket_id":"\ud83d7"}"#, r#"{"ticket_id":"\ud83d8"}"#);
        differ(r#"{"ticket_id":[7]}"#, r#"{"ticket_id":[8]}"#);
    }

    #[test]
    fn half_a_surrogate_pair_hides_its_own_text_only() {
        let view =
            read(r#"{"header":{"event_id":"\ud83d"},"event":{"object":{"ticket_id":"7","status":5}}}"#);
        assert_eq!((view.event_id.as_deref(), view.ticket_id()), (None, Some("7")));
    }

    #[test]
    fn of_what_is_no_event_of_ours_id_and_type_are_read() {
        let view = read(r#"{"uuid":"u","event":{"type":"message"}}"#);
        assert_eq!((view.event_id.as_deref(), view.event_type.as_deref()), (Some("u"), Some("message")));
        assert_eq!(view.state, EventState::default());
        assert_eq!(read("[]"), EventView::default());
    }
}
