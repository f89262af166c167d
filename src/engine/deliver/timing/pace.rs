//! When each event is due. An absolute schedule, so that what starts late does not make the rest late.

use std::time::Duration;

use crate::engine::Rate;

/// How deliveries follow one another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Pace {
    /// As fast as the receiver answers.
    #[default]
    Free,
    /// So many in a time, whatever the receiver does.
    Rate(Rate),
    /// With the gaps between the events' `create_time`.
    Recorded {
        /// How many times faster; above 0.
        speed: f64,
        /// No wait is longer than this.
        max_gap: Option<Duration>,
    },
}

/// The due times of one run, event after event.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pace: Pace,
    count: u64,
    due: Duration,
    last_ms: Option<i64>,
}

impl Schedule {
    pub(crate) fn new(pace: Pace) -> Self {
        Self { pace, count: 0, due: Duration::ZERO, last_ms: None }
    }

    /// When the next event is due, counted from the start; `None` for at once. `create_ms` is its `create_time`; an
    /// event without one, or one older than the event before it, is due together with that.
    pub(crate) fn next(&mut self, create_ms: Option<i64>) -> Option<Duration> {
        match self.pace {
            Pace::Free => return None,
            Pace::Rate(rate) => {
                // Counted from the start, not added up: the error does not grow.
                #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 events")]
                let seconds = self.count as f64 / rate.per_s;
                self.due = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            }
            Pace::Recorded { speed, max_gap } => {
                let gap = self.last_ms.zip(create_ms).map_or(0, |(last, now)| now.saturating_sub(last));
                let gap = Duration::from_millis(u64::try_from(gap).unwrap_or(0)).as_secs_f64() / speed;
                let gap = Duration::try_from_secs_f64(gap).unwrap_or(Duration::MAX);
                self.due = self.due.saturating_add(max_gap.map_or(gap, |max| gap.min(max)));
                self.last_ms = self.last_ms.max(create_ms);
            }
        }
        self.count += 1;
        Some(self.due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(pace: Pace, times: &[Option<i64>]) -> Vec<u128> {
        let mut schedule = Schedule::new(pace);
        times.iter().map(|it| schedule.next(*it).unwrap().as_millis()).collect()
    }

    #[test]
    fn a_rate_does_not_drift() {
        let mut schedule = Schedule::new(Pace::Rate("3/s".parse().unwrap()));
        let last = (0..=3_000_000).filter_map(|_| schedule.next(None)).last().unwrap();
        assert_eq!(last.as_micros(), 1_000_000_000_000);
    }

    #[test]
    fn recorded_gaps_are_kept_sped_up_and_cut() {
        let times = [Some(1_000), Some(3_000), None, Some(2_000), Some(3_500), Some(603_500)];
        let pace = |speed, max_gap| Pace::Recorded { speed, max_gap };
        assert_eq!(ms(pace(1.0, None), &times), [0, 2_000, 2_000, 2_000, 2_500, 602_500]);
        assert_eq!(ms(pace(10.0, None), &times), [0, 200, 200, 200, 250, 60_250]);
        assert_eq!(
            ms(pace(1.0, Some(Duration::from_secs(5))), &times),
            [0, 2_000, 2_000, 2_000, 2_500, 7_500]
        );
    }

    #[test]
    fn times_at_the_ends_of_the_range_do_no_harm() {
        let times = [Some(i64::MIN), Some(i64::MAX), Some(i64::MIN), None];
        assert_eq!(ms(Pace::Recorded { speed: 1e-300, max_gap: None }, &times).len(), 4);
    }

    #[test]
    fn without_a_pace_everything_is_due_at_once() {
        assert_eq!(Schedule::new(Pace::Free).next(Some(1)), None);
    }
}
