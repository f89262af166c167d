//! The JSON of a request that came, version 1.

use serde::Serialize;

use super::finding::Found;
use crate::model::{Move, Stage, Status, Step, Transition};
use crate::report;
use crate::report::{Delivery, Finding, Mischief, Receipt, Refusal, Trust};

/// A request that came.
#[derive(Serialize)]
pub(crate) struct Received<'a> {
    number: u64,
    /// ms since the epoch.
    at: i64,
    /// `url-check`, `event` or `refused`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(flatten)]
    receipt: Detail<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forwarded: Option<Forwarded<'a>>,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Detail<'a> {
    UrlCheck { token: &'static str },
    Event(Event<'a>),
    Refused(Refused<'a>),
}

#[derive(Serialize)]
struct Event<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "event_id")]
    id: Option<&'a str>,
    #[serde(rename = "event_type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transition: Option<Change>,
    signature: &'static str,
    token: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<i64>,
    recorded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_purpose: Option<&'static str>,
}

#[derive(Serialize)]
pub(crate) struct Change {
    #[serde(rename = "move")]
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Codes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Codes>,
}

#[derive(Serialize)]
struct Codes {
    from: i64,
    to: i64,
}

#[derive(Serialize)]
struct Refused<'a> {
    cause: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    mistakes: &'a [&'static str],
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Forwarded<'a> {
    Answered { status: u16, body: &'a str },
    Failed { reason: &'a str },
}

/// The tally of a receiver.
#[derive(Serialize)]
pub(crate) struct ReceivedCounts {
    url_checks: u64,
    acknowledged: u64,
    duplicates: u64,
    recorded: u64,
    not_acknowledged_on_purpose: u64,
    refused: u64,
    missing: u64,
}

impl<'a> Received<'a> {
    pub(crate) fn of(received: &'a report::Received, shown: &'a [Finding]) -> Self {
        let (kind, receipt) = match &received.receipt {
            Receipt::UrlCheck { token } => ("url-check", Detail::UrlCheck { token: trust(*token) }),
            Receipt::Event(delivery) => ("event", Detail::Event(Event::of(delivery))),
            Receipt::Refused(refusal) => ("refused", Detail::Refused(Refused::of(refusal))),
        };
        let forwarded = received.forwarded.as_ref().map(|it| match it {
            report::Forwarded::Answered { status, body } => Forwarded::Answered { status: *status, body },
            report::Forwarded::Failed { reason } => Forwarded::Failed { reason },
        });
        Self {
            number: received.number,
            at: received.at,
            kind,
            status: received.status,
            receipt,
            forwarded,
            findings: shown.iter().map(Found::of).collect(),
        }
    }
}

impl<'a> Event<'a> {
    fn of(delivery: &'a Delivery) -> Self {
        Self {
            id: delivery.event_id.as_deref(),
            kind: delivery.event_type.as_deref(),
            ticket_id: delivery.ticket_id.as_deref(),
            transition: delivery.transition.as_ref().map(Change::of),
            signature: trust(delivery.signature),
            token: trust(delivery.token),
            duplicate_of: delivery.duplicate_of,
            recorded: delivery.recorded,
            on_purpose: delivery.mischief.map(|it| match it {
                Mischief::FailedFirst => "fail-first",
                Mischief::Dropped => "drop",
                Mischief::Responded => "respond",
            }),
        }
    }
}

impl Change {
    pub(crate) fn of(transition: &Transition) -> Self {
        let name = match transition.kind() {
            Move::Create => "create",
            Move::Stay => "stay",
            Move::Progress => "progress",
            Move::HandOver => "hand-over",
            Move::HandBack => "hand-back",
            Move::Close => "close",
            Move::Reopen => "reopen",
        };
        let stage = transition.stage.map(|it: Step<Stage>| Codes { from: it.from.code(), to: it.to.code() });
        let status =
            transition.status.map(|it: Step<Status>| Codes { from: it.from.code(), to: it.to.code() });
        Self { name, stage, status }
    }
}

impl<'a> Refused<'a> {
    fn of(refusal: &'a Refusal) -> Self {
        Self {
            cause: refusal.cause.slug(),
            message: &refusal.message,
            help: refusal.help.as_deref(),
            mistakes: &refusal.mistakes,
        }
    }
}

impl ReceivedCounts {
    pub(crate) fn of(tally: &report::ReceivedTally) -> Self {
        Self {
            url_checks: tally.url_checks,
            acknowledged: tally.acknowledged,
            duplicates: tally.duplicates,
            recorded: tally.recorded,
            not_acknowledged_on_purpose: tally.mischief,
            refused: tally.refused,
            missing: tally.missing,
        }
    }
}

fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified => "verified",
        Trust::ByOldKey => "verified-by-old-key",
        Trust::Unchecked => "unchecked",
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Ndjson;
    use super::super::mirror::{Forwarded, Line};
    use crate::render::fixture::{finding, received, refused, rendered, url_check};
    use crate::report;
    use crate::report::{Code, Mischief, Receipt, Record};

    fn lines(records: &[Record]) -> Vec<Line> {
        let text = rendered(records, |page| Ndjson::new(page, "listen"));
        assert!(!text.contains("null"), "{text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_kind_of_request_has_its_own_fields_and_no_other() {
        let mut failed = received(None);
        if let Record::Received(it) = &mut failed {
            it.status = Some(503);
            it.findings = vec![finding(Code::NoTransition)];
            it.forwarded = Some(report::Forwarded::Answered { status: 500, body: "no".to_owned() });
            let Receipt::Event(event) = &mut it.receipt else { panic!() };
            event.mischief = Some(Mischief::Responded);
            event.recorded = false;
        }
        let lines = lines(&[url_check(), received(Some(7)), failed, refused()]);
        let [Line::Begin(_), Line::Received(check), Line::Received(event), Line::Received(failed), rest @ ..] =
            &lines[..]
        else {
            panic!()
        };
        assert_eq!(
            (&*check.kind, check.status, check.token.as_deref()),
            ("url-check", Some(200), Some("verified"))
        );
        assert!(check.event_id.is_none() && check.recorded.is_none() && check.number == 1);
        assert_eq!(
            (event.duplicate_of, event.recorded, event.event_id.as_deref()),
            (Some(7), Some(true), Some("e-1"))
        );
        let change = event.transition.as_ref().unwrap();
        let status = change.status.as_ref().unwrap();
        assert_eq!((&*change.name, status.from, status.to), ("hand-over", 1, 3));
        assert_eq!((failed.on_purpose.as_deref(), failed.findings.len()), (Some("respond"), 1));
        assert!(matches!(failed.forwarded, Some(Forwarded::Answered { status: 500, .. })));
        let [Line::Received(refused), Line::Summary(sum)] = rest else { panic!() };
        assert_eq!((refused.cause.as_deref(), refused.status), (Some("signature-wrong"), Some(401)));
        assert_eq!(refused.mistakes.as_deref().unwrap(), ["hmac"]);
        let tally = sum.received.as_ref().unwrap();
        assert_eq!((tally.url_checks, tally.acknowledged, tally.duplicates, tally.recorded), (1, 1, 1, 1));
        assert_eq!(
            (tally.not_acknowledged_on_purpose, tally.refused, sum.documents, sum.exit_code),
            (1, 1, 2, 1)
        );
    }

    #[test]
    fn an_app_that_does_not_answer_has_a_reason() {
        let mut lost = received(None);
        if let Record::Received(it) = &mut lost {
            it.forwarded = Some(report::Forwarded::Failed { reason: "refused".to_owned() });
        }
        let lines = lines(&[lost]);
        let Line::Received(line) = &lines[1] else { panic!() };
        assert!(matches!(&line.forwarded, Some(Forwarded::Failed { reason }) if reason == "refused"));
    }
}
