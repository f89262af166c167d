//! Which stage the events of a run said of each ticket, to hold the messages against.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::model::{EventRole, EventState, Slot};

/// How many tickets are remembered; beyond that it begins anew.
const MAX_TICKETS: usize = 262_144;
/// How many events are remembered before the first message: a log without messages pays for no more.
const EARLY: u32 = 16_384;

/// What an event says of the stage of its ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SaidStage {
    /// The ticket, as a hash with a key of this run.
    ticket: u64,
    pub(super) stage: i64,
    /// When, ms.
    at: i64,
    is_message: bool,
}

impl SaidStage {
    /// What an event says, where it does; `ticket` makes the hash of the ticket's id.
    #[inline]
    pub(super) fn of(role: EventRole, told: &EventState, ticket: impl FnOnce() -> u64) -> Option<Self> {
        let is_message = role == EventRole::Message;
        let time = if is_message { Slot::CreateTime } else { Slot::UpdatedAt };
        let (stage, at) = told.exact(Slot::Stage).zip(told.exact(time))?;
        Some(Self { ticket: ticket(), stage, at, is_message })
    }
}

/// The latest stage of each ticket.
#[derive(Debug, Default)]
pub(crate) struct Stages {
    latest: HashMap<u64, (i64, i64), RandomState>,
    before_messages: u32,
    has_messages: bool,
}

impl Stages {
    /// Whether an event of this role is neither remembered nor judged.
    #[inline]
    pub(crate) fn passes(&self, role: EventRole) -> bool {
        role != EventRole::Message && !self.has_messages && self.before_messages == EARLY
    }

    /// Remembers an event. Of a message that says another stage than the latest event before it, the stage of that.
    #[inline]
    pub(crate) fn saw(&mut self, said: SaidStage) -> Option<i64> {
        if said.is_message {
            self.has_messages = true;
            let (at, stage) = *self.latest.get(&said.ticket)?;
            return (at <= said.at && stage != said.stage).then_some(stage);
        }
        if !self.has_messages {
            if self.before_messages == EARLY {
                return None;
            }
            self.before_messages += 1;
        }
        if self.latest.len() == MAX_TICKETS {
            self.latest.clear();
        }
        let latest = self.latest.entry(said.ticket).or_insert((said.at, said.stage));
        if latest.0 <= said.at {
            *latest = (said.at, said.stage);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(ticket: u64, stage: i64, at: i64, is_message: bool) -> SaidStage {
        SaidStage { ticket, stage, at, is_message }
    }

    #[test]
    fn a_message_is_held_against_the_latest_event_before_it() {
        let mut stages = Stages::default();
        assert_eq!(stages.saw(said(7, 1, 5, true)), None, "nothing is known yet");
        assert_eq!(stages.saw(said(7, 2, 20, false)), None);
        assert_eq!(stages.saw(said(7, 1, 10, false)), None, "a late event changes nothing");
        assert_eq!(stages.saw(said(7, 1, 30, true)), Some(2));
        assert_eq!(stages.saw(said(7, 2, 30, true)), None);
        assert_eq!(stages.saw(said(7, 1, 15, true)), None, "a message from before");
        assert_eq!(stages.saw(said(8, 1, 30, true)), None, "another ticket");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut stages = Stages::default();
        for number in 0..u64::from(EARLY) + 9 {
            stages.saw(said(number, 2, 1, false));
        }
        assert_eq!(stages.latest.len(), EARLY as usize);
        assert_eq!(stages.saw(said(0, 1, 2, true)), Some(2));
        for number in 0..2 * MAX_TICKETS as u64 {
            stages.saw(said(number, 2, 1, false));
        }
        assert!(stages.latest.len() <= MAX_TICKETS);
    }
}
