//! Times of day as people read them. The only door of `jiff`.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// Shows times in one zone, which is looked up when the first time is shown.
#[derive(Debug)]
pub(crate) struct Clock(LazyLock<TimeZone>);

impl Clock {
    /// The zone of this machine (`TZ`, else the system's), else UTC.
    pub(crate) fn local() -> Self {
        Self(LazyLock::new(|| TimeZone::try_system().unwrap_or(TimeZone::UTC)))
    }

    /// UTC.
    #[cfg(test)]
    pub(crate) fn utc() -> Self {
        Self(LazyLock::new(|| TimeZone::UTC))
    }

    /// `22:13:20.511` of a time in ms since the epoch; the number itself where it is out of reach.
    pub(crate) fn time_of_day(&self, ms: i64) -> String {
        let Ok(at) = Timestamp::from_millisecond(ms) else { return ms.to_string() };
        ZonedDateTime::new(at, self.0.clone()).strftime("%H:%M:%S%.3f").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_always_shown() {
        assert_eq!(Clock::utc().time_of_day(1_700_000_000_511), "22:13:20.511");
        assert_eq!(Clock::utc().time_of_day(1_700_000_000_000), "22:13:20.000");
        assert_eq!(Clock::utc().time_of_day(i64::MAX), i64::MAX.to_string());
    }
}
