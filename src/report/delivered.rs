//! One attempt to deliver one event, and the tally of a run's attempts.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::finding::Subject;
use super::latency::Latency;
use super::outcome::{Outcome, Tag};
use crate::model::Transition;

/// The platform's limit for an answer. Source: the vendor's page on receiving events.
pub(super) const PLATFORM_LIMIT: Duration = Duration::from_secs(3);

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it was accepted.
    Done,
    Retry {
        after: Duration,
        /// The number of the retry that comes, from 1.
        number: u32,
        /// How many retries there are at most.
        of: u32,
    },
    /// Another attempt at once, over a fresh connection: a kept one had died before it carried an answer.
    Resend,
    /// Nothing more: it failed for good.
    GaveUp,
}

/// Why an event is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Delivery,
    /// Again, on purpose, after it was accepted (`--duplicate`).
    Duplicate,
}

/// One attempt to deliver one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub subject: Subject,
    /// What the event says that changed, where it could be read.
    pub transition: Option<Transition>,
    /// When it was sent, ms since the epoch.
    pub at_ms: i64,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    pub purpose: Purpose,
    pub outcome: Outcome,
    /// From when it was due (without a schedule: from when it was sent) to the answer or the failure.
    pub latency: Duration,
    /// From when it was sent to the answer or the failure.
    pub took: Duration,
    /// How long after its due time it was sent, where that is late.
    pub late: Option<Duration>,
    /// What the receiver said went wrong: the cause that its answer names, in one line.
    pub said: Option<String>,
    /// The answer's body, up to 64 kB and without our secrets, where it says more than that line.
    pub answer: Option<Arc<str>>,
    /// What the answer seems to mean: likely causes, in sentences.
    pub warnings: Vec<String>,
    pub next: Next,
}

impl Delivered {
    /// Whether the event was accepted, and nothing is to be said of it.
    pub(crate) fn is_fine(&self) -> bool {
        self.outcome.is_accepted() && self.warnings.is_empty()
    }

    /// Whether the event's fate is decided by this attempt.
    pub fn is_final(&self) -> bool {
        !matches!(self.next, Next::Retry { .. } | Next::Resend)
    }
}

/// The tally of a run's deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deliveries {
    pub accepted: u64,
    /// Events that failed for good.
    pub failed: u64,
    pub retried: u64,
    /// Attempts whose kept connection had died, and that were made again over a fresh one.
    pub resent: u64,
    /// Events sent again on purpose.
    pub duplicates: u64,
    /// Of those, the ones that were not accepted.
    pub duplicates_failed: u64,
    pub late: u64,
    /// Events left out because the ledger has them as accepted.
    pub resumed: u64,
    /// Events that were neither accepted nor given up when the run stopped: those that were read, and all where it is
    /// known how many there are.
    pub left: u64,
    pub warned: u64,
    /// Attempts that took longer than the platform's 3 s, answered or not.
    pub past_limit: u64,
    /// Acks that came after their time, over a long connection.
    pub acked_late: u64,
    /// Attempts for which there was a connection.
    pub connected: u64,
    pub outcomes: BTreeMap<Tag, u64>,
    /// How long the attempts took that came to an answer or ran out of time.
    pub latency: Latency,
    /// From the first attempt to the end.
    pub elapsed: Duration,
    /// Expectations that were missed, in sentences (`--fail-if`).
    pub missed: Vec<String>,
    /// The file that holds the events that failed.
    pub failed_to: Option<String>,
}

impl Deliveries {
    pub(crate) fn count(&mut self, it: &Delivered) {
        let accepted = it.outcome.is_accepted();
        match (it.purpose, it.is_final()) {
            (Purpose::Delivery, true) if accepted => self.accepted += 1,
            (Purpose::Delivery, true) => self.failed += 1,
            (Purpose::Duplicate, true) if !accepted => self.duplicates_failed += 1,
            _ => {}
        }
        self.duplicates += u64::from(it.purpose == Purpose::Duplicate && it.attempt == 1);
        self.retried += u64::from(it.attempt > 1);
        self.resent += u64::from(it.next == Next::Resend);
        self.late += u64::from(it.late.is_some());
        self.warned += u64::from(!it.warnings.is_empty());
        self.past_limit += u64::from(it.outcome.connected() && it.took >= PLATFORM_LIMIT);
        self.connected += u64::from(it.outcome.connected());
        *self.outcomes.entry(it.outcome.tag()).or_default() += 1;
        if it.outcome.connected() {
            self.latency.record(it.latency);
        }
    }

    pub(crate) fn decided(&self) -> u64 {
        self.accepted + self.failed
    }

    pub(crate) fn attempts(&self) -> u64 {
        self.outcomes.values().sum()
    }

    /// Whether something was to be sent and no connection ever came about.
    pub(crate) fn never_connected(&self) -> bool {
        let unsendable = self.outcomes.get(&Tag::Named("not sendable")).copied().unwrap_or(0);
        self.connected == 0 && self.attempts() > unsendable
    }
}
