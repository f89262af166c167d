//! What one event changed, and what that move is called.

use super::codes::{Stage, Status};
use super::event_view::{EventRole, EventState, EventView, Slot};
use super::time_unit::OtherUnit;

/// A value before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step<T> {
    pub from: T,
    pub to: T,
}

impl<T> Step<T> {
    /// The same of what `make` makes of both values.
    pub fn map<U>(self, mut make: impl FnMut(T) -> U) -> Step<U> {
        Step { from: make(self.from), to: make(self.to) }
    }
}

impl<T: PartialEq> Step<T> {
    pub fn changed(&self) -> bool {
        self.from != self.to
    }
}

/// The kind of a move, in the words an operator uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    Create,
    /// Neither stage nor status changed.
    Stay,
    /// The status moved on.
    Progress,
    /// From the bot to a human.
    HandOver,
    /// From a human back to the bot.
    HandBack,
    Close,
    Reopen,
}

impl Move {
    /// The stable slug used in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Stay => "stay",
            Self::Progress => "progress",
            Self::HandOver => "hand-over",
            Self::HandBack => "hand-back",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// What changed, whichever ticket it was, in the codes of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub role: EventRole,
    /// When, ms.
    pub at: Option<i64>,
    /// Who held the ticket; `None` where the event does not say.
    pub stage: Option<Step<i64>>,
    pub status: Option<Step<i64>>,
}

impl Change {
    /// What the move is called. Closing and reopening tell more than a change of hands, so they come first.
    pub fn kind(self) -> Move {
        if self.role == EventRole::Birth {
            return Move::Create;
        }
        if let Some(status) = self.status {
            match (Status::closes(status.from), Status::closes(status.to)) {
                (false, true) => return Move::Close,
                (true, false) => return Move::Reopen,
                _ => {}
            }
        }
        if let Some(stage) = self.stage.filter(Step::changed) {
            match Stage::from_code(stage.to) {
                Stage::Human => return Move::HandOver,
                Stage::Bot => return Move::HandBack,
                Stage::Other(_) => return Move::Progress,
            }
        }
        if self.status.is_some_and(|step| step.changed()) { Move::Progress } else { Move::Stay }
    }
}

impl EventView<'_> {
    pub(crate) fn change(&self) -> Change {
        self.state.change(self.role)
    }
}

impl EventState {
    /// What changed, and when, by an event that tells `role`.
    #[inline]
    pub fn change(&self, role: EventRole) -> Change {
        let step = |from, to| self.get(to).map(|to| Step { from: self.get(from).unwrap_or(to), to });
        let updated_at = self.get(Slot::UpdatedAt).filter(|ms| *ms > 0);
        // A time of another unit is said by the rules; here it is read as what it was meant to be, so that the order stays
        // right and no gap is seen where there is none.
        let ms = |time| OtherUnit::of(time).map_or(time, |unit| unit.ms(time));
        Change {
            role,
            at: updated_at.or(self.get(Slot::CreateTime)).map(ms),
            stage: step(Slot::OldStage, Slot::Stage),
            status: step(Slot::OldStatus, Slot::Status),
        }
    }
}

/// The stage and the status of one ticket, before and after one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    pub role: EventRole,
    pub ticket_id: String,
    /// When, ms: the ticket's `updated_at`, else the event's `create_time`.
    pub at: Option<i64>,
    /// Who held it; `None` where the event does not say.
    pub stage: Option<Step<Stage>>,
    pub status: Option<Step<Status>>,
}

impl Transition {
    pub(crate) fn of(view: &EventView<'_>) -> Self {
        let Change { role, at, stage, status } = view.change();
        Self {
            role,
            ticket_id: view.ticket_id().unwrap_or_default().to_owned(),
            at,
            stage: stage.map(|it| it.map(Stage::from_code)),
            status: status.map(|it| it.map(Status::from_code)),
        }
    }

    pub fn change(&self) -> Change {
        Change {
            role: self.role,
            at: self.at,
            stage: self.stage.map(|it| it.map(Stage::code)),
            status: self.status.map(|it| it.map(Status::code)),
        }
    }

    pub fn kind(&self) -> Move {
        self.change().kind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(stage: (Stage, Stage), status: (Status, Status)) -> Move {
        Transition {
            role: EventRole::Update,
            ticket_id: "7".to_owned(),
            at: None,
            stage: Some(Step { from: stage.0, to: stage.1 }),
            status: Some(Step { from: status.0, to: status.1 }),
        }
        .kind()
    }

    #[test]
    fn closing_outranks_a_change_of_hands() {
        use Stage::{Bot, Human};
        use Status::{ClosedByAgent, ClosedByBot, Created, Processing, Queueing};
        assert_eq!(kind((Bot, Human), (Created, ClosedByAgent)), Move::Close);
        assert_eq!(kind((Human, Human), (ClosedByAgent, Processing)), Move::Reopen);
        assert_eq!(kind((Bot, Human), (Created, Queueing)), Move::HandOver);
        assert_eq!(kind((Human, Bot), (Processing, Created)), Move::HandBack);
        assert_eq!(kind((Human, Human), (Queueing, Processing)), Move::Progress);
        assert_eq!(kind((Bot, Bot), (ClosedByBot, ClosedByBot)), Move::Stay);
    }
}
