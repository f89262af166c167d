//! How long things took: a spread that keeps its memory small and its shares within 1 %.

/// Up to this many ms every duration has a bucket of its own; beyond it, 128 buckets for each doubling. A quantile is
/// the mean of its bucket, so it is at most 1/128 (0.8 %) off.
const EXACT_BELOW: u64 = 256;

/// The buckets of a page: those of one doubling.
const PAGE: usize = 128;

/// How many durations, and by how much they are longer than the least of their bucket, together, ms. It is small, for the
/// buckets of a log lie all over the table.
type Bucket = (u64, u64);

/// Durations in ms, spread over buckets. The longest, the count and, but for durations of centuries, the sum are exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// By pages, each made when something falls into it: a log may hold any number of statuses, each with a spread.
    pages: Vec<Box<[Bucket]>>,
    max: u64,
}

impl Durations {
    #[inline]
    pub fn add(&mut self, ms: u64) {
        let (at, page) = (bucket(ms), bucket(ms) / PAGE);
        if page >= self.pages.len() {
            self.pages.resize(page + 1, Box::default());
        }
        let page = &mut self.pages[page];
        if page.is_empty() {
            *page = vec![(0, 0); PAGE].into();
        }
        let (count, rest) = &mut page[at % PAGE];
        *count += 1;
        *rest = rest.saturating_add(ms - floor(at));
        self.max = self.max.max(ms);
    }

    pub fn count(&self) -> u64 {
        self.pages.iter().flatten().map(|(count, _)| count).sum()
    }

    pub fn max(&self) -> u64 {
        self.max
    }

    pub fn sum(&self) -> u128 {
        let least = |at, count: u64| u128::from(floor(at)) * u128::from(count);
        self.buckets().map(|(at, (count, rest))| least(at, count) + u128::from(rest)).sum()
    }

    /// The buckets that hold something, each with its number.
    fn buckets(&self) -> impl Iterator<Item = (usize, Bucket)> {
        let pages = self.pages.iter().enumerate();
        let all = pages.flat_map(|(page, buckets)| (page * PAGE..).zip(buckets.iter().copied()));
        all.filter(|(_, (count, _))| *count > 0)
    }

    /// The duration that `per_mille` of all do not exceed, ms, to within 0.8 %: 500 is the median.
    pub fn quantile(&self, per_mille: u64) -> Option<u64> {
        let rank = (self.count() * per_mille).div_ceil(1_000).max(1);
        let mut seen = 0;
        self.buckets().find_map(|(at, (count, rest))| {
            seen += count;
            (seen >= rank).then(|| floor(at) + rest / count)
        })
    }
}

/// The number of a duration's bucket, from 0; there are fewer than 7,500.
fn bucket(ms: u64) -> usize {
    if ms < EXACT_BELOW {
        return usize::try_from(ms).unwrap_or_default();
    }
    let shift = 56 - ms.leading_zeros();
    let step = usize::try_from(ms >> shift).unwrap_or_default();
    shift as usize * 128 + step
}

/// The lower end of the bucket of a number, ms.
fn floor(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT_BELOW {
        return bucket;
    }
    let shift = bucket / 128 - 1;
    (bucket - shift * 128) << shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_at_most_one_part_in_128_too_low() {
        for ms in [0, 1, 255, 256, 257, 511, 512, 1_000, 86_400_000, 31_536_000_123, u64::MAX] {
            let least = floor(bucket(ms));
            assert!(least <= ms && ms - least <= ms / 128, "{ms} -> {least}");
            assert_eq!(bucket(least), bucket(ms));
            let is_first = least == 0 || bucket(least - 1) + 1 == bucket(least);
            assert!(is_first && bucket(ms) < 7_500, "{ms}");
        }
    }

    #[test]
    fn quantiles_are_exact_where_durations_have_a_bucket_each() {
        let mut all = Durations::default();
        (1..=100).for_each(|ms| all.add(ms));
        assert_eq!(
            (all.quantile(500), all.quantile(950), all.max(), all.count(), all.sum()),
            (Some(50), Some(95), 100, 100, 5_050)
        );
        assert_eq!(Durations::default().quantile(500), None);
    }

    #[test]
    fn few_durations_keep_little_memory() {
        let mut all = Durations::default();
        for ms in [1, 86_400_000, 86_400_001, 31_536_000_000] {
            all.add(ms);
        }
        assert_eq!(all.pages.iter().filter(|it| !it.is_empty()).count(), 3);
        assert_eq!((all.quantile(500), all.count(), all.sum()), (Some(86_400_000), 4, 31_708_800_002));
    }

    #[test]
    fn durations_beyond_all_use_are_counted_too() {
        let mut all = Durations::default();
        (0..1_000).for_each(|_| all.add(u64::MAX));
        assert_eq!((all.max(), all.count()), (u64::MAX, 1_000));
        assert!(all.quantile(500).is_some_and(|it| it > u64::MAX / 128 * 127));
    }
}
