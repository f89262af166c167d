//! Holds the deliveries of a run back while that is asked for, and has them go wrong.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::disturbances::Disturbances;
use crate::protocol::webhook::{Packet, Reply, SendError, Transport};

/// A transport that is not ready while the run is held.
pub(crate) struct Gated<T> {
    transport: T,
    /// Whether the run is held; `None` where nobody can ask for that.
    held: Option<watch::Receiver<bool>>,
    disturbances: Option<Arc<Disturbances>>,
}

impl<T> Gated<T> {
    /// Sends over `transport`, but while `held` is true, and but what is to go wrong.
    pub(crate) fn new(
        transport: T,
        held: Option<watch::Receiver<bool>>,
        disturbances: Option<Arc<Disturbances>>,
    ) -> Self {
        Self { transport, held, disturbances }
    }
}

impl<T: Transport> Transport for Gated<T> {
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

    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        match &self.disturbances {
            Some(disturbances) => disturbances.send(packet, &self.transport).await,
            None => self.transport.send(packet).await,
        }
    }

    fn forget_connections(&self) {
        self.transport.forget_connections();
    }
}
