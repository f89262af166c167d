//! Which events were acknowledged when: bounded in number and in time.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use crate::model::EventView;

/// Events that are remembered at most (about 60 MB); beyond that the oldest go first.
pub(crate) const BOUND: usize = 1 << 20;

/// What an event is known by again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// `header.event_id`, not empty.
    pub(crate) event_id: String,
    /// A digest of what its deliveries have in common beside the id.
    pub(crate) content: u64,
}

impl Identity {
    /// The identity of an event that has an id.
    pub(crate) fn of(view: &EventView<'_>) -> Option<Self> {
        view.identity().map(|id| Self { event_id: id.to_owned(), content: view.content().digest() })
    }
}

/// What is known of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DedupVerdict {
    #[default]
    New,
    /// It was acknowledged first at this time, ms since the epoch.
    Same(i64),
    /// Another event with its id was acknowledged.
    Other,
}

/// An id as two independent 64-bit hashes, so that no id is ever taken for another one.
type IdHash = (u64, u64);

#[derive(Clone, Copy, Debug)]
struct FirstSeen {
    content: u64,
    at: i64,
}

/// Events with the time of their first acknowledgement.
#[derive(Debug)]
pub(crate) struct Dedup {
    hashers: [RandomState; 2],
    pub(super) window_ms: i64,
    /// The first event of each id.
    first: HashMap<IdHash, FirstSeen>,
    /// Other events of such an id, of which there are few.
    others: HashMap<(IdHash, u64), i64>,
    order: VecDeque<(IdHash, u64)>,
}

impl Dedup {
    pub(crate) fn new(window: Duration) -> Self {
        Self {
            hashers: [RandomState::new(), RandomState::new()],
            window_ms: i64::try_from(window.as_millis()).unwrap_or(i64::MAX),
            first: HashMap::new(),
            others: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// What is known of an event that came within the window before `now`.
    pub(crate) fn meet(&mut self, event: &Identity, now: i64) -> DedupVerdict {
        let limit = now.saturating_sub(self.window_ms);
        self.forget_older(limit);
        let key = self.key(event);
        match self.at(key) {
            Some(at) if at >= limit => DedupVerdict::Same(at),
            None if self.first.contains_key(&key.0) => DedupVerdict::Other,
            _ => DedupVerdict::New,
        }
    }

    /// Whether an event is remembered, whenever it came.
    pub(crate) fn knows(&self, event: &Identity) -> bool {
        self.at(self.key(event)).is_some()
    }

    pub(crate) fn learn(&mut self, event: &Identity, at: i64) {
        let key = self.key(event);
        if self.order.len() >= BOUND
            && let Some(oldest) = self.order.pop_front()
        {
            self.remove(oldest);
        }
        if self.at(key).is_none() {
            self.order.push_back(key);
        }
        let known = *self.first.entry(key.0).or_insert(FirstSeen { content: key.1, at });
        if known.content == key.1 {
            self.first.insert(key.0, FirstSeen { at, ..known });
        } else {
            self.others.insert(key, at);
        }
    }

    /// Takes back the latest [`Dedup::learn`] of an event.
    pub(crate) fn unlearn(&mut self, event: &Identity) {
        let key = self.key(event);
        self.remove(key);
        if let Some(at) = self.order.iter().rposition(|it| *it == key) {
            self.order.remove(at);
        }
    }

    fn at(&self, key: (IdHash, u64)) -> Option<i64> {
        let first = self.first.get(&key.0).filter(|it| it.content == key.1).map(|it| it.at);
        first.or_else(|| self.others.get(&key).copied())
    }

    fn remove(&mut self, key: (IdHash, u64)) {
        if self.first.get(&key.0).is_some_and(|it| it.content == key.1) {
            self.first.remove(&key.0);
        } else {
            self.others.remove(&key);
        }
    }

    fn forget_older(&mut self, limit: i64) {
        while let Some(oldest) = self.order.front().copied() {
            if self.at(oldest).is_some_and(|at| at >= limit) {
                return;
            }
            self.remove(oldest);
            self.order.pop_front();
        }
    }

    fn key(&self, event: &Identity) -> (IdHash, u64) {
        let id = &event.event_id;
        ((self.hashers[0].hash_one(id), self.hashers[1].hash_one(id)), event.content)
    }
}

#[cfg(test)]
mod tests {
    use super::DedupVerdict::{New, Other, Same};
    use super::*;

    fn event(id: &str) -> Identity {
        Identity { event_id: id.to_owned(), content: 1 }
    }

    #[test]
    fn an_event_is_known_for_the_window_and_not_longer() {
        let mut dedup = Dedup::new(Duration::from_millis(100));
        assert_eq!(dedup.meet(&event("a"), 0), New);
        dedup.learn(&event("a"), 0);
        assert_eq!(dedup.meet(&event("a"), 100), Same(0));
        assert_eq!(dedup.meet(&event("a"), 101), New);
        assert!(dedup.order.is_empty() && dedup.first.is_empty());
    }

    #[test]
    fn the_same_id_with_other_content_is_another_event() {
        let mut dedup = Dedup::new(Duration::from_millis(100));
        let other = Identity { content: 2, ..event("a") };
        dedup.learn(&event("a"), 0);
        assert_eq!(dedup.meet(&other, 50), Other);
        dedup.learn(&other, 50);
        assert_eq!((dedup.meet(&event("a"), 100), dedup.meet(&other, 100)), (Same(0), Same(50)));
        assert_eq!((dedup.meet(&event("a"), 101), dedup.meet(&other, 101)), (New, Same(50)));
        assert_eq!(dedup.meet(&other, 151), New);
        assert!(dedup.order.is_empty() && dedup.others.is_empty());
    }

    #[test]
    fn what_is_taken_back_is_unknown() {
        let mut dedup = Dedup::new(Duration::from_secs(1));
        dedup.learn(&event("a"), 0);
        dedup.learn(&event("b"), 0);
        dedup.unlearn(&event("a"));
        assert_eq!((dedup.meet(&event("a"), 0), dedup.meet(&event("b"), 0)), (New, Same(0)));
    }

    #[test]
    fn the_number_of_events_is_bounded() {
        let mut dedup = Dedup::new(Duration::from_secs(1));
        for number in 0..=BOUND {
            dedup.learn(&event(&number.to_string()), 0);
        }
        assert_eq!((dedup.order.len(), dedup.first.len()), (BOUND, BOUND));
        assert_eq!((dedup.meet(&event("0"), 0), dedup.meet(&event("1"), 0)), (New, Same(0)));
    }
}
