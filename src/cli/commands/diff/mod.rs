//! `diff`: its arguments, its rules, its views, its run.

mod args;
mod output;
mod rows_ahead;
mod rules;
mod run;
mod view;

pub(crate) use args::{Args, run};
pub(crate) use rules::contract;
