//! `listen`: its arguments and its run.

mod args;
mod run;

pub(crate) use args::{Args, bound, run};
