//! Transitions: read, filtered, held against rules, told as a ticket's life, counted.

mod differ;
mod filter;
mod gaps;
mod known_state;
mod moved_record;
mod open;
mod per_day;
mod rule;
mod tally;
#[cfg(test)]
mod tally_tests;
mod tickets;
mod time_in_status;
mod time_order;
mod timeline;
#[cfg(test)]
mod timeline_tests;

pub(crate) use differ::beginning;
pub use differ::{Contract, Differ, Looked, Read};
pub(crate) use filter::IdPattern;
pub use filter::{Filter, Passage};
pub(crate) use gaps::gaps;
pub(crate) use moved_record::{blank, rewrite};
pub(crate) use open::open;
pub(crate) use rule::Rule;
pub use tally::Tally;
pub(crate) use timeline::{Messages, Timeline};
