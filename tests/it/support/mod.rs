//! What the tests of servers share: a listener as a process, and a sender that speaks plain HTTP.

mod listener;
mod sender;

pub(crate) use listener::{Folder, Listener};
pub(crate) use sender::{Answer, Sender, event, keys, sealed, success};
