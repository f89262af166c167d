//! Transitions: read, filtered, held against rules, told as a ticket's life, counted.

mod differ;
mod moved_record;
mod per_day;
mod rule;
mod tally;
#[cfg(test)]
mod tally_tests;
mod tickets;
mod time_in_status;
mod time_order;
mod timeline;

pub(crate) use differ::TicketPattern;
pub(crate) use differ::beginning;
pub use differ::{Contract, Differ, Filter, Looked, Passage, Read};
pub(crate) use rule::Rule;
pub use tally::Tally;
pub use tickets::TicketId;
pub(crate) use timeline::Timeline;
