//! What is secret, and how it is hidden.

mod escaped;
mod known_values;
mod names;
mod starred;

pub(crate) use known_values::{MASK, Mask};
pub(crate) use starred::starred;
