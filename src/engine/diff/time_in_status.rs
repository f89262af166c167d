//! How long tickets stayed in each status. For the documented codes the buckets lie in a table.

use std::collections::BTreeMap;

use crate::report::{Durations, bucket_floor, duration_bucket};

/// Codes below this have a table of their own.
const ROWS: usize = 64;

/// Durations below this, in ms (35 years), lie in the tables; sums of a bucket's rests then hold 2^31 of them.
const LONG: u64 = 1 << 40;

/// How many durations, and by how much they are longer than the least of their bucket, together, ms. It is small, for
/// the buckets of a log lie all over their tables.
type Bucket = (u64, u64);

/// Stays by the code of their status.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stays {
    /// By their code: the buckets, and the longest duration.
    tables: Vec<(Vec<Bucket>, u64)>,
    others: BTreeMap<i64, Durations>,
}

impl Stays {
    /// Counts a stay of `ms`.
    pub(crate) fn add(&mut self, code: i64, ms: u64) {
        let row = usize::try_from(code).ok().filter(|row| *row < ROWS && ms < LONG);
        let Some(row) = row else {
            return self.others.entry(code).or_default().add(ms);
        };
        if row >= self.tables.len() {
            self.tables.resize(row + 1, (Vec::new(), 0));
        }
        let ((table, max), at) = (&mut self.tables[row], duration_bucket(ms));
        if at >= table.len() {
            table.resize(at + 1, (0, 0));
        }
        let (count, rest) = &mut table[at];
        *count += 1;
        *rest += ms - bucket_floor(at);
        *max = ms.max(*max);
    }

    pub(crate) fn into_durations(self) -> BTreeMap<i64, Durations> {
        let mut all = self.others;
        for (code, (table, max)) in (0..).zip(self.tables) {
            for (bucket, (count, rest)) in table.into_iter().enumerate().filter(|(_, it)| it.0 > 0) {
                let least = bucket_floor(bucket);
                let sum = u128::from(least) * u128::from(count) + u128::from(rest);
                all.entry(code).or_default().add_bucket(least, count, sum, max);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_what_a_spread_tells() {
        let (mut stays, mut spreads) = (Stays::default(), BTreeMap::<i64, Durations>::new());
        for (at, ms) in
            [0, 1, 255, 256, 300, 301, 86_400_000, u64::MAX, 5, 300, LONG - 1, LONG].into_iter().enumerate()
        {
            for code in [-3, 0, 1, 52, 64, i64::MAX] {
                if at % 2 == 0 || code != 1 {
                    stays.add(code, ms);
                    spreads.entry(code).or_default().add(ms);
                }
            }
        }
        assert_eq!(stays.into_durations(), spreads);
    }
}
