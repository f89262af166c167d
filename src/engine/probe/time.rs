//! How long answers took, in the one figure that counts: the time that 99 of 100 stay below.

use std::time::Duration;

/// Times of answers. One that did not come counts with the time that was waited for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that 99 % of the answers took at most, by nearest rank; of fewer than 100 answers it is the longest.
    pub(crate) fn p99(&self) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * 99).div_ceil(100);
        rank.checked_sub(1).and_then(|at| sorted.get(at)).copied().unwrap_or_default()
    }

    pub(crate) fn max(&self) -> Duration {
        self.0.iter().max().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_a_hundred_may_be_slow() {
        let mut times = Times::default();
        assert_eq!(times.p99(), Duration::ZERO);
        times.add(Duration::from_secs(5));
        assert_eq!(times.p99(), Duration::from_secs(5));
        (1..=99).for_each(|ms| times.add(Duration::from_millis(ms)));
        assert_eq!((times.count(), times.p99().as_millis(), times.max().as_secs()), (100, 99, 5));
        times.add(Duration::from_secs(5));
        assert_eq!(times.p99(), Duration::from_secs(5));
    }
}
