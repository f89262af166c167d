//! Reads the input on a thread of its own and hands events over as they are prepared.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};

use crate::cli::output::WriterMessage;
use crate::engine::deliver::prepare::{Batch, Event, InputItem, Preparer, ReorderBuffer, RequestBuilder};
use crate::engine::validate::OtherTypes;
use crate::model::Document;
use crate::report::{Checked, InputTally, Record};
use crate::source::Inputs;

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
        inputs: Inputs,
        preparer: Preparer,
        reorder: ReorderBuffer,
        other_types: OtherTypes,
        ahead: LookAhead,
        request_builder: Option<RequestBuilder>,
    ) -> Self {
        let (tell, overview) = oneshot::channel();
        let (send, events) = mpsc::channel(WAITING);
        let (tally, read) = watch::channel(InputTally::default());
        thread::spawn(move || {
            let ready = VecDeque::new();
            let mut items = Items { inputs, preparer, other_types, ready, reorder: Some(reorder) };
            let head = if ahead == LookAhead::Look { look(&mut items) } else { ReadAhead::default() };
            // A run that does not listen any more has stopped.
            let _ = tell.send(head.overview());
            let mut head = head.items.into_iter();
            loop {
                let mut batch = batch(&mut head.by_ref().chain(items.by_ref()), ahead);
                tally.send_replace(items.inputs.tally());
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

fn look(items: &mut Items) -> ReadAhead {
    let (mut head, mut bytes) = (ReadAhead::default(), 0);
    while head.items.len() < AHEAD && bytes < AHEAD_BYTES {
        let Some(item) = items.next() else {
            head.whole = true;
            return head;
        };
        if let InputItem::Event(event) = &item {
            head.events += 1;
            head.tickets.insert(Arc::clone(&event.ticket));
            bytes += event.weight();
        }
        head.items.push(item);
    }
    head
}

/// The input as events, in the order they are sent.
struct Items {
    inputs: Inputs,
    preparer: Preparer,
    other_types: OtherTypes,
    ready: VecDeque<InputItem<WriterMessage>>,
    /// `None` once the input is at its end and everything held was given.
    reorder: Option<ReorderBuffer>,
}

impl Items {
    /// Makes what is ready of a document, and of one that waited for it.
    fn take(&mut self, entry: &Document) {
        self.ready.extend(self.other_types.decide(Some(&entry.origin)).map(skipped));
        match self.preparer.prepare(entry) {
            Err(checked) => self.ready.extend(self.other_types.take(*checked).map(skipped)),
            Ok(event) => {
                let event = self.reorder.as_mut().and_then(|it| it.push(event));
                self.ready.extend(event.map(InputItem::Event));
            }
        }
    }

    fn rest(&mut self) -> Option<Box<Event>> {
        let event = self.reorder.as_mut()?.pop();
        if event.is_none() {
            self.reorder = None;
        }
        event
    }
}

impl Iterator for Items {
    type Item = InputItem<WriterMessage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match self.inputs.next() {
                None => {
                    let last = self.other_types.decide(None).map(skipped);
                    return last.or_else(|| self.rest().map(InputItem::Event));
                }
                Some(Err(error)) => return Some(InputItem::Aside(WriterMessage::Trouble(error))),
                Some(Ok(entry)) => self.take(&entry),
            }
        }
    }
}

fn skipped(checked: Checked) -> InputItem<WriterMessage> {
    InputItem::Aside(WriterMessage::Record(Record::Checked(checked)))
}
