//! `replay` as a process.

mod causes;
mod course;
mod delivery;
mod hostile;
mod ledger;
mod wire;

pub(crate) use delivery::{outcomes, replay, report};
