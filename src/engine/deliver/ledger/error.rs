//! Why a ledger cannot be used.

use std::io;

use crate::files::AppendError;

/// Why a ledger cannot be used. No message shows a secret: targets come masked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerError {
    /// The file cannot be appended to.
    #[error(transparent)]
    File(#[from] AppendError),
    /// It has entries, and the run is not to go on from them.
    #[error("the ledger `{path}` holds an earlier run; `--resume` goes on from it, or name another file")]
    NotEmpty {
        /// The file.
        path: String,
    },
    /// It belongs to another target.
    #[error("the ledger `{path}` is of a run to {theirs}, not to {ours}; name another file")]
    OtherTarget {
        /// The file.
        path: String,
        /// The target in it.
        theirs: String,
        /// The target of this run.
        ours: String,
    },
    /// It belongs to another input: an event is not the one it knows.
    #[error(
        "the ledger `{path}` is of another input: event {number} is not the one it recorded; name the same files in the same order, or another ledger"
    )]
    OtherInput {
        /// The file.
        path: String,
        /// The number of the event in the input, from 1.
        number: u64,
    },
    /// It belongs to another input: a longer one.
    #[error("the ledger `{path}` is of another input: it knows event {number}, and the input ends before")]
    ShorterInput {
        /// The file.
        path: String,
        /// The number of the last event it knows.
        number: u64,
    },
    /// It is not a ledger.
    #[error("`{path}` is not a ledger: line {line} cannot be read: {reason}")]
    Foreign {
        /// The file.
        path: String,
        /// The number of the line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// It cannot be read or written.
    #[error("cannot use the ledger `{path}`: {source}")]
    Io {
        /// The file.
        path: String,
        /// The cause.
        source: io::Error,
    },
}
