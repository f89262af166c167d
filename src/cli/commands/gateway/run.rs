//! A run of `gateway`: lets apps in, tells of their connections, delivers as `replay` does, and keeps who is there.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::args::{Args, HostArgs};
use crate::cli::args::{ColorChoice, keys};
use crate::cli::commands::listen::is_loopback;
use crate::cli::deliver::{Announcement, Run, Setup, options};
use crate::cli::output::{color, open};
use crate::cli::{CliError, Context, now_ms, say};
use crate::engine::deliver::{Ended, Halt};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::render::text::{Clock, counted};
use crate::report::{Exit, Outcome};
use crate::wire::block_on;
use crate::wire::gateway::{Conduct, Gateway, Hub, Notice, Notices, Pong};

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let conduct = args.conduct()?;
    // Over the long connection the token is there and empty.
    let keys = Keys::new(keys::encrypt_key(&args.keys, keys::Empty::Warned)?, Some(Secret::new("")));
    let plan = options::plan(&args.delivery.course, &args.delivery.stop);
    // The port may be another one the next time; the app is the same.
    let app = conduct.admission.app_id.as_ref().map_or(String::new(), |id| format!(" of {id}"));
    let target = format!("the gateway{app}");
    let setup = Setup { command: "gateway", plan, keys, request_builder: None, target };
    let quiet = args.delivery.output.quiet;
    let run = Run::open(args.input, args.delivery, setup, context)?;
    let about = about(&conduct);
    let limit = conduct.ack_limit;
    let announcement =
        Announcement::new("the app's connections".to_owned(), form(conduct.pieces), &plan, limit);
    let hub = Arc::new(Hub::new(conduct, log(quiet, context.color)));
    let host = &args.host;
    let delivering = async {
        let url = open(&hub, host, &about).await?;
        deliver(run, &hub, host, limit, &announcement, &url).await
    };
    block_on(delivering).map_err(CliError::runtime)?
}

/// Listens, and says where.
async fn open(hub: &Arc<Hub>, host: &HostArgs, about: &str) -> Result<String, CliError> {
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
    // It ends with the process: an accept that fails is tried again.
    tokio::spawn(gateway.serve(Arc::clone(hub)));
    if let Some(path) = &host.ready_file {
        open::put(path, &format!("{url}\n"))?;
    }
    Ok(url)
}

/// Delivers once enough connections are there, shows the report, and keeps them.
async fn deliver(
    mut run: Run,
    hub: &Arc<Hub>,
    host: &HostArgs,
    limit: Duration,
    announcement: &Announcement,
    url: &str,
) -> Result<Exit, CliError> {
    let (mut halts, signalled) = (run.halts.clone(), run.signalled.clone());
    hurry_when_halted(hub, halts.clone());
    // An input without an event must not wait for anyone.
    let nothing = !run.looked().await;
    let ended = if nothing || hub.connected(usize::from(host.wait_for)).await {
        run.announce(announcement)?;
        let ended = run.deliver(Keys::default(), Arc::clone(hub)).await;
        // What was not acked may still be acked late.
        tokio::select! {
            () = hub.settled(limit) => {}
            () = abandoned(halts.clone()) => {}
        }
        ended
    } else {
        Ended { stopped: true, ..Ended::default() }
    };
    let late = hub.late();
    run.observer.tally(move |summary| summary.deliveries.get_or_insert_default().acked_late = late);
    let is_quiet = run.is_quiet();
    let exit = run.conclude(ended, |outcome| never_connected(outcome, url))?;
    if !host.once && *halts.borrow() == Halt::No {
        let kept = counted(hub.count() as u64, "connection");
        if !is_quiet {
            say(&format!("no more events; {kept} kept until Ctrl-C (--once ends here)"));
        }
        let _ = halts.wait_for(|halt| *halt != Halt::No).await;
    }
    hub.close().await;
    Ok(signalled.borrow().map_or(exit, |signal| exit.max(signal)))
}

/// Once a stop is asked for, no event waits for a connection any more.
fn hurry_when_halted(hub: &Arc<Hub>, mut halts: watch::Receiver<Halt>) {
    let hub = Arc::clone(hub);
    tokio::spawn(async move {
        let _ = halts.wait_for(|halt| *halt != Halt::No).await;
        hub.hurry();
    });
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
