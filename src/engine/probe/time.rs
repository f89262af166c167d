//! How long answers took, in the one figure that counts: the time that 99 of 100 stay below.

use std::time::Duration;

/// Times of answers after the first, for which an app loads what it needs from then on. One that did not come counts with
/// the time that was waited for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    is_warm: bool,
    times: Vec<Duration>,
}

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        if self.is_warm {
            self.times.push(time);
        }
        self.is_warm = true;
    }

    pub(crate) fn count(&self) -> usize {
        self.times.len()
    }

    /// The time that 99 % of the answers took at most, by nearest rank; of fewer than 100 answers it is the longest.
    pub(crate) fn p99(&self) -> Duration {
        let mut sorted = self.times.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * 99).div_ceil(100);
        rank.checked_sub(1).and_then(|at| sorted.get(at)).copied().unwrap_or_default()
    }

    pub(crate) fn max(&self) -> Duration {
        self.times.iter().max().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_a_hundred_may_be_slow() {
        let mut times = Times::default();
        times.add(Duration::from_mins(1));
        assert_eq!((times.count(), times.p99()), (0, Duration::ZERO), "the first is that of a cold app");
        times.add(Duration::from_secs(5));
        assert_eq!(times.p99(), Duration::from_secs(5));
        (1..=99).for_each(|ms| times.add(Duration::from_millis(ms)));
        assert_eq!((times.count(), times.p99().as_millis(), times.max().as_secs()), (100, 99, 5));
        times.add(Duration::from_secs(5));
        assert_eq!(times.p99(), Duration::from_secs(5));
    }
}
