//! Several requests over one connection, to see how a receiver keeps it.

use std::future::Future;

use super::packet::{Packet, Reply, SendError};

/// Holds a connection by hand, and writes header names as they stand in the packet: both are hidden by a client
/// that keeps its own pool.
pub(crate) trait Dialogue {
    /// Sends the packets one after the other over one connection, and gives the answers until it is closed. The first
    /// one's failure is an error; answers that are missing at the end are those the receiver hung up before.
    fn converse(&self, packets: Vec<Packet>) -> impl Future<Output = Result<Vec<Reply>, SendError>> + Send;
}
