//! Arguments about a delivery that `replay` and `gateway` share: what is sent, when, and what is kept of it.

use std::time::Duration;

use clap::ValueEnum;

use super::format;
use super::format::Format::{self, Github, Html, Human, Json, Junit, Markdown, Ndjson, Short};
use super::groups::{LintArgs, OutputArgs};
use super::path::OutputPath;
use crate::engine::deliver::FailIf;
use crate::engine::deliver::prepare::Setting;
use crate::engine::deliver::timing::Retry;
use crate::engine::{Portion, Rate, parse_time};

/// The formats in which deliveries are told.
pub(crate) const FORMATS: &[Format] = &[Human, Short, Json, Ndjson, Github, Junit, Markdown, Html];

/// Everything about a delivery but where it goes.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
pub(crate) struct DeliveryArgs {
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
    #[command(flatten)]
    pub(crate) schedule: ScheduleArgs,
    #[command(flatten)]
    pub(crate) stop: StopArgs,
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    #[command(flatten)]
    pub(crate) lints: LintArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What is changed in every event.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Events")]
pub(crate) struct ChangeArgs {
    /// Give every event a new `event_id` and `create_time`
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51
    #[arg(long = "set", value_name = "PLACE=JSON")]
    pub(crate) settings: Vec<Setting>,
    /// Deliver invalid events, too; otherwise they are reported and left out
    #[arg(long)]
    pub(crate) force: bool,
    /// Deliver events of other products, too; otherwise they are counted and left out
    #[arg(long)]
    pub(crate) all_types: bool,
}

/// With what is taken for a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaceChoice {
    /// The gaps between the events' `create_time`
    Recorded,
}

/// When deliveries start, and which are made again.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Course")]
pub(crate) struct ScheduleArgs {
    /// How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Start so many events a time, whatever the app does: 50/s, 30/m, 100/h
    #[arg(long, value_name = "RATE", conflicts_with = "pace")]
    pub(crate) rate: Option<Rate>,
    /// Keep the recorded gaps; events are sorted by their time, 4,096 at a time
    #[arg(long, value_name = "PACE", value_enum)]
    pub(crate) pace: Option<PaceChoice>,
    /// How many times faster than recorded
    #[arg(long, value_name = "FACTOR", requires = "pace", value_parser = factor)]
    pub(crate) speed: Option<f64>,
    /// Wait no longer than this between two events
    #[arg(long, value_name = "TIME", requires = "pace", value_parser = parse_time)]
    pub(crate) max_gap: Option<Duration>,
    /// Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)
    #[arg(long, value_name = "RETRY", default_value = "none")]
    pub(crate) retry: Retry,
    /// Multiply the waits before retries; 0.001 makes 15 s 15 ms
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = factor)]
    pub(crate) time_scale: f64,
    /// Deliver this share of the events again after they were accepted: 10%, or all
    #[arg(long, value_name = "SHARE")]
    pub(crate) duplicate: Option<Portion>,
    /// Disorder the events, within and across tickets, the same way for the same seed
    #[arg(long, value_name = "SEED", conflicts_with = "pace")]
    pub(crate) shuffle: Option<u64>,
}

/// When the run is over, and when it has failed.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Verdict")]
pub(crate) struct StopArgs {
    /// Stop after the first event that failed for good
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Exit with 1 if this holds (repeatable): 'p99 > 500ms', 'failed > 1%'; one about `failed` replaces the usual rule
    #[arg(long, value_name = "LIMIT")]
    pub(crate) fail_if: Vec<FailIf>,
}

/// What is kept of the run.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Record")]
pub(crate) struct RecordArgs {
    /// Record every attempt in this file, on disk before the ticket's next event is sent
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<OutputPath>,
    /// Go on from the ledger: events it has as accepted are not sent again
    #[arg(long, requires = "ledger")]
    pub(crate) resume: bool,
    /// Write events that failed for good to this file, as they were read
    #[arg(long, value_name = "FILE")]
    pub(crate) failed_to: Option<OutputPath>,
}

/// A factor above 0.
fn factor(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|it| it.is_finite() && *it > 0.0);
    number.ok_or_else(|| format!("`{text}` is not a number above 0"))
}
