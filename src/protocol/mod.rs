//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

mod packet;

pub use packet::{CONTENT_TYPE, Extent, Header, Packet, Reply, SendError, Transport};
