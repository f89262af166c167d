//! A run of `gateway`: lets apps in, tells of their connections, delivers as `replay` does, and keeps who is there.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::args::{Args, HostArgs};
use crate::cli::args::{ColorChoice, LintArgs, inputs, keys, lint_levels};
use crate::cli::commands::listen::is_loopback;
use crate::cli::commands::replay::FORMATS;
use crate::cli::deliver::{
    Ahead, Announcement, Done, Failed, Overview, ReaderThread, RunObserver, feed, options, signals,
    surroundings,
};
use crate::cli::output::{Output, Style, color, disturbed, open};
use crate::cli::{CliError, Context, now_ms, say};
use crate::engine::deliver::ledger::{History, Ledger, Start};
use crate::engine::deliver::{Ended, EventSender, FailIf, Halt, Plan, replay};
use crate::model::{Lang, Secret};
use crate::protocol::Keys;
use crate::render::text::{Clock, counted};
use crate::report::{Exit, Levels, Outcome};
use crate::wire::block_on;
use crate::wire::gateway::{Conduct, Gateway, Hub, Notice, Notices, Pong};

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let conduct = args.conduct()?;
    let levels = lint_levels::levels(&LintArgs::default(), &context.lints)?;
    Hosting { color: context.color, lang: context.lang, conduct }.run(args, levels)
}

/// Everything that is known before the input is opened.
struct Hosting {
    color: ColorChoice,
    lang: Lang,
    conduct: Conduct,
}

impl Hosting {
    /// Delivers, and gives the exit back.
    fn run(self, args: Args, levels: Levels) -> Result<Exit, CliError> {
        let ledger = self.ledger(&args)?;
        // Over the long connection the token is there and empty.
        let (file, flag) = (args.keys.encrypt_key_file.as_deref(), args.keys.encrypt_key.as_deref());
        let of_input = Keys::new(keys::secret("encrypt key", file, flag)?, Some(Secret::new("")));
        let failed = Failed::new(args.record.failed_to.map(Into::into))?;
        let preparer = options::preparer(&args.change, &of_input, levels, failed.is_wanted())
            .keep_digest(ledger.is_some());
        let ahead = if inputs::is_stream(&args.input) { Ahead::No } else { Ahead::Look };
        let reorder = options::reorder(&args.course);
        let plan = options::plan(&args.course, &args.stop);
        let inputs = inputs::open(args.input, inputs::Otherwise::Samples)?;
        let (color, lang) = (self.color, self.lang);
        let style = Style { command: "gateway", offered: FORMATS, format: args.format, color, lang };
        let output = Output::open_live(&args.output, style)?;
        let observer = RunObserver::new(output, failed, color);
        let quiet = args.output.quiet;
        let about = about(&self.conduct);
        let heading = Announcement::new(
            "the app's connections".to_owned(),
            form(self.conduct.pieces),
            &plan,
            self.conduct.ack_limit,
        );
        let limit = self.conduct.ack_limit;
        let hub = Arc::new(Hub::new(self.conduct, log(quiet, color)));
        let (halts, exit) = signals();
        let host = &args.host;
        let show = Show { hub, plan, limit, heading, quiet, halts, exit };
        let feed = feed(inputs, preparer, reorder, ahead, None);
        let run = async {
            let url = show.open(host, &about).await?;
            show.deliver(host, feed, ledger, observer, &args.stop.fail_if, &url).await
        };
        block_on(run).map_err(CliError::runtime)?
    }

    fn ledger(&self, args: &Args) -> Result<Option<(Ledger, History)>, CliError> {
        let Some(path) = &args.record.ledger else { return Ok(None) };
        let start = if args.record.resume { Start::Resume } else { Start::Anew };
        // The port may be another one the next time; the app is the same.
        let app = self.conduct.admission.app_id.as_ref().map_or(String::new(), |id| format!(" of {id}"));
        Ok(Some(Ledger::open(path, &format!("the gateway{app}"), start, disturbed)?))
    }
}

/// What one run goes through.
struct Show {
    hub: Arc<Hub>,
    plan: Plan,
    limit: Duration,
    heading: Announcement,
    quiet: bool,
    halts: watch::Receiver<Halt>,
    exit: watch::Receiver<Option<Exit>>,
}

impl Show {
    /// Opens the door and says where it is.
    async fn open(&self, host: &HostArgs, about: &str) -> Result<String, CliError> {
        if let Some(path) = &host.ready_file {
            // One from an earlier run would tell of a gateway that is gone.
            let _ = std::fs::remove_file(path);
        }
        let gateway = Gateway::bind(&host.host, host.port).await?;
        let address = gateway.address();
        let url = format!("http://{address}");
        if !is_loopback(&host.host) {
            say(&format!(
                "note: --host {} lets everyone who can reach this machine connect, without TLS",
                host.host
            ));
        }
        say(&format!("gateway on {url} · {about}"));
        let hub = Arc::clone(&self.hub);
        // It ends with the process: an accept that fails is tried again.
        tokio::spawn(gateway.serve(hub));
        if let Some(path) = &host.ready_file {
            open::put(path, &format!("{url}\n"))?;
        }
        Ok(url)
    }

    async fn deliver(
        mut self,
        host: &HostArgs,
        mut feed: ReaderThread,
        ledger: Option<(Ledger, History)>,
        mut observer: RunObserver,
        limits: &[FailIf],
        url: &str,
    ) -> Result<Exit, CliError> {
        self.hurry_when_halted();
        let overview = feed.overview.await.unwrap_or(Overview::Streaming);
        // An input without an event must not wait for anyone.
        let nothing = matches!(overview, Overview::Known { events: 0, .. });
        let ended = if nothing || self.hub.connected(usize::from(host.wait_for)).await {
            let accepted = ledger.as_ref().map_or(0, |(_, history)| history.accepted());
            self.talk(&self.heading.text(overview, accepted));
            let sender = Arc::new(EventSender::new(
                Keys::default(),
                Arc::clone(&self.hub),
                surroundings(self.plan.pace),
            ));
            let halts = self.halts.clone();
            let ended = replay(&mut feed.events, sender, self.plan, ledger, &mut observer, halts).await;
            // What was not acked may still be acked late.
            tokio::select! {
                () = self.hub.settled(self.limit) => {}
                () = abandoned(self.halts.clone()) => {}
            }
            ended
        } else {
            Ended { stopped: true, ..Ended::default() }
        };
        let (late, signal) = (self.hub.late(), *self.exit.borrow());
        observer.tally(move |summary| {
            summary.deliveries.get_or_insert_default().acked_late = late;
            if let Some(exit) = signal {
                summary.raise(exit);
            }
        });
        let exit = Done { observer, ended }.conclude(limits, |outcome| never_connected(outcome, url))?;
        self.keep(host.once).await;
        self.hub.close().await;
        Ok(self.exit.borrow().map_or(exit, |signal| exit.max(signal)))
    }

    /// Once a stop is asked for, no event waits for a connection any more.
    fn hurry_when_halted(&self) {
        let (hub, mut halts) = (Arc::clone(&self.hub), self.halts.clone());
        tokio::spawn(async move {
            let _ = halts.wait_for(|halt| *halt != Halt::No).await;
            hub.hurry();
        });
    }

    /// Keeps the connections until a signal comes.
    async fn keep(&mut self, once: bool) {
        if once || *self.halts.borrow() != Halt::No {
            return;
        }
        let kept = counted(self.hub.count() as u64, "connection");
        self.talk(&format!("no more events; {kept} kept until Ctrl-C (--once ends here)"));
        let _ = self.halts.wait_for(|halt| *halt != Halt::No).await;
    }

    fn talk(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}

async fn abandoned(mut halts: watch::Receiver<Halt>) {
    if halts.wait_for(|halt| *halt == Halt::Abandon).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn never_connected(outcome: &Outcome, url: &str) -> CliError {
    CliError::Unreachable {
        message: format!("no app could be reached: {outcome}"),
        help: format!("connect with the SDK's long connection and domain=\"{url}\""),
    }
}

/// Who is let in, and what goes wrong on purpose.
fn about(conduct: &Conduct) -> String {
    let admission = &conduct.admission;
    let app = admission.app_id.as_ref().map_or("any app id".to_owned(), |id| format!("app {id}"));
    let secret = if admission.app_secret.is_some() { "with its secret" } else { "with any secret" };
    let mut parts = vec![
        format!("{app} {secret}"),
        format!("at most {}", counted(conduct.connections as u64, "connection")),
    ];
    if let Some((after, _)) = conduct.drop {
        parts.push(format!("each dropped after {} s", after.as_secs_f64()));
    }
    if conduct.endpoint_fails > 0 {
        parts.push(format!("{} refused first", counted(u64::from(conduct.endpoint_fails), "request")));
    }
    if conduct.pong == Pong::Withhold {
        parts.push("no pongs".to_owned());
    }
    parts.join(" · ")
}

fn form(pieces: NonZeroUsize) -> String {
    if pieces.get() == 1 { "plain".to_owned() } else { format!("plain, in {pieces} pieces") }
}

/// Tells of connections on standard error.
fn log(quiet: bool, choice: ColorChoice) -> Notices {
    if quiet {
        return Arc::new(|_| {});
    }
    let (clock, paint) = (Clock::local(), color::for_stderr(choice));
    Arc::new(move |notice: Notice| {
        let time = paint.dim(&clock.time_of_day(now_ms()));
        let text = notice.to_string();
        let text = if notice.is_bad() { paint.warn(&text) } else { text };
        say(&format!("{time}  {text}"));
    })
}
