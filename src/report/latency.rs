//! How long answers took: a histogram that stays small whatever the number of answers. The only place that uses `hdrhistogram`.

use std::time::Duration;

use hdrhistogram::Histogram;

/// Digits that are kept of each value: within 0.1 %.
const DIGITS: u8 = 3;
/// The longest that is told apart: a day.
const LONGEST_US: u64 = 86_400_000_000;

/// The distribution of latencies, in us.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Latency {
    histogram: Histogram<u64>,
    max_us: u64,
}

impl Eq for Latency {}

impl Default for Latency {
    fn default() -> Self {
        let histogram = Histogram::new_with_max(LONGEST_US, DIGITS);
        Self { histogram: histogram.expect("a day and 3 digits are in range"), max_us: 0 }
    }
}

impl Latency {
    pub(crate) fn record(&mut self, latency: Duration) {
        let us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        // What lies beyond the longest does not fit a small histogram; its place among the rest is all that counts.
        self.histogram.saturating_record(us.min(LONGEST_US));
        self.max_us = self.max_us.max(us);
    }

    pub(crate) fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// The latency that the share `quantile` (0.5 for the median) stays at or below; 0 where there is none.
    pub(crate) fn quantile(&self, quantile: f64) -> Duration {
        Duration::from_micros(self.histogram.value_at_quantile(quantile).min(self.max_us))
    }

    pub(crate) fn max(&self) -> Duration {
        Duration::from_micros(self.max_us)
    }

    /// The mean, within the histogram's precision.
    pub(crate) fn mean(&self) -> Duration {
        Duration::from_secs_f64(self.histogram.mean() / 1e6)
    }

    /// How many fall into each doubling of the latency, from the shortest to the longest.
    pub(crate) fn doublings(&self) -> Vec<u64> {
        if self.count() == 0 {
            return Vec::new();
        }
        let bucket = |us: u64| us.max(1).ilog2();
        let between = |at: u32| self.histogram.count_between(1 << at, (1 << (at + 1)) - 1);
        let (first, last) = (bucket(self.histogram.min()), bucket(self.max_us.min(LONGEST_US)));
        let mut counts: Vec<u64> = (first..=last).map(between).collect();
        if let Some(lowest) = counts.first_mut() {
            *lowest += self.histogram.count_at(0);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(us: &[u64]) -> Latency {
        let mut latency = Latency::default();
        for us in us {
            latency.record(Duration::from_micros(*us));
        }
        latency
    }

    #[test]
    fn quantiles_are_within_a_thousandth_and_the_longest_is_exact() {
        let all: Vec<u64> = (1..=10_000).collect();
        let latency = of(&all);
        for (quantile, us) in [(0.5, 5_000_u64), (0.9, 9_000), (0.99, 9_900)] {
            let got = u64::try_from(latency.quantile(quantile).as_micros()).unwrap();
            assert!(got.abs_diff(us) * 1000 <= us * 2, "p{quantile}: {got}");
        }
        assert_eq!((latency.max(), latency.count()), (Duration::from_millis(10), 10_000));
        assert_eq!(of(&[3_000_001]).quantile(0.99), Duration::from_micros(3_000_001));
    }

    #[test]
    fn doublings_count_every_value_once() {
        let latency = of(&[0, 1, 3, 4, 5, 70_000, u64::from(u32::MAX)]);
        let counts = latency.doublings();
        assert_eq!(counts.iter().sum::<u64>(), 7);
        assert_eq!(&counts[..3], [2, 1, 2]);
        assert_eq!(counts.len(), 32);
        assert!(of(&[]).doublings().is_empty());
        assert_eq!(of(&[]).quantile(0.5), Duration::ZERO);
    }
}
