//! What is not shown as it is: what is secret, and what a terminal would obey.

mod control_characters;
mod escaped;
mod known_values;
mod names;
mod starred;

pub(crate) use control_characters::{stand_in, visible};
pub(crate) use known_values::{MASK, Mask};
pub(crate) use starred::starred;
