//! A connection of an app as the registry sees it: where events for it go, and what waits for its acks.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::misbehaviour::DropHow;
use super::pending_acks::{AckTally, PendingAcks};
use crate::protocol::long_connection::Frame;

/// How many events wait for a connection to take them.
const MAX_QUEUED: usize = 64;

/// An event on its way to a connection.
pub(crate) struct Outgoing {
    pub(crate) frames: Vec<Frame>,
    /// Told once the last piece has been written.
    pub(crate) written: oneshot::Sender<()>,
}

/// The events on their way to a connection.
pub(crate) type Outbox = mpsc::Receiver<Outgoing>;

pub(crate) struct ConnectionHandle {
    /// From 1.
    pub(crate) number: u64,
    /// The `User-Agent` of the app's SDK.
    pub(crate) agent: Option<Arc<str>>,
    pub(crate) outbox: mpsc::Sender<Outgoing>,
    pub(crate) pending_acks: PendingAcks,
    /// A ping is to be answered.
    pub(crate) pinged: Notify,
    /// Counts the pieces that were written.
    pub(crate) progress: watch::Sender<u64>,
    /// How it is to be dropped, once it is.
    pub(crate) ending: watch::Sender<Option<DropHow>>,
}

impl ConnectionHandle {
    pub(crate) fn new(
        number: u64,
        agent: Option<Arc<str>>,
        tally: watch::Sender<AckTally>,
    ) -> (Self, Outbox) {
        let (sender, outbox) = mpsc::channel(MAX_QUEUED);
        let handle = Self {
            number,
            agent,
            outbox: sender,
            pending_acks: PendingAcks::new(tally),
            pinged: Notify::new(),
            progress: watch::Sender::default(),
            ending: watch::Sender::default(),
        };
        (handle, outbox)
    }

    /// Done once it is to be dropped, with the way to do it.
    pub(crate) async fn dropped(&self) -> DropHow {
        let mut ending = self.ending.subscribe();
        let how = ending.wait_for(Option::is_some).await.map(|it| *it);
        // It cannot end while it is asked.
        how.ok().flatten().unwrap_or(DropHow::Tcp)
    }

    /// Done once it is to be dropped, though it is stalled.
    pub(crate) async fn dropped_from_stall(&self) {
        let mut ending = self.ending.subscribe();
        let _ = ending.wait_for(|it| it.is_some_and(|how| how != DropHow::Stall)).await;
    }
}
