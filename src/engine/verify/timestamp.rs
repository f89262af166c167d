//! The time that a request says it was sent at, against the clock.

use crate::model::{Lang, span};
use crate::report::{PartState, PartVerdict, RequestPart};

/// How far a sender's clock may go ahead, s.
const AHEAD_S: i64 = 300;
/// Seconds since the epoch are below this until the year 5138; milliseconds are above since 1973.
const SECONDS: i64 = 100_000_000_000;

/// What `X-Lark-Request-Timestamp` is worth at `now_ms`. An old one is none of the sender's faults: a request that was
/// captured grows old, and no official SDK looks at its age.
pub(super) fn judge(timestamp: &str, now_ms: i64) -> PartVerdict {
    let wrong = |reason: String| PartVerdict::new(RequestPart::Timestamp, PartState::Wrong).because(reason);
    let digits = !timestamp.is_empty() && timestamp.bytes().all(|it| it.is_ascii_digit());
    let Some(seconds) = timestamp.parse::<i64>().ok().filter(|_| digits) else {
        return wrong(format!("`{timestamp}` is not a number of seconds"))
            .help("the platform sends decimal seconds since 1970, as in 1700000000");
    };
    if seconds >= SECONDS {
        return wrong(format!("`{timestamp}` is in milliseconds or finer"))
            .help("the platform sends seconds: divide by 1000, and sign that text");
    }
    let age_s = now_ms / 1000 - seconds;
    if age_s < -AHEAD_S {
        return wrong(format!("it lies {} in the future", span(-age_s * 1000, Lang::En)))
            .help("set the sender's clock, or this machine's");
    }
    let age = if age_s < 1 { "now".to_owned() } else { format!("{} ago", span(age_s * 1000, Lang::En)) };
    PartVerdict::new(RequestPart::Timestamp, PartState::Fine).because(format!("{timestamp}, {age}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    #[test]
    fn seconds_of_any_age_are_fine_and_what_is_no_time_or_ahead_is_wrong() {
        let said = |text: &str| {
            let point = judge(text, NOW);
            (point.state, point.reason.unwrap_or_default())
        };
        assert_eq!(said("1700000000"), (PartState::Fine, "1700000000, now".to_owned()));
        assert_eq!(said("1699990000"), (PartState::Fine, "1699990000, 2 h 46 min ago".to_owned()));
        assert_eq!(said("1700000299").0, PartState::Fine);
        assert_eq!(said("1700000301"), (PartState::Wrong, "it lies 5 min 1 s in the future".to_owned()));
        assert_eq!(said("1700000000000").0, PartState::Wrong);
        for text in ["", "+1700000000", "2023-11-14", "1700000000.5", "99999999999999999999"] {
            assert_eq!(said(text).0, PartState::Wrong, "{text}");
        }
    }
}
