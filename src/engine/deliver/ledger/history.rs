//! What a ledger knows of earlier runs, in 16 bytes an event.

use std::collections::HashMap;

use super::error::LedgerError;
use super::line::{Attempt, Then};

const PAGE: u64 = 1024;

/// What is known of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerState {
    Accepted,
    /// It was not accepted, or nothing is known of it.
    Open,
}

/// What earlier runs recorded.
#[derive(Debug, Default)]
pub(crate) struct History {
    path: String,
    pages: HashMap<u64, Vec<Option<(u64, LedgerState)>>>,
    last: u64,
    accepted: u64,
}

impl History {
    pub(crate) fn of(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// Adds a line; the digest that cannot be read is the reason why it is none.
    pub(crate) fn add(&mut self, line: &Attempt) -> Result<(), String> {
        let digest = u64::from_str_radix(&line.digest, 16).map_err(|error| error.to_string())?;
        if line.duplicate {
            return Ok(());
        }
        let (page, at) = place(line.number);
        let page = self.pages.entry(page).or_insert_with(|| vec![None; at_most(PAGE)]);
        let was_accepted = matches!(page[at], Some((_, LedgerState::Accepted)));
        let seen = if was_accepted || line.then == Then::Accepted {
            LedgerState::Accepted
        } else {
            LedgerState::Open
        };
        self.accepted += u64::from(!was_accepted && seen == LedgerState::Accepted);
        page[at] = Some((digest, seen));
        self.last = self.last.max(line.number);
        Ok(())
    }

    pub(crate) fn accepted(&self) -> u64 {
        self.accepted
    }

    /// What is known of an event. An event that is not the one that was recorded means another input.
    pub(crate) fn seen(&self, number: u64, digest: u64) -> Result<LedgerState, LedgerError> {
        let (page, at) = place(number);
        match self.pages.get(&page).and_then(|page| page[at]) {
            None => Ok(LedgerState::Open),
            Some((known, seen)) if known == digest => Ok(seen),
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
