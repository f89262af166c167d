//! HTTP: clients and the server.

mod body;
mod browser;
mod client;
mod connection_limit;
mod connector;
mod direct;
mod failure;
mod other_protocol;
mod raw_client;
mod raw_response;
mod readiness;
mod receiver_server;
mod request_body;
mod server;
mod settings;

pub(crate) use body::Whole;
pub(crate) use browser::{AllowedHosts, BrowserRefusal};
pub(crate) use client::{ClientError, HttpTransport};
pub(crate) use connection_limit::Connection;
pub(crate) use failure::{ms, root};
pub(crate) use other_protocol::OtherProtocol;
pub(crate) use raw_client::Dialer;
pub(crate) use readiness::{answers, is_listening};
pub(crate) use request_body::read_body;
pub(crate) use server::{BindError, Handler};
pub use server::{Limits, Server};
pub(crate) use settings::{Settings, TlsTrust};
