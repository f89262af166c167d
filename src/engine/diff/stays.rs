//! How long tickets stayed in each status. For the documented codes the buckets lie in a table.

use std::collections::BTreeMap;

use crate::report::{Durations, duration_bucket};

/// Codes below this have a table of their own.
const ROWS: usize = 64;

/// A bucket that holds something: how many durations, their sum and the longest, ms.
type Bucket = (u64, u128, u64);

/// Stays by the code of their status.
#[derive(Clone, Debug, Default)]
pub(super) struct Stays {
    tables: Vec<Vec<Bucket>>,
    others: BTreeMap<i64, Durations>,
}

impl Stays {
    /// Counts a stay of `ms`.
    pub(super) fn add(&mut self, code: i64, ms: u64) {
        let Some(row) = usize::try_from(code).ok().filter(|row| *row < ROWS) else {
            return self.others.entry(code).or_default().add(ms);
        };
        if row >= self.tables.len() {
            self.tables.resize(row + 1, Vec::new());
        }
        let (table, at) = (&mut self.tables[row], duration_bucket(ms));
        if at >= table.len() {
            table.resize(at + 1, (0, 0, 0));
        }
        let (count, sum, max) = &mut table[at];
        *count += 1;
        *sum += u128::from(ms);
        *max = ms.max(*max);
    }

    /// All that were counted.
    pub(super) fn into_durations(self) -> BTreeMap<i64, Durations> {
        let mut all = self.others;
        for (code, table) in (0..).zip(self.tables) {
            for (count, sum, max) in table.into_iter().filter(|(count, ..)| *count > 0) {
                all.entry(code).or_default().add_bucket(max, count, sum, max);
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
        for (at, ms) in [0, 1, 255, 256, 300, 301, 86_400_000, u64::MAX, 5, 300].into_iter().enumerate() {
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
