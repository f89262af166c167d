//! Times that users write: dates and RFC 3339. The clock and the local zone take no part, so the same text is the same
//! time everywhere.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The ms since the epoch of a date (`2024-01-31`, its midnight in UTC) or of an RFC 3339 time
/// (`2024-01-31T08:00:00Z`, `2024-01-31T08:00:00.5+08:00`). The error is a sentence for the user.
pub(crate) fn instant_ms(text: &str) -> Result<i64, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.as_millisecond());
    }
    // A date with a time but no zone must not pass for its midnight.
    let date = if text.contains(['T', 't', ' ']) { None } else { text.parse::<Date>().ok() };
    let midnight = date.and_then(|it| TimeZone::UTC.to_timestamp(it.at(0, 0, 0, 0)).ok());
    midnight.map(Timestamp::as_millisecond).ok_or_else(|| {
        format!("`{text}` is neither a date (2024-01-31) nor a time with its zone (2024-01-31T08:00:00Z)")
    })
}

/// A moment as `--since` and `--until` take it: an age (`2h`, `2h ago`, `7d`), an RFC 3339 time, or a date, whose
/// midnight the caller knows. `now` is ms since the epoch.
pub(crate) fn moment_ms(text: &str, now: i64, midnight: impl Fn(&str) -> Option<i64>) -> Result<i64, String> {
    let text = text.trim();
    let time = || text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
    age_ms(text).map(|age| now - age).or_else(time).or_else(|| midnight(text)).ok_or_else(|| {
        format!(
            "`{text}` is no time; write a date (2024-01-31), a time with its zone (2024-01-31T08:00:00Z), \
             or an age (90s, 30m, 2h, 7d, 4w)"
        )
    })
}

/// `2h` or `2h ago`, in ms.
fn age_ms(text: &str) -> Option<i64> {
    let text = text.strip_suffix("ago").unwrap_or(text).trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let unit = match text[digits..].trim() {
        "s" | "sec" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 604_800_000,
        _ => return None,
    };
    text[..digits].parse::<i64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_midnight_in_utc_and_a_time_says_its_zone() {
        assert_eq!(instant_ms("2024-01-01"), Ok(1_704_067_200_000));
        assert_eq!(instant_ms("2024-01-01T00:00:00Z"), Ok(1_704_067_200_000));
        assert_eq!(instant_ms("2024-01-01T08:00:00.25+08:00"), Ok(1_704_067_200_250));
        assert_eq!(instant_ms("1969-12-31"), Ok(-86_400_000));
    }

    #[test]
    fn an_age_counts_back_from_now_and_a_date_begins_at_its_midnight() {
        let moment = |text| moment_ms(text, 10_000_000, |date| (date == "2024-01-01").then_some(7));
        assert_eq!(moment("2h ago"), Ok(2_800_000));
        assert_eq!(moment("90s"), Ok(9_910_000));
        assert_eq!(moment("30 m"), Ok(8_200_000));
        assert_eq!(moment("2024-01-01"), Ok(7));
        assert_eq!(moment("1970-01-01T00:00:01Z"), Ok(1_000));
        assert!(moment("2x").unwrap_err().contains("an age (90s"));
    }

    #[test]
    fn anything_else_is_explained() {
        for text in
            ["", "yesterday", "2024-13-01", "2024-01-01T00:00:00", "2024-01-01 00:00", "1704067200000"]
        {
            let error = instant_ms(text).unwrap_err();
            assert!(error.starts_with(&format!("`{text}` is neither a date")), "{error}");
        }
    }
}
