//! `--fail-if`: limits on what a run measured, which decide its exit code.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::engine::{parse_percent, parse_time};
use crate::report::Deliveries;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    /// A latency: the share of answers that stay at or below it.
    Quantile(f64),
    Longest,
    Mean,
    Failed,
    Late,
    Retried,
    Warned,
    PastLimit,
}

/// How it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// What it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    Time(Duration),
    Count(f64),
    Percent(f64),
}

/// A limit that fails the run when it is broken: `p99 > 500ms`, `failed > 1%`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FailIf {
    text: String,
    measure: Measure,
    compare: Compare,
    bound: Bound,
}

impl FromStr for FailIf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || {
            format!(
                "`{text}` is not understood; write a measure, > or >= or < or <=, and a limit, as in 'p99 > 500ms' or 'failed > 1%'"
            )
        };
        let at = text.find(['<', '>']).ok_or_else(form)?;
        let (name, rest) = (text[..at].trim(), &text[at..]);
        let (compare, limit) =
            [(">=", Compare::AtLeast), ("<=", Compare::AtMost), (">", Compare::Above), ("<", Compare::Below)]
                .into_iter()
                .find_map(|(sign, compare)| Some((compare, rest.strip_prefix(sign)?.trim())))
                .ok_or_else(form)?;
        let measure = measure(name).ok_or_else(|| {
            format!(
                "`{name}` is not measured; one of p50, p90, p99 (any number), max, mean, failed, late, retried, warned, past-limit"
            )
        })?;
        let bound = bound(measure, limit).ok_or_else(|| {
            format!(
                "`{limit}` does not fit `{name}`: a latency is compared with a time such as 500ms, the rest with a count or a percentage"
            )
        })?;
        Ok(Self { text: text.trim().to_owned(), measure, compare, bound })
    }
}

fn measure(name: &str) -> Option<Measure> {
    Some(match name {
        "max" => Measure::Longest,
        "mean" => Measure::Mean,
        "failed" => Measure::Failed,
        "late" => Measure::Late,
        "retried" => Measure::Retried,
        "warned" => Measure::Warned,
        "past-limit" => Measure::PastLimit,
        _ => {
            let percentile: f64 = name.strip_prefix('p')?.parse().ok()?;
            (0.0..=100.0).contains(&percentile).then_some(Measure::Quantile(percentile / 100.0))?
        }
    })
}

fn bound(measure: Measure, limit: &str) -> Option<Bound> {
    if matches!(measure, Measure::Quantile(_) | Measure::Longest | Measure::Mean) {
        let has_unit = limit.ends_with(|c: char| c.is_ascii_alphabetic());
        return parse_time(limit).ok().filter(|_| has_unit).map(Bound::Time);
    }
    if limit.ends_with('%') {
        return parse_percent(limit).map(Bound::Percent);
    }
    limit.parse().ok().filter(|it: &f64| it.is_finite() && *it >= 0.0).map(Bound::Count)
}

impl FailIf {
    /// Whether it is about events that failed: then it, and not the first failure, decides.
    pub(crate) fn is_about_failures(&self) -> bool {
        self.measure == Measure::Failed
    }

    /// What is said when the run broke it: `p99 > 500ms: it is 812.0 ms`.
    pub(crate) fn broken_by(&self, run: &Deliveries) -> Option<String> {
        let (value, limit, said) = match self.bound {
            Bound::Time(limit) => {
                let value = self.time(run).as_secs_f64() * 1e3;
                (value, limit.as_secs_f64() * 1e3, format!("{value:.1} ms"))
            }
            Bound::Count(limit) => {
                let value = self.count(run).0;
                (value, limit, value.to_string())
            }
            Bound::Percent(limit) => {
                let (count, of) = self.count(run);
                let value = if of > 0.0 { count / of * 100.0 } else { 0.0 };
                (value, limit, format!("{value:.2}%"))
            }
        };
        let broken = match self.compare {
            Compare::Above => value > limit,
            Compare::AtLeast => value >= limit,
            Compare::Below => value < limit,
            Compare::AtMost => value <= limit,
        };
        broken.then(|| format!("{self}: it is {said}"))
    }

    fn time(&self, run: &Deliveries) -> Duration {
        match self.measure {
            Measure::Quantile(quantile) => run.latency.quantile(quantile),
            Measure::Mean => run.latency.mean(),
            _ => run.latency.max(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 events")]
    fn count(&self, run: &Deliveries) -> (f64, f64) {
        let (count, of) = match self.measure {
            Measure::Failed => (run.failed, run.decided()),
            Measure::Late => (run.late, run.attempts()),
            Measure::Retried => (run.retried, run.attempts()),
            Measure::Warned => (run.warned, run.attempts()),
            _ => (run.past_limit, run.attempts()),
        };
        (count as f64, of as f64)
    }
}

impl fmt::Display for FailIf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Deliveries {
        let mut run = Deliveries { accepted: 98, failed: 2, ..Deliveries::default() };
        (1..=100).for_each(|ms| run.latency.record(Duration::from_millis(ms)));
        run
    }

    fn broken(text: &str) -> Option<String> {
        text.parse::<FailIf>().unwrap().broken_by(&run())
    }

    #[test]
    fn a_limit_is_broken_or_not() {
        assert!(broken("p99 > 50ms").unwrap().starts_with("p99 > 50ms: it is 99."));
        assert_eq!(broken("p99 > 500ms"), None);
        assert_eq!(broken("failed > 1%").as_deref(), Some("failed > 1%: it is 2.00%"));
        assert_eq!(broken("failed>=3"), None);
        assert_eq!(broken("failed >= 2").as_deref(), Some("failed >= 2: it is 2"));
        assert!(broken("max >= 100ms").is_some() && broken("mean < 1s").is_some());
        assert_eq!(broken("p99.9 <= 0.05s"), None);
    }

    #[test]
    fn what_is_not_understood_says_what_would_be() {
        let said = |text: &str| text.parse::<FailIf>().unwrap_err();
        assert!(said("p99 500ms").contains("as in"));
        assert!(said("p101 > 1s").contains("not measured"));
        assert!(said("p99 > 5%").contains("does not fit"));
        assert!(said("p99 > 5").contains("does not fit"));
        assert!(said("failed > 1s").contains("does not fit"));
    }
}
