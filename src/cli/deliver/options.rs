//! From the arguments to what the engine and the wire take: target, settings, plan, edits.

use std::borrow::Cow;
use std::fs;
use std::sync::Arc;

use crate::cli::args::{ChangeArgs, ScheduleArgs, StopArgs, TargetArgs};
use crate::cli::{CliError, Machine};
use crate::engine::deliver::prepare::{Edits, Order, Preparer, ReorderBuffer, RequestBuilder};
use crate::engine::deliver::timing::{Delays, Pace};
use crate::engine::deliver::{DeliveryPlan, GiveUp};
use crate::engine::validate::Checker;
use crate::model::Lang;
use crate::protocol::Keys;
use crate::protocol::webhook::Header;
use crate::report::Levels;
use crate::wire::http::{ClientError, HttpTransport, Settings, TlsTrust};
use crate::wire::{Target, connections_allowed};

/// How many tickets are in flight at most where a schedule decides when they start: an open loop must not wait.
const OPEN_LOOP_JOBS: usize = 64;

/// The target; without one there is nothing to do.
pub(crate) fn target(args: &TargetArgs) -> Result<Target, CliError> {
    let Some(url) = &args.url else {
        return Err(CliError::usage_with(
            "`--url` is missing: where are the events to be delivered?",
            "name the app's request URL, as in `--url http://127.0.0.1:7777/webhook/event`",
        ));
    };
    url.parse::<Target>()
        .map_err(|error| without_scheme(url).unwrap_or_else(|| CliError::usage(format!("`--url`: {error}"))))
}

/// The address that `helpdesk-evt listen` takes by itself, for what is shown and not sent.
pub(crate) fn default_target() -> Target {
    "http://127.0.0.1:7777/webhook/event".parse().expect("it is a URL")
}

/// Of an address like `localhost:8000` what to write instead.
fn without_scheme(url: &str) -> Option<CliError> {
    let url = url.trim();
    if url.contains("://") {
        return None;
    }
    let path = if url.contains('/') { "" } else { "/webhook/event" };
    let target: Target = format!("http://{url}{path}").parse().ok()?;
    let help = format!("write {target}, with the path of the app's request URL");
    Some(CliError::usage_with("`--url` does not begin with http:// or https://", help))
}

/// The address of an app behind a receiver of ours.
pub(crate) fn forward_target(url: &str) -> Result<Target, CliError> {
    url.parse().map_err(|error| CliError::usage(format!("`--forward`: {error}")))
}

/// The way to an app behind a receiver of ours: requests go on with their own headers and no others.
pub(crate) fn forward_transport(target: Target) -> Result<HttpTransport, CliError> {
    let settings = Settings { headers: Vec::new(), ..Settings::default() };
    transport(target, &settings)
}

pub(crate) fn settings(args: &TargetArgs, http2: bool) -> Result<Settings, CliError> {
    let trust = match &args.cacert {
        _ if args.insecure => TlsTrust::Anyone,
        None => TlsTrust::System,
        Some(path) => {
            TlsTrust::Only(fs::read(path).map_err(|source| CliError::unreadable("--cacert", path, source))?)
        }
    };
    if args.timeout.is_zero() || args.connect_timeout.is_zero() {
        return Err(CliError::usage("a limit of 0 leaves no time for an answer; give another one"));
    }
    let own: Vec<Header> = args.headers.iter().map(|text| header(text)).collect::<Result<_, _>>()?;
    // What the user gives replaces what goes without saying.
    let Settings { mut headers, .. } = Settings::default();
    headers.retain(|(usual, _)| !own.iter().any(|(name, _)| name.eq_ignore_ascii_case(usual)));
    headers.extend(own);
    let (connect_timeout, timeout) = (args.connect_timeout, args.timeout);
    Ok(Settings { connect_timeout, timeout, trust, http2, headers })
}

/// Headers that say how a request is framed: another value would cut it, or end the connection.
const FRAMING: [&str; 9] = [
    "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer",
    "upgrade", "expect",
];

/// `NAME: VALUE`. What was given is not shown: it may be a credential.
fn header(text: &str) -> Result<Header, CliError> {
    let (name, value) = text.split_once(':').ok_or_else(|| {
        CliError::usage_with("a `--header` has no colon", "write it as `--header 'X-Env: test'`")
    })?;
    let name = name.trim();
    if FRAMING.iter().any(|it| it.eq_ignore_ascii_case(name)) {
        let text = format!("`--header '{name}: …'` would say how the request is framed, which it is already");
        return Err(CliError::usage_with(text, "leave it out: length and connection are set for each event"));
    }
    Ok((Cow::Owned(name.to_owned()), Cow::Owned(value.trim().to_owned())))
}

/// The way to a target; what the user is told where it cannot be set up.
pub(crate) fn transport(target: Target, settings: &Settings) -> Result<HttpTransport, CliError> {
    HttpTransport::new(target, settings).map_err(|error| {
        CliError::usage(match error {
            ClientError::Header(_) => format!("`--header`: {error}"),
            ClientError::Certificates(_) => format!("`--cacert`: {error}"),
            ClientError::Setup(_) => error.to_string(),
        })
    })
}

pub(crate) fn plan(schedule: &ScheduleArgs, stop: &StopArgs) -> DeliveryPlan {
    let pace = pace(schedule);
    let usual = if pace == Pace::Free { 1 } else { OPEN_LOOP_JOBS };
    DeliveryPlan {
        // No more than there are file descriptors for.
        jobs: schedule.jobs.map_or(usual, usize::from).min(connections_allowed()),
        pace,
        delays: Delays { retry: schedule.retry, scale: schedule.time_scale },
        duplicate: schedule.duplicate.unwrap_or_default(),
        seed: schedule.shuffle.unwrap_or(0),
        give_up: if stop.fail_fast { GiveUp::FirstFailure } else { GiveUp::Unreachable },
    }
}

fn pace(schedule: &ScheduleArgs) -> Pace {
    match (schedule.rate, schedule.pace) {
        (Some(rate), _) => Pace::Rate(rate),
        (None, Some(_)) => Pace::Recorded { speed: schedule.speed.unwrap_or(1.0), max_gap: schedule.max_gap },
        (None, None) => Pace::Free,
    }
}

/// What makes requests where events are read, if they are sent right after that: a schedule may take its time.
pub(crate) fn request_builder(plan: &DeliveryPlan, keys: &Keys) -> Option<RequestBuilder> {
    (plan.pace == Pace::Free).then(|| RequestBuilder::new(keys.clone(), Arc::new(Machine)))
}

pub(crate) fn reorder(schedule: &ScheduleArgs) -> ReorderBuffer {
    ReorderBuffer::new(match (schedule.shuffle, schedule.pace) {
        (Some(seed), _) => Order::Shuffled(seed),
        (None, Some(_)) => Order::ByTime,
        (None, None) => Order::AsRead,
    })
}

pub(crate) fn preparer(args: &ChangeArgs, keys: &Keys, levels: Levels, lang: Lang) -> Preparer {
    let edits = Edits {
        token: keys.verification_token().cloned(),
        fresh: if args.fresh { Some(Arc::new(Machine)) } else { None },
        settings: args.settings.clone(),
    };
    let checker = Checker::new(levels, keys.cipher().cloned()).lang(lang);
    let mut preparer = Preparer::new(checker, edits, args.force);
    preparer.sends_all_types = args.all_types;
    preparer
}
