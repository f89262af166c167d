//! Whether an event contradicts what is known of its ticket: then one is missing between the two. It is the one rule of the
//! timeline, of the list of gaps and of the tally.

use crate::model::{Change, EventRole, Step};

/// A message carries the state of its ticket as it was when the event was made. So long after a change, ms, it may still be
/// the state before it.
const OVERLAP: i64 = 10_000;

/// What is known of a ticket when an event comes, in the codes of the wire.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownState {
    pub(crate) stage: Option<i64>,
    pub(crate) status: Option<i64>,
    /// When its latest update or its creation was, ms.
    pub(crate) at: Option<i64>,
}

/// What an event says of the state before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Nothing that contradicts what is known.
    Fits,
    /// It came from another state; what was known and what it says, where they differ.
    Contradicts { stage: Option<Step<i64>>, status: Option<Step<i64>> },
    /// It is a message that may tell of the state before a change that was only just made.
    Overlaps,
}

impl KnownState {
    /// Holds an event against what is known. A creation is the beginning of what is known: it contradicts nothing.
    #[inline]
    pub(crate) fn held_against(self, change: Change) -> Evidence {
        let differs = |known: Option<i64>, step: Option<Step<i64>>| {
            let says = step.map(|it| it.from);
            known.zip(says).filter(|(known, says)| known != says).map(|(from, to)| Step { from, to })
        };
        let (stage, status) = (differs(self.stage, change.stage), differs(self.status, change.status));
        match change.role {
            EventRole::Birth | EventRole::Review => Evidence::Fits,
            _ if stage.is_none() && status.is_none() => Evidence::Fits,
            EventRole::Message if self.overlaps(change.at) => Evidence::Overlaps,
            EventRole::Message | EventRole::Update => Evidence::Contradicts { stage, status },
        }
    }

    /// Whether a time is not well after the latest change; one that is not known is not.
    fn overlaps(self, at: Option<i64>) -> bool {
        let Some(at) = at else { return true };
        self.at.is_some_and(|latest| at.saturating_sub(latest) < OVERLAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(role: EventRole, at: Option<i64>, status: (i64, i64)) -> Change {
        Change { role, at, stage: None, status: Some(Step { from: status.0, to: status.1 }) }
    }

    #[test]
    fn an_update_from_another_state_shows_a_gap_and_a_creation_none() {
        let known = KnownState { stage: Some(1), status: Some(2), at: Some(0) };
        let told = |role, status| known.held_against(change(role, Some(0), status));
        let status = Some(Step { from: 2, to: 3 });
        assert_eq!(told(EventRole::Update, (3, 4)), Evidence::Contradicts { stage: None, status });
        assert_eq!(told(EventRole::Update, (2, 4)), Evidence::Fits);
        assert_eq!(told(EventRole::Birth, (3, 3)), Evidence::Fits);
        let nothing = KnownState::default().held_against(change(EventRole::Update, None, (3, 4)));
        assert_eq!(nothing, Evidence::Fits);
    }

    #[test]
    fn a_message_contradicts_only_what_is_older_than_a_few_seconds() {
        let known = KnownState { stage: None, status: Some(3), at: Some(1_000) };
        let told = |at| known.held_against(change(EventRole::Message, at, (1, 1)));
        let status = Some(Step { from: 3, to: 1 });
        assert_eq!(told(Some(1_000 + OVERLAP)), Evidence::Contradicts { stage: None, status });
        assert_eq!(told(Some(999 + OVERLAP)), Evidence::Overlaps);
        assert_eq!(told(None), Evidence::Overlaps);
        let unknown =
            KnownState { at: None, ..known }.held_against(change(EventRole::Message, Some(5), (1, 1)));
        assert_eq!(unknown, Evidence::Contradicts { stage: None, status });
    }
}
