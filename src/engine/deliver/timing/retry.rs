//! When a delivery that failed is tried again.

use std::str::FromStr;
use std::time::Duration;

/// The platform's delays between attempts. Source: the vendor's page on receiving events.
const PLATFORM: [Duration; 4] =
    [Duration::from_secs(15), Duration::from_mins(5), Duration::from_hours(1), Duration::from_hours(6)];

/// The longest delay of our own backoff.
const MAX_BACKOFF: Duration = Duration::from_mins(10);

/// The longest that is waited because an answer asks for it.
pub(crate) const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);

/// Which failures are tried again, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Retry {
    #[default]
    None,
    /// As the platform: after 15 s, 5 min, 1 h and 6 h. What the receiver asks for is not heard.
    Platform,
    /// So many times, after 1 s, 2 s, 4 s and so on up to 10 min, or after what `Retry-After` asks for, if
    /// longer and up to an hour.
    Times(u32),
}

impl FromStr for Retry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "platform" => Ok(Self::Platform),
            number => number
                .parse()
                .map(Self::Times)
                .map_err(|_| format!("`{text}` is not `none`, `platform` or a number of retries")),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Delays {
    pub retry: Retry,
    /// What every delay is multiplied by; 1 is real time.
    pub scale: f64,
}

impl Default for Delays {
    fn default() -> Self {
        Self { retry: Retry::None, scale: 1.0 }
    }
}

impl Delays {
    /// How many retries there are at most.
    pub(crate) fn count(&self) -> u32 {
        match self.retry {
            Retry::None => 0,
            Retry::Platform => 4,
            Retry::Times(times) => times,
        }
    }

    /// The delay before retry `number` (from 1), `None` when there is no more; `asked` is what `Retry-After` says.
    pub(crate) fn before(&self, number: u32, asked: Option<Duration>) -> Option<Duration> {
        let step = usize::try_from(number.checked_sub(1)?).ok()?;
        if number > self.count() {
            return None;
        }
        let delay = match self.retry {
            Retry::None => return None,
            Retry::Platform => *PLATFORM.get(step)?,
            Retry::Times(_) => {
                let doubled = Duration::from_secs(1 << step.min(20)).min(MAX_BACKOFF);
                asked.map_or(doubled, |asked| asked.min(MAX_RETRY_AFTER).max(doubled))
            }
        };
        Some(Duration::try_from_secs_f64(delay.as_secs_f64() * self.scale).unwrap_or(Duration::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(delays: Delays, asked: Option<u64>) -> Vec<f64> {
        let asked = asked.map(Duration::from_secs);
        (1..9).map_while(|number| delays.before(number, asked)).map(|it| it.as_secs_f64()).collect()
    }

    #[test]
    fn the_platform_tries_four_times_more_at_its_own_pace() {
        let delays = Delays { retry: Retry::Platform, scale: 1.0 };
        assert_eq!(seconds(delays, Some(7)), [15.0, 300.0, 3_600.0, 21_600.0]);
        assert_eq!(seconds(Delays { scale: 0.001, ..delays }, None), [0.015, 0.3, 3.6, 21.6]);
    }

    #[test]
    fn a_number_of_retries_doubles_the_wait_and_hears_retry_after() {
        let delays = Delays { retry: "3".parse().unwrap(), scale: 1.0 };
        assert_eq!(seconds(delays, None), [1.0, 2.0, 4.0]);
        assert_eq!(seconds(delays, Some(3)), [3.0, 3.0, 4.0]);
        assert_eq!(seconds(delays, Some(86_400)), [3_600.0, 3_600.0, 3_600.0]);
        let last = Delays { retry: Retry::Times(u32::MAX), scale: 1.0 }.before(u32::MAX, None);
        assert_eq!(last, Some(MAX_BACKOFF));
    }

    #[test]
    fn none_is_none() {
        assert!(seconds(Delays::default(), None).is_empty());
        assert!("always".parse::<Retry>().is_err());
    }
}
