//! From an answer, or the lack of one, to a grade.

use std::time::Duration;

use super::case::Expect;
use crate::engine::deliver::cause;
use crate::protocol::sdks::{self, KnownAnswer, Meaning};
use crate::protocol::webhook::{Reply, SendError};
use crate::report::Answered;

/// How many characters of an answer are kept for the record.
const KEPT: usize = 2_000;

/// What came of one request.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) answer: Result<Reply, SendError>,
    pub(crate) took: Duration,
}

/// An answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// 200 with something in it.
    Ok,
    /// 200 with nothing in it.
    OkEmpty,
    /// 200 with a text that says that nothing was handled.
    NoHandler,
    OtherSuccess,
    Refused,
    Closed,
    TimedOut,
    Gone,
    /// Not HTTP.
    Garbled,
}

/// How good that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    Good,
    /// Not wrong, but worth a warning.
    Odd,
    Miss,
}

#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) grade: Grade,
    pub(crate) seen: Option<Seen>,
    pub(crate) got: String,
    /// What this very answer is known to mean.
    pub(crate) meaning: Option<Meaning>,
    /// The same in words.
    pub(crate) hint: Option<String>,
    /// The request as a command, where it is none of a case.
    pub(crate) curl: Option<String>,
    pub(crate) answer: Option<Answered>,
}

impl Judged {
    /// A grade that no single answer decided.
    pub(crate) fn summed(grade: Grade, got: String) -> Self {
        Self { grade, seen: None, got, meaning: None, hint: None, curl: None, answer: None }
    }

    /// The empty answer of a handler that returns nothing.
    pub(crate) fn handled_without_a_word(self) -> Self {
        let grade = if self.grade == Grade::Odd { Grade::Good } else { self.grade };
        Self { grade, seen: Some(Seen::Ok), meaning: None, hint: None, ..self }
    }

    /// What came after the limit counts as if it had not come.
    pub(crate) fn within(self, took: Duration, limit: Duration) -> Self {
        if self.grade == Grade::Miss || took <= limit {
            return self;
        }
        Self {
            grade: Grade::Miss,
            seen: Some(Seen::TimedOut),
            got: format!("{}, too late", self.got),
            ..self
        }
    }
}

impl Sent {
    pub(crate) fn seen(&self) -> Seen {
        match &self.answer {
            Ok(reply) if reply.status == 200 => {
                let text = reply.text();
                if text.trim().is_empty() {
                    Seen::OkEmpty
                } else if sdks::of_accepted(&text).is_some() {
                    Seen::NoHandler
                } else {
                    Seen::Ok
                }
            }
            Ok(reply) if (201..300).contains(&reply.status) => Seen::OtherSuccess,
            Ok(_) => Seen::Refused,
            Err(error) if error.is_unreachable() => Seen::Gone,
            Err(SendError::AnswerTimeout { .. }) => Seen::TimedOut,
            Err(SendError::Closed { .. } | SendError::ReusedClosed { .. }) => Seen::Closed,
            Err(_) => Seen::Garbled,
        }
    }

    pub(crate) fn known(&self) -> Option<&'static KnownAnswer> {
        let reply = self.answer.as_ref().ok()?;
        let text = reply.text();
        if reply.status == 200 { sdks::of_accepted(&text) } else { sdks::of_refused(&text) }
    }

    /// `200 in 3 ms`, `500 "signature verification failed"`, or why there is no answer.
    pub(crate) fn words(&self) -> String {
        match &self.answer {
            Ok(reply) if reply.status == 200 => format!("200 in {}", span(self.took)),
            Ok(reply) => {
                said(reply).map_or(reply.status.to_string(), |it| format!("{} \"{it}\"", reply.status))
            }
            Err(SendError::Closed { .. } | SendError::ReusedClosed { .. }) => {
                "the connection was closed without an answer".to_owned()
            }
            Err(error) => error.to_string(),
        }
    }

    fn answered(&self) -> Option<Answered> {
        let reply = self.answer.as_ref().ok()?;
        let body = reply.text().chars().take(KEPT).collect();
        Some(Answered { status: reply.status, body, took: self.took })
    }
}

/// Judges one answer. A URL check has `check`: the value it wants back, and the time it has.
pub(crate) fn judge(expect: Expect, sent: &Sent, check: Option<(&str, Duration)>) -> Judged {
    let mut seen = sent.seen();
    let (grade, note) = match expect {
        Expect::Challenge => {
            let judged = challenge(sent, seen, check);
            if judged == LATE {
                seen = Seen::TimedOut;
            }
            judged
        }
        Expect::Confirmed if seen == Seen::OkEmpty => (Grade::Odd, Some("an empty body")),
        Expect::Taken if seen == Seen::NoHandler => (Grade::Good, Some("nothing was handled")),
        Expect::Handled | Expect::Confirmed | Expect::Taken => handled(sent, seen),
        Expect::Refused => refused(seen),
        Expect::Decided => decided(sent, seen),
        Expect::Answered if sent.answer.is_ok() => (Grade::Good, None),
        Expect::Answered => (Grade::Miss, None),
        Expect::Told if seen == Seen::Refused => (Grade::Good, Some("it looks at the age")),
        Expect::Told => (Grade::Good, (seen == Seen::Ok).then_some("taken, as every official SDK does")),
    };
    let note = note.map_or(String::new(), |it| format!(", {it}"));
    let got = format!("{}{note}", sent.words());
    let meaning = sent.known().map(|it| it.meaning);
    let hint = hint(expect, seen, grade, sent);
    Judged { grade, seen: Some(seen), got, meaning, hint, curl: None, answer: sent.answered() }
}

/// The right value, but not in time.
const LATE: (Grade, Option<&'static str>) = (Grade::Miss, Some("too late"));

fn challenge(sent: &Sent, seen: Seen, check: Option<(&str, Duration)>) -> (Grade, Option<&'static str>) {
    let (Ok(reply), Some((wanted, limit))) = (&sent.answer, check) else { return (Grade::Miss, None) };
    if reply.status != 200 {
        return (Grade::Miss, None);
    }
    let value = serde_json::from_slice::<serde_json::Value>(&reply.body).ok();
    let same = value.as_ref().and_then(|it| it.get("challenge")?.as_str()) == Some(wanted);
    match seen {
        _ if same && sent.took > limit => LATE,
        _ if same => (Grade::Good, Some("the same value back")),
        Seen::OkEmpty => (Grade::Miss, Some("an empty body")),
        _ if value.is_none() && contains(&reply.body, wanted) => {
            (Grade::Miss, Some("the value, but not as JSON"))
        }
        _ => (Grade::Miss, Some("without the value")),
    }
}

fn contains(body: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(body).contains(text)
}

fn handled(sent: &Sent, seen: Seen) -> (Grade, Option<&'static str>) {
    match seen {
        Seen::Ok => (Grade::Good, None),
        Seen::OkEmpty => (Grade::Good, Some("an empty body")),
        Seen::NoHandler => (Grade::Miss, Some("but nothing was handled")),
        Seen::OtherSuccess => (Grade::Miss, Some("but the platform counts only 200")),
        Seen::Refused if sent.answer.as_ref().is_ok_and(|it| (300..400).contains(&it.status)) => {
            (Grade::Miss, Some("but the platform follows no redirect"))
        }
        _ => (Grade::Miss, None),
    }
}

/// A failure of the receiver says nothing of what it would do with the request.
fn decided(sent: &Sent, seen: Seen) -> (Grade, Option<&'static str>) {
    match &sent.answer {
        Ok(reply) if (400..500).contains(&reply.status) => (Grade::Good, None),
        Ok(_) if matches!(seen, Seen::Ok | Seen::OkEmpty) => (Grade::Good, None),
        Ok(_) => (Grade::Odd, Some("which does not say whether it is the size")),
        Err(_) => (Grade::Miss, None),
    }
}

/// Nothing but a status says that a request was refused: a closed connection or silence lets nothing through, but a
/// crash looks the same, so they are odd.
fn refused(seen: Seen) -> (Grade, Option<&'static str>) {
    match seen {
        Seen::Ok | Seen::OtherSuccess => (Grade::Miss, Some("it went through")),
        Seen::NoHandler => (Grade::Miss, Some("nothing was handled, but it counts as delivered")),
        Seen::OkEmpty => (Grade::Miss, Some("an empty body: it counts as delivered")),
        Seen::Refused => (Grade::Good, None),
        Seen::Closed | Seen::TimedOut | Seen::Gone | Seen::Garbled => (Grade::Odd, None),
    }
}

fn hint(expect: Expect, seen: Seen, grade: Grade, sent: &Sent) -> Option<String> {
    let text = match (expect, seen, grade) {
        (_, _, Grade::Good) => return None,
        (Expect::Challenge, Seen::NoHandler | Seen::OkEmpty, _) => {
            "The Node SDK answers so until `autoChallenge: true` is set."
        }
        (Expect::Refused, Seen::OkEmpty, _) => {
            "The Node SDK answers so and runs no handler, but the platform takes any 200 as delivered: answer 4xx or 5xx."
        }
        (Expect::Confirmed, Seen::OkEmpty, _) => {
            "The Node SDK answers so where the signature does not match: is the encrypt key the app's? Else never mind."
        }
        (Expect::Handled | Expect::Confirmed | Expect::Challenge, Seen::Closed, _) => {
            "An app on the Node SDK ends so over a body that it cannot decrypt: is the encrypt key the app's?"
        }
        (Expect::Refused, Seen::Closed | Seen::TimedOut, _) => {
            "Nothing went through, but answer 4xx or 5xx: to the sender a crash looks the same."
        }
        (
            Expect::Handled | Expect::Confirmed | Expect::Taken | Expect::Challenge,
            Seen::Refused | Seen::NoHandler,
            _,
        ) => return Some(sentence(sent.known()?.text)),
        _ => return None,
    };
    Some(text.to_owned())
}

pub(crate) fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    let end = if fragment.ends_with(['?', '.']) { "" } else { "." };
    first.into_iter().chain(letters).chain(end.chars()).collect()
}

/// What an answer says went wrong.
fn said(reply: &Reply) -> Option<String> {
    cause(&reply.text())
}

/// `3 ms`, `1.234 s`.
pub(crate) fn span(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.3} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::Extent;

    const LIMIT: Duration = Duration::from_secs(1);

    fn sent(status: u16, body: &str) -> Sent {
        let reply =
            Reply { status, headers: Vec::new(), body: body.as_bytes().to_vec(), extent: Extent::Whole };
        Sent { answer: Ok(reply), took: Duration::from_millis(3) }
    }

    fn failed(error: SendError) -> Sent {
        Sent { answer: Err(error), took: LIMIT }
    }

    fn grade(expect: Expect, sent: &Sent) -> Grade {
        judge(expect, sent, Some(("c-1", LIMIT))).grade
    }

    #[test]
    fn a_challenge_wants_the_same_value_as_json_and_in_time() {
        let of = |it: &Sent| judge(Expect::Challenge, it, Some(("c-1", LIMIT)));
        let right = sent(200, "{ \"challenge\": \"c-1\" }");
        assert_eq!(
            (of(&right).grade, of(&right).got.as_str()),
            (Grade::Good, "200 in 3 ms, the same value back")
        );
        let late = of(&Sent { took: Duration::from_millis(1_001), ..right });
        assert_eq!((late.got.as_str(), late.seen), ("200 in 1.001 s, too late", Some(Seen::TimedOut)));
        assert_eq!(of(&sent(200, "c-1")).got, "200 in 3 ms, the value, but not as JSON");
        assert_eq!(of(&sent(200, "{\"challenge\":\"c-2\"}")).grade, Grade::Miss);
        assert_eq!(of(&sent(201, "{\"challenge\":\"c-1\"}")).grade, Grade::Miss);
        assert!(of(&sent(200, "\"no undefined event handle\"")).hint.unwrap().contains("autoChallenge"));
    }

    #[test]
    fn an_event_is_handled_with_200_and_nothing_else() {
        assert_eq!(grade(Expect::Handled, &sent(200, "ok")), Grade::Good);
        assert_eq!(grade(Expect::Handled, &sent(200, "")), Grade::Good);
        let nothing =
            judge(Expect::Handled, &sent(200, "{\"msg\":\"event type: x, not found handler\"}"), None);
        assert_eq!((nothing.grade, nothing.meaning), (Grade::Miss, Some(Meaning::NoHandler)));
        assert_eq!(nothing.got, "200 in 3 ms, but nothing was handled");
        for status in [201, 204, 301, 400, 404, 500, 503] {
            assert_eq!(grade(Expect::Handled, &sent(status, "ok")), Grade::Miss, "{status}");
        }
        assert_eq!(
            grade(Expect::Handled, &failed(SendError::AnswerTimeout { limit_ms: 3_000 })),
            Grade::Miss
        );
    }

    #[test]
    fn only_a_status_refuses_and_every_2xx_lets_through() {
        for status in [400, 401, 403, 413, 500, 503, 302] {
            assert_eq!(grade(Expect::Refused, &sent(status, "")), Grade::Good, "{status}");
        }
        for status in [200, 202, 204] {
            assert_eq!(grade(Expect::Refused, &sent(status, "ok")), Grade::Miss, "{status}");
        }
        let empty = judge(Expect::Refused, &sent(200, " \n"), None);
        assert!(empty.grade == Grade::Miss && empty.hint.unwrap().contains("Node SDK"));
        let closed = SendError::Closed { reason: "reset".to_owned() };
        assert_eq!(grade(Expect::Refused, &failed(closed)), Grade::Odd);
    }

    #[test]
    fn a_failure_of_the_receiver_proves_nothing_of_a_large_body() {
        for (status, expected) in
            [(200, Grade::Good), (413, Grade::Good), (400, Grade::Good), (500, Grade::Odd)]
        {
            assert_eq!(grade(Expect::Decided, &sent(status, "ok")), expected, "{status}");
        }
    }

    #[test]
    fn a_refusal_is_shown_with_what_it_says() {
        let words = |it: &Sent| it.words();
        assert_eq!(words(&sent(500, "{\"msg\":\"bad \\u001b[2J\"}")), "500 \"bad \u{1b}[2J\"");
        assert_eq!(words(&sent(404, "")), "404");
        assert_eq!(words(&failed(SendError::AnswerTimeout { limit_ms: 3_000 })), "no answer within 3000 ms");
    }
}
