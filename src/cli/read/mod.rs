//! Reads the inputs of `validate` and `diff` on all cores, with progress.

mod chunks;
mod progress;
mod scan;

pub(crate) use chunks::Chunks;
pub(crate) use progress::ReadProgress;
pub(crate) use scan::{DocumentVisitor, JudgedEarly, scan};
