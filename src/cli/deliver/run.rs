//! What `replay` and `gateway` share of a run: signals, what is shown of every attempt, and the verdict on the whole.

use std::ops::ControlFlow;

use tokio::sync::watch;

use super::failed_events::Failed;
use super::local_receiver::LocalReceiver;
use super::reader_thread::Aside;
use crate::cli::args::ColorChoice;
use crate::cli::output::{Message, Output, WriterThread, color};
use crate::cli::{CliError, say, signal};
use crate::engine::deliver::prepare::Event;
use crate::engine::deliver::{Ended, FailIf, Halt, Observer};
use crate::render::Progress;
use crate::report::{Delivered, Deliveries, Exit, Outcome, Record, Summary};

/// What signals ask for: the first one to finish, the next one to abandon what is in flight; and the exit they mean.
pub(crate) fn signals() -> (watch::Receiver<Halt>, watch::Receiver<Option<Exit>>) {
    let ((halt, halts), (tell, exit)) = (watch::channel(Halt::No), watch::channel(None));
    signal::each(move |signal| {
        tell.send_replace(Some(signal));
        let mut first = false;
        halt.send_modify(|halt| {
            first = *halt == Halt::No;
            *halt = if first { Halt::Finish } else { Halt::Abandon };
        });
        if first {
            say("stopping: waiting for what is in flight; a second signal does not wait");
        }
    });
    (halts, exit)
}

/// Has every attempt shown, and keeps what the end needs.
pub(crate) struct RunObserver {
    writer: WriterThread,
    failed: Failed,
    /// Why events that failed cannot be kept any more.
    failure: Option<CliError>,
    color: ColorChoice,
    /// Why the target could not be reached, the last time.
    unreachable: Option<Outcome>,
    /// The receiver that is built in, where events go to it.
    pub(crate) beside: Option<LocalReceiver>,
}

impl RunObserver {
    /// Nothing seen yet, no progress shown.
    pub(crate) fn new(output: Output, failed: Failed, color: ColorChoice) -> Self {
        let writer = WriterThread::new(output, color);
        Self { writer, failed, failure: None, color, unreachable: None, beside: None }
    }

    /// Shows how far it has come.
    pub(crate) fn begin(&mut self, progress: Progress) {
        // Where nothing can be shown any more, the first attempt says so.
        let _ = self.writer.tell(Message::Progress(progress));
    }

    /// Adds to the tally what no record says.
    pub(crate) fn tally(&mut self, tally: impl FnOnce(&mut Summary) + Send + 'static) {
        // A tally that nobody can be shown is not missed.
        let _ = self.writer.tell(Message::Tally(Box::new(tally)));
    }

    /// Shows what the built-in receiver has made of the deliveries so far.
    fn other_side(&mut self) -> ControlFlow<()> {
        while let Some(told) = self.beside.as_mut().and_then(|it| it.told.try_recv().ok()) {
            self.writer.tell(Message::Record(Record::Received(Box::new(told.received))))?;
        }
        ControlFlow::Continue(())
    }

    fn keep(&mut self, event: &Event) -> ControlFlow<()> {
        match self.failed.keep(event) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failure.get_or_insert(error);
                ControlFlow::Break(())
            }
        }
    }
}

impl Observer<Aside> for RunObserver {
    fn attempted(&mut self, delivered: Delivered, event: &Event) -> ControlFlow<()> {
        self.other_side()?;
        if delivered.is_final() && !delivered.outcome.is_accepted() {
            self.keep(event)?;
        }
        if !delivered.outcome.connected() {
            self.unreachable = Some(delivered.outcome.clone());
        }
        self.writer.tell(Message::Record(Record::Delivered(Box::new(delivered))))
    }

    fn aside(&mut self, aside: Aside) -> ControlFlow<()> {
        self.writer.tell(match aside {
            Aside::Skipped(checked) => Message::Record(Record::Checked(*checked)),
            Aside::Trouble(error) => Message::Trouble(error),
            Aside::Files(count) => Message::Tally(Box::new(move |summary| summary.files = count)),
        })
    }

    async fn settle(&mut self) -> ControlFlow<()> {
        self.writer.settle().await
    }

    fn is_behind(&self) -> bool {
        self.writer.is_behind()
    }
}

/// A run that has ended, to be judged.
pub(crate) struct Done {
    pub(crate) observer: RunObserver,
    pub(crate) ended: Ended,
}

impl Done {
    /// Puts the tally together, shows it, and says what the run comes to.
    pub(crate) fn conclude(
        self,
        limits: &[FailIf],
        unreached: impl FnOnce(&Outcome) -> CliError,
    ) -> Result<Exit, CliError> {
        let RunObserver { writer, mut failed, failure, color, unreachable: reason, .. } = self.observer;
        let failed_to = failed.finish()?;
        let (mut output, unshown) = writer.end();
        let summary = output.summary();
        let run = summary.deliveries.get_or_insert_default();
        run.left = self.ended.left;
        run.resumed = self.ended.resumed;
        run.elapsed = self.ended.elapsed;
        run.failed_to = failed_to;
        run.missed = limits.iter().filter_map(|limit| limit.broken_by(run)).collect();
        let exit = verdict(run, limits);
        let unreachable = run.never_connected();
        let nothing = run.attempts() == 0 && run.resumed == 0;
        summary.raise(exit);
        summary.stopped = self.ended.stopped;
        if let Some(error) = failure.or(unshown) {
            return Err(error);
        }
        let mut summary = output.finish()?;
        if let Some(error) = self.ended.broken {
            summary.raise(CliError::from(error).say(color::for_stderr(color)));
        } else if let Some(outcome) = reason.filter(|_| unreachable) {
            summary.raise(unreached(&outcome).say(color::for_stderr(color)));
        } else if nothing && summary.documents == 0 && summary.exit == Exit::Clean {
            return Err(CliError::usage_with("no event in the input", "the files are empty; name others"));
        }
        Ok(summary.exit)
    }
}

/// What the deliveries alone come to.
fn verdict(run: &Deliveries, limits: &[FailIf]) -> Exit {
    let tolerated = limits.iter().any(FailIf::is_about_failures);
    let failed = run.failed + run.duplicates_failed > 0 && !tolerated;
    if run.never_connected() {
        Exit::Network
    } else if failed || !run.missed.is_empty() {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
