//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

pub(crate) mod long_connection;
pub(crate) mod mistakes;
pub(crate) mod sdks;
pub(crate) mod webhook;

pub use webhook::{Keys, Stamp};
