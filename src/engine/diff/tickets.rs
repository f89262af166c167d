//! What is remembered of each ticket, small: a log may tell of millions.

use std::collections::HashMap;
use std::hint::black_box;

use foldhash::fast::RandomState;

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

/// What a ticket is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketId<'t> {
    /// Its id is a number, as on the platform: that takes fewer bytes than its digits.
    Number(u64),
    /// Any other id.
    Name(&'t [u8]),
}

impl<'t> TicketId<'t> {
    /// Reads an id. No two have the same number.
    pub fn of(id: &'t [u8]) -> Self {
        number(id).map_or(Self::Name(id), Self::Number)
    }
}

/// The same, on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TicketKey {
    Number(u64),
    Name(Box<[u8]>),
}

impl TicketKey {
    pub(crate) fn of(id: TicketId<'_>) -> Self {
        match id {
            TicketId::Number(number) => Self::Number(number),
            TicketId::Name(name) => Self::Name(name.into()),
        }
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

/// Maps that numbered tickets are spread over. One that grows is copied, and a small one is copied with little spare capacity.
const MAPS: usize = 32;

/// Tickets by their ids.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    numbered: [HashMap<u64, KnownTicket, RandomState>; MAPS],
    named: HashMap<Box<[u8]>, KnownTicket, RandomState>,
}

impl Tickets {
    /// What is known of a ticket; nothing yet, where it is seen the first time.
    pub(crate) fn known(&mut self, key: TicketKey) -> &mut KnownTicket {
        match key {
            TicketKey::Number(number) => self.numbered[map(number)].entry(number).or_default(),
            TicketKey::Name(name) => self.named.entry(name).or_default(),
        }
    }

    /// Fetches what is known of a ticket into the caches, where its id is a number.
    pub(crate) fn fetch(&self, key: &TicketKey) {
        if let TicketKey::Number(number) = key {
            black_box(self.numbered[map(*number)].contains_key(number));
        }
    }

    /// How many were created and not answered by an agent.
    pub(crate) fn unanswered(&self) -> u64 {
        let all = self.numbered.iter().flat_map(HashMap::values).chain(self.named.values());
        all.filter(|known| known.has(Milestone::Born) && !known.has(Milestone::Answered)).count() as u64
    }

    pub(crate) fn count(&self) -> u64 {
        (self.numbered.iter().map(HashMap::len).sum::<usize>() + self.named.len()) as u64
    }
}

/// The map of a number. The golden ratio spreads numbers that differ in any of their bits.
fn map(number: u64) -> usize {
    usize::try_from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_sign_and_what_is_beyond_is_none() {
        assert_eq!(size_of::<KnownTicket>(), 24);
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
        assert_eq!(TicketId::of(b"9999999999999999999"), TicketId::Number(9_999_999_999_999_999_999));
        assert_eq!(TicketId::of(b"10"), TicketId::Number(10));
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(tickets.known(TicketKey::of(TicketId::of(id.as_bytes()))).last.get(), None, "{id}");
            tickets.known(TicketKey::of(TicketId::of(id.as_bytes()))).last =
                Some(i64::try_from(at).unwrap()).into();
            assert_eq!(tickets.count(), at as u64 + 1);
        }
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(
                tickets.known(TicketKey::of(TicketId::of(id.as_bytes()))).last.get(),
                Some(i64::try_from(at).unwrap())
            );
        }
    }
}
