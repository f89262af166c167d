//! What touches the network: clients, servers, the gateway's connections, and the runtime they run on.

pub(crate) mod control;
mod descriptors;
pub(crate) mod gateway;
pub(crate) mod http;
mod runtime;
mod target;

pub(crate) use descriptors::connections_allowed;
pub use runtime::block_on;
pub(crate) use runtime::block_on_here;
pub(crate) use target::{Target, ip_of, is_this_machine};
