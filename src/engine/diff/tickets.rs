//! What is remembered of each ticket, small: a log may tell of millions.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::engine::validate::screen::digits;

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

macro_rules! maybe_codes {
    ($($(#[$about:meta])+ $type:ident($number:ident);)+) => {$(
        $(#[$about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $type($number);

        impl $type {
            pub(crate) fn get(self) -> Option<i64> {
                (self.0 != $number::MIN).then_some(self.0.into())
            }
        }

        impl Default for $type {
            fn default() -> Self {
                Self($number::MIN)
            }
        }

        impl From<i64> for $type {
            fn from(code: i64) -> Self {
                Self($number::try_from(code).unwrap_or($number::MIN))
            }
        }
    )+};
}

maybe_codes! {
    /// A code that may be absent, or what stands for a large one: the smallest number stands for none.
    MaybeCode(i32);
    /// The code of a stage in a byte, likewise.
    MaybeStage(i8);
}

/// Codes from `LARGE` on, which are documented nowhere: a number from there on stands for each, the first 64 of a run apart.
#[derive(Debug, Default)]
pub(crate) struct LargeCodes<const LARGE: i64>(Vec<i64>);

impl<const LARGE: i64> LargeCodes<LARGE> {
    /// The code itself, or what stands for a large one.
    #[inline]
    pub(crate) fn small(&mut self, code: i64) -> i64 {
        if (-LARGE..LARGE).contains(&code) { code } else { self.stand_in(code) }
    }

    #[cold]
    fn stand_in(&mut self, code: i64) -> i64 {
        let Self(known) = self;
        if known.len() < 64 && !known.contains(&code) {
            known.push(code);
        }
        (LARGE..).zip(&*known).find(|(_, it)| **it == code).map_or(LARGE + 63, |(number, _)| number)
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

/// Tickets by their ids.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    hasher: RandomState,
    /// In the order in which they came, so that tickets of one time lie side by side.
    known: Vec<KnownTicket>,
    places: HashTable<u32>,
    /// The ids that are no number, with the keys they were given.
    named: HashMap<Box<[u8]>, TicketKey, RandomState>,
}

/// What a ticket is known by: its id as a number of at most 19 digits, as on the platform, or a number beyond them. No two
/// ids have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TicketKey(u64);

/// The first key of an id that is no such number.
const FIRST_NAMED: u64 = 10_000_000_000_000_000_000;

impl Tickets {
    pub(crate) fn key(&mut self, id: &[u8]) -> TicketKey {
        if let Some(number) = number(id) {
            return TicketKey(number);
        }
        if let Some(key) = self.named.get(id) {
            return *key;
        }
        let key = TicketKey(FIRST_NAMED + self.named.len() as u64);
        self.named.insert(id.into(), key);
        key
    }

    /// The place of a ticket; nothing is known of it yet, where it is seen the first time.
    pub(crate) fn place(&mut self, key: TicketKey) -> usize {
        let Self { hasher, known, places, .. } = self;
        let key_at = |at: &u32| known[*at as usize].key;
        let hash = |key: TicketKey| hasher.hash_one(key.0);
        match places.entry(hash(key), |at| key_at(at) == key, |at| hash(key_at(at))) {
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

/// The number of at most 19 digits that an id is, as it is usually written.
fn number(id: &[u8]) -> Option<u64> {
    let (last, front) = id.split_last()?;
    let last = last.is_ascii_digit().then(|| u64::from(last - b'0'))?;
    if front.is_empty() {
        return Some(last);
    }
    let (value, end) = digits(front, 0)?;
    let is_plain = front[0] != b'0' && end == front.len();
    is_plain.then(|| value.unsigned_abs() * 10 + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_codes_stay_apart_and_within_their_bits() {
        let mut codes = LargeCodes::<64>::default();
        for code in [-64, -1, 0, 3, 63] {
            assert_eq!(codes.small(code), code);
        }
        let large: Vec<_> = [i64::MIN, -65, 64, 128, 1 << 31, i64::MAX].map(|code| codes.small(code)).into();
        assert_eq!(large, [64, 65, 66, 67, 68, 69]);
        assert_eq!((codes.small(128), codes.small(-65)), (67, 65));
        assert!((1_000..2_000).all(|code| (70..128).contains(&codes.small(code))));
    }

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
        let ids = [
            "7", "07", "+7", "", "0", "00", "7000", "7a", "a7", "9999999999999999999", "10000000000000000000",
        ];
        for round in 0..2 {
            for id in ids {
                let key = tickets.key(id.as_bytes());
                assert_eq!(
                    key.0 < FIRST_NAMED,
                    id.parse::<u64>().is_ok_and(|it| it.to_string() == id && it < FIRST_NAMED)
                );
                let place = tickets.place(key);
                assert_eq!(tickets.at(place).note(Milestone::Seen), round == 0, "{id}");
            }
        }
        assert_eq!(tickets.count(), ids.len() as u64);
    }
}
