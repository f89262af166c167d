//! What is written on the command line: the groups of arguments that several commands share.

mod choices;
mod delivery;
pub(crate) mod format;
pub(crate) mod groups;
pub(crate) mod inputs;
pub(crate) mod keys;
pub(crate) mod lint_levels;
pub(crate) mod path;
pub(crate) mod time;

pub(crate) use delivery::{ChangeArgs, DeliveryArgs, FORMATS, ScheduleArgs, StopArgs};
pub(crate) use format::Format;
pub(crate) use groups::{InputArgs, JobsArgs, KeyArgs, LintArgs, OutputArgs, TargetArgs, TokenArgs};
pub(crate) use inputs::WithoutInput;
pub(crate) use path::{InputPath, OutputPath, ReportPath};
pub(crate) use time::utc_ms;
