//! How many times fall on each day, and on each hour of the day; what was asked last is remembered, for times of a log
//! lie close together.

use std::collections::BTreeMap;

/// A quarter of an hour, ms: zones change their offset at its ends, and hours begin there.
const QUARTER: i64 = 900_000;

/// Which hour of a zone, counted from 1970-01-01 00:00, a time in ms falls on.
type Hour = Box<dyn Fn(i64) -> Option<i64> + Send>;

/// Days of a zone, and how many times fall on each.
pub(crate) struct Days {
    hour: Hour,
    /// A quarter of an hour that lies in one hour of the zone.
    latest: Option<(i64, i64)>,
    counts: BTreeMap<i64, u64>,
    /// The day counted last, and times on it that are not among the counts yet.
    running: (i64, u64),
    /// Times by the hour of the day.
    hours: [u64; 24],
}

impl Days {
    /// Days and hours as `hour` tells them.
    pub(crate) fn new(hour: impl Fn(i64) -> Option<i64> + Send + 'static) -> Self {
        Self { hour: Box::new(hour), latest: None, counts: BTreeMap::new(), running: (0, 0), hours: [0; 24] }
    }

    /// Counts a time in ms; one that no calendar has is on no day.
    pub(crate) fn count(&mut self, ms: i64) {
        let Some(hour) = self.of(ms) else { return };
        let day = hour.div_euclid(24);
        let of_day = usize::try_from(hour.rem_euclid(24)).ok();
        if let Some(count) = of_day.and_then(|it| self.hours.get_mut(it)) {
            *count += 1;
        }
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

    /// How many times fall on each day, and on each hour of the day.
    pub(crate) fn into_counts(mut self) -> (BTreeMap<i64, u64>, [u64; 24]) {
        self.pour();
        (self.counts, self.hours)
    }

    /// The hour of a time in ms.
    fn of(&mut self, ms: i64) -> Option<i64> {
        let quarter = ms.div_euclid(QUARTER);
        if let Some((_, hour)) = self.latest.filter(|(latest, _)| *latest == quarter) {
            return Some(hour);
        }
        let hour = (self.hour)(ms)?;
        // Offsets of old times are not whole quarters: those are asked for every time.
        let end = |ms: Option<i64>| ms.and_then(|ms| (self.hour)(ms));
        let begin = quarter.checked_mul(QUARTER);
        let last = begin.and_then(|it| it.checked_add(QUARTER - 1));
        if end(begin) == Some(hour) && end(last) == Some(hour) {
            self.latest = Some((quarter, hour));
        }
        Some(hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_the_one_that_is_asked_for_wherever_it_begins() {
        for shift in [0, 28_800_000, -20_700_000, 1_234_567] {
            let hour = move |ms: i64| Some((ms + shift).div_euclid(3_600_000));
            let mut days = Days::new(hour);
            let all = (-172_800_000..172_800_000).step_by(100_003);
            for ms in all.clone().chain([0, -1, 86_399_999, 86_400_000]).chain(all.map(|ms| -ms)) {
                assert_eq!(days.of(ms), hour(ms), "{ms} shifted by {shift}");
            }
        }
        let mut days = Days::new(|ms| (ms >= 0).then_some(7 * 24 + ms / 10));
        for ms in [5, 7, 12, -1, 253, 243, 244] {
            days.count(ms);
        }
        let (days, hours) = days.into_counts();
        assert_eq!(days, BTreeMap::from([(7, 3), (8, 3)]));
        assert_eq!(hours[..3], [4, 2, 0]);
        assert_eq!(Days::new(|_| None).of(i64::MIN), None);
        assert_eq!(Days::new(|_| Some(1)).of(i64::MIN), Some(1));
    }
}
