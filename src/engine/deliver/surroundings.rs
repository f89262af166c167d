//! What a run must be told from outside: the wall clock, chance, and when a moment has come.

use std::future::Future;
use std::pin::Pin;

use tokio::time::{Instant, sleep_until};

use crate::protocol::Stamp;

/// Done at a moment.
pub(crate) type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a run must be told from outside: the wall clock, chance, and when a moment has come.
pub(crate) trait Surroundings: Send + Sync {
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
