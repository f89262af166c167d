//! What is judged: the work of each subcommand, without reading, printing or clap.

pub(crate) mod deliver;
pub(crate) mod diff;
mod duration;
pub(crate) mod generate;
pub(crate) mod live;
mod parallel;
pub(crate) mod probe;
pub(crate) mod receive;
pub(crate) mod redact;
#[cfg(test)]
mod test_kind_tests;
pub(crate) mod validate;
pub(crate) mod verify;

pub(crate) use duration::{Portion, Rate, parse_percent, parse_time};
pub(crate) use parallel::{Threads, in_order};
