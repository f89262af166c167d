//! From a reply, or the lack of one, to an outcome.

use std::time::Duration;

use super::sdk_answers;
use crate::protocol::webhook::{Extent, Reply, SendError};
use crate::report::{Outcome, Phase};

/// How many characters of an answer are shown.
const SAID: usize = 200;

/// What is made of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    pub(crate) said: Option<String>,
    pub(crate) warnings: Vec<String>,
    /// What the answer's `Retry-After` asks for; a date there is not heard.
    pub(crate) retry_after: Option<Duration>,
}

impl Judged {
    /// An outcome of which nothing else is known.
    pub(crate) fn plain(outcome: Outcome) -> Self {
        Self { outcome, said: None, warnings: Vec::new(), retry_after: None }
    }
}

/// Judges what came back. Only the status counts, as for the platform; the rest becomes warnings.
pub(crate) fn judge(answer: Result<Reply, SendError>) -> Judged {
    let reply = match answer {
        Ok(reply) => reply,
        Err(error) => return Judged::plain(failure(error)),
    };
    let text = String::from_utf8_lossy(&reply.body);
    let (outcome, hint) = match reply.status {
        200 => (Outcome::Accepted, sdk_answers::of_accepted(&text)),
        300..=399 => {
            let location = reply.header("location").map(str::to_owned);
            (Outcome::Redirected { status: reply.status, location }, None)
        }
        status => (Outcome::Refused { status }, sdk_answers::of_refused(status, &text)),
    };
    let mut warnings: Vec<String> = hint.into_iter().collect();
    match reply.extent {
        Extent::Whole => {}
        Extent::Cut => warnings.push("the answer is larger than 64 kB; the rest was not read".to_owned()),
        Extent::Broken => {
            warnings.push("the connection broke before the end of the answer's body".to_owned());
        }
    }
    let said = if outcome.is_accepted() { None } else { said(&text) };
    let retry_after =
        reply.header("retry-after").and_then(|it| it.trim().parse().ok()).map(Duration::from_secs);
    Judged { outcome, said, warnings, retry_after }
}

/// What a request without an answer comes to.
pub(crate) fn failure(error: SendError) -> Outcome {
    match error {
        SendError::Unresolved { host, reason } => {
            Outcome::Unreachable { reason: format!("cannot resolve {host}: {reason}") }
        }
        SendError::Unreachable { reason, .. } => Outcome::Unreachable { reason },
        SendError::ConnectTimeout { limit_ms } => Outcome::TimedOut { phase: Phase::Connect, limit_ms },
        SendError::AnswerTimeout { limit_ms } => Outcome::TimedOut { phase: Phase::Answer, limit_ms },
        SendError::Tls { reason } => Outcome::Tls { reason },
        SendError::Closed { reason } | SendError::ReusedClosed { reason } => Outcome::Reset { reason },
        SendError::Other { reason } => Outcome::Garbled { reason },
    }
}

/// The `msg` of a JSON answer, else its first line.
fn said(text: &str) -> Option<String> {
    let msg = serde_json::from_str::<serde_json::Value>(text).ok();
    let msg = msg.as_ref().and_then(|it| it.get("msg").or_else(|| it.get("message"))?.as_str());
    let line = msg
        .unwrap_or(text)
        .trim()
        .lines()
        .next()
        .filter(|it| !it.is_empty() && *it != sdk_answers::FAILED_ACK)?;
    let cut: String = line.chars().take(SAID).collect();
    Some(if cut.len() < line.len() { format!("{cut}…") } else { cut })
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
    fn a_refusal_says_what_the_receiver_said() {
        let said = |body: &str| judge(Ok(reply(500, body))).said;
        assert_eq!(said("{\"msg\":\"no\"}").as_deref(), Some("no"));
        assert_eq!(said("\n  <html>\nmore").as_deref(), Some("<html>"));
        assert_eq!(said(""), None);
        assert_eq!(said(&"x".repeat(300)).unwrap().chars().count(), 201);
        assert_eq!(judge(Ok(reply(503, ""))).retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_broken_body_is_still_accepted_and_warned_of() {
        let verdict = judge(Ok(Reply { extent: Extent::Broken, ..reply(200, "{\"msg\"") }));
        assert_eq!(verdict.outcome, Outcome::Accepted);
        assert_eq!(verdict.warnings.len(), 1);
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
