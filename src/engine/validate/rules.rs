//! What times and changes must not say: one set of rules for the screen and for the exact way.

use crate::catalog::EventKind;
use crate::model::{EventState, Slot, Status};

/// A rule that an event breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// An old value equals the new one; the old one's slot.
    Unchanged(Slot),
    /// Neither stage nor status changed.
    NoTransition,
    /// The ticket is closed and does not say when.
    ClosedWithoutTime,
    UpdatedBeforeOld,
    /// The update is older than the ticket.
    UpdatedBeforeCreated,
    /// The bot sent the message, and there are ids of who did.
    BotWithSenderId,
}

/// Which rules an event type is held to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// It says what changed.
    has_before: bool,
    /// It says when a ticket was closed.
    has_closed_at: bool,
}

/// `sender_type` of a message that the bot sent.
const BOT: i64 = 1;

/// What may have changed: the old slot and the new one.
const PAIRS: [(Slot, Slot); 3] =
    [(Slot::OldStage, Slot::Stage), (Slot::OldStatus, Slot::Status), (Slot::OldUpdatedAt, Slot::UpdatedAt)];

impl Rules {
    pub(crate) fn of(kind: &EventKind) -> Self {
        Self { has_before: kind.before.is_some(), has_closed_at: kind.pointer(Slot::ClosedAt).is_some() }
    }

    /// Tells every rule that an event breaks. A value of another type is the schema's to report: what it may mean is not
    /// guessed.
    #[inline]
    pub(crate) fn check(self, state: &EventState, mut broken: impl FnMut(Broken)) {
        let exact = |slot| state.exact(slot);
        let time = |slot| exact(slot).filter(|ms| *ms > 0);
        if self.has_before {
            for (old, new) in PAIRS {
                if exact(old).is_some() && exact(old) == exact(new) {
                    broken(Broken::Unchanged(old));
                }
            }
            let moved =
                |(old, new)| (exact(old).is_some() || state.is_mistyped(old)) && exact(old) != exact(new);
            let is_whole = exact(Slot::Stage).is_some() && exact(Slot::Status).is_some();
            if is_whole && !moved(PAIRS[0]) && !moved(PAIRS[1]) {
                broken(Broken::NoTransition);
            }
        }
        let is_closed = exact(Slot::Status).is_some_and(Status::closes);
        if self.has_closed_at
            && is_closed
            && !state.is_mistyped(Slot::ClosedAt)
            && time(Slot::ClosedAt).is_none()
        {
            broken(Broken::ClosedWithoutTime);
        }
        if exact(Slot::SenderType) == Some(BOT) && exact(Slot::SenderId).is_some() {
            broken(Broken::BotWithSenderId);
        }
        let Some(updated) = time(Slot::UpdatedAt) else { return };
        if time(Slot::OldUpdatedAt).is_some_and(|old| updated < old) {
            broken(Broken::UpdatedBeforeOld);
        }
        if time(Slot::CreatedAt).is_some_and(|created| updated < created) {
            broken(Broken::UpdatedBeforeCreated);
        }
    }
}
