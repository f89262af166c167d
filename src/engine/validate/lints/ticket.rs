//! What is said of an event that breaks a rule of times and changes.

use crate::catalog::EventKind;
use crate::engine::validate::Draft;
use crate::engine::validate::rules::{Broken, Rules};
use crate::json::{Found, Kind, Node};
use crate::model::{EventState, Lang, Slot, Status};
use crate::report::Code;

/// Holds an event to the rules of its type.
pub(crate) fn ticket(
    kind: &EventKind,
    root: &Node<'_>,
    state: &EventState,
    lang: Lang,
    drafts: &mut Vec<Draft>,
) {
    let event = Event { kind, root, state, lang };
    Rules::of(kind).check(state, |broken| drafts.extend(event.draft(broken)));
}

struct Event<'e> {
    kind: &'e EventKind,
    root: &'e Node<'e>,
    state: &'e EventState,
    lang: Lang,
}

impl Event<'_> {
    fn draft(&self, broken: Broken) -> Option<Draft> {
        match broken {
            Broken::Unchanged(slot) => self.unchanged(slot),
            Broken::NoTransition => self.no_transition(),
            Broken::ClosedWithoutTime => self.closed_without_time(),
            Broken::UpdatedBeforeOld => self.updated_before(
                Slot::OldUpdatedAt,
                Code::UpdatedBeforeOld,
                "`object` is the ticket after the update, `old_object` before it; check that they are not swapped",
            ),
            Broken::UpdatedBeforeCreated => {
                self.updated_before(Slot::CreatedAt, Code::UpdatedBeforeCreated, "swap or mend the times")
            }
        }
    }

    /// The pointer of a slot, and what stands there.
    fn at(&self, slot: Slot) -> Option<(&'static str, Found<'_, '_>)> {
        let pointer = self.kind.pointer(slot)?;
        Some((pointer, self.root.at(pointer)?))
    }

    fn unchanged(&self, slot: Slot) -> Option<Draft> {
        let (pointer, found) = self.at(slot)?;
        let (field, value) = (pointer.rsplit('/').next()?, self.state.get(slot)?);
        let message = format!("`old_object.{field}` is {value}, the same as the new value");
        Some(
            Draft::new(Code::OldValueUnchanged, pointer, found.node.span.clone(), message)
                .help("leave it out: `old_object` only has updated fields"),
        )
    }

    fn no_transition(&self) -> Option<Draft> {
        let pointer = self.kind.before?;
        // That it is missing or of another type is the schema's to report.
        let old = self.root.at(pointer).filter(|it| matches!(it.node.kind, Kind::Object(_)))?;
        let span = old.key_span.unwrap_or(old.node.span.clone());
        Some(
            Draft::new(Code::NoTransition, pointer, span, "neither stage nor status changed")
                .help("the platform sends this event when one of them does: put its old value here"),
        )
    }

    fn closed_without_time(&self) -> Option<Draft> {
        let (pointer, found) = self.at(Slot::ClosedAt).or_else(|| self.at(Slot::Status))?;
        let status = Status::from_code(self.state.get(Slot::Status)?);
        let label = status.label(self.lang);
        let message = format!("`status` is {} ({label}), but there is no `closed_at`", status.code());
        Some(
            Draft::new(Code::ClosedWithoutClosedAt, pointer, found.node.span.clone(), message)
                .help("add `closed_at` in ms; in real events it equals `updated_at`"),
        )
    }

    fn updated_before(&self, other: Slot, code: Code, help: &str) -> Option<Draft> {
        let (pointer, found) = self.at(Slot::UpdatedAt)?;
        let (updated, before) = (self.state.get(Slot::UpdatedAt)?, self.state.get(other)?);
        let name = if other == Slot::CreatedAt { "`created_at`" } else { "the old one" };
        let message = format!("`updated_at` is {updated}, before {name} ({before})");
        Some(Draft::new(code, pointer, found.node.span.clone(), message).help(help))
    }
}
