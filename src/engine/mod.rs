//! What is judged: the work of each subcommand, without reading, printing or clap.

mod draft;
mod duplicates;
mod generate;
mod judge;
mod lint;
mod lint_ticket;
mod recognize;
mod validate;

pub use duplicates::{Duplicates, WINDOW};
pub use generate::{GenerateError, Made, Recipe, RecipeError, Share, generate};
pub use validate::Validator;
