//! How many times fall on each day; what was asked last is remembered, for times of a log lie close together.

use std::collections::BTreeMap;

/// A quarter of an hour, ms: zones change their offset at its ends, and days begin there.
const QUARTER: i64 = 900_000;

/// Which day, counted from 1970-01-01, a time in ms falls on.
type Day = Box<dyn Fn(i64) -> Option<i64> + Send>;

/// Days of a zone, and how many times fall on each.
pub(crate) struct Days {
    day: Day,
    /// A quarter of an hour that lies on one day.
    latest: Option<(i64, i64)>,
    counts: BTreeMap<i64, u64>,
    /// The day counted last, and times on it that are not among the counts yet.
    running: (i64, u64),
}

impl Days {
    /// Days as `day` tells them.
    pub(crate) fn new(day: impl Fn(i64) -> Option<i64> + Send + 'static) -> Self {
        Self { day: Box::new(day), latest: None, counts: BTreeMap::new(), running: (0, 0) }
    }

    /// Counts a time in ms; one that no calendar has is on no day.
    pub(crate) fn count(&mut self, ms: i64) {
        let Some(day) = self.of(ms) else { return };
        if self.running.0 != day {
            self.pour();
            self.running.0 = day;
        }
        self.running.1 += 1;
    }

    fn pour(&mut self) {
        let (day, count) = self.running;
        if count > 0 {
            *self.counts.entry(day).or_default() += count;
        }
        self.running.1 = 0;
    }

    /// How many times fall on each day.
    pub(crate) fn into_counts(mut self) -> BTreeMap<i64, u64> {
        self.pour();
        self.counts
    }

    /// The day of a time in ms.
    fn of(&mut self, ms: i64) -> Option<i64> {
        let quarter = ms.div_euclid(QUARTER);
        if let Some((_, day)) = self.latest.filter(|(latest, _)| *latest == quarter) {
            return Some(day);
        }
        let day = (self.day)(ms)?;
        // Offsets of old times are not whole quarters: those are asked for every time.
        let end = |ms: Option<i64>| ms.and_then(|ms| (self.day)(ms));
        let begin = quarter.checked_mul(QUARTER);
        if end(begin) == Some(day) && end(begin.and_then(|it| it.checked_add(QUARTER))) == Some(day) {
            self.latest = Some((quarter, day));
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_one_that_is_asked_for_wherever_it_begins() {
        for shift in [0, 28_800_000, -20_700_000, 1_234_567] {
            let day = move |ms: i64| Some((ms + shift).div_euclid(86_400_000));
            let mut days = Days::new(day);
            let all = (-172_800_000..172_800_000).step_by(100_003);
            for ms in all.clone().chain([0, -1, 86_399_999, 86_400_000]).chain(all.map(|ms| -ms)) {
                assert_eq!(days.of(ms), day(ms), "{ms} shifted by {shift}");
            }
        }
        let mut days = Days::new(|ms| (ms >= 0).then_some(7 + ms / 10));
        for ms in [5, 7, 12, -1, 3, 13, 14] {
            days.count(ms);
        }
        assert_eq!(days.into_counts(), BTreeMap::from([(7, 3), (8, 3)]));
        assert_eq!(Days::new(|_| None).of(i64::MIN), None);
        assert_eq!(Days::new(|_| Some(1)).of(i64::MIN), Some(1));
    }
}
