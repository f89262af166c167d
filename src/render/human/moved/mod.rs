//! Transitions for a person: one event at length, or a row an event.

mod long;
mod renderer;
mod rows;

pub(crate) use renderer::HumanMoved;
