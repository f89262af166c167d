//! How often a code became another one. The documented codes are counted in a table, for there is one count or two for
//! every event of a log.

use std::collections::BTreeMap;

/// Codes below this have a row and a column of their own.
const ROWS: usize = 64;

/// Counts by the code before and the code after.
#[derive(Clone, Debug)]
pub(crate) struct Edges {
    table: Box<[u64]>,
    others: BTreeMap<(i64, i64), u64>,
}

impl Default for Edges {
    fn default() -> Self {
        Self { table: vec![0; ROWS * ROWS].into(), others: BTreeMap::new() }
    }
}

impl Edges {
    /// Counts one.
    pub(crate) fn add(&mut self, from: i64, to: i64) {
        match (row(from), row(to)) {
            (Some(from), Some(to)) => self.table[from * ROWS + to] += 1,
            _ => *self.others.entry((from, to)).or_default() += 1,
        }
    }

    /// All that were counted.
    pub(crate) fn into_counts(self) -> BTreeMap<(i64, i64), u64> {
        let code = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let counted = self.table.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut counts = self.others;
        counts.extend(counted.map(|(at, count)| ((code(at / ROWS), code(at % ROWS)), *count)));
        counts
    }
}

fn row(code: i64) -> Option<usize> {
    usize::try_from(code).ok().filter(|row| *row < ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_codes_is_counted_by_itself() {
        let codes = [i64::MIN, -1, 0, 1, 2, 50, 63, 64, i64::MAX];
        let mut edges = Edges::default();
        for (round, from) in codes.iter().enumerate() {
            for to in codes {
                (0..=round).for_each(|_| edges.add(*from, to));
            }
        }
        let counts = edges.into_counts();
        assert_eq!(counts.len(), codes.len() * codes.len());
        assert!(codes.iter().enumerate().all(|(round, from)| counts[&(*from, 64)] == round as u64 + 1));
    }
}
