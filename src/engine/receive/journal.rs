//! What is kept of every request, and told of it: raw record, record, and the channel to what shows them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::raw_record;
use super::recorder::{Added, Addition, Recorder};
use crate::protocol::webhook::{Arrival, Keys};
use crate::report::{Cause, Finding, Forwarded, Receipt, Received, Refusal};

/// The time, ms since the epoch.
pub(crate) type Clock = fn() -> i64;

/// Where requests are recorded and told. Clones share everything.
#[derive(Clone)]
pub(crate) struct Journal {
    keys: Keys,
    recorder: Arc<Recorder>,
    keeps_raw: bool,
    number: Arc<AtomicU64>,
    told: mpsc::Sender<Received>,
}

impl Journal {
    pub(crate) fn new(keys: Keys, recorder: Recorder, keeps_raw: bool, told: mpsc::Sender<Received>) -> Self {
        Self { keys, recorder: Arc::new(recorder), keeps_raw, number: Arc::default(), told }
    }

    /// What requests are opened and checked with.
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The line of a request for the raw record, if there is one.
    pub(crate) fn raw(&self, at: i64, arrival: &Arrival, refused: Option<Cause>) -> Option<Vec<u8>> {
        self.keeps_raw.then(|| raw_record::line(at, arrival, &self.keys, refused.map(Cause::slug)))
    }

    /// Puts an addition on disk. What is not there must not be acknowledged.
    pub(crate) async fn keep(&self, addition: Addition) -> Result<Added, Refusal> {
        if addition.event.is_none() && addition.raw.is_none() {
            return Ok(Added::default());
        }
        self.recorder.add(addition).await.map_err(|reason| Refusal {
            cause: Cause::NotRecorded,
            message: format!("cannot record the event: {reason}"),
            help: Some("it was answered with 500, so the sender keeps it; make room on the disk".to_owned()),
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
    pub(crate) async fn tell(&self, at: i64, status: Option<u16>, receipt: Receipt, findings: Vec<Finding>) {
        self.send(Self::telling(self.next_number(), at, status, receipt, findings)).await;
    }

    /// The same for what [`Journal::telling`] made.
    pub(crate) async fn send(&self, telling: Received) {
        let _ = self.told.send(telling).await;
    }

    /// The number of the next request, from 1.
    pub(crate) fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// What is told of a request; `findings` are those on its event.
    pub(crate) fn telling(
        number: u64,
        at: i64,
        status: Option<u16>,
        receipt: Receipt,
        mut findings: Vec<Finding>,
    ) -> Received {
        for finding in &mut findings {
            finding.place.file = format!("request {number}").into();
        }
        Received { number, at, status, receipt, forwarded: None, findings }
    }
}
