//! Times that users write, one grammar everywhere: an age, a date, a date with a local time, RFC 3339, `yesterday`.

use jiff::Timestamp;

use crate::cli::now_ms;
use crate::engine::parse_time;
use crate::render::text::Zone;

/// A time in UTC, ms since the epoch, for a command that has no zone of its own.
pub(crate) fn utc_ms(text: &str) -> Result<i64, String> {
    moment_ms(text, now_ms(), &Zone::utc())
}

/// The ms since the epoch of what was written: `2h` or `2h ago` before `now`, `yesterday` (its midnight), a date (its
/// midnight) or a date with a time in `zone`, or RFC 3339. The error is a sentence for the user.
pub(crate) fn moment_ms(text: &str, now: i64, zone: &Zone) -> Result<i64, String> {
    let text = text.trim();
    let days_ago = |days: i64| zone.day(now).and_then(|today| zone.midnight(today - days));
    let found = match text {
        "now" => Some(now),
        "today" => days_ago(0),
        "yesterday" => days_ago(1),
        _ => age_ms(text)
            .map(|age| now.saturating_sub(age))
            .or_else(|| text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond))
            .or_else(|| zone.local_ms(text).filter(|_| text.contains('-'))),
    };
    found.ok_or_else(|| {
        format!(
            "`{text}` is no time; write a date (2024-01-31), a date with a time (2024-01-31 08:00, or \
             2024-01-31T08:00:00Z with its zone), an age (90s, 1.5h, 7d), or yesterday"
        )
    })
}

/// `2h` or `2h ago`, in ms. A number without a unit is no age.
fn age_ms(text: &str) -> Option<i64> {
    let age = text.strip_suffix("ago").unwrap_or(text).trim_end();
    let has_unit = age.ends_with(|it: char| it.is_ascii_alphabetic());
    parse_time(age).ok().filter(|_| has_unit).and_then(|it| i64::try_from(it.as_millis()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-01-02T10:00:00Z.
    const NOW: i64 = 1_704_189_600_000;

    fn utc(text: &str) -> i64 {
        moment_ms(text, NOW, &Zone::utc()).unwrap()
    }

    fn shanghai(text: &str) -> i64 {
        moment_ms(text, NOW, &Zone::parse("+08:00").unwrap()).unwrap()
    }

    #[test]
    fn a_date_and_a_local_time_are_of_the_zone_and_rfc_3339_says_its_own() {
        assert_eq!(utc("2024-01-01"), 1_704_067_200_000);
        assert_eq!(shanghai("2024-01-01"), 1_704_067_200_000 - 28_800_000);
        assert_eq!(shanghai("2024-01-01 08:00"), 1_704_067_200_000);
        assert_eq!(utc("2024-01-01T00:00:00.25"), 1_704_067_200_250);
        assert_eq!(shanghai("2024-01-01T00:00:00Z"), 1_704_067_200_000);
        assert_eq!(utc("2024-01-01T08:00:00.25+08:00"), 1_704_067_200_250);
        assert_eq!(utc("1969-12-31"), -86_400_000);
    }

    #[test]
    fn an_age_counts_back_from_now_and_yesterday_begins_at_its_midnight() {
        assert_eq!(utc("2h ago"), NOW - 7_200_000);
        assert_eq!(utc("1.5h"), NOW - 5_400_000);
        assert_eq!(utc("30 m"), NOW - 1_800_000);
        assert_eq!(utc("7d"), NOW - 604_800_000);
        assert_eq!(utc("now"), NOW);
        assert_eq!(utc("yesterday"), 1_704_067_200_000);
        assert_eq!(shanghai("today"), 1_704_153_600_000 - 28_800_000);
    }

    #[test]
    fn anything_else_is_explained() {
        for text in ["", "2x", "tomorrow", "2024-13-01", "1704067200000", "ago"] {
            let error = moment_ms(text, NOW, &Zone::utc()).unwrap_err();
            assert!(error.starts_with(&format!("`{text}` is no time")), "{error}");
        }
    }
}
