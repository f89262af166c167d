//! An event that is ready to be sent.

use std::sync::{Arc, OnceLock};

use tokio::time::Instant;

use crate::model::{OtherUnit, Transition};
use crate::protocol::webhook::Packet;
use crate::report::{Finding, Subject};

/// An event that is ready to be sent, every edit made.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Its number in the input, from 1, whatever the order it is sent in.
    pub number: u64,
    /// What a ledger knows it by, where that is asked for.
    pub digests: EventDigests,
    pub subject: Subject,
    /// What is kept in order: the ticket's id, or something of its own for an event without one.
    pub ticket: Arc<str>,
    pub transition: Option<Transition>,
    /// `header.create_time`, ms since the epoch.
    pub create_ms: Option<i64>,
    /// The unit that it is written in, where that is not ms.
    pub unit: Option<OtherUnit>,
    /// The text to send, or why there is none.
    pub body: Result<Vec<u8>, String>,
    /// The document as it was read, compact, where it is still asked for.
    pub original: Option<Vec<u8>>,
    /// The request of its next attempt, where there was time to make it before.
    pub built: Option<Box<BuiltRequest>>,
    /// What is to be said of its text, once that was asked; of one that is sent as it was read that is known.
    pub looked_at: OnceLock<SentReading>,
    /// What its last attempt sent and got, where that is asked for.
    pub sent: Option<Box<SentRequest>>,
}

/// What an event is known by again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventDigests {
    /// Of the document as it was read, compact.
    pub text: u64,
    /// Of what its deliveries have in common, however they are written; there is none of an event without an id.
    pub event: Option<u64>,
}

/// What a text that is sent is, and what `validate` says of it.
#[derive(Clone, Debug)]
pub(crate) struct SentReading {
    /// `header.event_type`.
    pub event_type: Option<String>,
    pub findings: Vec<Finding>,
}

/// A request that was sent, and its answer.
#[derive(Clone, Debug)]
pub(crate) struct SentRequest {
    pub packet: Packet,
    pub answer: Option<Vec<u8>>,
}

/// A request that was made ahead.
#[derive(Clone, Debug)]
pub(crate) struct BuiltRequest {
    pub packet: Packet,
    pub at: Instant,
}

impl Event {
    /// Bytes it holds, about.
    pub(crate) fn weight(&self) -> usize {
        let body = self.body.as_ref().map_or(0, Vec::len);
        512 + body + self.original.as_ref().map_or(0, Vec::len)
    }
}

/// What an input yields at a time: a few together cost less than one by one.
pub(crate) type Batch<A> = Vec<InputItem<A>>;

/// What an input yields: events, and what else there is to say on the way.
#[derive(Debug)]
pub(crate) enum InputItem<A> {
    Event(Box<Event>),
    /// Something for the observer, such as the findings of an event that is left out.
    Aside(A),
}
