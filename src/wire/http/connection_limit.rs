//! Who is connected: at most so many, the longest idle one leaves first, and all of them leave at a stop.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinSet};

/// What one connection is doing.
#[derive(Debug)]
pub(crate) struct Seat {
    clock: Arc<AtomicU64>,
    /// The tick since which it is idle, 0 while it is being answered.
    idle_since: AtomicU64,
}

impl Seat {
    /// A request has been read whole: from now on it must be answered.
    pub(crate) fn work(&self) {
        self.idle_since.store(0, Ordering::Relaxed);
    }

    /// The answer is made.
    pub(crate) fn rest(&self) {
        self.idle_since.store(self.clock.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    fn idle_since(&self) -> Option<u64> {
        Some(self.idle_since.load(Ordering::Relaxed)).filter(|tick| *tick > 0)
    }
}

/// Becomes true at a stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// The connections of a server.
#[derive(Debug)]
pub(crate) struct Crowd {
    clock: Arc<AtomicU64>,
    tasks: JoinSet<()>,
    seats: HashMap<Id, (Arc<Seat>, AbortHandle)>,
    stop: watch::Sender<bool>,
}

impl Default for Crowd {
    fn default() -> Self {
        Self {
            clock: Arc::default(),
            tasks: JoinSet::new(),
            seats: HashMap::new(),
            stop: watch::Sender::new(false),
        }
    }
}

impl Crowd {
    pub(crate) fn len(&self) -> usize {
        self.seats.len()
    }

    /// Runs a connection beside the others.
    pub(crate) fn admit<F>(&mut self, serve: impl FnOnce(Arc<Seat>, Stop) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let seat = Arc::new(Seat { clock: Arc::clone(&self.clock), idle_since: AtomicU64::new(0) });
        seat.rest();
        let handle = self.tasks.spawn(serve(Arc::clone(&seat), self.stop.subscribe()));
        self.seats.insert(handle.id(), (seat, handle));
    }

    /// Waits until a connection is gone; `None` where there is none.
    pub(crate) async fn gone(&mut self) -> Option<()> {
        let id = match self.tasks.join_next_with_id().await? {
            Ok((id, ())) => id,
            Err(error) => error.id(),
        };
        self.seats.remove(&id);
        Some(())
    }

    /// Closes the connection that has been idle the longest and waits until its place is free. Whether there was one.
    pub(crate) async fn evict(&mut self) -> bool {
        let idle = self.seats.iter().filter_map(|(id, (seat, _))| Some((seat.idle_since()?, *id)));
        let Some((_, id)) = idle.min() else { return false };
        if let Some((_, handle)) = self.seats.get(&id) {
            handle.abort();
        }
        while self.seats.contains_key(&id) && self.gone().await.is_some() {}
        true
    }

    /// Asks everyone to leave. Who is being answered is waited for; the others have `grace` to get their request out.
    pub(crate) async fn disperse(mut self, grace: Duration) {
        let _ = self.stop.send(true);
        let over = tokio::time::sleep(grace);
        let mut over = std::pin::pin!(over);
        loop {
            tokio::select! {
                gone = self.gone() => if gone.is_none() { return },
                () = &mut over => break,
            }
        }
        for (seat, handle) in self.seats.values() {
            if seat.idle_since().is_some() {
                handle.abort();
            }
        }
        while self.gone().await.is_some() {}
    }
}
