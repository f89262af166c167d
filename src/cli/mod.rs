//! The hall: arguments, the commands, and the only place where the wings meet.

mod app;
mod args;
mod color;
mod completions;
mod config;
mod diff;
mod dry_run;
mod error;
mod exit;
mod explain;
mod failed;
mod feed;
mod format;
mod generate;
mod heading;
mod input;
mod keys;
mod lints;
mod listen;
mod listening;
mod man;
mod output;
mod reception;
mod replay;
mod replaying;
mod rules;
mod sample;
mod schema;
mod sending;
mod signal;
mod time;
mod validate;
mod world;

pub use app::{command, main};
