//! Arguments, the commands, and the only place where the folders of layer 3 meet.

mod app;
pub(crate) mod args;
mod clock;
pub(crate) mod commands;
pub(crate) mod config;
mod context;
pub(crate) mod control;
pub(crate) mod deliver;
mod error;
mod exit;
mod help;
mod idle_flags;
pub(crate) mod launch;
pub(crate) mod output;
#[cfg(test)]
pub(crate) mod parsed_once_tests;
pub(crate) mod pipe;
pub(crate) mod read;
mod say;
pub(crate) mod signal;
mod suggest;

pub use app::main;
pub(crate) use clock::{Machine, now_ms, run_id};
pub(crate) use context::Context;
pub(crate) use error::{CliError, HOW_TO_MAKE_SALT};
pub(crate) use say::{beside, fitted, put, say, say_other_protocol, say_public};
pub(crate) use signal::Stop;
