//! What an event moved, written over what the one before it moved: the same texts are used again, so that a long log costs
//! no allocations.

use std::sync::Arc;

use crate::engine::validate::Mark;
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
        key: None,
        findings: Vec::new(),
    }
}

/// Makes `moved` the record of an event at `origin`, without findings; of its ticket only the time of its update is told.
pub(crate) fn rewrite(moved: &mut Moved, view: &EventView<'_>, mark: Option<Mark>, origin: &Origin) {
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
    moved.ticket = Ticket { updated_at: state.get(Slot::UpdatedAt), ..Ticket::default() };
    moved.old = state.before();
    moved.create_time = state.get(Slot::CreateTime);
    moved.key = mark.map(Mark::key);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventState;

    #[test]
    fn nothing_of_the_record_before_stays() {
        let mut moved = blank();
        for (file, line, id, updated_at) in [("a.ndjson", 3, Some("e1"), 7), ("b.ndjson", 4, None, 8)] {
            let mut state = EventState::default();
            state.set(Slot::UpdatedAt, updated_at);
            let (event_id, subject_id) = (id.map(Into::into), id.map(Into::into));
            let view = EventView { event_id, subject_id, state, ..EventView::default() };
            rewrite(&mut moved, &view, None, &Origin { line, ..Origin::start_of(file) });
            let Subject { file: told, line: at, event_id, ticket_id, .. } = &moved.subject;
            assert_eq!((&**told, *at, event_id.as_deref(), ticket_id.as_deref()), (file, line, id, id));
            assert_eq!(moved.transition.ticket_id, id.unwrap_or_default());
            assert_eq!(moved.ticket.updated_at, Some(updated_at));
        }
    }
}
