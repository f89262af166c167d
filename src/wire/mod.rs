//! What touches the network: the client that carries requests out, the server that takes them in, the gateway that keeps
//! connections, and the runtime they run on.

pub mod gateway;
pub mod http;
mod runtime;
mod target;

pub use runtime::{block_on, block_on_here};
pub use target::Target;
