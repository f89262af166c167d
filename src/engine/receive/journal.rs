//! What is kept of every request, and told of it: raw record, record, and the channel to what shows them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

use super::raw_record;
use super::recorder::{Added, Addition, Recorder};
use crate::protocol::webhook::{Arrival, Header, Keys};
use crate::report::{ArrivedRequest, Finding, Forwarded, Receipt, Received, Refusal, RefusalCause};

/// The time, ms since the epoch.
pub(crate) type Clock = fn() -> i64;

/// What is told of a request.
pub(crate) struct ReceivedDraft {
    /// When it came, ms since the epoch.
    pub(crate) at: i64,
    pub(crate) answered: i64,
    pub(crate) status: Option<u16>,
    pub(crate) receipt: Receipt,
    pub(crate) findings: Vec<Finding>,
    pub(crate) request: Option<Box<ArrivedRequest>>,
}

impl ReceivedDraft {
    /// The same with the request's number.
    pub(crate) fn numbered(self, number: u64) -> Received {
        let Self { at, answered, status, receipt, mut findings, request } = self;
        for finding in &mut findings {
            finding.place.file = format!("request {number}").into();
        }
        let took = Duration::from_millis(u64::try_from(answered - at).unwrap_or(0));
        Received { number, at, took, status, receipt, forwarded: None, findings, request }
    }
}

/// Where requests are recorded and told. Clones share everything.
#[derive(Clone)]
pub(crate) struct Journal {
    keys: Keys,
    recorder: Arc<Recorder>,
    keeps_raw: bool,
    keeps_requests: bool,
    number: Arc<AtomicU64>,
    told: mpsc::Sender<Received>,
}

impl Journal {
    pub(crate) fn new(keys: Keys, recorder: Recorder, keeps_raw: bool, told: mpsc::Sender<Received>) -> Self {
        let (recorder, number) = (Arc::new(recorder), Arc::default());
        Self { keys, recorder, keeps_raw, keeps_requests: false, number, told }
    }

    /// Tells of every request with all that came, too.
    pub(crate) fn keep_requests(self) -> Self {
        Self { keeps_requests: true, ..self }
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

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The line of a request for the raw record, if there is one.
    pub(crate) fn raw(&self, at: i64, arrival: &Arrival, refused: Option<RefusalCause>) -> Option<Vec<u8>> {
        self.keeps_raw.then(|| raw_record::line(at, arrival, &self.keys, refused.map(RefusalCause::slug)))
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

    /// Adds both sides' answers to the raw record, if there is one. The request itself is on disk; that this line is lost
    /// is told by the next request.
    pub(crate) async fn keep_answers(&self, now: i64, received: &Received, forwarded: &Forwarded) {
        if self.keeps_raw {
            let line = raw_record::answers(received.at, received.status, forwarded);
            let _ = self.recorder.add(Addition { at: now, event: None, raw: Some(line) }).await;
        }
    }

    /// Tells of a request. That nobody listens any more is no reason to fail a sender.
    pub(crate) async fn tell(&self, telling: ReceivedDraft) {
        self.send(telling.numbered(self.next_number())).await;
    }

    /// The same of what was numbered before.
    pub(crate) async fn send(&self, telling: Received) {
        let _ = self.told.send(telling).await;
    }

    /// The number of the next request, from 1.
    pub(crate) fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }
}
