//! The machine's clock and its source of chance, for the engines that are told of both.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::engine::deliver::Surroundings;

/// How much chance is fetched at a time, in pieces of 16 bytes: asking the system costs the same for all of them.
const PIECES: usize = 256;

/// What was fetched and not given yet.
static FETCHED: Mutex<Vec<[u8; 16]>> = Mutex::new(Vec::new());

pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What tells this run from every other, on this machine and behind it.
pub(crate) fn run_id() -> String {
    format!("{:x}-{:x}", std::process::id(), now_ms())
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine;

impl Surroundings for Machine {
    fn now_ms(&self) -> i64 {
        now_ms()
    }

    fn random(&self) -> [u8; 16] {
        // A panic while it was held left whole pieces behind.
        let mut pieces = FETCHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = pieces.pop() {
            return piece;
        }
        let mut fetched = [[0; 16]; PIECES];
        getrandom::fill(fetched.as_flattened_mut()).expect("the system gives random bytes");
        let [first, rest @ ..] = fetched;
        pieces.extend_from_slice(&rest);
        first
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_piece_of_chance_is_given_twice() {
        let pieces: HashSet<[u8; 16]> = (0..=2 * PIECES).map(|_| Machine.random()).collect();
        assert_eq!(pieces.len(), 2 * PIECES + 1);
    }
}
