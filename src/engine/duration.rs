//! Times and rates as people write them: `500ms`, `3s`, `5m`, `50/s`.

use std::str::FromStr;
use std::time::Duration;

/// Reads a time. A bare number is in s, as in curl.
pub(crate) fn parse_time(text: &str) -> Result<Duration, String> {
    let fault = || format!("`{text}` is not a time; write a number and ms, s, m, h or d, as in 500ms or 3s");
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: f64 = number.parse().map_err(|_| fault())?;
    let seconds = match unit.trim() {
        "" | "s" => number,
        "us" => number / 1e6,
        "ms" => number / 1e3,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        "d" => number * 86_400.0,
        "w" => number * 604_800.0,
        _ => return Err(fault()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_| fault())
}

/// Reads a percentage: digits, perhaps a point and digits, and `%`.
pub(crate) fn parse_percent(text: &str) -> Option<f64> {
    let number = text.strip_suffix('%')?.trim_end();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    number.parse().ok().filter(|_| digits(whole) && digits(fraction))
}

/// How many events start in a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rate {
    /// Events per s, above 0.
    pub per_s: f64,
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is not a rate; write a number above 0 and /s, /m or /h, as in 50/s");
        let (number, unit) = text.split_once('/').ok_or_else(fault)?;
        let number: f64 = number.trim().parse().map_err(|_| fault())?;
        let per_s = match unit.trim() {
            "s" => number,
            "m" | "min" => number / 60.0,
            "h" => number / 3600.0,
            _ => return Err(fault()),
        };
        let in_reach = (1e-9..=1e9).contains(&per_s);
        in_reach.then_some(Self { per_s }).ok_or_else(fault)
    }
}

/// A share of the events, chosen by their number and a seed: the same ones in every run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Portion(f64);

impl Portion {
    /// Whether the event of this number belongs to it.
    pub fn holds(self, number: u64, seed: u64) -> bool {
        fastrand::Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64() < self.0
    }
}

impl FromStr for Portion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self(1.0));
        }
        let share = parse_percent(text).map(|it| it / 100.0).filter(|it| (0.0..=1.0).contains(it));
        share.map(Self).ok_or_else(|| format!("`{text}` is not a share; write 0% to 100%, or `all`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_their_units() {
        let ms = |text: &str| parse_time(text).unwrap().as_millis();
        assert_eq!(
            ["500ms", "3s", "3", "1.5 s", "5m", "1h", "1.5d", "1w"].map(ms),
            [500, 3_000, 3_000, 1_500, 300_000, 3_600_000, 129_600_000, 604_800_000]
        );
        for text in ["", "s", "-1s", "3 days", "1.2.3s", "99999999999999999999h", "nan"] {
            assert!(parse_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rates_are_above_zero() {
        let per_s = |text: &str| text.parse::<Rate>().unwrap().per_s;
        assert!((per_s("50/s") - 50.0).abs() < 1e-9 && (per_s("30/m") - 0.5).abs() < 1e-9);
        for text in ["50", "0/s", "-1/s", "inf/s", "nan/s", "5/d", "/s", "1e12/s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_share_is_the_same_in_every_run_and_about_as_large_as_it_says() {
        let share: Portion = "10%".parse().unwrap();
        let chosen = |seed| (0..10_000).filter(|it| share.holds(*it, seed)).collect::<Vec<_>>();
        assert_eq!(chosen(7), chosen(7));
        assert_ne!(chosen(7), chosen(8));
        assert!((800..1_200).contains(&chosen(7).len()));
        assert!((0..100).all(|it| "all".parse::<Portion>().unwrap().holds(it, 0)));
        assert!(!(0..100).any(|it| Portion::default().holds(it, 0)));
        assert!("110%".parse::<Portion>().is_err() && "10".parse::<Portion>().is_err());
    }
}
