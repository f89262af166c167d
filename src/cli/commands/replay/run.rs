//! A run of `replay`: delivers over HTTP to an app, or to the receiver that is built in.

use std::sync::Arc;

use super::args::{Args, WireArgs};
use super::{built_in, dry_run};
use crate::cli::args::{keys, lint_levels};
use crate::cli::control::{BoundControl, Control, ControlArgs, DefaultTarget, Disturbances, Gated, OnDemand};
use crate::cli::deliver::{Announcement, DeliveryRun, DeliverySetup, VerboseTransport, options, unreachable};
use crate::cli::launch::{AppProcess, LaunchArgs, ended_by_itself};
use crate::cli::{CliError, Context, Machine, say};
use crate::engine::deliver::{Halt, check_url};
use crate::protocol::Keys;
use crate::protocol::webhook::Transport;
use crate::render::chinese::said;
use crate::report::{Exit, Levels};
use crate::wire::http::Settings;
use crate::wire::{Target, block_on_here};

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let levels = lint_levels::levels(&args.delivery.lints, context.lints())?;
    if args.wire.dry_run {
        return dry_run::run(args, levels, context);
    }
    let Args { input, wire, launch, control, hold, delivery, keys, token } = args;
    let target = wire.to.url.is_some().then(|| options::target(&wire.to)).transpose()?;
    let settings = options::settings(&wire.to, wire.http2)?;
    let mut keys = wire.signing(keys::keys(&keys, &token, keys::EmptySecret::Warned)?)?;
    if target.is_none() {
        keys = built_in::keys(&keys);
    }
    let plan = options::plan(&delivery.schedule, &delivery.stop);
    let setup = DeliverySetup {
        command: "replay",
        plan,
        keys: keys.clone(),
        request_builder: options::request_builder(&plan, &keys),
        target: target.as_ref().map_or("built-in receiver".to_owned(), Target::to_string),
    };
    let run = DeliveryRun::open(input, delivery, setup, context)?;
    let extras = Extras { wire: &wire, launch: &launch, control, held: hold.hold, levels };
    block_on_here(deliver(run, target, &settings, keys, extras)).map_err(CliError::Runtime)?
}

/// What there is to do beside delivering.
struct Extras<'a> {
    wire: &'a WireArgs,
    launch: &'a LaunchArgs,
    control: ControlArgs,
    /// Whether it begins held.
    held: bool,
    levels: Levels,
}

/// Delivers to the target, or to the receiver that is built in, which is started first.
async fn deliver(
    mut run: DeliveryRun,
    target: Option<Target>,
    settings: &Settings,
    keys: Keys,
    extras: Extras<'_>,
) -> Result<Exit, CliError> {
    let Extras { wire, launch, control, held, levels } = extras;
    let lang = run.lang;
    let control = BoundControl::bind(control).await?;
    let (target, name) = if let Some(target) = target {
        let name = target.to_string();
        (target, name)
    } else {
        let target = built_in::start(&mut run.observer, &keys, levels).await?;
        let name = format!("the built-in receiver, {target}");
        (target, name)
    };
    let disturbances = control.as_ref().map(|_| Disturbances::new(&target, settings, run.halts.clone()));
    let usual = DefaultTarget::Url(target.clone(), disturbances.clone());
    let on_demand = OnDemand { keys: keys.clone(), settings: settings.clone(), usual };
    let control = control.map(|it| it.start("replay", lang, on_demand, held));
    run.observer.live = control.as_ref().map(|it| Arc::clone(&it.live));
    let transport = options::transport(target.clone(), settings)?;
    let (mut halts, signalled) = (run.halts.clone(), run.signalled.clone());
    let held = control.as_ref().map(Control::held);
    let transport = Gated::new(transport, held, disturbances);
    let transport = if wire.verbose {
        VerboseTransport::telling(transport, &target, settings.clone(), &keys)
    } else {
        VerboseTransport::silent(transport)
    };
    let has_events = run.looked().await;
    let mut app = if has_events { launch.begin(&target, &keys, &|| *signalled.borrow())? } else { None };
    run.announce(&Announcement::of(name, &keys, &run.plan, settings.timeout))?;
    if wire.verify_url
        && has_events
        && let Err(error) = verify_url(&run, &target, &keys, &transport).await
    {
        app.map(|app| app.conclude(error.exit(), lang));
        return Err(error);
    }
    run.show_progress();
    let total = run.total();
    let is_quiet = run.quiet;
    let ended = run.deliver(keys, transport).await;
    // Where nothing is looked at after the run, it is ended before the report: that tells whether it was there to the end.
    let how_it_ended = |app: &mut AppProcess| match control {
        Some(_) => app.has_ended(),
        None => app.stop().by_itself(),
    };
    if let Some(how) = app.as_mut().and_then(how_it_ended) {
        run.observer.tally(move |summary| summary.fail(Exit::Findings, ended_by_itself(&how)));
    }
    let mut exit = run.conclude(ended, |outcome| unreachable::error(&target, outcome, total))?;
    if let Some(control) = control {
        // Without its input there is nothing to look at.
        if !matches!(exit, Exit::Usage | Exit::Unreadable) {
            if !is_quiet && *halts.borrow() == Halt::No {
                say(&said("no more events; what came is shown until Ctrl-C", lang));
            }
            // Those who watch read what there is.
            let _ = halts.wait_for(|halt| *halt != Halt::No).await;
        }
        control.end().await;
        exit = signalled.borrow().map_or(exit, |signal| exit.max(signal));
    }
    Ok(app.map_or(exit, |app| app.conclude(exit, lang)))
}

/// Makes the platform's URL check. The error of a signal that came meanwhile is the signal's.
async fn verify_url(
    run: &DeliveryRun,
    target: &Target,
    keys: &Keys,
    transport: &impl Transport,
) -> Result<(), CliError> {
    match check_url(keys, transport, &Machine).await {
        Ok(took) => {
            run.say(&format!("URL check answered in {} ms", took.as_millis()));
            Ok(())
        }
        Err(error) => {
            let error = unreachable::of_url_check(target, error);
            Err(match *run.signalled.borrow() {
                Some(exit) => CliError::Stopped { message: error.to_string(), exit },
                None => error,
            })
        }
    }
}
