//! A run of `gateway`: lets apps in, tells of their connections, delivers as `replay` does, and keeps the connections.

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::app::StartedApp;
use super::args::{Args, HostArgs};
use crate::cli::args::keys;
use crate::cli::control::{BoundControl, Control, DefaultTarget, Gated, OnDemand};
use crate::cli::deliver::{Announcement, DeliveryRun, DeliverySetup, options};
use crate::cli::launch::ended_by_itself;
use crate::cli::output::{color, file};
use crate::cli::{CliError, Context, fitted, now_ms, say, say_other_protocol, say_public, signal};
use crate::engine::deliver::{Ended, Halt};
use crate::mask::Mask;
use crate::model::{Lang, Secret};
use crate::protocol::Keys;
use crate::render::chinese::said;
use crate::render::text::layout::Break;
use crate::render::text::{ColorChoice, Zone, counted, visible};
use crate::report::{Exit, Failure, Outcome};
use crate::wire::block_on;
use crate::wire::gateway::{Behaviour, DropHow, EndpointFailures, Gateway, Notice, Notices, Pong, Registry};
use crate::wire::http::Settings;

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let behaviour = args.behaviour()?;
    // Over the long connection the token is there and empty.
    let keys = keys::keys_of(&args.keys, Some(Secret::new("")), keys::EmptySecret::Warned)?;
    let plan = options::plan(&args.delivery.schedule, &args.delivery.stop);
    // The port may be another one the next time; the app is the same.
    let app = behaviour.admission.app_id.as_ref().map_or(String::new(), |id| format!(" of {id}"));
    let target = format!("the gateway{app}");
    let setup = DeliverySetup { command: "gateway", plan, keys: keys.clone(), request_builder: None, target };
    let quiet = args.delivery.output.quiet;
    let mut run = DeliveryRun::open(args.input, args.delivery, setup, context)?;
    let about = said(&about(&behaviour), context.lang).into_owned();
    let limit = behaviour.ack_limit;
    let announcement =
        Announcement::new("the app's connections".to_owned(), form(behaviour.pieces), &plan, limit);
    let app_secret = behaviour.admission.app_secret.as_ref().map(Secret::expose);
    let mask = Mask::new(keys.secrets().chain(app_secret));
    let registry = Arc::new(Registry::new(behaviour, log(quiet, context.color, context.lang)));
    let host = &args.host;
    let delivering = async {
        let control = BoundControl::bind(args.control).await?;
        let url = open(&registry, host, &about, context.lang).await?;
        let usual = DefaultTarget::Gateway(Arc::clone(&registry));
        let on_demand = OnDemand { keys, settings: Settings::default(), usual };
        let control = control.map(|it| it.start("gateway", context.lang, on_demand, args.hold.hold));
        run.observer.live = control.as_ref().map(|it| Arc::clone(&it.live));
        let held = control.as_ref().map(Control::held);
        let transport = Gated::new(Arc::clone(&registry), held, None);
        let exit = deliver(run, &registry, transport, host, &announcement, &url, &mask).await;
        if let Some(control) = control {
            control.end().await;
        }
        exit
    };
    block_on(delivering).map_err(CliError::Runtime)?
}

/// Listens, and says where.
async fn open(
    registry: &Arc<Registry>,
    host: &HostArgs,
    about: &str,
    lang: Lang,
) -> Result<String, CliError> {
    if let Some(path) = &host.ready_file {
        // One from an earlier run would tell of a gateway that is gone.
        let _ = std::fs::remove_file(path);
    }
    let mut gateway = Gateway::bind(&host.host, host.port).await?;
    gateway.server.other_protocols.tell = say_other_protocol;
    let address = gateway.address();
    let url = format!("http://{address}");
    say_public(&host.host, address, "connect, without TLS");
    let place = format!("gateway on {url}");
    say(&fitted(&format!("{} · {about}", said(&place, lang)), 0, 2, Break::Dot));
    // It ends once the registry is closed.
    tokio::spawn(gateway.serve(Arc::clone(registry)));
    if let Some(path) = &host.ready_file {
        file::write_whole(path, &format!("{url}\n"))?;
    }
    Ok(url)
}

/// Delivers once enough connections are there, shows the report, and keeps them.
async fn deliver(
    mut run: DeliveryRun,
    registry: &Arc<Registry>,
    transport: Gated<Arc<Registry>>,
    host: &HostArgs,
    announcement: &Announcement,
    url: &str,
    mask: &Mask,
) -> Result<Exit, CliError> {
    let (signalled, lang) = (run.signalled.clone(), run.lang);
    let app = StartedApp::default();
    run.halts = halts_within(run.halts.clone(), over(host, registry, app.clone(), lang));
    let mut halts = run.halts.clone();
    end_waits_when_halted(registry, halts.clone());
    // An input without an event must not wait for an app.
    let nothing = !run.looked().await;
    // What is not ours is said before an app is waited for.
    run.open_ledger()?;
    if let (false, Some(command)) = (nothing, &host.run) {
        app.start(command, mask)?;
    }
    let patience = host.patience().unwrap_or(Duration::MAX);
    let connected = registry.connected(host.wanted().into());
    let connected = nothing || timeout(patience, connected).await.unwrap_or(false);
    let ended = if connected {
        run.announce(announcement)?;
        deliver_and_settle(&mut run, registry, transport).await
    } else {
        Ended { stopped: true, ..Ended::default() }
    };
    let late = registry.late();
    // Where its time was over too early; what a signal comes to is added to the tally by the run itself.
    let is_signalled = signalled.borrow().is_some();
    let mut how_it_ended = app.how_it_ended();
    if connected && (host.once || *halts.borrow() != Halt::No) {
        // The report may be more than a pipe holds, and read only once the app has ended: it must not wait for that.
        how_it_ended = app.stop();
        registry.close().await;
    }
    let unmet = (!connected && !is_signalled)
        .then(|| too_few_connected(registry, host, how_it_ended.as_deref(), &app, mask, url));
    let cut_short = (connected && ended.stopped && !is_signalled)
        .then(|| Failure::new(Exit::Findings, "its time was over before all was delivered"));
    let died = how_it_ended.filter(|_| connected).map(|how| ended_by_itself(&how));
    let failures: Vec<_> =
        cut_short.into_iter().chain(died).chain(unmet.as_ref().map(CliError::failure)).collect();
    let exit = if unmet.is_some() { Exit::Network } else { Exit::Findings };
    run.observer.tally(move |summary| {
        summary.deliveries.get_or_insert_default().acked_late = late;
        for failure in failures {
            summary.fail(exit, failure);
        }
    });
    let (is_quiet, paint) = (run.quiet, color::for_stderr(run.color));
    // Without an event connections are kept only for those that the page or a program sends.
    let keeps = !host.once && (!nothing || run.observer.live.is_some());
    let exit = run.conclude(ended, |outcome| never_connected(outcome, url))?;
    if let Some(unmet) = unmet {
        registry.close().await;
        return Ok(exit.max(unmet.say(paint)));
    }
    if keeps && *halts.borrow() == Halt::No {
        if !is_quiet {
            let kept = counted(registry.count() as u64, "connection");
            let text = format!("no more events; {kept} kept until Ctrl-C (--once ends here)");
            say(&said(&text, lang));
        }
        let _ = halts.wait_for(|halt| *halt != Halt::No).await;
    }
    // Before its connections are gone: its last lines are about the run, and not about them.
    let exit = app.conclude(exit, lang);
    registry.close().await;
    Ok(signalled.borrow().map_or(exit, |signal| exit.max(signal)))
}

/// Delivers every event, and waits for acks that are late.
async fn deliver_and_settle(
    run: &mut DeliveryRun,
    registry: &Registry,
    transport: Gated<Arc<Registry>>,
) -> Ended {
    let ended = run.deliver(Keys::default(), transport).await;
    tokio::select! {
        () = registry.settled(registry.behaviour.ack_limit) => {}
        () = signal::abandoned(run.halts.clone()) => {}
    }
    ended
}

/// Once a stop is asked for, no event waits for a connection any more.
fn end_waits_when_halted(registry: &Arc<Registry>, mut halts: watch::Receiver<Halt>) {
    let registry = Arc::clone(registry);
    tokio::spawn(async move {
        let _ = halts.wait_for(|halt| *halt != Halt::No).await;
        registry.end_waits();
    });
}

/// Done once the time of the run is over, its app has ended, or, where it ends after its last event, no connection was
/// there for as long as one is waited for.
fn over(
    host: &HostArgs,
    registry: &Arc<Registry>,
    app: StartedApp,
    lang: Lang,
) -> impl Future<Output = ()> + Send + use<> {
    let (limit, registry) = (host.duration.unwrap_or(Duration::MAX), Arc::clone(registry));
    let patience = host.patience_asked_for().filter(|_| host.once).unwrap_or(Duration::MAX);
    async move {
        let deserted = async {
            registry.deserted(patience).await;
            let text = format!("no connection for {} s (--wait-for): the run ends", patience.as_secs_f64());
            say(&said(&text, lang));
        };
        tokio::select! {
            () = sleep(limit) => {}
            () = app.ended() => {}
            () = deserted => {}
        }
    }
}

/// What signals ask for; once it is over, what is in flight is finished.
fn halts_within(
    mut signalled: watch::Receiver<Halt>,
    over: impl Future<Output = ()> + Send + 'static,
) -> watch::Receiver<Halt> {
    let (tell, halts) = watch::channel(*signalled.borrow());
    tokio::spawn(async move {
        let mut over = std::pin::pin!(over);
        let mut is_over = false;
        loop {
            tokio::select! {
                changed = signalled.changed() => if changed.is_err() { return },
                () = &mut over, if !is_over => is_over = true,
            }
            let asked = *signalled.borrow_and_update();
            tell.send_replace(if is_over && asked == Halt::No { Halt::Finish } else { asked });
        }
    });
    halts
}

fn too_few_connected(
    registry: &Registry,
    host: &HostArgs,
    ended: Option<&str>,
    app: &StartedApp,
    mask: &Mask,
    url: &str,
) -> CliError {
    let limit = host.duration.into_iter().chain(host.patience()).min().unwrap_or_default().as_secs_f64();
    let wanted = host.wanted();
    let message = match (ended, registry.count()) {
        (Some(how), _) => format!("the app ended before it connected ({how})"),
        (None, 0) => format!("no app connected within {limit} s"),
        (None, came) if came < wanted.into() => {
            format!("{came} of {wanted} connections were made within {limit} s")
        }
        (None, came) => {
            format!("{} made within {limit} s, too late to get events", counted(came as u64, "connection"))
        }
    };
    // Before the app is ended, and what is left of its connections.
    let obstacle = registry.latest_obstacle().map(|it| mask.text(&it.to_string()));
    let last = obstacle.map_or(String::new(), |it| format!("; last: {}", visible(&it)));
    CliError::Unreachable { message: message + &last + &app.tail(), help: connect_help(url) }
}

fn connect_help(url: &str) -> String {
    format!("connect with the SDK's long connection and domain=\"{url}\"")
}

fn never_connected(outcome: &Outcome, url: &str) -> CliError {
    CliError::Unreachable { message: format!("no app could be reached: {outcome}"), help: connect_help(url) }
}

/// Which apps are let in, and what goes wrong on purpose.
fn about(behaviour: &Behaviour) -> String {
    let admission = &behaviour.admission;
    let app = admission.app_id.as_ref().map_or("any app id".to_owned(), |id| format!("app {id}"));
    let secret = if admission.app_secret.is_some() { "with its secret" } else { "with any secret" };
    let mut parts = vec![
        format!("{app} {secret}"),
        format!("at most {}", counted(behaviour.connections as u64, "connection")),
    ];
    if let Some((after, how)) = behaviour.drop {
        let what = if how == DropHow::Stall { "stalled" } else { "dropped" };
        parts.push(format!("each {what} after {} s", after.as_secs_f64()));
    }
    let EndpointFailures { after, count, .. } = behaviour.endpoint_failures;
    if count > 0 {
        let when = if after > 0 { format!("after {after}") } else { "first".to_owned() };
        parts.push(format!("{} refused {when}", counted(u64::from(count), "request")));
    }
    if behaviour.pong == Pong::Withhold {
        parts.push("no pongs".to_owned());
    }
    parts.join(" · ")
}

fn form(pieces: NonZeroUsize) -> String {
    if pieces.get() == 1 { "plain".to_owned() } else { format!("plain, in {pieces} pieces") }
}

/// Tells of connections on standard error.
fn log(quiet: bool, choice: ColorChoice, lang: Lang) -> Notices {
    if quiet {
        return Arc::new(|_| {});
    }
    let (zone, paint) = (LazyLock::new(Zone::local), color::for_stderr(choice));
    Arc::new(move |notice: Notice| {
        let time = paint.dim(&zone.time(Some(now_ms())));
        let text = notice.to_string();
        let text = said(&text, lang);
        let text = visible(&text);
        let text = if notice.is_bad() { paint.warn(&text) } else { text.into_owned() };
        say(&format!("{time}  {text}"));
    })
}
