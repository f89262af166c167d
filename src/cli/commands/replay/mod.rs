//! `replay`: its arguments, the built-in receiver and the dry run.

mod args;
pub(crate) mod built_in;
mod dry_run;

pub(crate) use args::{Args, ChangeArgs, FORMATS, RecordArgs, ScheduleArgs, StopArgs, run};
