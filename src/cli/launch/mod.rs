//! The app that is judged: started for a run and ended after it, and waited for until it answers.

mod args;
pub(crate) mod group;
mod process;
mod wait;

pub(crate) use args::{DEFAULT_WAIT, LaunchArgs};
pub(crate) use process::{AppEnding, AppProcess, ended_by_itself};
