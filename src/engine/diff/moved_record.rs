//! What an event moved, written over what the one before it moved: the same texts are used again, so that a long log costs
//! no allocations.

use std::sync::Arc;

use crate::model::{EventRole, EventView, Origin, Slot, Stage, Status, Ticket, TicketPatch, Transition};
use crate::report::{Moved, Subject};

/// A record of nothing, to be written over.
pub(crate) fn blank() -> Moved {
    Moved {
        subject: Subject { file: "".into(), index: 0, line: 0, event_id: None, ticket_id: None },
        transition: Transition {
            role: EventRole::Update,
            ticket_id: String::new(),
            at: None,
            stage: None,
            status: None,
        },
        ticket: Ticket::default(),
        old: TicketPatch::default(),
        create_time: None,
        findings: Vec::new(),
    }
}

/// Makes `moved` the record of an event at `origin`, without findings; of its ticket only what the view has is told.
pub(crate) fn rewrite(moved: &mut Moved, view: &EventView<'_>, origin: &Origin) {
    let Subject { file, index, line, event_id, ticket_id } = &mut moved.subject;
    if !Arc::ptr_eq(file, &origin.file) {
        *file = Arc::clone(&origin.file);
    }
    (*index, *line) = (origin.index, origin.line);
    write_optional(event_id, view.event_id.as_deref());
    write_optional(ticket_id, view.ticket_id());
    let (state, id) = (&view.state, view.ticket_id().unwrap_or_default());
    let change = view.change();
    moved.transition.role = view.role;
    write(&mut moved.transition.ticket_id, id);
    moved.transition.at = change.at;
    moved.transition.stage = change.stage.map(|it| it.map(Stage::from_code));
    moved.transition.status = change.status.map(|it| it.map(Status::from_code));
    let mut ticket_id = std::mem::take(&mut moved.ticket.ticket_id);
    write(&mut ticket_id, id);
    moved.ticket = Ticket {
        ticket_id,
        stage: state.get(Slot::Stage).map(Stage::from_code),
        status: state.get(Slot::Status).map(Status::from_code),
        created_at: state.get(Slot::CreatedAt),
        updated_at: state.get(Slot::UpdatedAt),
        closed_at: state.get(Slot::ClosedAt),
        ..Ticket::default()
    };
    moved.old = state.before();
    moved.create_time = state.get(Slot::CreateTime);
    moved.findings.clear();
}

fn write_optional(into: &mut Option<String>, text: Option<&str>) {
    match text {
        Some(text) => write(into.get_or_insert_default(), text),
        None => *into = None,
    }
}

fn write(into: &mut String, text: &str) {
    into.clear();
    into.push_str(text);
}
