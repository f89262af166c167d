//! `helpdesk-evt replay`: deliver events as the platform does.

use crate::cli::args::{DeliveryArgs, InputArgs, KeyArgs, TargetArgs, TokenArgs};
use crate::cli::launch::LaunchArgs;

/// Deliver events to an app as the platform does, and report what the app did.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  helpdesk-evt replay                                        the bundled events to the built-in receiver
  helpdesk-evt replay events.ndjson --url http://127.0.0.1:7777/webhook/event
  helpdesk-evt replay --sample all --url http://127.0.0.1:7777/webhook/event --encrypt-key-file key --verify-url
  helpdesk-evt replay log.ndjson --url … --rate 50/s --fail-if 'p99 > 500ms' --fail-if 'failed > 1%'
  helpdesk-evt replay log.ndjson --url … --pace recorded --speed 60 --max-gap 5s
  helpdesk-evt replay log.ndjson --url … --retry platform --time-scale 0.001 --ledger run.ndjson --resume
  helpdesk-evt replay log.ndjson --url … --dry-run          print the requests, send nothing")]
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
