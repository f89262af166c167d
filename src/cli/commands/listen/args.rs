//! `helpdesk-evt listen`: receive events as an app does, check, show and record them.

use std::time::Duration;

use clap::builder::{StringValueParser, TypedValueParser as _};

use super::run::ListenRun;
use crate::cli::args::{
    Format, InputPath, KeyArgs, LintArgs, OutputArgs, OutputPath, TokenArgs, format, keys, lint_levels,
};
use crate::cli::commands::redact::pseudonyms;
use crate::cli::control::{ControlArgs, DefaultTarget, OnDemand};
use crate::cli::deliver::options;
use crate::cli::output::{OnceClosed, RecordOutput, disturbed};
use crate::cli::{CliError, Context};
use crate::engine::receive::{Misbehaviour, ReceiverPlan, RecordPlan};
use crate::engine::validate::Checker;
use crate::engine::{Portion, parse_time};
use crate::report::{Code, Exit, Level};
use crate::wire::http::{Limits, Settings};

const FORMATS: &[Format] = &[Format::Human, Format::Short, Format::Ndjson];

/// Receive events as an app does: check, show and record them.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
#[command(mut_args(|it| if it.get_id() == "format" { it.help("How to show what comes") } else { it }))]
#[command(after_help = "Examples:
  check, show and record
    helpdesk-evt listen --encrypt-key-file key \\
      --verification-token-file token --record events.ndjson
  every event once, also after a restart
    helpdesk-evt listen --record events.ndjson --dedupe 8h
  watch it in a browser, replay and edit what came
    helpdesk-evt listen --ui
  try how a sender retries
    helpdesk-evt listen --fail-first 3
  in a script
    helpdesk-evt listen --port 0 --ready-file url --max-events 5 --for 30s

What is acknowledged with 200 is in the record, flushed to disk, before the
answer goes out. It ends with Ctrl-C (130), or with --max-events or --for: 0,
or 1 if a request was refused, an event was faulty, or awaited events did not
come.")]
pub(crate) struct Args {
    /// The port; 0 takes a free one and says which
    #[arg(long, value_name = "PORT", default_value_t = 7777)]
    port: u16,
    /// The address to listen on; another one than this machine's own lets others send events here
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1", value_parser = StringValueParser::new().map(bound))]
    host: String,
    /// The path events are delivered to
    #[arg(long, value_name = "PATH", default_value = "/webhook/event", value_parser = path)]
    path: String,
    /// The largest body that is taken, bytes
    #[arg(long, value_name = "BYTES", default_value_t = 1_000_000)]
    max_body: u64,
    /// Pass what is in order on to an app behind, body and headers as they came; its answer is shown and kept in
    /// --record-raw beside ours, and the sender does not wait for it
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    #[command(flatten)]
    recording: RecordingArgs,
    #[command(flatten)]
    misbehaviour: ResponseFaultArgs,
    #[command(flatten)]
    until: UntilArgs,
    #[command(flatten)]
    control: ControlArgs,
    #[command(flatten)]
    lints: LintArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    token: TokenArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Recording")]
struct RecordingArgs {
    /// Append every acknowledged event to a file, a line each, its very bytes (an event of several lines loses the
    /// white space between its tokens); readable for its owner only, for events carry their token
    #[arg(long, value_name = "FILE")]
    record: Option<OutputPath>,
    /// Append every request as it came, headers and body, to a file, a line of JSON each; secrets are masked
    #[arg(long, value_name = "FILE")]
    record_raw: Option<OutputPath>,
    /// Record events without what identifies anybody: ids, names, texts and tokens become pseudonyms, as `redact` does it
    #[arg(long, requires = "record", conflicts_with = "record_raw")]
    redact: bool,
    /// Make the same pseudonyms as every run with this file; --dedupe needs it to know events across restarts
    #[arg(long, value_name = "FILE", requires = "redact")]
    salt_file: Option<InputPath>,
    /// Leave events out of the record that were acknowledged within this time, as in 8h: those of the same `event_id`,
    /// ticket and content; kept across restarts in FILE.seen (the latest 1,048,576 events)
    #[arg(long, value_name = "TIME", requires = "record", value_parser = parse_time)]
    dedupe: Option<Duration>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Misbehaving on purpose (towards events that are in order)")]
struct ResponseFaultArgs {
    /// Answer with this status; what is not acknowledged with 200 is not recorded
    #[arg(long, value_name = "STATUS", default_value_t = 200, value_parser = clap::value_parser!(u16).range(200..=599))]
    respond: u16,
    /// Hold every answer back so long; the event is on disk before
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_time)]
    delay: Duration,
    /// Answer the first N deliveries with 500, whichever events they carry
    #[arg(long, value_name = "N", default_value_t = 0)]
    fail_first: u64,
    /// Close the connection of this share of deliveries without an answer, as in 10%
    #[arg(long, value_name = "SHARE", default_value = "0%")]
    drop: Portion,
    /// Which deliveries --drop takes: the same ones in every run
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    seed: u64,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Ending, and scripts")]
struct UntilArgs {
    /// Stop after N events that were answered as asked; duplicates, --fail-first and --drop do not count
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_events: Option<u64>,
    /// Stop after this time, as in 30s
    #[arg(long = "for", value_name = "TIME", value_parser = parse_time)]
    duration: Option<Duration>,
    /// Write the URL to this file once events can be sent
    #[arg(long, value_name = "FILE")]
    ready_file: Option<OutputPath>,
}

fn path(text: &str) -> Result<String, String> {
    if text.starts_with('/') && !text.contains(['?', '#', ' ']) {
        Ok(text.to_owned())
    } else {
        Err("a path begins with / and has no ?, # or space, as in /webhook/event".to_owned())
    }
}

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let lang = context.lang;
    let mut levels = lint_levels::levels(&args.lints, context.lints())?;
    // Duplicates are marked in the row itself, with the time of the first.
    levels.set(Code::DuplicateEvent, Level::Allow);
    let ResponseFaultArgs { respond, delay, fail_first, drop, seed } = args.misbehaviour;
    let RecordingArgs { record, record_raw, redact, salt_file, dedupe } = args.recording;
    let pseudonyms = redact.then(|| pseudonyms(salt_file.as_ref())).transpose()?;
    let plan = ReceiverPlan {
        path: args.path,
        keys: keys::keys(&args.keys, &args.token, keys::EmptySecret::Refused)?,
        checker: Checker::new(levels, None).lang(lang),
        misbehaviour: Misbehaviour { respond, delay, fail_first, drop, seed },
        record: RecordPlan {
            tell: disturbed,
            record: record.map(Into::into),
            raw: record_raw.map(Into::into),
            dedupe,
            pseudonyms,
            keeps_requests: args.control.is_asked_for(),
        },
    };
    let forward = args.forward.as_deref().map(options::forward_target).transpose()?;
    let behind = forward.clone().map(options::forward_transport).transpose()?;
    let limits = Limits { body: args.max_body, ..Limits::default() };
    let on_demand = OnDemand {
        keys: plan.keys.clone(),
        settings: Settings::default(),
        usual: forward.map_or(DefaultTarget::None, |it| DefaultTarget::Url(it, None)),
    };
    let run = ListenRun {
        control: args.control,
        on_demand: Some(on_demand),
        output: RecordOutput::open_live("listen", FORMATS, &args.output, context, OnceClosed::End)?,
        max_events: args.until.max_events,
        after: args.until.duration,
        failure: None,
        lang,
        behind,
    };
    run.run(plan, &args.host, args.port, limits, args.until.ready_file.as_deref())
}

/// A host as it is bound: an IPv6 address without the brackets that it has in a URL.
pub(crate) fn bound(text: String) -> String {
    let inside = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inside.map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_bound_without_the_brackets_of_a_url() {
        let hosts = ["[::1]", "::1", "127.0.0.1", "localhost", "[", "[]"].map(|it| bound(it.to_owned()));
        assert_eq!(hosts, ["::1", "::1", "127.0.0.1", "localhost", "[", ""]);
    }
}
