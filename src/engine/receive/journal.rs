//! What is kept of every request, and told of it: raw record, record, and the channel to what shows them.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::raw_record;
use super::recorder::{Added, Addition, RecordPlan, Recorder};
use crate::protocol::webhook::{Arrival, BodyFacts, Header, Keys, read_body};
use crate::report::{ArrivedRequest, Forwarded, Received, Refusal, RefusalCause};

/// The time, ms since the epoch.
pub(crate) type Clock = fn() -> i64;

/// Where requests are recorded and told. Clones share everything.
#[derive(Clone)]
pub(crate) struct Journal {
    pub(crate) keys: Keys,
    recorder: Arc<Recorder>,
    keeps_raw: bool,
    keeps_requests: bool,
    number: Arc<AtomicU64>,
    told: mpsc::Sender<Received>,
}

impl Journal {
    pub(crate) fn new(
        keys: Keys,
        recorder: Recorder,
        plan: &RecordPlan,
        told: mpsc::Sender<Received>,
    ) -> Self {
        Self {
            keys,
            recorder: Arc::new(recorder),
            keeps_raw: plan.raw.is_some(),
            keeps_requests: plan.keeps_requests,
            number: Arc::default(),
            told,
        }
    }

    /// A request to be told of with all that came, where that is asked for; `event` is its text, opened.
    pub(crate) fn kept(&self, arrival: &Arrival, event: Option<&[u8]>) -> Option<Box<ArrivedRequest>> {
        let own = |(name, value): &Header| (name.to_string(), value.to_string());
        self.keeps_requests.then(|| {
            Box::new(ArrivedRequest {
                target: arrival.target.clone(),
                headers: arrival.packet.headers.iter().map(own).collect(),
                body: arrival.packet.body.clone(),
                event: event.map(<[u8]>::to_vec),
            })
        })
    }

    /// The line of a request for the raw record, if there is one. Its body is read for it where it was not before.
    pub(crate) fn raw(
        &self,
        at: i64,
        arrival: &Arrival,
        facts: Option<&BodyFacts>,
        refused: Option<RefusalCause>,
    ) -> Option<Vec<u8>> {
        self.keeps_raw.then(|| {
            let read = || read_body(&Keys::default(), &arrival.packet.body, |it| it.facts());
            let facts = facts.map_or_else(|| Cow::Owned(read()), Cow::Borrowed);
            raw_record::line(at, arrival, &facts, &self.keys, refused.map(RefusalCause::slug))
        })
    }

    /// Puts an addition on disk. What is not there must not be acknowledged.
    pub(crate) async fn keep(&self, addition: Addition) -> Result<Added, Refusal> {
        if addition.event.is_none() && addition.raw.is_none() {
            return Ok(Added::default());
        }
        self.recorder.add(addition).await.map_err(|reason| Refusal {
            cause: RefusalCause::NotRecorded,
            message: format!("cannot record the event: {reason}"),
            help: Some("it was answered with 500, so the sender keeps it; once the file can be written to, it is recorded".to_owned()),
            mistakes: Vec::new(),
        })
    }

    /// Adds both sides' answers to the raw record, if there is one. That this line is lost is told by the next request.
    pub(crate) async fn keep_answers(&self, now: i64, received: &Received, forwarded: &Forwarded) {
        if self.keeps_raw {
            let line = raw_record::answers(received.at, received.status, forwarded);
            let _ = self.recorder.add(Addition { at: now, event: None, raw: Some(line) }).await;
        }
    }

    /// Tells of a request. That nobody listens any more is no reason to fail a sender.
    pub(crate) async fn tell(&self, received: Received) {
        let _ = self.told.send(received).await;
    }

    /// The number of the next request, from 1.
    pub(crate) fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }
}
