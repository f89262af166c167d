//! Puts events in the order of time within a window: what is in order passes through a queue, the rest is sorted in.

use std::collections::{BTreeMap, VecDeque};

/// How many events are held back: one that is late by no more than so many stands where it belongs.
pub(crate) const WINDOW: usize = 4_096;
/// How many more may wait, so that they are taken out together.
pub(crate) const BATCH: usize = 64;

/// The place of an event in time: when the ticket changed, when the event was made, and when it came, as a number.
pub(crate) type TimeKey = (i64, i64, u64);

/// Events on their way into the order of time. `T` is an event, `K` what its ticket is known by.
#[derive(Debug)]
pub(crate) struct TimeOrder<K, T> {
    /// Those that came in order.
    queue: VecDeque<(TimeKey, K, T)>,
    /// Those that came after one that stands behind them.
    sorted: BTreeMap<TimeKey, (K, T)>,
    arrivals: u64,
}

impl<K, T> Default for TimeOrder<K, T> {
    fn default() -> Self {
        Self { queue: VecDeque::with_capacity(WINDOW + BATCH), sorted: BTreeMap::new(), arrivals: 0 }
    }
}

impl<K: PartialEq, T> TimeOrder<K, T> {
    /// Takes an event by its times, ms. Whether it is late: of the events of its ticket that `compares` with others, the one
    /// that came before it is younger.
    #[inline]
    pub(crate) fn push(
        &mut self,
        (at, create_time): (Option<i64>, Option<i64>),
        ticket: K,
        event: T,
        compares: impl Fn(&T) -> bool,
    ) -> bool {
        self.arrivals += 1;
        let place = (at.unwrap_or(i64::MIN), create_time.unwrap_or(i64::MIN), self.arrivals);
        if self.queue.back().is_none_or(|(last, ..)| *last < place) {
            self.queue.push_back((place, ticket, event));
            return false;
        }
        self.sort_in(place, ticket, event, compares)
    }

    fn sort_in(&mut self, place: TimeKey, ticket: K, event: T, compares: impl Fn(&T) -> bool) -> bool {
        let is_other = |at: i64, other: &K, event: &T| at > i64::MIN && *other == ticket && compares(event);
        // The queue is in the order of time: what stands before the first that is no younger makes nothing late.
        let queued = self.queue.iter().rev().take_while(|(other, ..)| other.0 > place.0);
        let mut queued = queued.filter(|(place, other, event)| is_other(place.0, other, event));
        let queued = queued.next().map(|(place, ..)| *place);
        let sorted = self.sorted.iter().filter(|(place, (other, event))| is_other(place.0, other, event));
        let before = sorted.map(|(place, _)| *place).chain(queued).max_by_key(|place| place.2);
        let is_late =
            place.0 > i64::MIN && compares(&event) && before.is_some_and(|before| before.0 > place.0);
        self.sorted.insert(place, (ticket, event));
        is_late
    }

    pub(crate) fn len(&self) -> usize {
        self.queue.len() + self.sorted.len()
    }

    /// The next event in the order of time, while more than `held` wait.
    #[inline]
    pub(crate) fn pop(&mut self, held: usize) -> Option<(K, T)> {
        if self.len() <= held {
            return None;
        }
        let queued = self.queue.front().map(|(place, ..)| *place);
        match self.sorted.first_entry() {
            Some(late) if queued.is_none_or(|queued| *late.key() < queued) => Some(late.remove()),
            _ => self.queue.pop_front().map(|(_, ticket, event)| (ticket, event)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pushes times of one ticket; the order they come out in, and how many were late.
    fn ordered(times: &[i64], held: usize) -> (Vec<i64>, usize) {
        let (mut order, mut out, mut late) = (TimeOrder::default(), Vec::new(), 0);
        for at in times {
            late += usize::from(order.push((Some(*at), None), 7, *at, |_| true));
            out.extend(std::iter::from_fn(|| order.pop(held)).map(|it| it.1));
        }
        out.extend(std::iter::from_fn(|| order.pop(0)).map(|it| it.1));
        (out, late)
    }

    #[test]
    fn what_came_out_of_order_comes_out_in_order() {
        assert_eq!(ordered(&[1, 2, 3], 4), (vec![1, 2, 3], 0));
        assert_eq!(ordered(&[2, 1, 3], 4), (vec![1, 2, 3], 1));
        assert_eq!(ordered(&[5, 1, 2, 3, 4], 8), (vec![1, 2, 3, 4, 5], 1), "one event is early, one is late");
        assert_eq!(ordered(&[2, 3, 4, 5, 1], 8), (vec![1, 2, 3, 4, 5], 1));
        assert_eq!(ordered(&[2, 3, 4, 5, 1], 2), (vec![2, 3, 1, 4, 5], 1), "beyond the window it stays late");
        assert_eq!(ordered(&[1, 1, 1], 4), (vec![1, 1, 1], 0));
    }

    #[test]
    fn only_events_of_its_own_ticket_make_an_event_late() {
        let mut order = TimeOrder::default();
        let mut push = |at, ticket, compares| order.push((at, None), ticket, compares, |it| *it);
        assert!(!push(Some(5), 1, true));
        assert!(!push(Some(3), 2, true));
        assert!(push(Some(4), 1, true));
        assert!(!push(None, 1, true), "an event without a time is not late");
        assert!(!push(Some(6), 1, false));
        assert!(!push(Some(5), 1, true), "one that does not compare makes none late");
        assert!(!push(Some(2), 1, false), "and is none");
    }
}
