//! A run of `replay`: says what it is about to do, delivers, and judges the whole.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;

use tokio::sync::watch;

use super::args::{Args, FORMATS};
use super::{built_in, dry_run};
use crate::cli::args::{ColorChoice, LintArgs, inputs, keys, lint_levels};
use crate::cli::deliver::{
    Ahead, Announcement, Done, Failed, Overview, ReaderThread, RunObserver, feed, options, signals,
    surroundings,
};
use crate::cli::output::{Output, Style, disturbed};
use crate::cli::{CliError, Context, say};
use crate::engine::deliver::ledger::{History, Ledger, Start};
use crate::engine::deliver::{EventSender, Halt, Plan, check_url, replay};
use crate::model::Lang;
use crate::protocol::Keys;
use crate::render::Progress;
use crate::report::{Exit, Levels};
use crate::wire::http::{HttpTransport, Settings};
use crate::wire::{Target, block_on_here};

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let levels = lint_levels::levels(&LintArgs::default(), &context.lints)?;
    if args.wire.dry_run {
        dry_run::run(args, levels)
    } else {
        Replaying::of(&args, context)?.run(args, levels)
    }
}

/// Everything that is known before the input is opened.
struct Replaying {
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
    fn of(args: &Args, context: &Context) -> Result<Self, CliError> {
        let to = &args.wire.to;
        let target = to.url.is_some().then(|| options::target(to)).transpose()?;
        let settings = options::settings(to, args.wire.http2)?;
        let mut keys = keys::keys(&args.keys, &args.token)?;
        if target.is_none() {
            keys = built_in::keys(&keys);
        }
        let plan = options::plan(&args.course, &args.stop);
        Ok(Self { color: context.color, lang: context.lang, target, settings, keys, plan })
    }

    /// Delivers, and gives the exit back.
    fn run(self, args: Args, levels: Levels) -> Result<Exit, CliError> {
        let ledger = self.ledger(&args)?;
        let failed = Failed::new(args.record.failed_to.map(Into::into))?;
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
        let sender = Arc::new(EventSender::new(self.keys, transport, surroundings(self.plan.pace)));
        Ok((run.deliver(feed, sender, &heading, halts).await?, target))
    }

    fn ledger(&self, args: &Args) -> Result<Option<(Ledger, History)>, CliError> {
        let Some(path) = &args.record.ledger else { return Ok(None) };
        let start = if args.record.resume { Start::Resume } else { Start::Anew };
        let target = self.target.as_ref().map_or("built-in receiver".to_owned(), Target::to_string);
        Ok(Some(Ledger::open(path, &target, start, disturbed)?))
    }
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
