//! `diff`: its arguments, its rules, its views, its run.

mod ahead;
mod args;
mod page;
mod rules;
mod run;
mod view;

pub(crate) use args::{Args, run};
