//! What is remembered of each ticket, small: a log may tell of millions.

use std::hash::BuildHasher as _;

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// A time in ms that may be absent, in 48 bits: 4,461 years on either side of 1970. One beyond them is not remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaybeTime([u8; 6]);

/// Stands for no time: the least number of 48 bits. The times that are remembered lie between it and its negative.
const NONE: i64 = i64::MIN >> 16;

impl MaybeTime {
    #[inline]
    pub(crate) fn get(self) -> Option<i64> {
        // The sign is that of the highest byte.
        let mut bytes = [0; 8];
        bytes[2..].copy_from_slice(&self.0);
        let ms = i64::from_le_bytes(bytes) >> 16;
        (ms != NONE).then_some(ms)
    }
}

impl Default for MaybeTime {
    fn default() -> Self {
        None.into()
    }
}

impl From<Option<i64>> for MaybeTime {
    #[inline]
    fn from(ms: Option<i64>) -> Self {
        let ms = ms.filter(|ms| (NONE..-NONE).contains(ms)).unwrap_or(NONE);
        let mut bytes = [0; 6];
        bytes.copy_from_slice(&ms.to_le_bytes()[..6]);
        Self(bytes)
    }
}

/// A code that may be absent: the smallest number stands for none. One beyond 32 bits is documented nowhere, and is not remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaybeCode(i32);

impl MaybeCode {
    pub(crate) fn get(self) -> Option<i64> {
        (self.0 != i32::MIN).then_some(self.0.into())
    }
}

impl Default for MaybeCode {
    fn default() -> Self {
        Self(i32::MIN)
    }
}

impl From<i64> for MaybeCode {
    fn from(code: i64) -> Self {
        Self(i32::try_from(code).unwrap_or(i32::MIN))
    }
}

/// The code of a stage in a byte, likewise; one beyond it is not remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaybeStage(i8);

impl MaybeStage {
    pub(crate) fn get(self) -> Option<i64> {
        (self.0 != i8::MIN).then_some(self.0.into())
    }
}

impl Default for MaybeStage {
    fn default() -> Self {
        Self(i8::MIN)
    }
}

impl From<i64> for MaybeStage {
    fn from(code: i64) -> Self {
        Self(i8::try_from(code).unwrap_or(i8::MIN))
    }
}

/// What happened to a ticket at least once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Milestone {
    /// An update or the creation of it was read.
    Seen = 1,
    /// It was handed over from the bot to a human.
    HandedOver = 2,
    Closed = 4,
    Reopened = 8,
    /// An event of it is missing.
    Lost = 16,
    /// Its creation was read.
    Born = 32,
    Answered = 64,
}

/// What is remembered of a ticket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownTicket {
    key: TicketKey,
    /// When it entered its status, ms; the time may be unknown.
    pub(crate) since: MaybeTime,
    /// The time of its youngest update, or of its creation, ms.
    pub(crate) last: MaybeTime,
    /// When it was created, ms, where its creation was read.
    pub(crate) created: MaybeTime,
    /// The status we know the ticket to be in.
    pub(crate) status: MaybeCode,
    /// The stage we know it to be in.
    pub(crate) stage: MaybeStage,
    marks: u8,
}

impl KnownTicket {
    /// Whether something happened before.
    pub(crate) fn has(&self, mark: Milestone) -> bool {
        self.marks & mark as u8 != 0
    }

    /// Notes that something happened. Whether it is the first time.
    pub(crate) fn note(&mut self, mark: Milestone) -> bool {
        let is_first = !self.has(mark);
        self.marks |= mark as u8;
        is_first
    }
}

/// Tickets by a hash of their ids, with a key of this run.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    hasher: RandomState,
    /// In the order in which they came, so that tickets of one time lie side by side.
    known: Vec<KnownTicket>,
    places: HashTable<u32>,
}

/// What a ticket is known by. In three of a million logs of ten million tickets two would have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TicketKey(u64);

impl Tickets {
    pub(crate) fn key(&self, id: &[u8]) -> TicketKey {
        TicketKey(self.hasher.hash_one(id))
    }

    /// The place of a ticket; nothing is known of it yet, where it is seen the first time.
    pub(crate) fn place(&mut self, key: TicketKey) -> usize {
        let Self { known, places, .. } = self;
        let key_at = |at: &u32| known[*at as usize].key;
        match places.entry(key.0, |at| key_at(at) == key, |at| key_at(at).0) {
            Entry::Occupied(entry) => *entry.get() as usize,
            Entry::Vacant(entry) => {
                let place = known.len();
                entry.insert(u32::try_from(place).unwrap_or(u32::MAX));
                known.push(KnownTicket { key, ..KnownTicket::default() });
                place
            }
        }
    }

    /// What is known of the ticket at a place.
    pub(crate) fn at(&mut self, place: usize) -> &mut KnownTicket {
        &mut self.known[place]
    }

    /// How many were created and not answered by an agent.
    pub(crate) fn unanswered(&self) -> u64 {
        let is_waiting = |known: &&KnownTicket| known.has(Milestone::Born) && !known.has(Milestone::Answered);
        self.known.iter().filter(is_waiting).count() as u64
    }

    pub(crate) fn count(&self) -> u64 {
        self.known.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_sign_and_what_is_beyond_is_none() {
        assert_eq!(size_of::<KnownTicket>(), 32);
        for ms in [0, 1, -1, 1_700_000_000_000, -1_700_000_000_000, -1 - NONE, 1 + NONE] {
            assert_eq!(MaybeTime::from(Some(ms)).get(), Some(ms));
        }
        for ms in [NONE, -NONE, i64::MAX, i64::MIN] {
            assert_eq!(MaybeTime::from(Some(ms)).get(), None);
        }
        assert_eq!(MaybeTime::default().get(), None);
    }

    #[test]
    fn ids_that_differ_are_different_tickets() {
        let mut tickets = Tickets::default();
        let ids = ["7", "07", "+7", "0", "00", "7000", "7a", "9999999999999999999", "10000000000000000000"];
        for round in 0..2 {
            for id in ids {
                let key = tickets.key(id.as_bytes());
                let place = tickets.place(key);
                assert_eq!(tickets.at(place).note(Milestone::Seen), round == 0, "{id}");
            }
        }
        assert_eq!(tickets.count(), ids.len() as u64);
    }
}
