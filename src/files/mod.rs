//! Files that are never lost: what is appended to.

mod append_log;

pub(crate) use append_log::Appender;
pub(crate) use append_log::{BookError, Healed};
