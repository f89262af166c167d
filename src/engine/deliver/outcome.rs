//! From a reply, or the lack of one, to an outcome.

use std::time::Duration;

use super::cause::cause;
use crate::protocol::sdks;
use crate::protocol::webhook::{Extent, Reply, SendError};
use crate::report::{Outcome, Phase};

/// What is made of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JudgedReply {
    pub(crate) outcome: Outcome,
    pub(crate) said: Option<String>,
    /// The answer's body, where that says more.
    pub(crate) answer: Option<String>,
    pub(crate) warnings: Vec<String>,
    /// Whether a kept connection died before it carried a byte of the answer.
    pub(crate) reused: bool,
    /// What the answer's `Retry-After` asks for; a date there is not heard.
    pub(crate) retry_after: Option<Duration>,
}

impl JudgedReply {
    /// An outcome of which nothing else is known.
    pub(crate) fn plain(outcome: Outcome) -> Self {
        Self { outcome, said: None, answer: None, warnings: Vec::new(), reused: false, retry_after: None }
    }

    /// Of a refused token says what to do where no token was given.
    pub(crate) fn say_that_no_token_was_given(&mut self) {
        for warning in self.warnings.iter_mut().filter(|it| *it == sdks::OTHER_TOKEN) {
            sdks::NO_TOKEN.clone_into(warning);
        }
    }
}

/// Judges what came back. Only the status counts, as for the platform; the rest becomes warnings.
pub(crate) fn judge(answer: Result<Reply, SendError>) -> JudgedReply {
    let reply = match answer {
        Ok(reply) => reply,
        Err(error) => {
            let reused = matches!(error, SendError::ReusedClosed { .. });
            let warnings = sdks::of_failure(&error).into_iter().collect();
            return JudgedReply { warnings, reused, ..JudgedReply::plain(failure(error)) };
        }
    };
    let text = reply.text();
    let (outcome, hint) = match reply.status {
        // What broke off says nothing by its end.
        200 if reply.extent == Extent::Broken => (Outcome::Accepted, None),
        200 => (Outcome::Accepted, sdks::of_accepted(&text).map(|it| it.text)),
        300..=399 => {
            let location = reply.header("location").map(str::to_owned);
            (Outcome::Redirected { status: reply.status, location }, None)
        }
        status => {
            let of_ack = sdks::of_failed_ack(&text, reply.header("user-agent"));
            (
                Outcome::Refused { status },
                of_ack.or_else(|| sdks::of_refused(&text).map(|it| it.text).or(of_status(status))),
            )
        }
    };
    let mut warnings: Vec<String> = hint.map(str::to_owned).into_iter().collect();
    match reply.extent {
        Extent::Whole => {}
        Extent::Cut => warnings.push("the answer is larger than 64 kB; the rest was not read".to_owned()),
        Extent::Broken => {
            warnings.push("the answer's body broke off, or is not as HTTP has it".to_owned());
        }
    }
    let said = if outcome.is_accepted() { None } else { cause(&text).filter(|it| it != sdks::FAILED_ACK) };
    let answer = said.as_ref().filter(|it| **it != text.trim()).map(|_| text.clone().into_owned());
    let retry_after =
        reply.header("retry-after").and_then(|it| it.trim().parse().ok()).map(Duration::from_secs);
    JudgedReply { outcome, said, answer, warnings, reused: false, retry_after }
}

/// What a status seems to mean of which the body says nothing.
pub(super) fn of_status(status: u16) -> Option<&'static str> {
    match status {
        300..=399 => Some("a redirect is not followed: name the URL that it leads to"),
        404 => Some("is the path of the URL right?"),
        405 => Some("does the app take POST at this path?"),
        407 => {
            Some("a proxy answered: its variable (`http_proxy`) needs a name and a password that it takes")
        }
        _ => None,
    }
}

/// What a request without an answer comes to.
pub(crate) fn failure(error: SendError) -> Outcome {
    match error {
        SendError::Unresolved { host, reason } => {
            Outcome::Unreachable { reason: format!("cannot resolve {host}: {reason}") }
        }
        SendError::Unreachable { reason, .. } => Outcome::Unreachable { reason },
        SendError::ConnectTimeout { limit_ms } => Outcome::TimedOut { phase: Phase::Connect, limit_ms },
        SendError::AnswerTimeout { limit_ms } | SendError::SplitTimeout { limit_ms, .. } => {
            Outcome::TimedOut { phase: Phase::Answer, limit_ms }
        }
        SendError::Tls { reason } => Outcome::Tls { reason },
        SendError::Closed { reason } | SendError::ReusedClosed { reason } => Outcome::Reset { reason },
        SendError::Other { reason } => Outcome::Garbled { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        let headers = vec![("Location".into(), "/there".into()), ("Retry-After".into(), "7".into())];
        Reply { status, headers, body: body.as_bytes().to_vec(), extent: Extent::Whole }
    }

    #[test]
    fn only_200_is_accepted() {
        assert_eq!(judge(Ok(reply(200, "{\"msg\":\"success\"}"))).outcome, Outcome::Accepted);
        for status in [100, 201, 202, 204, 400, 404, 429, 500, 503, 599] {
            assert_eq!(judge(Ok(reply(status, ""))).outcome, Outcome::Refused { status });
        }
        let location = Some("/there".to_owned());
        assert_eq!(judge(Ok(reply(301, ""))).outcome, Outcome::Redirected { status: 301, location });
    }

    #[test]
    fn a_refusal_says_what_the_receiver_said_and_keeps_the_whole_answer() {
        let judged = |body: &str| judge(Ok(reply(500, body)));
        assert_eq!(judged("{\"msg\":\"no\"}").said.as_deref(), Some("no"));
        assert_eq!(judged("{\"msg\":\"no\"}").answer.as_deref(), Some("{\"msg\":\"no\"}"));
        assert_eq!(judged("down\n").answer, None, "it says no more than the cause");
        assert_eq!((judged("").said, judged("{\"code\":500}").said), (None, None));
        assert_eq!(judge(Ok(reply(200, "{\"msg\":\"no\"}"))).said, None);
        assert_eq!(judge(Ok(reply(503, ""))).retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn an_encoded_answer_is_named_and_not_read() {
        let encoded = |status| {
            let headers = vec![("Content-Encoding".into(), "gzip".into())];
            judge(Ok(Reply { headers, ..reply(status, "\u{1f}\u{8b}") }))
        };
        assert!(encoded(500).said.unwrap().contains("`Content-Encoding: gzip`"));
        assert!(encoded(200).warnings.is_empty(), "it is not empty");
    }

    #[test]
    fn a_token_that_was_not_given_is_asked_for() {
        let mut judged = judge(Ok(reply(500, "{\"msg\":\"invalid verification_token\"}")));
        judged.say_that_no_token_was_given();
        assert!(judged.warnings[0].contains("--verification-token-file"), "{judged:?}");
        let mut judged = judge(Ok(reply(404, "")));
        judged.say_that_no_token_was_given();
        assert!(judged.warnings[0].contains("path"), "{judged:?}");
    }

    #[test]
    fn a_broken_body_is_still_accepted_and_warned_of() {
        for begin in ["{\"msg\"", ""] {
            let verdict = judge(Ok(Reply { extent: Extent::Broken, ..reply(200, begin) }));
            assert_eq!(verdict.outcome, Outcome::Accepted);
            assert_eq!(verdict.warnings.len(), 1, "{verdict:?}");
        }
    }

    #[test]
    fn every_failure_has_a_name_of_its_own() {
        let text = String::new;
        let names = [
            SendError::Unresolved { host: text(), reason: text() },
            SendError::ConnectTimeout { limit_ms: 1 },
            SendError::AnswerTimeout { limit_ms: 1 },
            SendError::Tls { reason: text() },
            SendError::Closed { reason: text() },
            SendError::Other { reason: text() },
        ]
        .map(|error| judge(Err(error)).outcome.name());
        assert_eq!(
            names,
            ["unreachable", "timed-out-connect", "timed-out-answer", "tls", "reset", "garbled"]
        );
    }
}
