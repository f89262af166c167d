//! What touches the network: the client that carries requests out, the server that takes them in, the gateway that keeps
//! connections, and the runtime they run on.

mod answer;
mod client;
mod connection;
mod crowd;
mod dialogue;
mod direct;
mod failure;
mod gateway;
mod intake;
mod reading;
mod runtime;
mod server;
mod target;

pub use client::{ClientError, HttpTransport, Settings, Trust};
pub use dialogue::Dialer;
pub use gateway::{Conduct, DropHow, Gateway, Hub, Notice, Notices, Pong};
pub use runtime::{block_on, block_on_here};
pub use server::{BindError, Limits, Server};
pub use target::{Target, TargetError};
