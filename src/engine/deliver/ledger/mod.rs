//! What was sent and what came of it, on disk before the next step: so that a run that was killed can go on.

mod error;
mod history;
mod line;
mod writer;

pub(crate) use error::LedgerError;
pub(crate) use history::{History, LedgerState};
pub(crate) use line::{Attempt, Then};
pub(crate) use writer::{Ledger, Start};
