//! What a run shows while it goes on: its newest events, bounded in number and bytes, with a number for every change.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::report::LiveEvent;

const EVENTS: usize = 10_000;
/// How many bytes they may hold together.
const BYTES: usize = 64 << 20;

/// The newest events of a run.
#[derive(Default)]
pub(crate) struct EventStore {
    state: Mutex<State>,
    changes: watch::Sender<Latest>,
}

/// How far the list has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Latest {
    change: u64,
    reset: u64,
    is_closed: bool,
}

#[derive(Default)]
struct State {
    events: VecDeque<LiveEvent>,
    /// The events by their latest change.
    by_change: BTreeMap<u64, u64>,
    by_event_id: HashMap<String, u64>,
    bytes: usize,
    latest: Latest,
    made: u64,
    dropped: u64,
}

/// What changed in a list.
pub(crate) struct Changes<T> {
    /// The events that changed, in the order they came.
    pub(crate) events: Vec<T>,
    /// The number of the last change that is in it.
    pub(crate) through: u64,
    /// The number of the oldest event that is kept.
    pub(crate) first: u64,
    pub(crate) dropped: u64,
    /// How often the list was emptied.
    pub(crate) reset: u64,
}

impl EventStore {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock: what is in it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an event, or what another delivery of it adds to the one that is there. Its number in the list.
    pub(crate) fn put(&self, event: LiveEvent) -> u64 {
        let mut state = self.state();
        let id = state.put(event);
        state.make_room(EVENTS, BYTES);
        self.tell(state);
        id
    }

    /// Tells those who wait that something beside the events has changed.
    pub(crate) fn touch(&self) {
        let mut state = self.state();
        state.latest.change += 1;
        self.tell(state);
    }

    /// Forgets all events.
    pub(crate) fn reset(&self) {
        let mut state = self.state();
        let Latest { change, reset, is_closed } = state.latest;
        let latest = Latest { change: change + 1, reset: reset + 1, is_closed };
        *state = State { latest, made: state.made, ..State::default() };
        self.tell(state);
    }

    /// There will be no more changes.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.latest.is_closed = true;
        self.tell(state);
    }

    fn tell(&self, state: MutexGuard<'_, State>) {
        let latest = state.latest;
        drop(state);
        self.changes.send_replace(latest);
    }

    /// Waits for a change after this one, or for another list; whether there will be more.
    pub(crate) async fn changed_after(&self, change: u64, reset: u64) -> bool {
        let mut changes = self.changes.subscribe();
        let latest = changes.wait_for(|it| it.is_closed || it.change > change || it.reset != reset).await;
        latest.is_ok_and(|it| !it.is_closed)
    }

    /// At most so many events that changed after a change, each made into something.
    pub(crate) fn changes_after<T>(
        &self,
        change: u64,
        most: usize,
        make: impl Fn(&LiveEvent) -> T,
    ) -> Changes<T> {
        let state = self.state();
        let after = state.by_change.range(change + 1..).take(most);
        let mut found: Vec<(u64, u64)> = after.map(|(change, id)| (*change, *id)).collect();
        let through = match found.last() {
            Some((last, _)) if found.len() == most => *last,
            _ => state.latest.change,
        };
        found.sort_unstable_by_key(|(_, id)| *id);
        Changes {
            events: found.iter().filter_map(|(_, id)| state.event(*id)).map(make).collect(),
            through,
            first: state.events.front().map_or(state.made + 1, |it| it.id),
            dropped: state.dropped,
            reset: state.latest.reset,
        }
    }

    /// What is made of the event of this number, if it is still there.
    pub(crate) fn with<T>(&self, id: u64, make: impl FnOnce(&LiveEvent) -> T) -> Option<T> {
        self.state().event(id).map(make)
    }

    pub(crate) fn matching(&self, holds: impl Fn(&LiveEvent) -> bool) -> Vec<u64> {
        self.state().events.iter().filter(|it| holds(it)).map(|it| it.id).collect()
    }
}

impl State {
    fn event(&self, id: u64) -> Option<&LiveEvent> {
        self.events.get(self.place(id)?)
    }

    /// Events are numbered without a gap.
    fn place(&self, id: u64) -> Option<usize> {
        let first = self.events.front()?.id;
        usize::try_from(id.checked_sub(first)?).ok()
    }

    fn put(&mut self, mut event: LiveEvent) -> u64 {
        self.latest.change += 1;
        let change = self.latest.change;
        let known = event.event_id.as_ref().and_then(|it| self.by_event_id.get(it)).copied();
        let known = known.and_then(|id| self.place(id)).and_then(|at| self.events.get_mut(at));
        if let Some(known) = known.filter(|it| it.is_same(&event)) {
            let before = known.weight();
            self.by_change.remove(&known.change);
            known.change = change;
            known.take(event);
            self.bytes = self.bytes + known.weight() - before;
            self.by_change.insert(change, known.id);
            return known.id;
        }
        self.made += 1;
        (event.id, event.change) = (self.made, change);
        if let Some(event_id) = &event.event_id {
            self.by_event_id.insert(event_id.clone(), event.id);
        }
        self.by_change.insert(change, event.id);
        self.bytes += event.weight();
        self.events.push_back(event);
        self.made
    }

    /// Drops the oldest events beyond these limits; the newest one stays.
    fn make_room(&mut self, events: usize, bytes: usize) {
        while (self.events.len() > events || self.bytes > bytes) && self.events.len() > 1 {
            let Some(oldest) = self.events.pop_front() else { return };
            self.bytes -= oldest.weight();
            self.dropped += 1;
            self.by_change.remove(&oldest.change);
            if let Some(event_id) = &oldest.event_id
                && self.by_event_id.get(event_id) == Some(&oldest.id)
            {
                self.by_event_id.remove(event_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(event_id: &str) -> LiveEvent {
        LiveEvent { event_id: Some(event_id.to_owned()), attempts: 1, ..LiveEvent::default() }
    }

    fn ids(changes: &Changes<u64>) -> (&[u64], u64) {
        (&changes.events, changes.through)
    }

    #[test]
    fn a_change_is_told_once_and_events_in_the_order_they_came() {
        let store = EventStore::default();
        assert_eq!(["a", "b", "a"].map(|it| store.put(event(it))), [1, 2, 1]);
        assert_eq!(ids(&store.changes_after(0, 10, |it| it.id)), (&[1, 2][..], 3));
        assert_eq!(ids(&store.changes_after(0, 1, |it| it.id)), (&[2][..], 2));
        assert_eq!(ids(&store.changes_after(3, 10, |it| it.id)), (&[][..], 3));
        assert_eq!(store.with(1, |it| it.attempts), Some(2));
        assert_eq!(store.matching(|it| it.attempts == 1), [2]);
    }

    #[test]
    fn the_same_id_of_another_ticket_is_another_event() {
        let store = EventStore::default();
        store.put(event("a"));
        assert_eq!(store.put(LiveEvent { ticket_id: Some("7".to_owned()), ..event("a") }), 2);
    }

    #[test]
    fn the_oldest_go_where_there_are_too_many_or_they_are_too_large() {
        let mut state = State::default();
        for id in ["a", "b", "c"] {
            state.put(LiveEvent { body: Some(vec![0; 1000]), ..event(id) });
        }
        state.make_room(2, usize::MAX);
        assert_eq!((state.events.len(), state.dropped, state.by_change.len()), (2, 1, 2));
        assert!(state.event(1).is_none() && state.event(2).is_some());
        state.make_room(2, 10);
        assert_eq!((state.events.len(), state.dropped), (1, 2), "the newest one stays");
        state.put(event("b"));
        assert_eq!(state.events.len(), 2, "what was dropped is not known any more");
    }

    #[test]
    fn after_a_reset_the_list_is_another_one_and_numbers_go_on() {
        let store = EventStore::default();
        store.put(event("a"));
        store.reset();
        let changes = store.changes_after(0, 10, |it| it.id);
        assert_eq!((changes.events.len(), changes.reset, changes.first), (0, 1, 2));
        assert_eq!(store.put(event("a")), 2);
    }
}
