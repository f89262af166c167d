//! An event as it is shown while a run goes on: what it says, and every request it came or went with.

use std::time::Duration;

use crate::model::Transition;
use crate::report::delivered::{Delivered, Next};
use crate::report::finding::Finding;
use crate::report::received::{Receipt, Received};
use crate::report::severity::Severity;

/// How many exchanges of one event are kept: the first, and the latest of the others.
const MAX_EXCHANGES: usize = 100;

/// An event, or a request that is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct LiveEvent {
    /// Its number in the list, from 1.
    pub(crate) id: u64,
    /// The number of its latest change, of all changes of the list.
    pub(crate) change: u64,
    /// `header.event_id`.
    pub(crate) event_id: Option<String>,
    /// `header.event_type`.
    pub(crate) event_type: Option<String>,
    /// The ticket it is about.
    pub(crate) ticket_id: Option<String>,
    /// What it says that changed.
    pub(crate) transition: Option<Transition>,
    /// Its text, opened.
    pub(crate) body: Option<Vec<u8>>,
    /// What `validate` says of it.
    pub(crate) findings: Vec<Finding>,
    /// How often it came or went.
    pub(crate) attempts: u64,
    /// The requests it came or went with, the oldest first.
    pub(crate) exchanges: Vec<Exchange>,
}

/// One request and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// Which way it went, and what came of it.
    pub(crate) way: ExchangeKind,
    /// How long it took.
    pub(crate) took: Duration,
    /// Where it went, or the path it came to; without what is secret in it.
    pub(crate) target: String,
    /// What was sent, where that is known.
    pub(crate) sent: Option<SentText>,
}

/// Which way a request went.
#[derive(Clone, Debug)]
pub(crate) enum ExchangeKind {
    /// It came to us.
    Received(Box<Received>),
    /// We sent it in the course of the run.
    Sent(Box<Delivered>),
    /// We sent it because we were told to just then.
    SentOnDemand(Box<Delivered>),
}

/// A request as it was sent, and the body of its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentText {
    /// Its headers, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// Its body byte for byte.
    pub(crate) body: Vec<u8>,
    /// The body of the answer, if one came.
    pub(crate) answer: Option<Vec<u8>>,
}

/// How an exchange ended, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExchangeVerdict {
    /// It was acknowledged.
    Accepted,
    /// It was acknowledged, and had been before.
    Duplicate,
    /// The platform's URL check, answered.
    UrlCheck,
    /// It was turned away.
    Refused,
    /// It was not acknowledged on purpose.
    OnPurpose,
    /// It failed and is going to be tried again.
    Retrying,
    /// It failed for good.
    Failed,
}

impl ExchangeVerdict {
    /// Its name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::UrlCheck => "url-check",
            Self::Refused => "refused",
            Self::OnPurpose => "on-purpose",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
        }
    }
}

impl Exchange {
    /// When it began, ms since the epoch.
    pub(crate) fn at_ms(&self) -> i64 {
        match &self.way {
            ExchangeKind::Received(it) => it.at,
            ExchangeKind::Sent(it) | ExchangeKind::SentOnDemand(it) => it.at_ms,
        }
    }

    /// The HTTP status of the answer, where there was one.
    pub(crate) fn status(&self) -> Option<u16> {
        match &self.way {
            ExchangeKind::Received(it) => it.status,
            ExchangeKind::Sent(it) | ExchangeKind::SentOnDemand(it) => it.outcome.status(),
        }
    }

    /// How it ended.
    pub(crate) fn verdict(&self) -> ExchangeVerdict {
        let delivered = match &self.way {
            ExchangeKind::Sent(it) | ExchangeKind::SentOnDemand(it) => it,
            ExchangeKind::Received(it) => {
                return match &it.receipt {
                    Receipt::UrlCheck { .. } => ExchangeVerdict::UrlCheck,
                    Receipt::Refused(_) => ExchangeVerdict::Refused,
                    Receipt::Event(event) if event.mischief.is_some() => ExchangeVerdict::OnPurpose,
                    Receipt::Event(event) if event.duplicate_of.is_some() => ExchangeVerdict::Duplicate,
                    Receipt::Event(_) => ExchangeVerdict::Accepted,
                };
            }
        };
        match delivered.next {
            _ if delivered.outcome.is_accepted() => ExchangeVerdict::Accepted,
            Next::Retry { .. } | Next::Resend => ExchangeVerdict::Retrying,
            Next::Done | Next::GaveUp => ExchangeVerdict::Failed,
        }
    }

    /// Bytes it holds, about.
    fn weight(&self) -> usize {
        let sent = self.sent.as_ref();
        1024 + sent.map_or(0, |it| it.body.len() + it.answer.as_ref().map_or(0, Vec::len))
    }
}

impl LiveEvent {
    /// Bytes it holds, about.
    pub(crate) fn weight(&self) -> usize {
        let body = self.body.as_ref().map_or(0, Vec::len);
        512 + body + self.findings.len() * 512 + self.exchanges.iter().map(Exchange::weight).sum::<usize>()
    }

    /// Whether another one is a further delivery of the same event.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.event_id.is_some() && self.event_id == other.event_id && self.ticket_id == other.ticket_id
    }

    /// Takes what another delivery of the same event adds.
    pub(crate) fn take(&mut self, other: Self) {
        self.attempts += other.attempts;
        self.exchanges.extend(other.exchanges);
        while self.exchanges.len() > MAX_EXCHANGES {
            self.exchanges.remove(1);
        }
        if self.body.is_none() {
            self.body = other.body;
        }
        if self.transition.is_none() {
            self.transition = other.transition;
        }
    }

    /// The exchange it was known by first.
    pub(crate) fn first(&self) -> Option<&Exchange> {
        self.exchanges.first()
    }

    /// The latest exchange.
    pub(crate) fn last(&self) -> Option<&Exchange> {
        self.exchanges.last()
    }

    /// How many findings are of this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|it| it.severity == severity).count()
    }
}
