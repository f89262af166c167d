//! Transitions: read, filtered, held against rules, told as a ticket's life, counted.

mod days;
mod differ;
mod edges;
mod gist;
mod refill;
mod rule;
mod stays;
mod tally;
mod tickets;
mod timeline;

pub use differ::{Contract, Differ, Filter, Looked, Read, beginning};
pub use gist::Gist;
pub use rule::{Rule, RuleError};
pub use tally::Tally;
pub use tickets::TicketId;
pub use timeline::Timeline;
