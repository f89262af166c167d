//! Transitions: read, filtered, held against rules, told as a ticket's life, counted.

mod differ;
mod gist;
mod per_day;
mod refill;
mod rule;
mod tally;
mod tickets;
mod time_in_status;
mod timeline;

pub(crate) use differ::beginning;
pub use differ::{Contract, Differ, Filter, Looked, Read};
pub(crate) use gist::Gist;
pub(crate) use rule::Rule;
pub use tally::Tally;
pub use tickets::TicketId;
pub(crate) use timeline::Timeline;
