//! What is judged: the work of each subcommand, without reading, printing or clap.

mod append;
mod book;
mod diff;
mod draft;
mod duplicates;
mod duration;
mod generate;
mod judge;
mod lint;
mod lint_ticket;
mod listen;
#[cfg(test)]
mod listen_tests;
mod manners;
mod memory;
mod onward;
mod raw;
mod receipt;
mod recognize;
mod refusal;
mod seen;
mod validate;

pub use append::{BookError, Healed};
pub use book::BookPlan;
pub use diff::{Contract, Differ, Filter, Looked, Rule, RuleError, Tally, Timeline, beginning};
pub use duplicates::{Duplicates, WINDOW};
pub use duration::{AmountError, Rate, Share as Portion, parse_time};
pub use generate::{GenerateError, Made, Recipe, RecipeError, Share, generate};
pub use listen::{Clock, Desk, DeskPlan, Nowhere, Told};
pub use manners::Manners;
pub use validate::Validator;
