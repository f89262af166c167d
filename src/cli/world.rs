//! The machine's clock and its source of chance, for the engines that are told of both.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::engine::Surroundings;

/// This machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct World;

impl Surroundings for World {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }
}
