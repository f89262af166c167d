//! Arguments, the commands, and the only place where the folders of layer 3 meet.

mod app;
pub mod args;
pub(crate) mod clock;
pub mod commands;
pub(crate) mod config;
pub mod deliver;
mod error;
mod exit;
pub mod output;
pub mod read;
pub(crate) mod signal;

pub use app::{command, main};
pub(crate) use clock::World;
pub(crate) use error::CliError;
pub(crate) use signal::Stop;
