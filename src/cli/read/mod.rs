//! Reads the inputs of `validate` and `diff` on all cores, with progress.

mod chunks;
mod progress;
mod scan;
mod scan_run;

pub(crate) use scan::{DocumentVisitor, JudgedEarly, scan};
pub(crate) use scan_run::{ScanInput, ScanOutput};
