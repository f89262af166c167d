//! How a receiver behaves towards the events it takes: well, or badly on purpose.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::engine::Portion;
use crate::report::Mischief;

/// The behaviour that is asked for. It concerns events that are in order, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Manners {
    /// The HTTP status of an answer.
    pub respond: u16,
    /// How long an answer is held back.
    pub delay: Duration,
    /// How many deliveries are answered with 500 first, whichever events they carry.
    pub fail_first: u64,
    /// The share of deliveries whose connection is closed without an answer.
    pub drop: Portion,
    /// What the choice of the dropped ones starts from.
    pub seed: u64,
}

impl Default for Manners {
    /// 200 at once.
    fn default() -> Self {
        Self { respond: 200, delay: Duration::ZERO, fail_first: 0, drop: Portion::default(), seed: 0 }
    }
}

/// What becomes of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// It is acknowledged with 200.
    Acknowledge,
    /// It is answered otherwise.
    Fail(u16, Mischief),
    /// It is not answered.
    Drop,
}

/// The behaviour, delivery by delivery.
#[derive(Debug)]
pub(crate) struct Mood {
    manners: Manners,
    taken: AtomicU64,
}

impl Mood {
    pub(crate) fn new(manners: Manners) -> Self {
        Self { manners, taken: AtomicU64::new(0) }
    }

    pub(crate) fn delay(&self) -> Duration {
        self.manners.delay
    }

    /// Decides on the next delivery.
    pub(crate) fn next(&self) -> Conduct {
        let number = self.taken.fetch_add(1, Ordering::Relaxed);
        if number < self.manners.fail_first {
            return Conduct::Fail(500, Mischief::FailedFirst);
        }
        if self.manners.drop.holds(number, self.manners.seed) {
            return Conduct::Drop;
        }
        match self.manners.respond {
            200 => Conduct::Acknowledge,
            status => Conduct::Fail(status, Mischief::Responded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conducts(manners: Manners, count: usize) -> Vec<Conduct> {
        let mood = Mood::new(manners);
        (0..count).map(|_| mood.next()).collect()
    }

    #[test]
    fn the_first_fail_and_the_rest_is_as_asked() {
        let fail = Conduct::Fail(500, Mischief::FailedFirst);
        let manners = Manners { fail_first: 2, ..Manners::default() };
        assert_eq!(conducts(manners, 3), [fail, fail, Conduct::Acknowledge]);
        let manners = Manners { respond: 503, ..Manners::default() };
        assert_eq!(conducts(manners, 1), [Conduct::Fail(503, Mischief::Responded)]);
    }

    #[test]
    fn one_seed_drops_the_same_deliveries_again() {
        let manners = |seed| Manners { drop: "10%".parse().unwrap(), seed, ..Manners::default() };
        let dropped = conducts(manners(7), 1000);
        assert_eq!(dropped, conducts(manners(7), 1000));
        assert_ne!(dropped, conducts(manners(8), 1000));
        let count = dropped.iter().filter(|it| **it == Conduct::Drop).count();
        assert!((60..140).contains(&count), "{count}");
        assert!(
            conducts(Manners { drop: "all".parse().unwrap(), ..manners(7) }, 100)
                .iter()
                .all(|it| *it == Conduct::Drop)
        );
    }
}
