//! What touches the network: the client that carries requests out, the server that takes them in, and the runtime both
//! run on.

mod client;
mod connection;
mod crowd;
mod failure;
mod intake;
mod runtime;
mod server;
mod target;

pub use client::{ClientError, HttpTransport, Settings, Trust};
pub use runtime::block_on;
pub use server::{BindError, Limits, Server};
pub use target::{Target, TargetError};
