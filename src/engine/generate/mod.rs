//! Logs of synthetic tickets: what a seed gives is a promise, down to the byte.

mod fault;
mod lifecycle;
mod other_events;
mod patch;
mod plan;
mod rng;
mod run;
mod schedule;
mod ticket_fields;
mod writer;

pub use plan::Recipe;
pub(crate) use plan::{Others, RecipeError, Share};
pub(crate) use rng::Rng;
pub(crate) use run::Made;
pub use run::generate;
