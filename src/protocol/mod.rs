//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

mod hmac;
pub(crate) mod long_connection;
pub(crate) mod mistakes;
pub(crate) mod sdks;
pub(crate) mod webhook;

pub(crate) use hmac::hmac_sha256;
pub use webhook::{Keys, Stamp};
