//! Keys, clock and chance for the tests of this folder.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::engine::deliver::Surroundings;
use crate::model::Secret;
use crate::protocol::Keys;

/// A clock that stands, and chance that counts.
#[derive(Default)]
pub(crate) struct Fixed(AtomicU8);

impl Surroundings for Fixed {
    fn now_ms(&self) -> i64 {
        1_700_000_000_000
    }

    fn random(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed); 16]
    }
}

/// An app's two secrets.
pub(crate) fn both() -> Keys {
    Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")))
}
