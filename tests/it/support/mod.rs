//! What the tests of servers share: a listener as a process, and a sender that speaks plain HTTP.

pub(crate) mod app;
pub(crate) mod bench;
mod controlled;
mod gate;
pub(crate) mod imports;
mod listener;
mod log;
mod memory;
pub(crate) mod mutants;
pub(crate) mod probed_receiver;
mod sender;
mod sink;
pub(crate) mod survivors;
#[cfg(unix)]
pub(crate) mod svg;
#[cfg(unix)]
pub(crate) mod terminal;

pub(crate) use controlled::Controlled;
pub(crate) use gate::Gate;
pub(crate) use listener::{Folder, Listener};
pub(crate) use log::{log, ticket_event};
use memory::peak_memory;
pub(crate) use sender::{Answer, Sender, event, keys, sealed, success};
pub(crate) use sink::{Act, Got, Sink, talk};
