//! Logs of synthetic tickets: what a seed gives is a promise, down to the byte.

mod calendar;
mod dice;
mod fault;
mod fault_text;
mod faults;
mod life;
mod look;
mod patch;
mod recipe;
mod run;
mod scribe;

pub use recipe::{Recipe, RecipeError, Share};
pub use run::{GenerateError, Made, generate};
