//! Wakes tasks that wait for a moment, from a thread that sleeps until then: a runtime's own timers tick in milliseconds,
//! and events that are due between two ticks would leave together.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crate::cli::Machine;
use crate::engine::deliver::{Surroundings, Wait};

/// A thread that sleeps. It serves one that waits: a moment that is asked for replaces the one before.
pub(crate) struct PreciseTimer {
    shared: Arc<TimerState>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct TimerState {
    set: Mutex<TimerAlarm>,
    changed: Condvar,
}

/// What the thread is to do.
#[derive(Default)]
struct TimerAlarm {
    due: Option<Instant>,
    waker: Option<Waker>,
    over: bool,
}

impl PreciseTimer {
    pub(crate) fn start() -> Self {
        let shared = Arc::<TimerState>::default();
        let its = Arc::clone(&shared);
        Self { shared, thread: Some(thread::spawn(move || its.keep())) }
    }

    /// Done at `at`, and at once where that has passed.
    fn at(&self, at: Instant) -> Deadline {
        Deadline { shared: Arc::clone(&self.shared), at }
    }
}

/// This machine, and the thread for what is due at a moment.
impl Surroundings for PreciseTimer {
    fn now_ms(&self) -> i64 {
        Machine.now_ms()
    }

    fn random(&self) -> [u8; 16] {
        Machine.random()
    }

    fn until(&self, at: tokio::time::Instant) -> Wait {
        Box::pin(self.at(at.into_std()))
    }
}

impl Drop for PreciseTimer {
    fn drop(&mut self) {
        self.shared.lock().over = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic there has been shown.
            let _ = thread.join();
        }
    }
}

impl TimerState {
    /// A panic while it was held left it whole.
    fn lock(&self) -> MutexGuard<'_, TimerAlarm> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self) {
        let mut set = self.lock();
        while !set.over {
            let left = set.due.map(|due| due.saturating_duration_since(Instant::now()));
            set = match left {
                None => self.changed.wait(set).unwrap_or_else(PoisonError::into_inner),
                Some(left) if !left.is_zero() => {
                    self.changed.wait_timeout(set, left).unwrap_or_else(PoisonError::into_inner).0
                }
                Some(_) => {
                    set.due = None;
                    let waker = set.waker.take();
                    drop(set);
                    if let Some(waker) = waker {
                        waker.wake();
                    }
                    self.lock()
                }
            };
        }
    }
}

struct Deadline {
    shared: Arc<TimerState>,
    at: Instant,
}

impl Future for Deadline {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.at {
            return Poll::Ready(());
        }
        let mut set = self.shared.lock();
        if !set.waker.as_ref().is_some_and(|it| it.will_wake(context.waker())) {
            set.waker = Some(context.waker().clone());
        }
        if set.due != Some(self.at) {
            set.due = Some(self.at);
            self.shared.changed.notify_one();
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::wire::block_on_here;

    #[test]
    fn nothing_is_done_before_its_moment_and_moments_come_one_after_the_other() {
        let timer = PreciseTimer::start();
        let begun = Instant::now();
        block_on_here(async {
            for number in 1..=5 {
                let due = begun + number * Duration::from_millis(3);
                timer.at(due).await;
                assert!(Instant::now() >= due);
            }
        })
        .unwrap();
    }

    #[test]
    fn a_moment_that_has_passed_is_there_and_a_nearer_one_replaces_a_farther_one() {
        let timer = PreciseTimer::start();
        let now = Instant::now();
        block_on_here(async {
            timer.at(now).await;
            let mut far = timer.at(now + Duration::from_hours(1));
            let waits = std::future::poll_fn(|cx| Poll::Ready(Pin::new(&mut far).poll(cx).is_pending()));
            assert!(waits.await);
            timer.at(Instant::now() + Duration::from_millis(1)).await;
        })
        .unwrap();
    }
}
