//! Shows what a run tells, on a thread of its own: a slow reader holds up no delivery, and no limit runs out for
//! it. What comes in quick succession is shown together.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::color;
use super::record_output::RecordOutput;
use crate::cli::{CliError, fitted, say};
use crate::render::progress;
use crate::render::text::ColorChoice;
use crate::render::text::layout::Break;
use crate::report::{Record, Summary};
use crate::source::InputError;

/// So many are shown at once without waiting for more.
const FULL_BATCH: usize = 128;
/// And this is how long they wait for more: too short to be noticed.
const BATCH_DELAY: Duration = Duration::from_millis(5);
/// How many may wait to be shown before nothing new is to be started.
const MAX_BACKLOG: usize = 2_048;

pub(crate) enum WriterMessage {
    Record(Record),
    Trouble(InputError),
    /// What the user must know of the run, for standard error.
    Warning(String),
    /// Something for the tally that no record says.
    Tally(Box<dyn FnOnce(&mut Summary) + Send>),
}

/// Hands messages on to the thread.
pub(crate) struct WriterThread {
    batch: Vec<WriterMessage>,
    /// When the first of the batch came.
    since: Instant,
    /// Both are `None` only while it ends.
    queue: Option<Sender<Vec<WriterMessage>>>,
    thread: Option<JoinHandle<RecordWriter>>,
    backlog: Arc<Backlog>,
}

/// How many were handed on and are not shown.
#[derive(Default)]
struct Backlog {
    count: AtomicUsize,
    less: Notify,
}

impl WriterThread {
    /// Shows on `output`; troubles on standard error, painted as `color` says.
    pub(crate) fn new(output: RecordOutput, color: ColorChoice) -> Self {
        let (queue, messages) = channel();
        let backlog = Arc::<Backlog>::default();
        let its = Arc::clone(&backlog);
        let writer = RecordWriter { output, failure: None, color };
        let thread = Some(thread::spawn(move || writer.show(messages, &its)));
        Self { batch: Vec::new(), since: Instant::now(), queue: Some(queue), thread, backlog }
    }

    /// Takes something to be shown soon. A break says that nothing can be shown any more.
    pub(crate) fn tell(&mut self, message: WriterMessage) -> ControlFlow<()> {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.batch.push(message);
        let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        if ended { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    pub(crate) fn is_behind(&self) -> bool {
        self.backlog.count.load(Ordering::Acquire) + self.batch.len() >= MAX_BACKLOG
    }

    /// Hands the messages on, after a short wait for more; done when more may come.
    pub(crate) async fn settle(&mut self) -> ControlFlow<()> {
        if self.batch.len() < FULL_BATCH {
            sleep_until(self.since + BATCH_DELAY).await;
        }
        let flow = self.hand_on();
        while flow.is_continue() && self.is_behind() {
            self.backlog.less.notified().await;
        }
        flow
    }

    fn hand_on(&mut self) -> ControlFlow<()> {
        let next = Vec::with_capacity(self.batch.len());
        let batch = std::mem::replace(&mut self.batch, next);
        self.backlog.count.fetch_add(batch.len(), Ordering::AcqRel);
        match &self.queue {
            Some(queue) if queue.send(batch).is_ok() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }

    /// Waits until all is shown, and gives the output back with what failed.
    pub(crate) fn end(mut self) -> (RecordOutput, Option<CliError>) {
        // Where it breaks, the failure says why.
        let _ = self.hand_on();
        let RecordWriter { output, failure, .. } = self.join().expect("it ends only once");
        (output, failure)
    }

    fn join(&mut self) -> Option<RecordWriter> {
        self.queue = None;
        let thread = self.thread.take()?;
        Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

/// Files that were begun are gone once it is dropped.
impl Drop for WriterThread {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.join();
        }
    }
}

struct RecordWriter {
    output: RecordOutput,
    /// Why nothing can be shown any more.
    failure: Option<CliError>,
    color: ColorChoice,
}

impl RecordWriter {
    /// Shows until there is no more, or one cannot be shown.
    fn show(mut self, messages: Receiver<Vec<WriterMessage>>, backlog: &Backlog) -> Self {
        for batch in &messages {
            let count = batch.len();
            let shown = progress::BAR.aside(|| {
                batch.into_iter().try_for_each(|it| self.one(it))?;
                self.output.flush()
            });
            if let Err(error) = shown {
                self.failure = Some(error);
                break;
            }
            backlog.count.fetch_sub(count, Ordering::AcqRel);
            backlog.less.notify_one();
        }
        // A run that waits is to learn that the thread has ended.
        drop(messages);
        backlog.count.store(0, Ordering::Release);
        backlog.less.notify_one();
        progress::BAR.end();
        self
    }

    fn one(&mut self, message: WriterMessage) -> Result<(), CliError> {
        match message {
            WriterMessage::Record(record) => {
                if let Record::Delivered(delivered) = &record
                    && delivered.is_final()
                {
                    progress::BAR.advance(1);
                }
                return self.output.put(&record);
            }
            WriterMessage::Trouble(error) => {
                self.output.flush()?;
                self.output.trouble(&error.into(), self.color);
            }
            WriterMessage::Warning(text) => {
                self.output.flush()?;
                let text = fitted(&text, "warning: ".len(), 2, Break::Blank);
                say(&format!("{} {text}", color::for_stderr(self.color).warn("warning:")));
            }
            WriterMessage::Tally(tally) => tally(self.output.summary()),
        }
        Ok(())
    }
}
