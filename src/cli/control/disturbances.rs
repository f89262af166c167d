//! What goes wrong with deliveries over HTTP because that was asked for: a delivery each, in the order of the asking.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::engine::deliver::Halt;
use crate::protocol::webhook::{Packet, Reply, SendError, Transport};
use crate::report::named;
use crate::wire::Target;
use crate::wire::http::{Dialer, Settings};

named! {
    pub(crate) enum Disturbance {
        /// Its connection is closed once the request is written.
        Drop "drop"
        /// Its connection stays, and nothing is written on it until a release, or until the run is to end.
        Stall "stall"
    }
}

pub(crate) struct Disturbances {
    dialer: Result<Dialer, &'static str>,
    to_come: Mutex<VecDeque<Disturbance>>,
    releases: watch::Sender<()>,
    halts: watch::Receiver<Halt>,
}

impl Disturbances {
    /// Of deliveries to `target`, of a run that ends as `halts` says.
    pub(crate) fn new(target: &Target, settings: &Settings, halts: watch::Receiver<Halt>) -> Arc<Self> {
        let dialer = Dialer::new(target, settings.clone());
        Arc::new(Self { dialer, to_come: Mutex::default(), releases: watch::Sender::default(), halts })
    }

    fn to_come(&self) -> MutexGuard<'_, VecDeque<Disturbance>> {
        // Nothing panics while it holds the lock: what is in it is whole.
        self.to_come.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has one more delivery go wrong; the error says why none can.
    pub(crate) fn ask_for(&self, disturbance: Disturbance) -> Result<(), &'static str> {
        self.dialer.as_ref().map(|_| self.to_come().push_back(disturbance)).map_err(|reason| *reason)
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.to_come().iter().map(|it| it.name()).collect()
    }

    /// Lets deliveries that are stalled go on.
    pub(crate) fn release(&self) {
        self.releases.send_replace(());
    }

    pub(crate) fn clear(&self) {
        self.to_come().clear();
    }

    /// Sends a packet over `transport`, unless it is to go wrong.
    pub(crate) async fn send(&self, packet: Packet, transport: &impl Transport) -> Result<Reply, SendError> {
        let Ok(dialer) = &self.dialer else { return transport.send(packet).await };
        let disturbance = self.to_come().pop_front();
        match disturbance {
            None => transport.send(packet).await,
            Some(Disturbance::Drop) => Err(dialer.abandon(&packet).await),
            Some(Disturbance::Stall) => {
                let (mut releases, mut halts) = (self.releases.subscribe(), self.halts.clone());
                let held_up = async move {
                    tokio::select! {
                        _ = releases.changed() => {}
                        Ok(_) = halts.wait_for(|it| *it != Halt::No) => {}
                    }
                };
                dialer.send_after(&packet, held_up).await
            }
        }
    }
}
