//! Files that are never lost: what is appended to, and what is replaced whole.

mod append_log;
mod lines;
mod replace;

pub(crate) use append_log::{AppendError, Disturbance, Healed, TellDisturbance};
pub(crate) use append_log::{AppendLog, LineKind, Torn, is_cut_json};
pub(crate) use replace::{Readers, Replacement};
