//! Times in words. The local zone is read only where it is asked for.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is shown where there is no time.
pub(crate) const NONE: &str = "—";

/// The zone in which times are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Zone(TimeZone);

/// A zone that nobody knows.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is neither a time zone (Asia/Shanghai, UTC, local) nor an offset (+08:00)")]
pub(crate) struct ZoneError(String);

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

macro_rules! forms {
    ($($name:ident $form:literal $example:literal)+) => {
        impl Zone {
            $(#[doc = $example]
            pub(crate) fn $name(&self, ms: Option<i64>) -> String {
                self.written(ms, $form)
            })+
        }
    };
}

forms! {
    full "%Y-%m-%d %H:%M:%S%.3f %:z" "`2023-11-14 22:13:20.000 +00:00`."
    moment "%Y-%m-%d %H:%M:%S %:z" "`2023-11-14 22:13:20 +00:00`."
    short "%Y-%m-%d %H:%M:%S%.3f" "`2023-11-14 22:13:20.000`."
    seconds "%Y-%m-%d %H:%M:%S" "`2023-11-14 22:13:20`."
    date "%Y-%m-%d" "`2023-11-14`."
    time "%H:%M:%S%.3f" "`22:13:20.000`."
    clock "%H:%M:%S" "`22:13:20`."
}

impl Zone {
    pub(crate) fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone of this machine (`TZ` or the system's setting), UTC where it has none.
    pub(crate) fn local() -> Self {
        Self(TimeZone::try_system().unwrap_or(TimeZone::UTC))
    }

    /// The zone that `text` names: `local`, `UTC`, a name of the IANA database, or an offset (`+08:00`, `-0530`).
    pub(crate) fn parse(text: &str) -> Result<Self, ZoneError> {
        match text {
            "local" => return Ok(Self::local()),
            "utc" | "UTC" | "Z" | "z" => return Ok(Self::utc()),
            _ => {}
        }
        let fixed = offset(text).map(TimeZone::fixed);
        let zone = fixed.or_else(|| TimeZone::get(text).ok());
        zone.map(Self).ok_or_else(|| ZoneError(text.to_owned()))
    }

    /// The names of the bundled database, without those that are kept for old programs (`PRC`, `Etc/GMT+8`).
    pub(crate) fn names() -> Vec<String> {
        let areas = [
            "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
        ];
        let known = jiff::tz::TimeZoneDatabase::bundled();
        let all = known.available().map(|it| it.as_str().to_owned());
        let of_area = |it: &String| it.split_once('/').is_some_and(|(area, _)| areas.contains(&area));
        let mut names: Vec<String> =
            all.filter(of_area).chain(["UTC".to_owned(), "local".to_owned()]).collect();
        names.sort();
        names
    }

    /// `Asia/Shanghai`, `+08:00`, `UTC`; `local` where the system's zone has no name.
    pub(crate) fn name(&self) -> String {
        let utc = |name: &&str| matches!(*name, "UTC" | "Etc/UTC" | "Etc/UCT" | "Etc/Zulu");
        if self.0 == TimeZone::UTC || self.0.iana_name().as_ref().is_some_and(utc) {
            return "UTC".to_owned();
        }
        if let Ok(offset) = self.0.to_fixed_offset() {
            let (sign, minutes) =
                (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().unsigned_abs() / 60);
            return format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
        self.0.iana_name().unwrap_or("local").to_owned()
    }

    /// RFC 3339 with ms: `2023-11-14T22:13:20.000+00:00`; `None` for a time that no calendar has.
    pub(crate) fn rfc3339(&self, ms: i64) -> Option<String> {
        let time = Timestamp::from_millisecond(ms).ok()?;
        let offset = self.0.to_offset(time);
        let seconds = offset.seconds();
        let Some(usual) = usual(offset.to_datetime(time)).filter(|_| seconds % 60 == 0) else {
            let form = "%Y-%m-%dT%H:%M:%S%.3f%:z";
            return Some(time.to_zoned_datetime(self.0.clone()).strftime(form).to_string());
        };
        let minutes = seconds.unsigned_abs() / 60;
        let digit = |number: u32| char::from(b"0123456789"[number as usize % 10]);
        let mut text = String::with_capacity(USUAL.len() + "+00:0".len());
        text.push_str(str::from_utf8(&usual).ok()?.trim_end_matches('Z'));
        text.push(if seconds < 0 { '-' } else { '+' });
        text.extend([digit(minutes / 600), digit(minutes / 60), ':']);
        text.extend([digit(minutes % 60 / 10), digit(minutes)]);
        Some(text)
    }

    /// The day of a time, counted from 1970-01-01 in this zone; `None` for a time that no calendar has.
    pub(crate) fn day(&self, ms: i64) -> Option<i64> {
        Some(self.hour(ms)?.div_euclid(24))
    }

    /// The hour of a time, counted from 1970-01-01 00:00 in this zone; `None` for a time that no calendar has.
    pub(crate) fn hour(&self, ms: i64) -> Option<i64> {
        let time = Timestamp::from_millisecond(ms).ok()?;
        let seconds = ms.div_euclid(1_000) + i64::from(self.0.to_offset(time).seconds());
        Some(seconds.div_euclid(3_600))
    }

    /// The midnight that begins a day, counted from 1970-01-01, in this zone, ms.
    pub(crate) fn midnight(&self, day: i64) -> Option<i64> {
        Some(self.0.to_timestamp(civil(day)?.at(0, 0, 0, 0)).ok()?.as_millisecond())
    }

    /// A date (`2024-01-31`, its midnight) or a date with a time (`2024-01-31 08:00`) in this zone, ms.
    pub(crate) fn local_ms(&self, text: &str) -> Option<i64> {
        let date_time: DateTime = text.parse().ok()?;
        Some(self.0.to_timestamp(date_time).ok()?.as_millisecond())
    }

    fn written(&self, ms: Option<i64>, form: &str) -> String {
        let Some(ms) = ms else { return NONE.to_owned() };
        match Timestamp::from_millisecond(ms) {
            Ok(time) => time.to_zoned_datetime(self.0.clone()).strftime(form).to_string(),
            Err(_) => format!("{ms} ms"),
        }
    }
}

/// A time in UTC, shown as `2023-11-14T22:13:20.000Z`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rfc3339(Timestamp);

impl Rfc3339 {
    /// `None` for a time that no calendar has.
    pub(crate) fn of(ms: i64) -> Option<Self> {
        Timestamp::from_millisecond(ms).ok().map(Self)
    }

    /// The text, where it has the form that most have.
    pub(crate) fn usual(self) -> Option<[u8; USUAL.len()]> {
        usual(Offset::UTC.to_datetime(self.0))
    }
}

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.usual().as_ref().and_then(|it| str::from_utf8(it).ok()) {
            Some(text) => f.write_str(text),
            None => write!(f, "{:.3}", self.0),
        }
    }
}

/// The form of a time that most have.
const USUAL: [u8; 24] = *b"0000-00-00T00:00:00.000Z";

/// Writes `2023-11-14T22:13:20.000Z`, many times quicker than by a format; `None` for a year that has not four digits.
fn usual(at: DateTime) -> Option<[u8; USUAL.len()]> {
    let mut text = USUAL;
    let numbers = [
        (at.year(), 0..4),
        (at.month().into(), 5..7),
        (at.day().into(), 8..10),
        (at.hour().into(), 11..13),
        (at.minute().into(), 14..16),
        (at.second().into(), 17..19),
        (at.millisecond(), 20..23),
    ];
    for (number, place) in numbers {
        let mut rest = u16::try_from(number).ok()?;
        for digit in text[place].iter_mut().rev() {
            *digit = b"0123456789"[usize::from(rest % 10)];
            rest /= 10;
        }
    }
    Some(text)
}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.usual().as_ref().and_then(|it| str::from_utf8(it).ok()) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

/// The date of a day counted from 1970-01-01: `2023-11-14`; a day that no calendar has is its number.
pub(crate) fn date(day: i64) -> String {
    civil(day).map_or_else(|| format!("day {day}"), |it| it.to_string())
}

/// The day on which the week (Monday) of `day` begins.
pub(crate) fn week(day: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    day - (day + 3).rem_euclid(7)
}

/// The month of a day: `2023-11`.
pub(crate) fn month(day: i64) -> String {
    civil(day).map_or_else(|| format!("day {day}"), |it| it.strftime("%Y-%m").to_string())
}

fn civil(day: i64) -> Option<Date> {
    let span = 0.days().try_days(day).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// `+08:00`, `-0530`, `+8`: less than a day.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = text.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let padded = if digits.len() == 1 { format!("{sign}0{digits}") } else { text.to_owned() };
    let zone = DateTimeParser::new().parse_time_zone(&padded).ok()?;
    zone.to_fixed_offset().ok().filter(|it| it.seconds().abs() < 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: i64 = 1_700_000_000_000;

    #[test]
    fn a_time_is_shown_in_its_zone() {
        assert_eq!(Zone::utc().full(Some(MS)), "2023-11-14 22:13:20.000 +00:00");
        for name in ["Asia/Shanghai", "+08:00", "+0800", "+8"] {
            let zone = Zone::parse(name).unwrap();
            assert_eq!(zone.full(Some(MS + 25)), "2023-11-15 06:13:20.025 +08:00", "{name}");
            assert_eq!(zone.rfc3339(MS).unwrap(), "2023-11-15T06:13:20.000+08:00");
            assert_eq!(zone.day(MS), Some(19_676));
        }
        assert_eq!(Zone::utc().time(Some(MS)), "22:13:20.000");
        assert_eq!(Rfc3339::of(MS).unwrap().to_string(), "2023-11-14T22:13:20.000Z");
        assert_eq!(Rfc3339::of(-62_167_219_200_001).unwrap().to_string(), "-000001-12-31T23:59:59.999Z");
        assert_eq!(Zone::utc().day(-1), Some(-1));
        let of_years =
            [(-62_167_219_200_000, "0000-01-01"), (253_402_207_199_999, "9999-12-30"), (-1, "1969-12-31")];
        for (ms, date) in of_years {
            assert!(Rfc3339::of(ms).unwrap().to_string().starts_with(&format!("{date}T")), "{date}");
            assert!(Zone::utc().rfc3339(ms).unwrap().starts_with(&format!("{date}T")), "{date}");
        }
        // A mean time of a place, with seconds, and a half hour west.
        assert_eq!(
            Zone::parse("Asia/Shanghai").unwrap().rfc3339(-2_500_000_000_000).unwrap(),
            "1890-10-12T03:39:03.000+08:05:43"
        );
        assert_eq!(Zone::parse("-0330").unwrap().rfc3339(MS + 7).unwrap(), "2023-11-14T18:43:20.007-03:30");
        let names =
            ["Z", "Etc/UTC", "Asia/Shanghai", "-05:30", "+8"].map(|it| Zone::parse(it).unwrap().name());
        assert_eq!(names, ["UTC", "UTC", "Asia/Shanghai", "-05:30", "+08:00"]);
    }

    #[test]
    fn what_is_no_time_and_no_zone_is_said() {
        assert_eq!(Zone::utc().full(None), "—");
        assert_eq!(Zone::utc().time(Some(i64::MAX)), format!("{} ms", i64::MAX));
        assert!(Rfc3339::of(i64::MIN).is_none());
        for text in ["", "Mars/Olympus", "+25:00", "-24", "+25:99", "+08:0", "8", "+工"] {
            let error = Zone::parse(text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}` is neither")), "{error}");
        }
    }

    #[test]
    fn days_have_dates_weeks_and_months() {
        assert_eq!((date(19_675), month(19_675)), ("2023-11-14".to_owned(), "2023-11".to_owned()));
        assert_eq!(date(week(19_675)), "2023-11-13");
        assert_eq!(date(week(-1)), "1969-12-29");
        assert_eq!(date(i64::MAX), format!("day {}", i64::MAX));
        assert_eq!((date(-719_528), date(2_932_896)), ("0000-01-01".to_owned(), "9999-12-31".to_owned()));
        assert_eq!(date(2_932_897), "day 2932897");
    }
}
