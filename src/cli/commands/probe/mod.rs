//! `probe`: its arguments, its run, and the command that counts effects.

mod args;
mod effect;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
