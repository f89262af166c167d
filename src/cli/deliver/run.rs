//! A run of `replay`: says what it is about to do, delivers, shows every attempt, and judges the whole.

use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::sync::watch;

use super::announce::Announcement;
use super::failed_events::Failed;
use super::local_receiver::LocalReceiver;
use super::options;
use super::reader_thread::{Ahead, Aside, Overview, ReaderThread, feed};
use crate::cli::args::{ColorChoice, LintArgs, inputs, keys, lint_levels};
use crate::cli::commands::replay::{Args, FORMATS, built_in};
use crate::cli::output::{Message, Output, Style, WriterThread, color, guard};
use crate::cli::{CliError, clock, config, signal};
use crate::engine::deliver::ledger::{History, Ledger, Start};
use crate::engine::deliver::prepare::Event;
use crate::engine::deliver::{Ended, EventSender, FailIf, Halt, Observer, Plan, check_url, replay};
use crate::model::Lang;
use crate::protocol::Keys;
use crate::render::Progress;
use crate::report::{Delivered, Deliveries, Exit, Outcome, Record, Summary};
use crate::wire::http::{HttpTransport, Settings};
use crate::wire::{Target, block_on_here};

/// Everything that is known before the input is opened.
pub(crate) struct Replaying {
    color: ColorChoice,
    lang: Lang,
    /// `None` for the receiver that is built in.
    target: Option<Target>,
    settings: Settings,
    keys: Keys,
    plan: Plan,
}

impl Replaying {
    /// Reads the arguments that are about the delivery.
    pub(crate) fn of(args: &Args, color: ColorChoice, lang: Lang) -> Result<Self, CliError> {
        let to = &args.wire.to;
        let target = to.url.is_some().then(|| options::target(to)).transpose()?;
        let settings = options::settings(to, args.wire.http2)?;
        let mut keys = keys::keys(&args.keys, &args.token)?;
        if target.is_none() {
            keys = built_in::keys(&keys);
        }
        let plan = options::plan(&args.course, &args.stop);
        Ok(Self { color, lang, target, settings, keys, plan })
    }

    /// Delivers, and gives the exit back.
    pub(crate) fn run(self, args: Args) -> Result<Exit, CliError> {
        let ledger = self.ledger(&args)?;
        let levels = lint_levels::levels(&LintArgs::default(), &config::load()?.lints()?)?;
        guard::inputs(&args.input.paths, &args.output, &[&args.record.failed_to])?;
        let failed = Failed::new(args.record.failed_to)?;
        let preparer = options::preparer(&args.change, &self.keys, levels, failed.is_wanted())
            .keep_digest(ledger.is_some());
        let ahead = if inputs::is_stream(&args.input) { Ahead::No } else { Ahead::Look };
        let reorder = options::reorder(&args.course);
        let inputs = inputs::open(args.input, inputs::Otherwise::Samples)?;
        let (color, lang) = (self.color, self.lang);
        let style = Style { command: "replay", offered: FORMATS, format: args.format, color, lang };
        let output = Output::open_live(&args.output, style)?;
        let observer = RunObserver::new(output, failed, color);
        let quiet = args.output.quiet;
        let run = Run { plan: self.plan, ledger, observer, verify_url: args.wire.verify_url, quiet };
        let feed = feed(inputs, preparer, reorder, ahead, options::request_builder(&self.plan, &self.keys));
        let (halts, exit) = signals();
        let deliver = self.deliver(run, feed, halts);
        let (mut done, target) = block_on_here(deliver).map_err(CliError::runtime)??;
        if let Some(exit) = *exit.borrow() {
            done.observer.tally(move |summary| summary.raise(exit));
        }
        done.conclude(&args.stop.fail_if, |outcome| CliError::unreachable(&target, outcome))
    }

    /// Delivers to the target, or to the receiver that is built in, which is started first.
    async fn deliver(
        self,
        mut run: Run,
        feed: ReaderThread,
        halts: watch::Receiver<Halt>,
    ) -> Result<(Done, Target), CliError> {
        let (target, name) = if let Some(target) = self.target {
            let name = target.to_string();
            (target, name)
        } else {
            let beside = built_in::start(&self.keys).await?;
            let target: Target = beside.url.parse().expect("a bound address makes a URL");
            let name = format!("the built-in receiver, {target}");
            run.observer.beside = Some(beside);
            run.observer.tally(|summary| {
                summary.deliveries.get_or_insert_default();
            });
            (target, name)
        };
        let transport =
            HttpTransport::new(target.clone(), &self.settings).map_err(|error| options::setup(&error))?;
        let heading = Announcement::of(name, &self.keys, &self.plan, self.settings.timeout);
        let sender = Arc::new(EventSender::new(self.keys, transport, clock::surroundings(self.plan.pace)));
        Ok((run.deliver(feed, sender, &heading, halts).await?, target))
    }

    fn ledger(&self, args: &Args) -> Result<Option<(Ledger, History)>, CliError> {
        let Some(path) = &args.record.ledger else { return Ok(None) };
        let start = if args.record.resume { Start::Resume } else { Start::Anew };
        let target = self.target.as_ref().map_or("built-in receiver".to_owned(), Target::to_string);
        Ok(Some(Ledger::open(path, &target, start)?))
    }
}

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

struct Run {
    plan: Plan,
    ledger: Option<(Ledger, History)>,
    observer: RunObserver,
    verify_url: bool,
    quiet: bool,
}

impl Run {
    async fn deliver(
        mut self,
        mut feed: ReaderThread,
        sender: Arc<EventSender<HttpTransport>>,
        heading: &Announcement,
        halts: watch::Receiver<Halt>,
    ) -> Result<Done, CliError> {
        let overview = feed.overview.await.unwrap_or(Overview::Streaming);
        let accepted = self.ledger.as_ref().map_or(0, |(_, history)| history.accepted());
        if !self.quiet {
            say(&heading.text(overview, accepted));
        }
        if self.verify_url {
            let took = check_url(&sender).await?;
            if !self.quiet {
                say(&format!("URL check answered in {} ms", took.as_millis()));
            }
        }
        if !self.quiet && io::stderr().is_terminal() {
            let total = if let Overview::Known { events, .. } = overview { Some(events) } else { None };
            self.observer.begin(Progress::on_stderr(total));
        }
        let ended = replay(&mut feed.events, sender, self.plan, self.ledger, &mut self.observer, halts).await;
        Ok(Done { observer: self.observer, ended })
    }
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
    beside: Option<LocalReceiver>,
}

impl RunObserver {
    /// Nothing seen yet, no progress shown.
    pub(crate) fn new(output: Output, failed: Failed, color: ColorChoice) -> Self {
        let writer = WriterThread::new(output, color);
        Self { writer, failed, failure: None, color, unreachable: None, beside: None }
    }

    /// Shows how far it has come.
    fn begin(&mut self, progress: Progress) {
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

/// Says a line on standard error.
pub(crate) fn say(text: &str) {
    // Standard error may be closed; the run goes on.
    let _ = writeln!(io::stderr(), "{text}");
}
