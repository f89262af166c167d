//! JSON and NDJSON.

mod delivered;
mod document;
mod finding;
mod life;
mod lines;
#[cfg(test)]
pub(crate) mod mirror;
mod moved;
mod probed;
mod received;
pub(crate) mod record;
mod tally;

pub(crate) use document::Json;
pub(crate) use lines::Ndjson;
pub(crate) use record::TOOL;
