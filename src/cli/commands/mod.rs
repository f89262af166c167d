//! One file or folder a subcommand.

pub(crate) mod completions;
pub mod diff;
pub(crate) mod explain;
pub mod gateway;
pub(crate) mod generate;
pub mod listen;
pub(crate) mod man;
pub mod probe;
pub mod replay;
pub(crate) mod sample;
pub(crate) mod schema;
pub(crate) mod validate;
