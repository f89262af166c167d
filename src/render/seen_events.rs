//! Which events were shown before, so that one that was delivered twice is counted once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher as _;
use std::sync::{Arc, LazyLock};

use foldhash::quality::RandomState;

use crate::model::Transition;
use crate::report::Moved;

/// The events so far, by their keys, each with its first place.
#[derive(Default)]
pub(crate) struct SeenEvents {
    first: HashMap<u64, (Arc<str>, u64)>,
    latest: Option<u64>,
}

/// The same for one run, whichever thread asks.
static HASHES: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// What an event is known by: its id, ticket, times and codes; none for one without an id.
pub(crate) fn event_key(moved: &Moved) -> Option<u64> {
    let id = moved.subject.event_id.as_deref().filter(|id| !id.is_empty())?;
    let Transition { role, ticket_id, at, stage, status } = &moved.transition;
    let times = (at, moved.create_time, moved.ticket.updated_at, moved.old.updated_at);
    Some(HASHES.hash_one((id, role, ticket_id, times, stage, status)))
}

/// Where an event came before.
pub(crate) struct Before {
    pub(crate) file: Arc<str>,
    pub(crate) line: u64,
    /// Whether it was the event right before.
    pub(crate) is_above: bool,
}

impl SeenEvents {
    /// Where the same event came before; none for a new one, and for one without an id.
    pub(crate) fn before(&mut self, moved: &Moved) -> Option<Before> {
        let key = event_key(moved)?;
        let is_above = self.latest.replace(key) == Some(key);
        match self.first.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert((Arc::clone(&moved.subject.file), moved.subject.line));
                None
            }
            Entry::Occupied(entry) => {
                let (file, line) = entry.get().clone();
                Some(Before { file, line, is_above })
            }
        }
    }
}
