//! Has every attempt shown, and keeps what the end of a run needs.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::failed_events::FailedEvents;
use super::local_receiver::LocalReceiver;
use crate::cli::CliError;
use crate::cli::control::WatchedRun;
use crate::cli::output::{RecordOutput, WriterMessage, WriterThread};
use crate::engine::deliver::Observer;
use crate::engine::deliver::prepare::Event;
use crate::model::OtherUnit;
use crate::render::text::ColorChoice;
use crate::render::text::visible;
use crate::report::{Delivered, Outcome, Record, Subject, Summary};

pub(crate) struct RunObserver {
    pub(super) writer: WriterThread,
    pub(super) failed: FailedEvents,
    /// Why events that failed cannot be kept any more.
    pub(super) failure: Option<CliError>,
    /// Why the target could not be reached, the first time.
    pub(super) unreachable: Option<Outcome>,
    /// The receiver that is built in, where events go to it.
    pub(crate) beside: Option<LocalReceiver>,
    /// What those who watch are shown.
    pub(crate) live: Option<Arc<WatchedRun>>,
}

impl RunObserver {
    pub(crate) fn new(output: RecordOutput, failed: FailedEvents, color: ColorChoice) -> Self {
        let writer = WriterThread::new(output, color);
        Self { writer, failed, failure: None, unreachable: None, beside: None, live: None }
    }

    /// Adds to the tally what no record says.
    pub(crate) fn tally(&mut self, tally: impl FnOnce(&mut Summary) + Send + 'static) {
        // A tally that nobody can be shown is not missed.
        let _ = self.writer.tell(WriterMessage::Tally(Box::new(tally)));
    }

    /// Shows what the built-in receiver has made of the deliveries so far.
    fn other_side(&mut self) -> ControlFlow<()> {
        while let Some(received) = self.beside.as_mut().and_then(|it| it.arrivals.try_recv().ok()) {
            self.writer.tell(WriterMessage::Record(Record::Received(Box::new(received))))?;
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

impl Observer<WriterMessage> for RunObserver {
    fn attempted(&mut self, delivered: Delivered, event: &Event) -> ControlFlow<()> {
        self.other_side()?;
        if let Some(live) = &self.live {
            live.attempted(&delivered, event);
        }
        if delivered.is_final() && !delivered.outcome.is_accepted() {
            self.keep(event)?;
        }
        if !delivered.outcome.connected() {
            self.unreachable.get_or_insert_with(|| delivered.outcome.clone());
        }
        self.writer.tell(WriterMessage::Record(Record::Delivered(Box::new(delivered))))
    }

    fn aside(&mut self, aside: WriterMessage) -> ControlFlow<()> {
        self.writer.tell(aside)
    }

    fn other_unit(&mut self, event: &Event, unit: OtherUnit) {
        let Subject { file, line, .. } = &event.subject;
        let (file, unit) = (visible(file), unit.name());
        let warning =
            format!("`create_time` of {file}:{line} is in {unit} among ms; for the pace it is taken as such");
        // Where nothing can be shown any more, the first attempt says so.
        let _ = self.writer.tell(WriterMessage::Warning(warning));
    }

    async fn settle(&mut self) -> ControlFlow<()> {
        self.writer.settle().await
    }

    fn is_behind(&self) -> bool {
        self.writer.is_behind()
    }
}
