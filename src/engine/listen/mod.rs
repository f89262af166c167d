//! Receiving: the desk has what it acknowledges on disk, knows what came before, and says why it refuses the rest.

mod append;
mod book;
mod desk;
#[cfg(test)]
mod desk_tests;
mod manners;
mod memory;
mod onward;
mod raw;
mod receipt;
mod refusal;
mod seen;

pub use append::{BookError, Healed};
pub use book::BookPlan;
pub use desk::{Clock, Desk, DeskPlan, Nowhere, Told};
pub use manners::Manners;
