//! The events of one connection that wait for their acks, and those that waited in vain.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{oneshot, watch};
use tokio::time::{Duration, Instant};

use crate::protocol::long_connection::Ack;

/// How an event's wait ends: with its ack, or with the reason why the connection ended.
pub(crate) type Ending = Result<Ack, String>;

/// Who waits for an ack.
enum Wait {
    /// The sender, within the time.
    Open(Instant, oneshot::Sender<Ending>),
    /// Nobody any more. A late ack is still told of.
    Overdue(Instant),
}

/// The overdue events of all connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Events whose ack may still come.
    pub(crate) overdue: usize,
    /// Acks that came late.
    pub(crate) late: u64,
}

/// What an ack was.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// Awaited.
    InTime,
    /// Overdue, so long after the event was sent.
    Late(Duration, Box<Ack>),
    /// Of no event of this connection, or acked before.
    Unknown,
}

#[derive(Default)]
struct State {
    waits: HashMap<String, Wait>,
    /// Why the connection ended.
    closed: Option<String>,
}

/// The waits of one connection.
pub(crate) struct Waiting {
    state: Mutex<State>,
    tally: watch::Sender<Tally>,
}

impl Waiting {
    pub(crate) fn new(tally: watch::Sender<Tally>) -> Self {
        Self { state: Mutex::default(), tally }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No lock is held across a panic: what is in it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to wait; the reason where the connection has ended.
    pub(crate) fn begin(&self, message_id: &str) -> Result<oneshot::Receiver<Ending>, String> {
        let mut state = self.state();
        if let Some(why) = &state.closed {
            return Err(why.clone());
        }
        let (sender, receiver) = oneshot::channel();
        state.waits.insert(message_id.to_owned(), Wait::Open(Instant::now(), sender));
        Ok(receiver)
    }

    /// Gives up waiting. Whether there was something to give up.
    pub(crate) fn give_up(&self, message_id: &str) -> bool {
        let mut state = self.state();
        let Some(wait) = state.waits.get_mut(message_id) else { return false };
        if let Wait::Open(since, _) = wait {
            *wait = Wait::Overdue(*since);
            self.tally.send_modify(|it| it.overdue += 1);
        }
        true
    }

    /// Takes an ack in.
    pub(crate) fn ack(&self, ack: Ack) -> Met {
        match self.state().waits.remove(&ack.message_id) {
            Some(Wait::Open(_, sender)) => {
                // The sender may have gone away with a run that was stopped.
                let _ = sender.send(Ok(ack));
                Met::InTime
            }
            Some(Wait::Overdue(since)) => {
                self.tally.send_modify(|it| {
                    it.overdue -= 1;
                    it.late += 1;
                });
                Met::Late(since.elapsed(), Box::new(ack))
            }
            None => Met::Unknown,
        }
    }

    /// The connection has ended: nobody waits any longer. How many were waiting.
    pub(crate) fn close(&self, why: &str) -> usize {
        let mut state = self.state();
        state.closed = Some(why.to_owned());
        let mut open = 0;
        for (_, wait) in state.waits.drain() {
            match wait {
                Wait::Open(_, sender) => {
                    open += 1;
                    let _ = sender.send(Err(why.to_owned()));
                }
                Wait::Overdue(_) => self.tally.send_modify(|it| it.overdue -= 1),
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
        let waiting = Waiting::new(watch::Sender::default());
        let mut receiver = waiting.begin("a").unwrap();
        assert_eq!(waiting.ack(ack("b")), Met::Unknown);
        assert_eq!(waiting.ack(ack("a")), Met::InTime);
        assert_eq!(receiver.try_recv().unwrap(), Ok(ack("a")));
        assert_eq!(waiting.ack(ack("a")), Met::Unknown);
    }

    #[test]
    fn a_late_ack_is_told_apart_and_no_longer_overdue() {
        let tally = watch::Sender::default();
        let waiting = Waiting::new(tally.clone());
        let _receivers = ["a", "b"].map(|id| waiting.begin(id).unwrap());
        assert!(waiting.give_up("a") && waiting.give_up("b") && !waiting.give_up("c"));
        assert_eq!(*tally.borrow(), Tally { overdue: 2, late: 0 });
        assert!(matches!(waiting.ack(ack("a")), Met::Late(..)));
        assert_eq!(*tally.borrow(), Tally { overdue: 1, late: 1 });
        assert_eq!(waiting.close("gone"), 0);
        assert_eq!(*tally.borrow(), Tally { overdue: 0, late: 1 });
    }

    #[test]
    fn the_end_of_a_connection_ends_every_wait_with_its_reason() {
        let waiting = Waiting::new(watch::Sender::default());
        let mut receiver = waiting.begin("a").unwrap();
        assert_eq!(waiting.close("gone"), 1);
        assert_eq!(receiver.try_recv().unwrap(), Err("gone".to_owned()));
        assert_eq!(waiting.begin("b").unwrap_err(), "gone");
    }
}
