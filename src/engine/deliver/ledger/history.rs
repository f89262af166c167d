//! What a ledger knows of earlier runs, in 16 bytes an event.

use std::collections::HashMap;

use super::error::LedgerError;
use super::line::{Attempt, Then};
use crate::engine::deliver::prepare::EventDigests;

const PAGE: u64 = 1024;

/// What is known of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerState {
    Accepted,
    /// It was not accepted, or nothing is known of it.
    Open,
}

/// An event that was recorded.
#[derive(Clone, Copy, Debug)]
struct RecordedEvent {
    text: u64,
    /// Half of the other digest, which is only compared for the same number; 0 where there is none.
    event: u32,
    state: LedgerState,
}

impl RecordedEvent {
    fn is(&self, event: EventDigests) -> bool {
        self.text == event.text || (self.event != 0 && self.event == half(event.event))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "half of it is meant")]
fn half(digest: Option<u64>) -> u32 {
    digest.unwrap_or_default() as u32
}

/// What earlier runs recorded.
#[derive(Debug, Default)]
pub(crate) struct History {
    path: String,
    pages: HashMap<u64, Vec<Option<RecordedEvent>>>,
    last: u64,
    pub(crate) accepted: u64,
}

impl History {
    pub(crate) fn of(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// Adds a line; the digest that cannot be read is the reason why it is none.
    pub(crate) fn add(&mut self, line: &Attempt) -> Result<(), String> {
        let digest = |text: &str| u64::from_str_radix(text, 16).map_err(|error| error.to_string());
        let text = digest(&line.digest)?;
        let event = half(line.event_digest.as_deref().map(digest).transpose()?);
        if line.duplicate {
            return Ok(());
        }
        let (page, at) = place(line.number);
        let page = self.pages.entry(page).or_insert_with(|| vec![None; at_most(PAGE)]);
        let was_accepted = page[at].is_some_and(|it| it.state == LedgerState::Accepted);
        let state = if was_accepted || line.then == Then::Accepted {
            LedgerState::Accepted
        } else {
            LedgerState::Open
        };
        self.accepted += u64::from(!was_accepted && state == LedgerState::Accepted);
        page[at] = Some(RecordedEvent { text, event, state });
        self.last = self.last.max(line.number);
        Ok(())
    }

    /// What is known of an event. An event that is not the one that was recorded means another input.
    pub(crate) fn seen(&self, number: u64, event: EventDigests) -> Result<LedgerState, LedgerError> {
        let (page, at) = place(number);
        match self.pages.get(&page).and_then(|page| page[at]) {
            None => Ok(LedgerState::Open),
            Some(known) if known.is(event) => Ok(known.state),
            Some(_) => Err(LedgerError::OtherInput { path: self.path.clone(), number }),
        }
    }

    /// Whether an input that ended after so many events can be the recorded one.
    pub(crate) fn check_end(&self, count: u64) -> Result<(), LedgerError> {
        if count >= self.last {
            return Ok(());
        }
        Err(LedgerError::ShorterInput { path: self.path.clone(), number: self.last })
    }
}

fn place(number: u64) -> (u64, usize) {
    (number / PAGE, at_most(number % PAGE))
}

fn at_most(small: u64) -> usize {
    usize::try_from(small).expect("a page is small")
}
