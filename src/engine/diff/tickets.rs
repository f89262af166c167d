//! What is remembered of each ticket, small: a log may tell of millions.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// A number that may be absent, in the space of one: the smallest number stands for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Maybe(i64);

impl Maybe {
    /// The number.
    pub(super) fn get(self) -> Option<i64> {
        (self.0 != i64::MIN).then_some(self.0)
    }
}

impl Default for Maybe {
    fn default() -> Self {
        Self(i64::MIN)
    }
}

impl From<Option<i64>> for Maybe {
    fn from(number: Option<i64>) -> Self {
        Self(number.unwrap_or(i64::MIN))
    }
}

/// What is remembered of a ticket.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// The code of the status we know the ticket to be in.
    pub(super) status: Maybe,
    /// When it entered it, ms; the time may be unknown.
    pub(super) since: Maybe,
    /// The time of the youngest event, ms.
    pub(super) last: Maybe,
    pub(super) handed_over: bool,
    pub(super) closed: bool,
    pub(super) reopened: bool,
}

/// Maps that numbered tickets are spread over. One that grows is copied, and a small one is copied with little room.
const MAPS: usize = 32;

/// Tickets by their ids.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    /// Those whose id is a number, as on the platform: the number takes less room than its digits.
    numbered: [HashMap<u64, Known, RandomState>; MAPS],
    named: HashMap<String, Known, RandomState>,
}

impl Tickets {
    /// What is known of a ticket; nothing yet, where it is seen the first time.
    pub(super) fn known(&mut self, id: &str) -> &mut Known {
        if let Some(number) = number(id) {
            // The golden ratio spreads numbers that differ in any of their bits.
            let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59;
            return self.numbered[usize::try_from(spread).unwrap_or(0)].entry(number).or_default();
        }
        if !self.named.contains_key(id) {
            self.named.insert(id.to_owned(), Known::default());
        }
        self.named.get_mut(id).expect("it was put in if it was not there")
    }

    /// How many were seen.
    pub(super) fn count(&self) -> u64 {
        (self.numbered.iter().map(HashMap::len).sum::<usize>() + self.named.len()) as u64
    }
}

/// The number that an id is, where no other text is the same number.
fn number(id: &str) -> Option<u64> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_digit()) && (id.len() == 1 || !id.starts_with('0'));
    if is_plain { id.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_are_different_tickets() {
        let mut tickets = Tickets::default();
        let ids = ["7", "07", "+7", "", "0", "00", "18446744073709551615", "18446744073709551616", "a"];
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(tickets.known(id).last.get(), None, "{id}");
            tickets.known(id).last = Some(i64::try_from(at).unwrap()).into();
            assert_eq!(tickets.count(), at as u64 + 1);
        }
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(tickets.known(id).last.get(), Some(i64::try_from(at).unwrap()));
        }
    }
}
