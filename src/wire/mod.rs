//! What touches the network: the server that takes requests in, and the runtime it runs on.

mod connection;
mod crowd;
mod intake;
mod runtime;
mod server;

pub use runtime::block_on;
pub use server::{BindError, Limits, Server};
