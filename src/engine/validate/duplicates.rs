//! Which event ids were seen before in this run, in bounded memory.

use std::hash::BuildHasher as _;
use std::hint::black_box;
use std::sync::Arc;

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::model::{Content, Origin};

/// How many of the latest event ids are remembered. The platform repeats an event within hours, so a window of the
/// latest ones finds real duplicates, and the memory stays the same whatever the input's size (about 7 MB).
pub(super) const WINDOW: usize = 262_144;

/// What an event is known by again: hashes with a key of this run. Two deliveries of one event have the same id, and the
/// same type, subject, codes and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    id: u64,
    /// Of its hash the first bits, the others are 0.
    content: u64,
}

impl Mark {
    /// The same in one number.
    pub(crate) fn key(self) -> u64 {
        self.id ^ self.content.rotate_left(17)
    }
}

/// Makes marks; the same for one run, whichever thread asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Marker(RandomState);

impl Marker {
    /// The mark of an event; an empty id identifies nothing.
    pub(super) fn mark(&self, event_id: &[u8], content: Content<'_>) -> Option<Mark> {
        let id = (!event_id.is_empty()).then(|| self.0.hash_one(event_id))?;
        // It is only compared where the ids are the same.
        let content = self.0.hash_one(content) & !MAX_LINE;
        Some(Mark { id, content })
    }

    #[inline]
    pub(super) fn ticket(&self, id: &[u8]) -> u64 {
        self.0.hash_one(id)
    }
}

/// Where an event was seen first: the file, and the line in it.
pub(super) type First = (Arc<str>, u64);

/// What is known of an event id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sighting {
    New,
    /// The same event was seen before, first there.
    Same(First),
    /// Another event had this id, first there.
    Other(First),
}

/// A mark and the line where it was seen, small: memory that is touched the first time costs more than all else here.
#[derive(Clone, Copy, Debug)]
struct Sight {
    key: u64,
    /// The content in the upper bits, the line in those of [`MAX_LINE`].
    content_and_line: u64,
}

/// The last line that can be told, of a file of more than 2 TB.
const MAX_LINE: u64 = (1 << 40) - 1;

/// The event ids of a run.
#[derive(Debug, Default)]
pub(crate) struct Duplicates {
    /// The latest ids: it is filled, then written over from its beginning.
    ring: Vec<Sight>,
    /// How many ids were remembered so far; the place of each in the ring is its number modulo the window.
    count: usize,
    /// Where in the ring an id is.
    places: HashTable<u32>,
    /// The files, each with the number of the first id that was remembered of it.
    files: Vec<(usize, Arc<str>)>,
}

impl Duplicates {
    /// Fetches what is known of an id into the caches. Done for several before they are seen, it waits for all of them at
    /// once.
    pub(crate) fn fetch(&self, mark: Mark) {
        black_box(self.places.find(mark.id, |at| self.ring[*at as usize].key == mark.id).is_some());
    }

    pub(crate) fn saw(&mut self, mark: Mark, origin: &Origin) -> Sighting {
        let Some((content, first)) = self.look_up(mark.id, mark.content, origin) else {
            return Sighting::New;
        };
        if content == mark.content {
            return Sighting::Same(first);
        }
        // Another event of the same id is remembered by both.
        match self.look_up(mark.key(), mark.content, origin) {
            Some((_, first)) => Sighting::Same(first),
            None => Sighting::Other(first),
        }
    }

    /// Remembers a key; where it came before, its content and the place of the first time.
    fn look_up(&mut self, key: u64, content: u64, origin: &Origin) -> Option<(u64, First)> {
        self.make_room();
        let Self { ring, count, places, files } = self;
        let key_at = |at: &u32| ring[*at as usize].key;
        match places.entry(key, |at| key_at(at) == key, key_at) {
            Entry::Occupied(entry) => {
                let at = *entry.get() as usize;
                let known = ring[at].content_and_line;
                let latest = *count - 1;
                let number = latest - (latest - at) % WINDOW;
                let behind = files.partition_point(|(first, _)| *first <= number);
                Some((known & !MAX_LINE, (Arc::clone(&files[behind - 1].1), known & MAX_LINE)))
            }
            Entry::Vacant(entry) => {
                let at = *count % WINDOW;
                entry.insert(u32::try_from(at).unwrap_or(u32::MAX));
                if !files.last().is_some_and(|(_, it)| Arc::ptr_eq(it, &origin.file) || *it == origin.file) {
                    files.push((*count, Arc::clone(&origin.file)));
                }
                let sight = Sight { key, content_and_line: content | origin.line.min(MAX_LINE) };
                match ring.get_mut(at) {
                    Some(at) => *at = sight,
                    None => ring.push(sight),
                }
                *count += 1;
                None
            }
        }
    }

    /// An id that was written over still has its entry, which finds another id in its place and so finds nothing. When
    /// such entries fill the table, it is made anew: that costs less than to look each of them up. Until then it grows in
    /// large steps, for each moves all that is in it.
    fn make_room(&mut self) {
        let Self { ring, places, .. } = self;
        if places.len() < places.capacity() {
            return;
        }
        if ring.len() < WINDOW {
            return places.reserve(WINDOW.min(8 * ring.len()) - ring.len(), |at| ring[*at as usize].key);
        }
        places.clear();
        for (at, sight) in (0..).zip(&*ring) {
            places.insert_unique(sight.key, at, |at| ring[*at as usize].key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventView;

    fn mark(marker: &Marker, id: &str, subject: &str) -> Mark {
        let view = EventView { subject_id: Some(subject.into()), ..EventView::default() };
        marker.mark(id.as_bytes(), view.content()).unwrap()
    }

    #[test]
    fn a_second_sight_names_the_first() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let mut origin = Origin::start_of("a.ndjson");
        let first = ("a.ndjson".into(), 1);
        assert_eq!(duplicates.saw(mark(&marker, "e1", "7"), &origin), Sighting::New);
        origin.line = 7;
        assert_eq!(duplicates.saw(mark(&marker, "e1", "7"), &origin), Sighting::Same(first));
    }

    #[test]
    fn the_same_id_of_another_subject_is_another_event() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let mut origin = Origin::start_of("a.ndjson");
        let mut saw = |line, subject| {
            origin.line = line;
            duplicates.saw(mark(&marker, "e1", subject), &origin)
        };
        let first = |line| ("a.ndjson".into(), line);
        assert_eq!(saw(1, "7"), Sighting::New);
        assert_eq!(saw(2, "8"), Sighting::Other(first(1)));
        assert_eq!(saw(3, "8"), Sighting::Same(first(2)));
        assert_eq!(saw(4, "7"), Sighting::Same(first(1)));
        assert_eq!(saw(5, "9"), Sighting::Other(first(1)));
        assert_eq!(marker.mark(b"", EventView::default().content()), None);
    }

    #[test]
    fn the_file_of_the_first_sight_is_named_wherever_the_window_stands() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let file = |number: usize| number / 100_000;
        let mut saw = |number: usize, line| {
            let origin = Origin { line, ..Origin::start_of(file(number).to_string()) };
            duplicates.saw(mark(&marker, &number.to_string(), "7"), &origin)
        };
        let first = |number: usize| Sighting::Same((file(number).to_string().into(), number as u64));
        let last = 2 * WINDOW + 7;
        for number in 0..=last {
            assert_eq!(saw(number, number as u64), Sighting::New);
            if number % 50_000 == 49_999 {
                assert_eq!(saw(number - 49_000, 1), first(number - 49_000));
            }
        }
        for number in [last, 500_000, 499_999, 400_000, 399_999, 300_000, 299_999, last + 1 - WINDOW] {
            assert_eq!(saw(number, 1), first(number), "{number}");
        }
        assert_eq!(saw(last - WINDOW, u64::MAX), Sighting::New);
        assert_eq!(saw(last - WINDOW, 1), Sighting::Same((file(last - WINDOW).to_string().into(), MAX_LINE)));
    }

    #[test]
    fn the_window_bounds_the_memory() {
        let (marker, mut duplicates) = (Marker::default(), Duplicates::default());
        let origin = Origin::start_of("a.ndjson");
        let saw = |duplicates: &mut Duplicates, number: usize| {
            duplicates.saw(mark(&marker, &number.to_string(), "7"), &origin) != Sighting::New
        };
        for number in 0..=WINDOW {
            assert!(!saw(&mut duplicates, number));
        }
        let capacity = duplicates.places.capacity();
        assert!(!saw(&mut duplicates, 0));
        assert!(saw(&mut duplicates, 2));
        assert!(!saw(&mut duplicates, 1), "the oldest went first");
        for number in WINDOW + 1..5 * WINDOW {
            assert!(!saw(&mut duplicates, number));
            assert!(saw(&mut duplicates, number + 1 - WINDOW / 2), "{number}");
        }
        assert_eq!((duplicates.ring.len(), duplicates.places.capacity()), (WINDOW, capacity));
        assert!(saw(&mut duplicates, 4 * WINDOW));
        assert!(!saw(&mut duplicates, 3 * WINDOW));
    }
}
