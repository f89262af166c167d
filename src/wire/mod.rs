//! What touches the network: the client that carries requests out, the server that takes them in, and the runtime both
//! run on.

mod client;
mod connection;
mod crowd;
mod dialogue;
mod failure;
mod intake;
mod reading;
mod runtime;
mod server;
mod target;

pub use client::{ClientError, HttpTransport, Settings, Trust};
pub use dialogue::Dialer;
pub use runtime::block_on;
pub use server::{BindError, Limits, Server};
pub use target::{Target, TargetError};
