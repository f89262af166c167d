//! The order in which events are sent: as read, by time, or disordered. Within a window: memory stays bounded.

use std::collections::{BTreeMap, VecDeque};

use super::event::Event;

/// How many events are looked at together.
const WINDOW: usize = 4_096;
/// And how many bytes they may hold together.
const WINDOW_BYTES: usize = 16 << 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    AsRead,
    /// By `create_time`, so that a disordered recording does not stall.
    ByTime,
    /// Disordered, the same way for the same seed.
    Shuffled(u64),
}

/// Takes events as they are read and gives them in the order asked for.
#[derive(Debug)]
pub(crate) struct ReorderBuffer {
    bytes: usize,
    held: Held,
}

#[derive(Debug)]
enum Held {
    None,
    ByTime(BTreeMap<(i64, u64), Box<Event>>),
    Shuffled(fastrand::Rng, VecDeque<Box<Event>>),
}

impl ReorderBuffer {
    pub(crate) fn new(order: Order) -> Self {
        let held = match order {
            Order::AsRead => Held::None,
            Order::ByTime => Held::ByTime(BTreeMap::new()),
            Order::Shuffled(seed) => Held::Shuffled(fastrand::Rng::with_seed(seed), VecDeque::new()),
        };
        Self { bytes: 0, held }
    }

    /// Takes an event in, and gives one out where it is known to be next.
    pub(crate) fn push(&mut self, event: Box<Event>) -> Option<Box<Event>> {
        let weight = event.weight();
        let count = match &mut self.held {
            Held::None => return Some(event),
            Held::ByTime(held) => {
                // Without a time it goes with the latest one.
                let latest = held.last_key_value().map_or(i64::MIN, |((ms, _), _)| *ms);
                held.insert((event.create_ms.unwrap_or(latest), event.number), event);
                held.len()
            }
            Held::Shuffled(_, held) => {
                held.push_back(event);
                held.len()
            }
        };
        self.bytes += weight;
        if count > WINDOW || self.bytes > WINDOW_BYTES { self.pop() } else { None }
    }

    /// Gives the rest, one by one.
    pub(crate) fn pop(&mut self) -> Option<Box<Event>> {
        let event = match &mut self.held {
            Held::ByTime(held) => held.pop_first().map(|(_, event)| event)?,
            Held::Shuffled(random, held) if !held.is_empty() => {
                held.swap_remove_back(random.usize(..held.len()))?
            }
            _ => return None,
        };
        self.bytes -= event.weight();
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: u64, create_ms: Option<i64>) -> Box<Event> {
        Box::new(Event { create_ms, ..Event::sample(number, "7") })
    }

    fn arranged(order: Order, times: impl IntoIterator<Item = i64>) -> Vec<u64> {
        let mut reorder = ReorderBuffer::new(order);
        let mut numbers = Vec::new();
        for (at, ms) in times.into_iter().enumerate() {
            numbers.extend(reorder.push(event(at as u64 + 1, Some(ms))).map(|it| it.number));
        }
        numbers.extend(std::iter::from_fn(|| reorder.pop()).map(|it| it.number));
        numbers
    }

    #[test]
    fn by_time_puts_a_disordered_recording_right_and_keeps_equal_times_as_read() {
        assert_eq!(arranged(Order::ByTime, [5, 3, 9, 3, 1]), [5, 2, 4, 1, 3]);
        assert_eq!(arranged(Order::AsRead, [5, 3, 9]), [1, 2, 3]);
        let mut reorder = ReorderBuffer::new(Order::ByTime);
        for (number, ms) in [(1, Some(5)), (2, None), (3, Some(4))] {
            assert!(reorder.push(event(number, ms)).is_none());
        }
        let numbers: Vec<u64> = std::iter::from_fn(|| reorder.pop()).map(|it| it.number).collect();
        assert_eq!(numbers, [3, 1, 2]);
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_the_same_for_the_same_seed() {
        let shuffled = |seed| arranged(Order::Shuffled(seed), 0..10_000);
        let mut once = shuffled(7);
        assert_eq!(once, shuffled(7));
        assert_ne!(once, shuffled(8));
        once.sort_unstable();
        assert!(once.into_iter().eq(1..=10_000));
    }

    #[test]
    fn the_window_bounds_what_is_held() {
        let mut reorder = ReorderBuffer::new(Order::ByTime);
        let given = (0..10_000).filter_map(|number| reorder.push(event(number, None))).count();
        assert_eq!(given, 10_000 - WINDOW);
    }
}
