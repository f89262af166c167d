//! Which event ids were seen before in this run, in bounded memory.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use crate::model::Origin;

/// How many of the latest event ids are remembered. The platform repeats an event within hours, so a window of the
/// latest ones finds real duplicates, and the memory stays the same whatever the input's size (about 20 MB).
pub const WINDOW: usize = 262_144;

/// The event ids of a run. An id is kept as a 64-bit hash.
#[derive(Debug, Default)]
pub struct Duplicates {
    hasher: RandomState,
    seen: HashMap<u64, (u32, u64)>,
    order: VecDeque<u64>,
    files: Vec<Arc<str>>,
}

impl Duplicates {
    /// Remembers an id; where it came before, the file and line of the first time.
    pub fn saw(&mut self, event_id: &str, origin: &Origin) -> Option<(Arc<str>, u64)> {
        let hash = self.hasher.hash_one(event_id);
        if let Some((file, line)) = self.seen.get(&hash) {
            return Some((Arc::clone(&self.files[*file as usize]), *line));
        }
        if self.files.last() != Some(&origin.file) {
            self.files.push(Arc::clone(&origin.file));
        }
        let file = u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX);
        if self.order.len() == WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        self.order.push_back(hash);
        self.seen.insert(hash, (file, origin.line));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_sight_names_the_first() {
        let mut duplicates = Duplicates::default();
        let mut origin = Origin::start_of("a.ndjson");
        assert_eq!(duplicates.saw("e1", &origin), None);
        origin.line = 7;
        assert_eq!(duplicates.saw("e1", &origin), Some(("a.ndjson".into(), 1)));
    }

    #[test]
    fn the_window_bounds_the_memory() {
        let mut duplicates = Duplicates::default();
        let origin = Origin::start_of("a.ndjson");
        for number in 0..=WINDOW {
            assert_eq!(duplicates.saw(&number.to_string(), &origin), None);
        }
        assert_eq!(duplicates.order.len(), WINDOW);
        assert_eq!(duplicates.saw("0", &origin), None);
        assert!(duplicates.saw("2", &origin).is_some());
    }
}
