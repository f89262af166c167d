//! How long tickets stayed in each status.

use std::collections::BTreeMap;

use crate::report::Durations;

/// Codes below this are looked up by their number.
const ROWS: usize = 64;

/// Stays by the code of their status.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stays {
    rows: Vec<Durations>,
    others: BTreeMap<i64, Durations>,
}

impl Stays {
    /// Counts a stay of `ms`.
    pub(crate) fn add(&mut self, code: i64, ms: u64) {
        let Some(row) = usize::try_from(code).ok().filter(|row| *row < ROWS) else {
            return self.others.entry(code).or_default().add(ms);
        };
        if row >= self.rows.len() {
            self.rows.resize(row + 1, Durations::default());
        }
        self.rows[row].add(ms);
    }

    pub(crate) fn into_durations(self) -> BTreeMap<i64, Durations> {
        let mut all = self.others;
        all.extend((0..).zip(self.rows).filter(|(_, it)| it.count() > 0));
        all
    }
}
