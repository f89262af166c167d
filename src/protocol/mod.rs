//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

mod keys;
pub mod long_connection;
pub mod mistakes;
pub mod webhook;

pub use keys::{Keys, Stamp};
