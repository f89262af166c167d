//! The platform's long connection on this machine: apps connect with a WebSocket and get events on it.

mod conduct;
mod door;
mod hub;
mod link;
mod notice;
mod ticket;
mod waiting;

pub use conduct::{Conduct, DropHow, Pong};
pub use door::Gateway;
pub use hub::Hub;
pub use notice::{Notice, Notices};
