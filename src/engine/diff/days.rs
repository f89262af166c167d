//! On which day a time falls; what was asked last is remembered, for times of a log lie close together.

/// A quarter of an hour, ms: zones change their offset at its ends, and days begin there.
const QUARTER: i64 = 900_000;

/// Which day, counted from 1970-01-01, a time in ms falls on.
type Day = Box<dyn Fn(i64) -> Option<i64> + Send>;

/// Days of a zone.
pub(super) struct Days {
    day: Day,
    /// A quarter of an hour that lies on one day.
    latest: Option<(i64, i64)>,
}

impl Days {
    /// Days as `day` tells them.
    pub(super) fn new(day: impl Fn(i64) -> Option<i64> + Send + 'static) -> Self {
        Self { day: Box::new(day), latest: None }
    }

    /// The day of a time in ms.
    pub(super) fn of(&mut self, ms: i64) -> Option<i64> {
        let quarter = ms.div_euclid(QUARTER);
        if let Some((_, day)) = self.latest.filter(|(latest, _)| *latest == quarter) {
            return Some(day);
        }
        let day = (self.day)(ms)?;
        // Offsets of old times are not whole quarters: those are asked for every time.
        let end = |ms: Option<i64>| ms.and_then(|ms| (self.day)(ms));
        let begin = quarter.checked_mul(QUARTER);
        let is_whole =
            end(begin) == Some(day) && end(begin.and_then(|it| it.checked_add(QUARTER - 1))) == Some(day);
        if is_whole {
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
            for ms in (-172_800_000..172_800_000).step_by(100_003).chain([0, -1, 86_399_999, 86_400_000]) {
                assert_eq!(days.of(ms), day(ms), "{ms} shifted by {shift}");
            }
        }
        assert_eq!(Days::new(|_| None).of(i64::MIN), None);
        assert_eq!(Days::new(|_| Some(1)).of(i64::MIN), Some(1));
    }
}
