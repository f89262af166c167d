//! `ci`: an app judged in one command: started, checked, probed, replayed to, and ended.

mod args;
mod digest;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
