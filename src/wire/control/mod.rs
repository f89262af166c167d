//! The server of the control API and of the live page: on loopback, for those who hold its token.

mod access;
mod api;
mod server;
mod stream;

pub(crate) use access::Access;
pub(crate) use api::{ApiReply, Asset, Call, ControlApi, StreamMessage};
pub(crate) use server::{bind, serve};
