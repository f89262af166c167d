//! Wakes tasks that wait for a moment, with a thread that sleeps until then: a runtime's own timers tick in milliseconds, and
//! events that are due between two ticks would leave together.

use std::thread;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until};

use crate::cli::Machine;
use crate::engine::deliver::{Surroundings, Wait};

/// How much of a wait is left to the thread: more than the runtime's timer may be late.
const SLEPT: Duration = Duration::from_millis(3);

/// This machine, and its clock for what is due at a moment.
pub(crate) struct PreciseTimer;

impl Surroundings for PreciseTimer {
    fn now_ms(&self) -> i64 {
        Machine.now_ms()
    }

    fn random(&self) -> [u8; 16] {
        Machine.random()
    }

    fn until(&self, at: Instant) -> Wait {
        Box::pin(async move {
            sleep_until(at.checked_sub(SLEPT).unwrap_or(at)).await;
            if Instant::now() < at {
                let slept =
                    spawn_blocking(move || thread::sleep(at.saturating_duration_since(Instant::now())));
                // It is called off only where the runtime ends.
                let _ = slept.await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::block_on_here;

    #[test]
    fn nothing_is_done_before_its_moment_and_what_has_passed_is_there() {
        block_on_here(async {
            let begun = Instant::now();
            for number in 1..=5 {
                let due = begun + number * Duration::from_millis(3);
                PreciseTimer.until(due).await;
                assert!(Instant::now() >= due);
            }
            PreciseTimer.until(begun).await;
        })
        .unwrap();
    }
}
