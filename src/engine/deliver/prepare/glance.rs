//! What a run must know of an event, from its parsed text: ids, time, transition. As lenient as the model's own reading.

use std::ops::Range;

use crate::engine::validate::screen::Glimpse;
use crate::json::{Kind, Node};
use crate::model::{Event, Header, Stage, Status, Ticket, TicketPatch};

/// The parts of an event that a run looks at; the others are left empty. `None` where there is no ticket to speak of.
pub(crate) fn glance(root: &Node<'_>) -> Option<Event> {
    let object = root.get("event")?.get("object").filter(|it| matches!(it.kind, Kind::Object(_)))?;
    let header = root.get("header");
    let old = root.get("event").and_then(|it| it.get("old_object"));
    Some(Event {
        header: Header {
            event_id: text(header, "event_id"),
            create_time: integer(header, "create_time"),
            ..Header::default()
        },
        ticket: Ticket {
            ticket_id: text(Some(object), "ticket_id").unwrap_or_default(),
            stage: integer(Some(object), "stage").map(Stage::from_code),
            status: integer(Some(object), "status").map(Status::from_code),
            updated_at: integer(Some(object), "updated_at"),
            ..Ticket::default()
        },
        old: TicketPatch {
            stage: integer(old, "stage").map(Stage::from_code),
            status: integer(old, "status").map(Status::from_code),
            updated_at: integer(old, "updated_at"),
        },
    })
}

/// The same of a clean event that was seen in passing.
pub(crate) fn recall(seen: &Glimpse, bytes: &[u8]) -> Event {
    let text = |place: Range<usize>| String::from_utf8_lossy(&bytes[place]).into_owned();
    Event {
        header: Header {
            event_id: Some(text(seen.event_id())),
            create_time: seen.create_time(),
            ..Header::default()
        },
        ticket: Ticket {
            ticket_id: text(seen.ticket_id()),
            stage: seen.stage().map(Stage::from_code),
            status: seen.status().map(Status::from_code),
            updated_at: seen.updated_at(),
            ..Ticket::default()
        },
        old: seen.before(),
    }
}

fn text(parent: Option<&Node<'_>>, key: &str) -> Option<String> {
    match &parent?.get(key)?.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Number(text) => Some((*text).to_owned()),
        _ => None,
    }
}

fn integer(parent: Option<&Node<'_>>, key: &str) -> Option<i64> {
    let node = parent?.get(key)?;
    node.as_i64().or_else(|| node.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::engine::validate::screen::Screen;
    use crate::json::parse;

    #[test]
    fn it_reads_what_the_model_reads() {
        for text in [
            &include_bytes!("../../../../samples/handed-over.json")[..],
            include_bytes!("../../../../samples/minimal.json"),
            include_bytes!("../../../../samples/broken/type-mismatch.json"),
            include_bytes!("../../../../samples/broken/float-integer.json"),
            include_bytes!("../../../../samples/broken/null-value.json"),
            br#"{"event":{"object":{"ticket_id":7,"status":"5","updated_at":1.5},"old_object":[]},"header":3}"#,
            br#"{"event":{"object":[]}}"#,
            b"[]",
        ] {
            let whole = Event::from_slice(text).map(|it| Event {
                header: Header {
                    event_id: it.header.event_id,
                    create_time: it.header.create_time,
                    ..Header::default()
                },
                ticket: Ticket {
                    ticket_id: it.ticket.ticket_id,
                    stage: it.ticket.stage,
                    status: it.ticket.status,
                    updated_at: it.ticket.updated_at,
                    ..Ticket::default()
                },
                old: it.old,
            });
            assert_eq!(glance(&parse(text).unwrap()), whole, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_clean_event_is_recalled_as_it_is_read() {
        let screen = Screen::new(catalog::ALL[0]);
        let mut clean = 0;
        for story in std::fs::read_dir("samples/stories").unwrap() {
            let text = std::fs::read(story.unwrap().path()).unwrap();
            for line in text.split(|byte| *byte == b'\n') {
                let Some(seen) = screen.see(line) else { continue };
                clean += 1;
                assert_eq!(Some(recall(&seen, line)), glance(&parse(line).unwrap()));
            }
        }
        assert!(clean > 5);
    }
}
