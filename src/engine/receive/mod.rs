//! Receiving: the desk has what it acknowledges on disk, knows what came before, and says why it refuses the rest.

mod dedup;
mod misbehaviour;
mod onward;
mod raw_record;
mod receipt;
mod receiver;
#[cfg(test)]
pub(crate) mod receiver_tests;
mod recorder;
mod refusal;
mod seen;

pub use misbehaviour::Manners;
pub(crate) use receiver::Told;
pub use receiver::{Desk, DeskPlan};
pub use recorder::BookPlan;
