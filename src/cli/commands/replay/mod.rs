//! `replay`: its arguments, its run, the built-in receiver and the dry run.

mod args;
mod built_in;
mod dry_run;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
