//! The events of one connection that wait for their acks, and those that waited in vain.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{oneshot, watch};
use tokio::time::{Duration, Instant};

use crate::protocol::long_connection::Ack;

/// How an event's wait ends: with its ack, or with the reason why the connection ended.
pub(crate) type AckResult = Result<Ack, String>;

enum AckWait {
    /// The sender, within the time.
    Open(Instant, oneshot::Sender<AckResult>),
    /// Nothing any more. A late ack is still told of.
    Overdue(Instant),
}

/// The overdue events of all connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AckTally {
    /// Events whose ack may still come.
    pub(crate) overdue: usize,
    pub(crate) late: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AckMatch {
    InTime,
    /// Overdue, so long after the event was sent.
    Late(Duration, Box<Ack>),
    /// Of no event of this connection, or acked before.
    Unknown,
}

#[derive(Default)]
struct AckWaits {
    waits: HashMap<String, AckWait>,
    /// Why the connection ended.
    closed: Option<String>,
}

pub(crate) struct PendingAcks {
    state: Mutex<AckWaits>,
    tally: watch::Sender<AckTally>,
}

impl PendingAcks {
    pub(crate) fn new(tally: watch::Sender<AckTally>) -> Self {
        Self { state: Mutex::default(), tally }
    }

    fn state(&self) -> MutexGuard<'_, AckWaits> {
        // No lock is held across a panic: what is in it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to wait; the reason where the connection has ended.
    pub(crate) fn begin(&self, message_id: &str) -> Result<oneshot::Receiver<AckResult>, String> {
        let mut state = self.state();
        if let Some(why) = &state.closed {
            return Err(why.clone());
        }
        let (sender, receiver) = oneshot::channel();
        state.waits.insert(message_id.to_owned(), AckWait::Open(Instant::now(), sender));
        Ok(receiver)
    }

    /// Gives up the wait for an ack. Whether there was one.
    pub(crate) fn give_up(&self, message_id: &str) -> bool {
        let mut state = self.state();
        let Some(wait) = state.waits.get_mut(message_id) else { return false };
        if let AckWait::Open(since, _) = wait {
            *wait = AckWait::Overdue(*since);
            self.tally.send_modify(|it| it.overdue += 1);
        }
        true
    }

    pub(crate) fn ack(&self, ack: Ack) -> AckMatch {
        match self.state().waits.remove(&ack.message_id) {
            Some(AckWait::Open(_, sender)) => {
                // The sender may have gone away with a run that was stopped.
                let _ = sender.send(Ok(ack));
                AckMatch::InTime
            }
            Some(AckWait::Overdue(since)) => {
                self.tally.send_modify(|it| {
                    it.overdue -= 1;
                    it.late += 1;
                });
                AckMatch::Late(since.elapsed(), Box::new(ack))
            }
            None => AckMatch::Unknown,
        }
    }

    /// The connection has ended, and with it every wait. How many acks were waited for.
    pub(crate) fn close(&self, why: &str) -> usize {
        let mut state = self.state();
        state.closed = Some(why.to_owned());
        let mut open = 0;
        for (_, wait) in state.waits.drain() {
            match wait {
                AckWait::Open(_, sender) => {
                    open += 1;
                    let _ = sender.send(Err(why.to_owned()));
                }
                AckWait::Overdue(_) => self.tally.send_modify(|it| it.overdue -= 1),
            }
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ack(message_id: &str) -> Ack {
        let message_id = message_id.to_owned();
        Ack { message_id, code: Ok(200), data: None, biz_rt_ms: None }
    }

    #[test]
    fn an_ack_in_time_reaches_its_sender_once() {
        let pending = PendingAcks::new(watch::Sender::default());
        let mut receiver = pending.begin("a").unwrap();
        assert_eq!(pending.ack(ack("b")), AckMatch::Unknown);
        assert_eq!(pending.ack(ack("a")), AckMatch::InTime);
        assert_eq!(receiver.try_recv().unwrap(), Ok(ack("a")));
        assert_eq!(pending.ack(ack("a")), AckMatch::Unknown);
    }

    #[test]
    fn a_late_ack_is_told_apart_and_no_longer_overdue() {
        let tally = watch::Sender::default();
        let pending = PendingAcks::new(tally.clone());
        let _receivers = ["a", "b"].map(|id| pending.begin(id).unwrap());
        assert!(pending.give_up("a") && pending.give_up("b") && !pending.give_up("c"));
        assert_eq!(*tally.borrow(), AckTally { overdue: 2, late: 0 });
        assert!(matches!(pending.ack(ack("a")), AckMatch::Late(..)));
        assert_eq!(*tally.borrow(), AckTally { overdue: 1, late: 1 });
        assert_eq!(pending.close("gone"), 0);
        assert_eq!(*tally.borrow(), AckTally { overdue: 0, late: 1 });
    }

    #[test]
    fn the_end_of_a_connection_ends_every_wait_with_its_reason() {
        let pending = PendingAcks::new(watch::Sender::default());
        let mut receiver = pending.begin("a").unwrap();
        assert_eq!(pending.close("gone"), 1);
        assert_eq!(receiver.try_recv().unwrap(), Err("gone".to_owned()));
        assert_eq!(pending.begin("b").unwrap_err(), "gone");
    }
}
