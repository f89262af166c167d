//! The platform's long connection on this machine: apps connect with a WebSocket and get events on it.

mod connection;
mod connection_handle;
mod connection_notice;
mod handshake_token;
mod misbehaviour;
mod pending_acks;
mod registry;
mod server;

pub use connection_notice::Notice;
pub(crate) use connection_notice::Notices;
pub use misbehaviour::{Behaviour, DropHow, EndpointFailures, Pong};
pub use registry::Registry;
pub use server::Gateway;
