//! Our JSON output, read back by the tests: every field is named, an unknown one is an error.

mod delivered;
mod finding;
mod line;
mod moved;

pub(crate) use line::{Forwarded, Line, Report};
pub(crate) use moved::{Code, Moment, Time};
