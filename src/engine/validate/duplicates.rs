//! Which event ids were seen before in this run, in bounded memory.

use std::hash::BuildHasher as _;
use std::hint::black_box;
use std::sync::Arc;

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::model::Origin;

/// How many of the latest event ids are remembered. The platform repeats an event within hours, so a window of the
/// latest ones finds real duplicates, and the memory stays the same whatever the input's size (about 7 MB).
pub(super) const WINDOW: usize = 262_144;

/// An event id, as a 64-bit hash with a key of this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

/// Makes marks; the same for one run, whichever thread asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Marker(RandomState);

impl Marker {
    /// The mark of an event id.
    pub(super) fn mark(&self, event_id: &[u8]) -> Mark {
        Mark(self.0.hash_one(event_id))
    }
}

/// Where an event id was seen first: the file, and the line in it.
pub(super) type First = (Arc<str>, u64);

/// An id and where it was seen: 24 bits for the file, 40 for the line. What lies beyond is named as the last that fits.
#[derive(Clone, Copy, Debug)]
struct Sight {
    mark: u64,
    place: u64,
}

const LINE_BITS: u32 = 40;
const MOST_LINES: u64 = (1 << LINE_BITS) - 1;
const MOST_FILES: u64 = (1 << (64 - LINE_BITS)) - 1;

/// The event ids of a run.
#[derive(Debug, Default)]
pub(crate) struct Duplicates {
    /// The latest ids.
    ring: Vec<Sight>,
    /// Where in the ring the next id goes: the end, and once it is full, the oldest one.
    next: usize,
    /// Where in the ring an id is.
    places: HashTable<u32>,
    files: Vec<Arc<str>>,
}

impl Duplicates {
    /// Fetches what is known of an id into the caches. Done for several before they are seen, it waits for all of them at
    /// once.
    pub(crate) fn fetch(&self, Mark(mark): Mark) {
        black_box(self.places.find(mark, |at| self.ring[*at as usize].mark == mark).is_some());
    }

    /// Remembers an id; where it came before, the place of the first time.
    pub(crate) fn saw(&mut self, Mark(mark): Mark, origin: &Origin) -> Option<First> {
        self.make_room();
        let Self { ring, next, places, files } = self;
        let mark_at = |at: &u32| ring[*at as usize].mark;
        match places.entry(mark, |at| mark_at(at) == mark, mark_at) {
            Entry::Occupied(entry) => {
                let place = ring[*entry.get() as usize].place;
                let file = usize::try_from(place >> LINE_BITS).ok().and_then(|at| files.get(at));
                Some((Arc::clone(file.unwrap_or(&origin.file)), place & MOST_LINES))
            }
            Entry::Vacant(entry) => {
                entry.insert(u32::try_from(*next).unwrap_or(u32::MAX));
                if !files.last().is_some_and(|it| Arc::ptr_eq(it, &origin.file) || *it == origin.file) {
                    files.push(Arc::clone(&origin.file));
                }
                let file = (files.len() as u64 - 1).min(MOST_FILES);
                let sight = Sight { mark, place: file << LINE_BITS | origin.line.min(MOST_LINES) };
                // The ring is filled, then written over from its beginning.
                match ring.get_mut(*next) {
                    Some(at) => *at = sight,
                    None => ring.push(sight),
                }
                *next = (*next + 1) % WINDOW;
                None
            }
        }
    }

    /// An id that was written over still has its entry, which finds another id in its place and so finds nothing. When
    /// such entries fill the table, it is made anew: that costs less than to look each of them up.
    fn make_room(&mut self) {
        let Self { ring, places, .. } = self;
        if ring.len() == WINDOW && places.len() == places.capacity() {
            places.clear();
            for (at, sight) in (0..).zip(&*ring) {
                places.insert_unique(sight.mark, at, |at| ring[*at as usize].mark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_sight_names_the_first() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let mut origin = Origin::start_of("a.ndjson");
        assert_eq!(duplicates.saw(marker.mark(b"e1"), &origin), None);
        origin.line = 7;
        assert_eq!(duplicates.saw(marker.mark(b"e1"), &origin), Some(("a.ndjson".into(), 1)));
    }

    #[test]
    fn the_window_bounds_the_memory() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let origin = Origin::start_of("a.ndjson");
        let mark = |number: usize| marker.mark(number.to_string().as_bytes());
        for number in 0..=WINDOW {
            assert_eq!(duplicates.saw(mark(number), &origin), None);
        }
        let room = duplicates.places.capacity();
        assert_eq!(duplicates.saw(mark(0), &origin), None);
        assert!(duplicates.saw(mark(2), &origin).is_some());
        assert_eq!(duplicates.saw(mark(1), &origin), None, "the oldest went first");
        for number in WINDOW + 1..5 * WINDOW {
            assert_eq!(duplicates.saw(mark(number), &origin), None);
            assert!(duplicates.saw(mark(number + 1 - WINDOW / 2), &origin).is_some(), "{number}");
        }
        assert_eq!((duplicates.ring.len(), duplicates.places.capacity()), (WINDOW, room));
        assert!(duplicates.saw(mark(4 * WINDOW), &origin).is_some());
        assert_eq!(duplicates.saw(mark(3 * WINDOW), &origin), None);
    }
}
