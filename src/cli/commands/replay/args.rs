//! `helpdesk-evt replay`: deliver events as the platform does.

use crate::cli::CliError;
use crate::cli::args::{DeliveryArgs, InputArgs, KeyArgs, TargetArgs, TokenArgs};
use crate::cli::control::{ControlArgs, HoldArgs};
use crate::cli::launch::LaunchArgs;
use crate::protocol::Keys;
use crate::protocol::webhook::KeylessSignature;

/// Deliver events to an app as the platform does, and report what it did.
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
    pub(crate) control: ControlArgs,
    #[command(flatten)]
    pub(crate) hold: HoldArgs,
    #[command(flatten)]
    pub(crate) delivery: DeliveryArgs,
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    #[command(flatten)]
    pub(crate) token: TokenArgs,
}

fn header_value(text: &str) -> Result<String, String> {
    let is_visible = !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic());
    is_visible.then(|| text.to_owned()).ok_or_else(|| "a signature is visible ASCII".to_owned())
}

impl WireArgs {
    /// The keys, with the headers of a signature where they are asked for without a key.
    pub(crate) fn signing(&self, keys: Keys) -> Result<Keys, CliError> {
        if !self.signature_headers_without_key {
            return Ok(keys);
        }
        if keys.encrypt_key().is_some() {
            let message = "`--signature-headers-without-key` has no effect with an encrypt key";
            return Err(CliError::usage_with(message, "with a key every event is signed with it"));
        }
        if self.to.url.is_none() && !self.dry_run {
            let message = "`--signature-headers-without-key` has no effect without `--url`";
            return Err(CliError::usage_with(message, "the built-in receiver has a key"));
        }
        let over_empty = KeylessSignature::OverEmptyKey;
        Ok(keys.with_keyless_signature(self.signature.clone().map_or(over_empty, KeylessSignature::Value)))
    }
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
    /// Send the headers of a signature though there is no encrypt key, as the platform may: over an empty key
    #[arg(long)]
    pub(crate) signature_headers_without_key: bool,
    /// Send them with this signature
    #[arg(long, value_name = "VALUE", requires = "signature_headers_without_key", value_parser = header_value)]
    pub(crate) signature: Option<String>,
    /// Print requests and answers on standard error as curl does, with their secrets masked
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Print each request with its secrets masked, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}
