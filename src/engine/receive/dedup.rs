//! Which event ids were acknowledged when: bounded in number and in time.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// Ids that are remembered at most (about 50 MB); beyond that the oldest go first.
pub(crate) const BOUND: usize = 1 << 20;

/// Event ids with the time of their first acknowledgement. An id is kept as two independent 64-bit hashes, so that no
/// id is ever taken for another one.
#[derive(Debug)]
pub(crate) struct Dedup {
    hashers: [RandomState; 2],
    window_ms: i64,
    seen: HashMap<(u64, u64), i64>,
    order: VecDeque<(u64, u64)>,
}

impl Dedup {
    /// Remembers ids for `window`.
    pub(crate) fn new(window: Duration) -> Self {
        Self {
            hashers: [RandomState::new(), RandomState::new()],
            window_ms: i64::try_from(window.as_millis()).unwrap_or(i64::MAX),
            seen: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// When an id came first, ms, if it came within the window before `now`.
    pub(crate) fn first(&mut self, event_id: &str, now: i64) -> Option<i64> {
        self.forget_older(now);
        let at = *self.seen.get(&self.hash(event_id))?;
        (at >= now.saturating_sub(self.window_ms)).then_some(at)
    }

    /// Whether an id is remembered, whenever it came.
    pub(crate) fn knows(&self, event_id: &str) -> bool {
        self.seen.contains_key(&self.hash(event_id))
    }

    /// Remembers an id from now on. Whether it is new.
    pub(crate) fn learn(&mut self, event_id: &str, at: i64) -> bool {
        let hash = self.hash(event_id);
        if self.order.len() >= BOUND {
            self.order.pop_front().map(|oldest| self.seen.remove(&oldest));
        }
        let new = self.seen.insert(hash, at).is_none();
        if new {
            self.order.push_back(hash);
        }
        new
    }

    /// Takes back the latest [`Dedup::learn`] of an id.
    pub(crate) fn unlearn(&mut self, event_id: &str) {
        let hash = self.hash(event_id);
        self.seen.remove(&hash);
        if let Some(at) = self.order.iter().rposition(|it| *it == hash) {
            self.order.remove(at);
        }
    }

    fn forget_older(&mut self, now: i64) {
        let limit = now.saturating_sub(self.window_ms);
        while let Some(oldest) = self.order.front() {
            if self.seen.get(oldest).is_some_and(|at| *at >= limit) {
                return;
            }
            self.seen.remove(oldest);
            self.order.pop_front();
        }
    }

    fn hash(&self, event_id: &str) -> (u64, u64) {
        (self.hashers[0].hash_one(event_id), self.hashers[1].hash_one(event_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_for_the_window_and_not_longer() {
        let mut dedup = Dedup::new(Duration::from_millis(100));
        assert_eq!(dedup.first("a", 0), None);
        assert!(dedup.learn("a", 0));
        assert_eq!(dedup.first("a", 100), Some(0));
        assert_eq!(dedup.first("a", 101), None);
        assert!(dedup.order.is_empty());
    }

    #[test]
    fn what_is_taken_back_is_unknown() {
        let mut dedup = Dedup::new(Duration::from_secs(1));
        dedup.learn("a", 0);
        dedup.learn("b", 0);
        dedup.unlearn("a");
        assert_eq!((dedup.first("a", 0), dedup.first("b", 0)), (None, Some(0)));
    }

    #[test]
    fn the_number_of_ids_is_bounded() {
        let mut dedup = Dedup::new(Duration::from_secs(1));
        for number in 0..=BOUND {
            dedup.learn(&number.to_string(), 0);
        }
        assert_eq!((dedup.order.len(), dedup.seen.len()), (BOUND, BOUND));
        assert_eq!((dedup.first("0", 0), dedup.first("1", 0)), (None, Some(0)));
    }
}
