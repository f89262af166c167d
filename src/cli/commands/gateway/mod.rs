//! `gateway`: its arguments, its run, and the app that it starts.

mod app;
mod args;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
