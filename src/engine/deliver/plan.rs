//! How a run delivers, in one value, and what it must be told from outside.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::engine::Portion;
use crate::engine::deliver::timing::{Delays, Pace};
use crate::protocol::Stamp;

/// How many tickets are in flight at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Jobs(usize);

impl Jobs {
    /// At least one.
    pub(crate) fn new(count: usize) -> Self {
        Self(count.max(1))
    }

    /// How many.
    pub(crate) fn count(self) -> usize {
        self.0
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self(1)
    }
}

/// How a run delivers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plan {
    /// How many tickets at a time.
    pub jobs: Jobs,
    /// When each event is due.
    pub pace: Pace,
    /// When a failure is tried again.
    pub delays: Delays,
    /// Which events are sent again after they were accepted.
    pub duplicate: Portion,
    /// What `duplicate` is chosen by.
    pub seed: u64,
    /// After which failures the rest is not sent.
    pub give_up: GiveUp,
}

/// After which failures the rest is not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GiveUp {
    /// Only when the target was never reached at all, after many tries.
    #[default]
    Unreachable,
    /// After the first event that failed for good (`--fail-fast`).
    FirstFailure,
}

/// Done at a moment.
pub(crate) type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a run must be told from outside: the wall clock, chance, and when a moment has come.
pub(crate) trait Surroundings: Send + Sync {
    /// The time, ms since the epoch.
    fn now_ms(&self) -> i64;

    /// 16 bytes that nobody can foretell.
    fn random(&self) -> [u8; 16];

    /// A new id: 32 hex digits.
    fn id(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.random()))
    }

    /// Done at `at`. The runtime's timers are good to a few milliseconds; a schedule may want better.
    fn until(&self, at: Instant) -> Wait {
        Box::pin(sleep_until(at))
    }

    /// What the platform makes anew for each attempt.
    fn stamp(&self) -> Stamp {
        let timestamp_s = u64::try_from(self.now_ms() / 1000).unwrap_or(0);
        let nonce = u64::from_le_bytes(self.random()[..8].try_into().expect("16 bytes hold 8"));
        Stamp { timestamp_s, nonce: nonce.to_string(), iv: self.random() }
    }
}

/// How far behind its due time an attempt may start without being late: the grain of timers, with room to spare.
pub(crate) const ON_TIME: Duration = Duration::from_millis(10);
