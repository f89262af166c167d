//! Judges what no single answer decides: two answers, many, their times, and the count of effects.

use std::collections::BTreeMap;
use std::time::Duration;

use super::case::Expect;
use super::judge::{Grade, Judged, Seen, Sent, judge, span};
use super::time::Times;

/// An event that was sent twice: both have to be taken.
pub(crate) fn of_two(first: &Sent, second: &Sent) -> Judged {
    let (one, two) = (judge(Expect::Handled, first, None), judge(Expect::Handled, second, None));
    match (one.grade, two.grade) {
        (Grade::Miss, _) => Judged { got: format!("first {}", one.got), ..one },
        (_, Grade::Miss) => Judged { got: format!("first {}, then {}", one.got, two.got), ..two },
        (_, _) => Judged { got: "200 both times".to_owned(), ..two },
    }
}

/// Events that were sent at the same time: all have to be taken.
pub(crate) fn of_many(all: &[Sent]) -> Judged {
    let slowest = all.iter().map(|it| it.took).max().unwrap_or_default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed: Option<Seen> = None;
    for sent in all {
        let kind = match &sent.answer {
            Ok(reply) => reply.status.to_string(),
            Err(_) => sent.words(),
        };
        *kinds.entry(kind).or_default() += 1;
        if judge(Expect::Handled, sent, None).grade == Grade::Miss && missed != Some(Seen::Refused) {
            missed = Some(sent.seen());
        }
    }
    let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
    let grade = if missed.is_some() { Grade::Miss } else { Grade::Good };
    let all_gone = all.iter().all(|it| it.seen() == Seen::Gone);
    // That some found no connection under load does not mean that nothing listens.
    let seen = missed.filter(|it| *it != Seen::Gone || all_gone);
    Judged { seen, ..Judged::summed(grade, format!("{}, slowest {}", kinds.join(", "), span(slowest))) }
}

/// Events of chance: so many were taken, so many not; the first of those, with the command that sends it again.
pub(crate) fn of_generated(taken: u32, missed: u32, first: Option<(String, String, Judged)>) -> Judged {
    let Some((about, curl, judged)) = first else {
        return Judged::summed(Grade::Good, format!("all {taken} were taken"));
    };
    let got = format!("{missed} of {} were not taken; {about}: {}", taken + missed, judged.got);
    Judged { got, curl: Some(curl), ..judged }
}

/// Times of answers against a limit. An answer that did not come is told.
pub(crate) fn of_times(times: &Times, limit: Duration, failure: Option<&Sent>) -> Judged {
    if let Some(sent) = failure {
        let got = format!("after {} answers: {}", times.count(), sent.words());
        return Judged { seen: Some(sent.seen()), ..Judged::summed(Grade::Miss, got) };
    }
    let (p99, max) = (times.p99(), times.max());
    let got =
        format!("p99 {}, slowest {} of {} answers after the first", span(p99), span(max), times.count());
    let grade = if p99 > limit {
        Grade::Miss
    } else if p99 * 2 > limit {
        Grade::Odd
    } else {
        Grade::Good
    };
    Judged { hint: (grade == Grade::Odd).then(|| NEAR.to_owned()), ..Judged::summed(grade, got) }
}

const NEAR: &str =
    "More than half of the limit is used: a slow moment will cross it. Answer first, work afterwards.";

/// What the user's command said of an event that was delivered twice.
pub(crate) fn of_effects(said: Result<String, String>) -> Judged {
    let unusable = |got| Judged { hint: Some(COMMAND.to_owned()), ..Judged::summed(Grade::Miss, got) };
    let text = match said {
        Ok(text) => text,
        Err(reason) => return unusable(reason),
    };
    match text.trim().parse::<u64>() {
        Ok(1) => Judged::summed(Grade::Good, "a count of 1".to_owned()),
        Ok(0) => Judged {
            hint: Some(
                "If the effect comes later than the answer, give it more time with --effect-wait.".to_owned(),
            ),
            ..Judged::summed(Grade::Miss, "a count of 0: it did not take effect".to_owned())
        },
        Ok(count) => Judged::summed(Grade::Miss, format!("a count of {count}: it took effect {count} times")),
        Err(_) => {
            let shown: String = text.trim().chars().take(60).collect();
            unusable(format!("the command printed \"{shown}\", which is not a count"))
        }
    }
}

const COMMAND: &str =
    "The command has to print one whole number, how often the event took effect, and to end with 0.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::{Extent, Reply, SendError};

    fn sent(status: u16, ms: u64) -> Sent {
        let reply = Reply { status, headers: Vec::new(), body: b"ok".to_vec(), extent: Extent::Whole };
        Sent { answer: Ok(reply), took: Duration::from_millis(ms) }
    }

    #[test]
    fn a_duplicate_must_be_taken_both_times() {
        assert_eq!(of_two(&sent(200, 1), &sent(200, 1)).got, "200 both times");
        let second = of_two(&sent(200, 1), &sent(409, 1));
        assert_eq!((second.grade, second.got.as_str()), (Grade::Miss, "first 200 in 1 ms, then 409 \"ok\""));
        assert_eq!(of_two(&sent(500, 1), &sent(200, 1)).grade, Grade::Miss);
    }

    #[test]
    fn many_are_counted_by_their_answers() {
        let all = [sent(200, 5), sent(503, 9), sent(200, 1)];
        let judged = of_many(&all);
        assert_eq!((judged.grade, judged.got.as_str()), (Grade::Miss, "2 × 200, 1 × 503, slowest 9 ms"));
        assert_eq!(of_many(&all[..1]).grade, Grade::Good);
    }

    #[test]
    fn times_fail_past_the_limit_and_warn_from_half_of_it() {
        let grade = |ms| {
            let mut times = Times::default();
            times.add(Duration::ZERO);
            times.add(Duration::from_millis(ms));
            of_times(&times, Duration::from_secs(3), None).grade
        };
        assert_eq!([grade(1_500), grade(1_501), grade(3_001)], [Grade::Good, Grade::Odd, Grade::Miss]);
        let timeout =
            Sent { answer: Err(SendError::AnswerTimeout { limit_ms: 3_000 }), took: Duration::from_secs(3) };
        assert_eq!(of_times(&Times::default(), Duration::from_secs(3), Some(&timeout)).grade, Grade::Miss);
    }

    #[test]
    fn only_one_effect_is_right() {
        let of = |text: &str| of_effects(Ok(text.to_owned()));
        assert_eq!(of(" 1\n").grade, Grade::Good);
        assert_eq!(of("2").got, "a count of 2: it took effect 2 times");
        assert!(of("0").hint.unwrap().contains("--effect-wait"));
        assert_eq!(of("many").got, "the command printed \"many\", which is not a count");
        assert_eq!(of_effects(Err("it ended with 127".to_owned())).got, "it ended with 127");
    }
}
