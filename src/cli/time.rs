//! Times that users write: dates and RFC 3339. The clock and the local zone take no part, so the same text is the same
//! time everywhere.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The ms since the epoch of a date (`2024-01-31`, its midnight in UTC) or of an RFC 3339 time
/// (`2024-01-31T08:00:00Z`, `2024-01-31T08:00:00.5+08:00`). The error is a sentence for the user.
pub(super) fn instant_ms(text: &str) -> Result<i64, String> {
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
    fn anything_else_is_explained() {
        for text in
            ["", "yesterday", "2024-13-01", "2024-01-01T00:00:00", "2024-01-01 00:00", "1704067200000"]
        {
            let error = instant_ms(text).unwrap_err();
            assert!(error.starts_with(&format!("`{text}` is neither a date")), "{error}");
        }
    }
}
