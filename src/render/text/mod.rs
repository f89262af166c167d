//! Text that renderers share: labels, times, durations, tables, colour.

mod capped_rows;
pub(crate) mod causes;
pub(crate) mod counted;
mod duration;
pub(crate) mod escape;
pub(crate) mod finding;
pub(crate) mod labels;
pub(crate) mod layout;
mod paint;
mod table;
pub(crate) mod time;
mod words;

pub(crate) use capped_rows::CappedRows;
pub(crate) use counted::counted;
pub(crate) use counted::stopped;
pub(crate) use duration::{latency, picture, wait};
pub(crate) use labels::short_id;
pub(crate) use paint::{ColorChoice, Paint, decide};
pub(crate) use table::{Cell, Grid, Role};
pub(crate) use time::{Rfc3339, Zone};
pub(crate) use words::{Mark, blank, counted_in, grouped};

pub(crate) use crate::mask::visible;
pub(crate) use crate::render::chinese::{behind_number, phrase};
