//! What is said of an event that breaks a rule of times and changes.

use std::ops::Range;

use crate::catalog;
use crate::catalog::EventKind;
use crate::engine::validate::rules::{Broken, Rules};
use crate::engine::validate::{Draft, Drafts};
use crate::json::{Found, Kind, Node};
use crate::model::{EventState, Lang, Slot, Stage, Status};
use crate::report::Code;

/// Holds an event to the rules of its type.
pub(crate) fn ticket(kind: &EventKind, root: &Node<'_>, state: &EventState, lang: Lang, drafts: &mut Drafts) {
    let event = RuledEvent { kind, root, state, lang };
    Rules::of(kind).check(state, |broken| drafts.extend(event.draft(broken)));
    drafts.extend(event.repeated_id());
}

/// A pointer, and where what it leads to stands.
pub(crate) type Place = (&'static str, Range<usize>);

/// Where an event says its stage.
pub(crate) fn stage_place(root: &Node<'_>) -> Option<Place> {
    let pointer = catalog::kind_of(root)?.pointer(Slot::Stage)?;
    Some((pointer, root.at(pointer)?.node.span.clone()))
}

/// What is said of a message that says another stage than the events before it.
pub(crate) fn contradicted((pointer, span): Place, said: i64, known: i64, lang: Lang) -> Draft {
    let shown = |code| format!("{code} ({})", Stage::from_code(code).label(lang));
    let (name, said, known) = (pointer.rsplit('/').next().unwrap_or(pointer), shown(said), shown(known));
    let message = format!("`{name}` is {said}, but the latest event of the ticket before it says {known}");
    Draft::new(Code::StageContradicted, pointer, span, message)
        .help("an event between the two is missing, or stands further down")
}

struct RuledEvent<'e> {
    kind: &'e EventKind,
    root: &'e Node<'e>,
    state: &'e EventState,
    lang: Lang,
}

impl RuledEvent<'_> {
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
            Broken::BotWithSenderId => self.bot_with_sender_id(),
        }
    }

    fn at(&self, slot: Slot) -> Option<(&'static str, Found<'_, '_>)> {
        let pointer = self.kind.pointer(slot)?;
        Some((pointer, self.root.at(pointer)?))
    }

    fn unchanged(&self, slot: Slot) -> Option<Draft> {
        let (pointer, found) = self.at(slot)?;
        let (field, value) = (pointer.rsplit('/').next()?, self.state.get(slot)?);
        let message = format!("`old_object.{field}` is {value}, the same as the new value");
        let draft = Draft::new(Code::OldValueUnchanged, pointer, found.node.span.clone(), message);
        Some(draft.help("leave it out: `old_object` only has updated fields"))
    }

    fn no_transition(&self) -> Option<Draft> {
        let pointer = self.kind.before?;
        // That it is missing or of another type is the schema's to report.
        let old = self.root.at(pointer).filter(|it| matches!(it.node.kind, Kind::Object(_)))?;
        let span = old.key_span.unwrap_or(old.node.span.clone());
        let draft = Draft::new(Code::NoTransition, pointer, span, "neither stage nor status changed");
        Some(draft.help("the platform sends this event when one of them does: put its old value here"))
    }

    fn bot_with_sender_id(&self) -> Option<Draft> {
        let (pointer, found) = self.at(Slot::SenderId)?;
        let span = found.key_span.unwrap_or(found.node.span.clone());
        let message = "`sender_type` is 1 (bot), but there is a `sender_id`";
        let draft = Draft::new(Code::BotWithSenderId, pointer, span, message);
        Some(draft.help("leave it out, as the platform does for the bot; or write 2 (guest) or 3 (agent)"))
    }

    /// An id of the body that is the header's.
    fn repeated_id(&self) -> Option<Draft> {
        let pointer = self.kind.inner_id?;
        let found = self.root.at(pointer)?;
        let (inner, outer) = (found.node.as_str()?, self.root.at("/header/event_id")?);
        if inner.is_empty() || Some(inner) != outer.node.as_str() {
            return None;
        }
        let message = "the body's `event_id` is the header's; in real events it is another id, a UUID";
        let help =
            "give it an id of its own: a receiver that mixes the two up is not found out by this event";
        Some(Draft::new(Code::EventIdRepeated, pointer, found.node.span.clone(), message).help(help))
    }

    fn closed_without_time(&self) -> Option<Draft> {
        let (pointer, found) = self.at(Slot::ClosedAt).or_else(|| self.at(Slot::Status))?;
        let status = Status::from_code(self.state.get(Slot::Status)?);
        let label = status.label(self.lang);
        let message = format!("`status` is {} ({label}), but there is no `closed_at`", status.code());
        let draft = Draft::new(Code::ClosedWithoutClosedAt, pointer, found.node.span.clone(), message);
        Some(draft.help("add `closed_at` in ms; in real events it equals `updated_at`"))
    }

    fn updated_before(&self, other: Slot, code: Code, help: &str) -> Option<Draft> {
        let (pointer, found) = self.at(Slot::UpdatedAt)?;
        let (updated, before) = (self.state.get(Slot::UpdatedAt)?, self.state.get(other)?);
        let name = if other == Slot::CreatedAt { "`created_at`" } else { "the old one" };
        let message = format!("`updated_at` is {updated}, before {name} ({before})");
        Some(Draft::new(code, pointer, found.node.span.clone(), message).help(help))
    }
}
