//! Arguments, the commands, and the only place where the folders of layer 3 meet.

mod app;
pub(crate) mod args;
pub(crate) mod clock;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod deliver;
mod error;
mod exit;
pub(crate) mod output;
pub(crate) mod read;
pub(crate) mod signal;

pub(crate) use app::command;
pub use app::main;
pub(crate) use clock::Machine;
pub(crate) use error::CliError;
pub(crate) use signal::Stop;
