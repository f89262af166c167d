//! Holds the deliveries of a run back while that is asked for.

use std::time::Duration;

use tokio::sync::watch;

use crate::protocol::webhook::{Packet, Reply, SendError, Transport};

/// A transport that is not ready while the run is held.
pub(crate) struct Gated<T> {
    transport: T,
    /// Whether the run is held; `None` where nobody can ask for that.
    held: Option<watch::Receiver<bool>>,
}

impl<T> Gated<T> {
    /// Sends over `transport`, but while `held` is true.
    pub(crate) fn new(transport: T, held: Option<watch::Receiver<bool>>) -> Self {
        Self { transport, held }
    }
}

impl<T: Transport + Send + Sync> Transport for Gated<T> {
    async fn ready(&self) {
        if let Some(held) = &self.held {
            // Where nobody can end the hold any more, it is over.
            let _ = held.clone().wait_for(|held| !held).await;
        }
        self.transport.ready().await;
    }

    fn own_time(&self) -> Duration {
        self.transport.own_time()
    }

    fn send(&self, packet: Packet) -> impl Future<Output = Result<Reply, SendError>> + Send {
        self.transport.send(packet)
    }

    fn send_fresh(&self, packet: Packet) -> impl Future<Output = Result<Reply, SendError>> + Send {
        self.transport.send_fresh(packet)
    }
}
