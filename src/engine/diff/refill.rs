//! What an event moved, written over what the one before it moved: the same texts are used again.

use std::borrow::Cow;
use std::sync::Arc;

use super::gist::Gist;
use crate::engine::validate::screen::Glimpse;
use crate::model::{Change, Origin, Stage, Status, Ticket, TicketPatch, Transition};
use crate::report::{Moved, Subject};

/// A record of nothing, to be written over.
pub(crate) fn blank() -> Moved {
    Moved {
        subject: Subject { file: "".into(), index: 0, line: 0, event_id: None, ticket_id: None },
        transition: Transition { ticket_id: String::new(), at: None, stage: None, status: None },
        ticket: Ticket::default(),
        old: TicketPatch::default(),
        create_time: None,
        findings: Vec::new(),
    }
}

/// Makes `moved` the record of an event that was seen in passing. Places in `seen` are places in `text`.
pub(crate) fn refill(moved: &mut Moved, seen: &Glimpse, text: &[u8], origin: &Origin) {
    let ticket_id = text_of(&text[seen.ticket_id()]);
    let Subject { file, index, line, event_id, ticket_id: subject_ticket } = &mut moved.subject;
    if !Arc::ptr_eq(file, &origin.file) {
        *file = Arc::clone(&origin.file);
    }
    (*index, *line) = (origin.index, origin.line);
    write(event_id.get_or_insert_default(), &text_of(&text[seen.event_id()]));
    write(subject_ticket.get_or_insert_default(), &ticket_id);
    write(&mut moved.transition.ticket_id, &ticket_id);
    let Change { at, stage, status } = Gist::seen(seen).change;
    moved.transition.at = at;
    moved.transition.stage = stage.map(|it| it.map(Stage::from_code));
    moved.transition.status = status.map(|it| it.map(Status::from_code));
    let mut id = std::mem::take(&mut moved.ticket.ticket_id);
    write(&mut id, &ticket_id);
    moved.ticket = Ticket {
        ticket_id: id,
        stage: seen.stage().map(Stage::from_code),
        status: seen.status().map(Status::from_code),
        created_at: seen.created_at(),
        updated_at: seen.updated_at(),
        closed_at: seen.closed_at(),
        ..Ticket::default()
    };
    moved.old = seen.before();
    moved.create_time = seen.create_time();
    moved.findings.clear();
}

/// The text that was seen; a screen that takes an event has found it to be UTF-8.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn write(into: &mut String, text: &str) {
    into.clear();
    into.push_str(text);
}
