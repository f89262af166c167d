//! Reads the input on a thread of its own and hands events over as they are prepared.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};

use super::prepared_input::PreparedInput;
use crate::cli::output::WriterMessage;
use crate::engine::deliver::prepare::{Batch, InputItem, RequestBuilder};
use crate::report::InputTally;

/// How many batches may wait to be taken, how many events one holds at most, and how many bytes.
const WAITING: usize = 8;
const BATCH: usize = 64;
const BATCH_BYTES: usize = 256 << 10;
/// How many are read ahead to tell how many there are, and how many bytes they may hold.
const AHEAD: usize = 1_024;
const AHEAD_BYTES: usize = 8 << 20;

/// How much there is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overview {
    Known {
        events: u64,
        tickets: u64,
    },
    /// Not known without reading all of it.
    Streaming,
}

/// The thread that reads, seen from the run.
pub(crate) struct ReaderThread {
    pub(crate) overview: oneshot::Receiver<Overview>,
    pub(crate) events: mpsc::Receiver<Batch<WriterMessage>>,
    /// What was read so far.
    pub(crate) read: watch::Receiver<InputTally>,
}

/// Whether to read ahead before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LookAhead {
    /// A little, to tell how much there is.
    Look,
    /// Not at all: the input may come slowly.
    No,
}

impl ReaderThread {
    /// Begins to read. With a builder, requests are made here, too, as late as can be.
    pub(crate) fn start(
        mut input: PreparedInput,
        ahead: LookAhead,
        request_builder: Option<RequestBuilder>,
    ) -> Self {
        let (tell, overview) = oneshot::channel();
        let (send, events) = mpsc::channel(WAITING);
        let (tally, read) = watch::channel(InputTally::default());
        thread::spawn(move || {
            let head = if ahead == LookAhead::Look { look(&mut input) } else { ReadAhead::default() };
            // A run that does not listen any more has stopped.
            let _ = tell.send(head.overview());
            let mut head = head.items.into_iter();
            loop {
                let mut batch = batch(&mut head.by_ref().chain(input.by_ref()), ahead);
                tally.send_replace(input.tally());
                if batch.is_empty() {
                    break;
                }
                for item in &mut batch {
                    if let (InputItem::Event(event), Some(request_builder)) = (item, &request_builder) {
                        request_builder.build_ahead(event);
                    }
                }
                if send.blocking_send(batch).is_err() {
                    return;
                }
            }
        });
        Self { overview, events, read }
    }
}

/// The next few items; of an input that may come slowly, the next one alone.
fn batch(
    items: &mut impl Iterator<Item = InputItem<WriterMessage>>,
    ahead: LookAhead,
) -> Batch<WriterMessage> {
    let most = if ahead == LookAhead::Look { BATCH } else { 1 };
    let (mut batch, mut bytes) = (Vec::with_capacity(most), 0);
    while batch.len() < most && bytes < BATCH_BYTES {
        let Some(item) = items.next() else { break };
        bytes += if let InputItem::Event(event) = &item { event.weight() } else { 0 };
        batch.push(item);
    }
    batch
}

#[derive(Default)]
struct ReadAhead {
    items: Vec<InputItem<WriterMessage>>,
    tickets: HashSet<Arc<str>>,
    events: u64,
    whole: bool,
}

impl ReadAhead {
    fn overview(&self) -> Overview {
        if self.whole {
            Overview::Known { events: self.events, tickets: self.tickets.len() as u64 }
        } else {
            Overview::Streaming
        }
    }
}

fn look(items: &mut PreparedInput) -> ReadAhead {
    let (mut head, mut bytes) = (ReadAhead::default(), 0);
    while head.items.len() < AHEAD && bytes < AHEAD_BYTES {
        let Some(item) = items.next() else {
            head.whole = true;
            return head;
        };
        if let InputItem::Event(event) = &item {
            head.events += 1;
            head.tickets.extend(event.subject.ticket_id.is_some().then(|| Arc::clone(&event.ticket)));
            bytes += event.weight();
        }
        head.items.push(item);
    }
    head
}
