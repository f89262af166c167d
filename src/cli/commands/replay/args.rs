//! `helpdesk-evt replay`: deliver events as the platform does.

use crate::cli::args::{DeliveryArgs, InputArgs, KeyArgs, TargetArgs, TokenArgs};
use crate::cli::launch::LaunchArgs;

/// Deliver events to an app as the platform does, and report what the app did.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  the bundled events to the built-in receiver
    helpdesk-evt replay
  to an app
    helpdesk-evt replay events.ndjson --url http://127.0.0.1:7777/webhook/event
  encrypted and signed, after the URL check
    helpdesk-evt replay log.ndjson --url URL --encrypt-key-file key --verify-url
  a load with limits
    helpdesk-evt replay log.ndjson --url URL --rate 50/s \\
      --fail-if 'p99 > 500ms' --fail-if 'failed > 1%'
  as it was recorded, sixty times as fast
    helpdesk-evt replay log.ndjson --url URL --pace recorded --speed 60
  with the platform's retries, and to go on after a crash
    helpdesk-evt replay log.ndjson --url URL --retry platform \\
      --time-scale 0.001 --ledger run.ndjson --resume
  print the requests, send nothing
    helpdesk-evt replay log.ndjson --url URL --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) wire: WireArgs,
    #[command(flatten)]
    pub(crate) launch: LaunchArgs,
    #[command(flatten)]
    pub(crate) delivery: DeliveryArgs,
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    #[command(flatten)]
    pub(crate) token: TokenArgs,
}

/// Where to, and how to get there.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Delivery")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct WireArgs {
    #[command(flatten)]
    pub(crate) to: TargetArgs,
    /// Speak HTTP/2 where the app's TLS offers it
    #[arg(long)]
    pub(crate) http2: bool,
    /// Make the platform's URL check first, and stop if the app fails it
    #[arg(long)]
    pub(crate) verify_url: bool,
    /// Print requests and answers on standard error as curl does, with their secrets masked
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Print each request with its secrets masked, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}
