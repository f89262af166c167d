//! The checks of a ticket before and after: does the event tell a story that can be?

use crate::engine::validate::Draft;
use crate::json::{Kind, Node};
use crate::model::{Lang, Status};
use crate::report::Code;

const OBJECT: &str = "/event/object";
const OLD: &str = "/event/old_object";
/// The fields `old_object` may hold.
const OLD_FIELDS: [&str; 3] = ["stage", "status", "updated_at"];

/// Checks what changed, and the times of a ticket.
pub(crate) fn ticket(root: &Node<'_>, lang: Lang, drafts: &mut Vec<Draft>) {
    unchanged(root, drafts);
    transition(root, drafts);
    closed_at(root, lang, drafts);
    times(root, drafts);
}

fn integer(root: &Node<'_>, parent: &str, field: &str) -> Option<i64> {
    found(root, parent, field)?.as_i64()
}

/// A time that says something: -1 and 0 stand for none.
fn time(root: &Node<'_>, parent: &str, field: &str) -> Option<i64> {
    integer(root, parent, field).filter(|ms| *ms > 0)
}

fn found<'n, 'a>(root: &'n Node<'a>, parent: &str, field: &str) -> Option<&'n Node<'a>> {
    root.at(parent)?.node.get(field)
}

fn unchanged(root: &Node<'_>, drafts: &mut Vec<Draft>) {
    for field in OLD_FIELDS {
        let (old, new) = (integer(root, OLD, field), integer(root, OBJECT, field));
        if let (Some(old), Some(new), Some(at)) = (old, new, found(root, OLD, field))
            && old == new
        {
            let message = format!("`old_object.{field}` is {old}, the same as the new value");
            drafts.push(
                Draft::new(Code::OldValueUnchanged, format!("{OLD}/{field}"), at.span.clone(), message)
                    .help("leave it out: `old_object` only has updated fields"),
            );
        }
    }
}

fn transition(root: &Node<'_>, drafts: &mut Vec<Draft>) {
    let Some(old) = root.at(OLD) else { return };
    let moved = ["stage", "status"].iter().any(|field| {
        // A value that cannot be read is a finding of its own; do not guess about the move.
        found(root, OLD, field).is_some() && integer(root, OLD, field) != integer(root, OBJECT, field)
    });
    let readable = integer(root, OBJECT, "stage").is_some() && integer(root, OBJECT, "status").is_some();
    if moved || !readable || !matches!(old.node.kind, Kind::Object(_)) {
        return;
    }
    let span = old.key_span.unwrap_or(old.node.span.clone());
    drafts.push(
        Draft::new(Code::NoTransition, OLD, span, "neither stage nor status changed")
            .help("the platform sends this event when one of them does: put its old value here"),
    );
}

fn closed_at(root: &Node<'_>, lang: Lang, drafts: &mut Vec<Draft>) {
    let status = integer(root, OBJECT, "status").map(Status::from_code);
    let Some(status) = status.filter(|it| it.is_closed()) else { return };
    let field = found(root, OBJECT, "closed_at");
    // A `closed_at` of the wrong type is the schema's to report.
    if field.as_ref().is_some_and(|it| it.as_i64().is_none_or(|ms| ms > 0)) {
        return;
    }
    let name = if field.is_some() { "closed_at" } else { "status" };
    let span = field.map(|it| it.span.clone()).or_else(|| Some(found(root, OBJECT, "status")?.span.clone()));
    let label = status.label(lang);
    let message = format!("`status` is {} ({label}), but there is no `closed_at`", status.code());
    drafts.push(
        Draft::new(Code::ClosedWithoutClosedAt, format!("{OBJECT}/{name}"), span.unwrap_or(0..0), message)
            .help("add `closed_at` in ms; in real events it equals `updated_at`"),
    );
}

fn times(root: &Node<'_>, drafts: &mut Vec<Draft>) {
    let Some(updated) = time(root, OBJECT, "updated_at") else { return };
    let span = found(root, OBJECT, "updated_at").map_or(0..0, |it| it.span.clone());
    let pointer = format!("{OBJECT}/updated_at");
    if let Some(old) = time(root, OLD, "updated_at").filter(|old| updated < *old) {
        let message = format!("`updated_at` is {updated}, before the old one ({old})");
        drafts.push(
            Draft::new(Code::UpdatedBeforeOld, &pointer, span.clone(), message)
                .help("`object` is the ticket after the update, `old_object` before it; check that they are not swapped"),
        );
    }
    if let Some(created) = time(root, OBJECT, "created_at").filter(|created| updated < *created) {
        let message = format!("`updated_at` is {updated}, before `created_at` ({created})");
        drafts.push(
            Draft::new(Code::UpdatedBeforeCreated, &pointer, span, message).help("swap or mend the times"),
        );
    }
}
