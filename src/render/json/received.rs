//! A request that came, in our JSON output, and the tally of a receiver.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::time::Time;
use super::transition::Transition;
use crate::report;
use crate::report::{Mischief, Receipt, ReceivedEvent, Refusal};

/// A request that came. Which members there are depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Received<'a> {
    pub(crate) number: u64,
    pub(crate) at: Time,
    /// `url-check`, `event` or `refused`.
    pub(crate) kind: Cow<'a, str>,
    /// The answer; absent where the connection was closed without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_type: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transition: Option<Transition<'a>>,
    /// `verified`, `verified-by-old-key` or `unchecked`, of an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<Cow<'a, str>>,
    /// The same, of an event or a URL check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<Cow<'a, str>>,
    /// When the same event was acknowledged before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate_of: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recorded: Option<bool>,
    /// `fail-first`, `drop` or `respond`, where the answer is a misbehaviour that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on_purpose: Option<Cow<'a, str>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cause: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<Cow<'a, str>>,
    /// The sender's mistakes behind a wrong signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) mistakes: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) forwarded: Option<Forwarded<'a>>,
    pub(crate) findings: Vec<Finding<'a>>,
}

/// What the app behind us made of the same request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Forwarded<'a> {
    Answered { status: u16, body: Cow<'a, str> },
    Failed { reason: Cow<'a, str> },
}

/// The tally of a receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReceivedCounts {
    pub(crate) url_checks: u64,
    pub(crate) acknowledged: u64,
    pub(crate) duplicates: u64,
    pub(crate) recorded: u64,
    pub(crate) not_acknowledged_on_purpose: u64,
    pub(crate) refused: u64,
    pub(crate) missing: u64,
}

impl<'a> Received<'a> {
    pub(crate) fn of(received: &'a report::Received, shown: &'a [report::Finding]) -> Self {
        let bare = Self::bare(received, shown);
        match &received.receipt {
            Receipt::UrlCheck { token } => {
                Self { kind: "url-check".into(), token: Some(token.name().into()), ..bare }
            }
            Receipt::Event(delivery) => bare.event(delivery),
            Receipt::Refused(refusal) => bare.refused(refusal),
        }
    }

    /// What requests of all kinds have.
    fn bare(received: &'a report::Received, shown: &'a [report::Finding]) -> Self {
        let forwarded = received.forwarded.as_ref().map(|it| match it {
            report::Forwarded::Answered { status, body } => {
                Forwarded::Answered { status: *status, body: body.into() }
            }
            report::Forwarded::Failed { reason } => Forwarded::Failed { reason: reason.into() },
        });
        Self {
            number: received.number,
            at: Time::of(received.at),
            status: received.status,
            forwarded,
            findings: Finding::all(shown),
            ..Self::default()
        }
    }

    fn event(self, it: &'a ReceivedEvent) -> Self {
        let on_purpose = it.mischief.map(|it| match it {
            Mischief::FailedFirst => "fail-first",
            Mischief::Dropped => "drop",
            Mischief::Responded => "respond",
        });
        Self {
            kind: "event".into(),
            event_id: it.event_id.as_deref().map(Cow::Borrowed),
            event_type: it.event_type.as_deref().map(Cow::Borrowed),
            ticket_id: it.ticket_id.as_deref().map(Cow::Borrowed),
            transition: it.transition.as_ref().map(Transition::of),
            signature: Some(it.signature.name().into()),
            token: Some(it.token.name().into()),
            duplicate_of: it.duplicate_of.map(Time::of),
            recorded: Some(it.recorded),
            on_purpose: on_purpose.map(Cow::Borrowed),
            ..self
        }
    }

    fn refused(self, it: &'a Refusal) -> Self {
        Self {
            kind: "refused".into(),
            cause: Some(it.cause.slug().into()),
            message: Some((&*it.message).into()),
            help: it.help.as_deref().map(Cow::Borrowed),
            mistakes: it.mistakes.iter().map(|it| Cow::Borrowed(*it)).collect(),
            ..self
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
