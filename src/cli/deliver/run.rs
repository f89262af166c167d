//! The run that `replay` and `gateway` share: opens what is read and written, delivers, and judges the whole.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;

use super::announce::Announcement;
use super::failed_events::FailedEvents;
use super::observer::RunObserver;
use super::precise_timer::PreciseTimer;
use super::prepared_input::PreparedInput;
use super::reader_thread::{LookAhead, Overview, ReaderThread};
use crate::cli::args::{DeliveryArgs, FORMATS, InputArgs, inputs, lint_levels};
use crate::cli::output::{OnceClosed, RecordOutput, color, disturbed};
use crate::cli::{CliError, Context, Machine, say, signal};
use crate::engine::deliver::ledger::{History, Ledger, Start};
use crate::engine::deliver::prepare::RequestBuilder;
use crate::engine::deliver::timing::Pace;
use crate::engine::deliver::{DeliveryPlan, Ended, EventSender, FailIf, Halt, Surroundings, deliver_all};
use crate::model::Lang;
use crate::protocol::Keys;
use crate::protocol::webhook::Transport;
use crate::render::chinese::said;
use crate::render::progress;
use crate::render::text::ColorChoice;
use crate::report::{Deliveries, Exit, Outcome};

/// What a command knows of its run before anything is opened.
pub(crate) struct DeliverySetup {
    pub(crate) command: &'static str,
    pub(crate) plan: DeliveryPlan,
    /// What opens encrypted input, and the token that goes into every event.
    pub(crate) keys: Keys,
    /// What makes requests where events are read, if they are sent right after that.
    pub(crate) request_builder: Option<RequestBuilder>,
    /// What a ledger knows the target by, masked.
    pub(crate) target: String,
}

/// A run whose input is being read.
pub(crate) struct DeliveryRun {
    pub(crate) observer: RunObserver,
    pub(crate) plan: DeliveryPlan,
    /// What signals have asked for.
    pub(crate) halts: watch::Receiver<Halt>,
    /// The exit that they mean.
    pub(crate) signalled: watch::Receiver<Option<Exit>>,
    reader: ReaderThread,
    named: Option<NamedLedger>,
    ledger: Option<(Ledger, History)>,
    /// How many events the ledger has as accepted.
    accepted: u64,
    overview: Overview,
    limits: Vec<FailIf>,
    pub(crate) color: ColorChoice,
    pub(crate) lang: Lang,
    pub(crate) quiet: bool,
}

/// A ledger that is still to be opened, once there is an event to record.
struct NamedLedger {
    path: PathBuf,
    target: String,
    start: Start,
}

impl DeliveryRun {
    /// Opens the input and the outputs, and begins to read.
    pub(crate) fn open(
        input: InputArgs,
        mut args: DeliveryArgs,
        setup: DeliverySetup,
        context: &Context,
    ) -> Result<Self, CliError> {
        let DeliverySetup { command, plan, keys, request_builder, target } = setup;
        let levels = lint_levels::levels(&args.lints, context.lints())?;
        let failed = FailedEvents::new(args.record.failed_to.take().map(Into::into))?;
        let ahead = if inputs::is_stream(&input) { LookAhead::No } else { LookAhead::Look };
        let mut input = PreparedInput::open(input, &args, &keys, levels, context)?;
        input.preparer.keeps_originals = failed.is_wanted();
        input.preparer.keeps_digests = args.record.ledger.is_some();
        let output = RecordOutput::open_live(command, FORMATS, &args.output, context, OnceClosed::GoOn)?;
        let observer = RunObserver::new(output, failed, context.color);
        let start = if args.record.resume { Start::Resume } else { Start::Anew };
        let named = args.record.ledger.map(|path| NamedLedger { path: path.into(), target, start });
        let (halts, signalled) = signal::halts();
        Ok(Self {
            observer,
            plan,
            halts,
            signalled,
            reader: ReaderThread::start(input, ahead, request_builder),
            named,
            ledger: None,
            accepted: 0,
            overview: Overview::Streaming,
            limits: args.stop.fail_if,
            color: context.color,
            lang: context.lang,
            quiet: args.output.quiet,
        })
    }

    /// Waits until the input was looked into; whether there may be an event to deliver.
    pub(crate) async fn looked(&mut self) -> bool {
        self.overview = (&mut self.reader.overview).await.unwrap_or(Overview::Streaming);
        !matches!(self.overview, Overview::Known { events: 0, .. })
    }

    /// How many events there are, where that is known.
    pub(crate) fn total(&self) -> Option<u64> {
        if let Overview::Known { events, .. } = self.overview { Some(events) } else { None }
    }

    /// Opens the ledger, once it is known whether there is an event.
    pub(crate) fn open_ledger(&mut self) -> Result<(), CliError> {
        let nothing = self.total() == Some(0);
        let named = self.named.take_if(|it| !nothing || it.start == Start::Resume);
        if let Some(NamedLedger { path, target, start }) = named {
            let (ledger, history) = Ledger::open(&path, &target, start, disturbed)?;
            self.accepted = history.accepted;
            self.ledger = Some((ledger, history));
        }
        Ok(())
    }

    /// Opens the ledger and says what comes. Of an input without an event neither is done: what is wrong with it is said
    /// where it is read, and only a ledger to go on from is looked at.
    pub(crate) fn announce(&mut self, announcement: &Announcement) -> Result<(), CliError> {
        self.open_ledger()?;
        if self.total() == Some(0) {
            return Ok(());
        }
        self.say(&announcement.text(self.overview, self.accepted, self.lang));
        Ok(())
    }

    /// Shows how far it has come, where there is a terminal to show it on.
    pub(crate) fn show_progress(&self) {
        if !self.quiet && io::stderr().is_terminal() && self.total() != Some(0) {
            progress::BAR.show_events(self.total());
        }
    }

    /// Says a line on standard error, unless it is to be quiet.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            say(&said(text, self.lang));
        }
    }

    /// Delivers every event, its requests made with `keys`.
    pub(crate) async fn deliver<T: Transport>(&mut self, keys: Keys, transport: T) -> Ended {
        let surroundings: Arc<dyn Surroundings> =
            if self.plan.pace == Pace::Free { Arc::new(Machine) } else { Arc::new(PreciseTimer) };
        let sender = EventSender::new(keys, transport, surroundings, self.observer.live.is_some());
        let ledger = self.ledger.take();
        let halts = self.halts.clone();
        deliver_all(&mut self.reader.events, Arc::new(sender), self.plan, ledger, &mut self.observer, halts)
            .await
    }

    /// Puts the tally together, shows it, and says what the run comes to.
    pub(crate) fn conclude(
        mut self,
        ended: Ended,
        unreached: impl FnOnce(&Outcome) -> CliError,
    ) -> Result<Exit, CliError> {
        if let Some(exit) = *self.signalled.borrow() {
            self.observer.tally(move |summary| summary.interrupt(exit));
        }
        let (is_watched, total) = (self.observer.live.is_some(), self.total());
        let RunObserver { writer, mut failed, failure, unreachable: reason, .. } = self.observer;
        let (failed_to, unkept) =
            failed.finish().map_or_else(|error| (None, Some(error)), |name| (name, None));
        let (mut output, unshown) = writer.end();
        let summary = output.summary();
        summary.read(*self.reader.read.borrow());
        let run = summary.deliveries.get_or_insert_default();
        run.resumed = ended.resumed;
        // Where it is known how many there are, those that were not read are among what is left.
        let unread = total.map_or(0, |total| total.saturating_sub(run.decided() + self.accepted));
        run.left = ended.left.max(unread);
        run.elapsed = ended.elapsed;
        run.failed_to = failed_to;
        run.missed = self.limits.iter().filter_map(|limit| limit.broken_by(run)).collect();
        let exit = verdict(run, &self.limits);
        let unreachable = run.never_connected();
        let nothing = run.attempts() == 0 && run.resumed == 0;
        summary.raise(exit);
        summary.stopped = ended.stopped;
        // A reader that a bug has ended has counted no file; the bug has been said.
        let may_be_empty = nothing && (summary.lacks_events() || !is_watched && summary.files > 0);
        let trouble = failure
            .or(unkept)
            .or_else(|| ended.broken.map(CliError::from))
            .or_else(|| reason.filter(|_| unreachable).map(|outcome| unreached(&outcome)))
            .or_else(|| CliError::of_nothing(summary).filter(|_| may_be_empty));
        if let Some(trouble) = &trouble {
            summary.fail(trouble.exit(), trouble.failure());
        }
        if let Some(error) = unshown {
            return Err(output.abandon(error));
        }
        let summary = output.finish()?;
        if let Some(trouble) = trouble {
            trouble.say(color::for_stderr(self.color));
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
