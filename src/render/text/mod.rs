//! Text that renderers share: labels, times, durations, tables, colour.

mod control_characters;
pub(crate) mod counted;
mod duration;
pub(crate) mod finding;
pub(crate) mod labels;
mod paint;
mod table;
pub(crate) mod time;
mod transition;

pub(crate) use control_characters::{stand_in, visible};
pub(crate) use counted::counted;
pub(crate) use counted::{grouped, stopped};
pub(crate) use duration::{latency, picture, wait};
pub(crate) use paint::{Paint, When, decide};
pub(crate) use table::{Cell, Grid, Role, streamed};
pub(crate) use time::{Clock, Rfc3339, Zone};
pub(crate) use transition::{short_id, words};
