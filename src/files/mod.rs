//! Files that are never lost: what is appended to, what is replaced whole, and the guard over all outputs of a run.

mod append_log;
mod group_commit;
mod lines;
mod output_guard;
mod replace;
mod words;

pub(crate) use append_log::{AppendError, FileDisturbance, Healed, TellDisturbance};
pub(crate) use append_log::{AppendLog, LineFit, LineKind, Torn, is_cut_json};
pub(crate) use group_commit::GroupCommit;
pub(crate) use output_guard::OutputGuard;
pub(crate) use replace::{Readers, Replacement};
pub(crate) use words::{of_file, words};
