//! `diff`: its arguments, its rules, its run.

mod args;
mod page;
mod rules;
mod run;

pub(crate) use args::{Args, run};
