//! JSON and NDJSON.

mod delivered;
mod finding;
mod line;
mod lived;
mod moved;
mod probed;
mod received;
#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod schema_tests;
mod summary;
mod tally;
mod time;
mod transition;
mod verified;
mod writers;

pub(crate) use finding::Finding;
pub use line::{Line, Report};
pub(crate) use line::{SCHEMA, TOOL, TOOL_VERSION};
pub(crate) use summary::{LeftOut, Unwrapped};
pub(crate) use time::{Ms, Time};
pub(crate) use transition::Transition;
pub(crate) use writers::{Json, skipped};
