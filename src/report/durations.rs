//! How long things took: a spread that keeps its memory small and its shares within 1 %.

use std::collections::BTreeMap;

/// Up to this many ms every duration has a bucket of its own; beyond it, 128 buckets for each doubling. A quantile is
/// the mean of its bucket, so it is at most 1/128 (0.8 %) off.
const EXACT_BELOW: u64 = 256;

/// Durations in ms, spread over buckets. Smallest, largest, count and sum are exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// By the lower end of each bucket: how many, and their sum.
    buckets: BTreeMap<u64, (u64, u128)>,
    count: u64,
    sum: u128,
    max: u64,
}

impl Durations {
    pub fn add(&mut self, ms: u64) {
        self.add_bucket(ms, 1, u128::from(ms), ms);
    }

    /// Adds `count` durations, `sum` ms together, that fall into the bucket of `ms`; none is longer than `max` ms.
    pub fn add_bucket(&mut self, ms: u64, count: u64, sum: u128, max: u64) {
        let bucket = self.buckets.entry(bucket_start(ms)).or_default();
        bucket.0 += count;
        bucket.1 += sum;
        self.count += count;
        self.sum += sum;
        self.max = self.max.max(max);
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn max(&self) -> u64 {
        self.max
    }

    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// The duration that `per_mille` of all do not exceed, ms, to within 0.8 %: 500 is the median.
    pub fn quantile(&self, per_mille: u64) -> Option<u64> {
        let rank = (self.count * per_mille).div_ceil(1_000).max(1);
        let mut seen = 0;
        self.buckets.values().find_map(|(count, sum)| {
            seen += count;
            let mean = u64::try_from(sum / u128::from(*count)).unwrap_or(u64::MAX);
            (seen >= rank).then_some(mean)
        })
    }
}

/// The number of a duration's bucket, from 0; there are fewer than 7,500.
pub(crate) fn duration_bucket(ms: u64) -> usize {
    if ms < EXACT_BELOW {
        return usize::try_from(ms).unwrap_or_default();
    }
    let shift = 56 - ms.leading_zeros();
    let step = usize::try_from(ms >> shift).unwrap_or_default();
    shift as usize * 128 + step
}

/// The lower end of the bucket of a number, ms.
pub(crate) fn bucket_floor(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT_BELOW {
        return bucket;
    }
    let shift = bucket / 128 - 1;
    (bucket - shift * 128) << shift
}

fn bucket_start(ms: u64) -> u64 {
    bucket_floor(duration_bucket(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_at_most_one_part_in_128_too_low() {
        for ms in [0, 1, 255, 256, 257, 511, 512, 1_000, 86_400_000, 31_536_000_123, u64::MAX] {
            let bucket = bucket_start(ms);
            assert!(bucket <= ms && ms - bucket <= ms / 128, "{ms} -> {bucket}");
            assert_eq!(duration_bucket(bucket), duration_bucket(ms));
            let is_first = bucket == 0 || duration_bucket(bucket - 1) + 1 == duration_bucket(bucket);
            assert!(is_first && duration_bucket(ms) < 7_500, "{ms}");
        }
    }

    #[test]
    fn quantiles_are_exact_where_durations_have_a_bucket_each() {
        let mut all = Durations::default();
        (1..=100).for_each(|ms| all.add(ms));
        assert_eq!(
            (all.quantile(500), all.quantile(950), all.max(), all.count()),
            (Some(50), Some(95), 100, 100)
        );
        assert_eq!(Durations::default().quantile(500), None);
    }
}
