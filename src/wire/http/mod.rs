//! HTTP: clients and the server.

mod body;
mod client;
mod connection;
mod connection_limit;
mod connector;
mod counted_stream;
mod direct;
mod failure;
mod intake;
mod raw_client;
mod raw_response;
mod server;

pub(crate) use client::{ClientError, HttpTransport, Settings, Trust};
pub(crate) use raw_client::Dialer;
pub(crate) use server::BindError;
pub use server::{Limits, Server};
