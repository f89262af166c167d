//! An event as it is shown while a run goes on: what it says, and every request it came or went with.

use std::time::Duration;

use crate::model::Transition;
use crate::report::code::Severity;
use crate::report::delivered::{Delivered, Next};
use crate::report::finding::Finding;
use crate::report::names::named;
use crate::report::received::{Receipt, Received};

/// How many exchanges of one event are kept: the first, and the latest of the others.
const MAX_EXCHANGES: usize = 100;

/// An event, or a request that is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct LiveEvent {
    pub(crate) id: u64,
    /// The number of its latest change, of all changes of the list.
    pub(crate) change: u64,
    pub(crate) event_id: Option<String>,
    pub(crate) event_type: Option<String>,
    pub(crate) ticket_id: Option<String>,
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
    pub(crate) way: ExchangeKind,
    pub(crate) took: Duration,
    /// Where it went, or the path it came to; without what is secret in it.
    pub(crate) target: String,
    pub(crate) sent: Option<SentText>,
}

/// Which way a request went.
#[derive(Clone, Debug)]
pub(crate) enum ExchangeKind {
    Received(Box<Received>),
    Sent(Box<Delivered>),
    /// We sent it because we were told to just then.
    SentOnDemand(Box<Delivered>),
}

/// A request as it was sent, and the body of its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentText {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) answer: Option<Vec<u8>>,
}

named! {
    /// How an exchange ended, in one word.
    pub(crate) enum ExchangeVerdict {
        Accepted "accepted"
        /// It was acknowledged, and had been before.
        Duplicate "duplicate"
        UrlCheck "url-check"
        Refused "refused"
        /// It was not acknowledged on purpose.
        OnPurpose "on-purpose"
        Retrying "retrying"
        Failed "failed"
    }
}

impl Exchange {
    pub(crate) fn at_ms(&self) -> i64 {
        match &self.way {
            ExchangeKind::Received(it) => it.at,
            ExchangeKind::Sent(it) | ExchangeKind::SentOnDemand(it) => it.at_ms,
        }
    }

    pub(crate) fn status(&self) -> Option<u16> {
        match &self.way {
            ExchangeKind::Received(it) => it.status,
            ExchangeKind::Sent(it) | ExchangeKind::SentOnDemand(it) => it.outcome.status(),
        }
    }

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

    pub(crate) fn first(&self) -> Option<&Exchange> {
        self.exchanges.first()
    }

    pub(crate) fn last(&self) -> Option<&Exchange> {
        self.exchanges.last()
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|it| it.severity == severity).count()
    }
}
