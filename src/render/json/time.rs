//! A point in time and a duration in our JSON output.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::render::text::Rfc3339;

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Time {
    /// ms since the epoch.
    pub(crate) ms: i64,
    /// The same in UTC; absent for a time that no calendar has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rfc3339: Option<Rfc3339>,
}

impl Time {
    pub(crate) fn of(ms: i64) -> Self {
        Self { ms, rfc3339: Rfc3339::of(ms) }
    }
}

/// A duration in ms: a whole number, or one with us behind the point. Members that hold one end in `_ms`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Ms(Number);

impl Ms {
    pub(crate) fn as_f64(&self) -> f64 {
        self.0.as_f64().unwrap_or_default()
    }
}

impl Default for Ms {
    fn default() -> Self {
        Self(0.into())
    }
}

impl From<Duration> for Ms {
    fn from(time: Duration) -> Self {
        // Whole us: more digits would claim more than is known.
        let ms = (time.as_secs_f64() * 1e6).round() / 1e3;
        let fraction = Number::from_f64(ms).filter(|_| ms.fract() != 0.0);
        Self(fraction.unwrap_or_else(|| {
            let rounded = time.saturating_add(Duration::from_nanos(500)).as_millis();
            u64::try_from(rounded).unwrap_or(u64::MAX).into()
        }))
    }
}

impl From<u64> for Ms {
    fn from(ms: u64) -> Self {
        Self(ms.into())
    }
}

impl From<i64> for Ms {
    fn from(ms: i64) -> Self {
        Self(ms.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_with_the_digits_it_has() {
        let written = |it: Ms| serde_json::to_string(&it).unwrap();
        for (ns, text) in
            [(0, "0"), (15_000_000, "15"), (4_120_499, "4.12"), (999, "0.001"), (14_999_999_999, "15000")]
        {
            assert_eq!(written(Duration::from_nanos(ns).into()), text);
        }
        assert_eq!(written(Ms::from(-5_i64)), "-5");
        assert!((Ms::from(Duration::from_micros(8_400)).as_f64() - 8.4).abs() < 1e-9);
    }

    #[test]
    fn a_time_that_no_calendar_has_is_a_number_alone() {
        let written = |ms| serde_json::to_string(&Time::of(ms)).unwrap();
        assert_eq!(
            written(1_700_000_000_000),
            r#"{"ms":1700000000000,"rfc3339":"2023-11-14T22:13:20.000Z"}"#
        );
        assert_eq!(written(i64::MAX), format!(r#"{{"ms":{}}}"#, i64::MAX));
        for ms in [1_700_000_000_000, -62_167_219_200_001, i64::MIN] {
            assert_eq!(serde_json::from_str::<Time>(&written(ms)).unwrap(), Time::of(ms));
        }
        assert!(serde_json::from_str::<Time>(r#"{"ms":1,"rfc3339":"soon"}"#).is_err());
    }
}
