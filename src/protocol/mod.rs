//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

mod cipher;
mod keys;
mod packet;
mod sign;
#[cfg(test)]
mod vectors;

pub use cipher::{Cipher, UnlockError};
pub use keys::{Keys, Stamp};
pub use packet::{CONTENT_TYPE, Extent, Header, Packet, Reply, SendError, Transport};
pub use sign::{NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature, verify};
