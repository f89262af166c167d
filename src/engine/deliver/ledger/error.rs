//! Why a ledger cannot be used.

use std::io;

use crate::files::{AppendError, words};

/// Why a ledger cannot be used. No message shows a secret: targets come masked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerError {
    #[error(transparent)]
    File(#[from] AppendError),
    #[error("the ledger `{path}` holds an earlier run; `--resume` goes on from it, or name another file")]
    NotEmpty { path: String },
    #[error("the ledger `{path}` is of a run to {theirs}, not to {ours}; name another file")]
    OtherTarget { path: String, theirs: String, ours: String },
    #[error(
        "the ledger `{path}` is of another input: event {number} is not the one it recorded; name the same files in the same order, or another ledger"
    )]
    OtherInput { path: String, number: u64 },
    #[error("the ledger `{path}` is of another input: it knows event {number}, and the input ends before")]
    ShorterInput { path: String, number: u64 },
    #[error("`{path}` is not a ledger: line {line} cannot be read: {reason}")]
    Foreign { path: String, line: u64, reason: String },
    #[error("cannot use the ledger `{path}`: {}", words(&source.to_string()))]
    Io { path: String, source: io::Error },
}
