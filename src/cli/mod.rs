//! The hall: arguments, the commands, and the only place where the wings meet.

mod app;
mod args;
mod color;
mod completions;
mod config;
mod diff;
mod error;
mod exit;
mod explain;
mod format;
mod generate;
mod input;
mod keys;
mod lints;
mod listen;
mod listening;
mod man;
mod output;
mod reception;
mod rules;
mod sample;
mod schema;
mod signal;
mod time;
mod validate;

pub use app::{command, main};
