//! Which events were shown before, so that one that was delivered twice is counted once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::report::Moved;

/// The events so far, by their keys, each with its first place.
#[derive(Default)]
pub(crate) struct SeenEvents {
    first: HashMap<u64, (Arc<str>, u64)>,
    latest: Option<u64>,
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
        let key = moved.key?;
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
