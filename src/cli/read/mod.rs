//! Reads the inputs: on all cores and with progress for `validate` and `diff`, one document after the other for others.

mod chunks;
mod documents;
mod progress;
mod scan;
mod scan_run;
mod screened_block;

pub(crate) use documents::Documents;
pub(crate) use scan::{DocumentVisitor, scan};
pub(crate) use scan_run::ScanOutput;
pub(crate) use screened_block::JudgedEarly;
