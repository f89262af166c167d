//! One file or folder a subcommand.

pub(crate) mod ci;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod gateway;
pub(crate) mod generate;
pub(crate) mod listen;
pub(crate) mod man;
pub(crate) mod open;
pub(crate) mod probe;
pub(crate) mod redact;
pub(crate) mod replay;
pub(crate) mod sample;
pub(crate) mod schema;
pub(crate) mod sign;
pub(crate) mod validate;
pub(crate) mod verify;
