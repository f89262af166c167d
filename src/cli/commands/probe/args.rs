//! `helpdesk-evt probe`: judge a receiver against the platform's contract.

use std::time::Duration;

use crate::cli::args::{FORMATS, KeyArgs, OutputArgs, TargetArgs, TokenArgs, format};
use crate::cli::launch::LaunchArgs;
use crate::engine::parse_time;
use crate::model::Sdk;

/// Judge an app's receiver against the platform's contract.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
#[command(after_help = "Examples:
  a receiver with its key and token
    helpdesk-evt probe --url http://127.0.0.1:7777/webhook/event \\
      --encrypt-key-file key --verification-token-file token
  what the Node SDK does by itself does not fail
    helpdesk-evt probe --url URL --sdk node
  how often an event took effect
    helpdesk-evt probe --url URL --effect 'grep -c {event_id} app.log'
  valid events of every shape that the schema allows
    helpdesk-evt probe --url URL --only generated --generate 500 --seed 1
  in CI
    helpdesk-evt probe --url URL --format github --report junit=probe.xml
    helpdesk-evt probe --list

It sends about 150 requests with synthetic ids, some of them forged: probe a
receiver of your own, where they do no harm. A must-case that fails makes the
exit code 1; a should-case warns.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) to: TargetArgs,
    #[command(flatten)]
    pub(crate) launch: LaunchArgs,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    #[command(flatten)]
    pub(crate) token: TokenArgs,
}

/// What is judged, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Cases")]
pub(crate) struct ChoiceArgs {
    /// Put only this case (repeatable, or several with commas between them)
    #[arg(long, value_name = "CASE", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Leave this case out (repeatable, or several with commas between them)
    #[arg(long, value_name = "CASE", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// List the cases and send nothing
    #[arg(long)]
    pub(crate) list: bool,
    /// The SDK the app is built on: its own deviations are said, and do not count as failures
    #[arg(long, value_enum, value_name = "SDK")]
    pub(crate) sdk: Option<Sdk>,
    /// Go on where a must-case has failed with a clear cause, which otherwise ends the probe
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Send N valid events of chance, too, made from the schema: any field absent, new codes, extreme numbers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) generate: Option<u32>,
    /// Which events of chance: the same ones for the same seed
    #[arg(long, value_name = "SEED", default_value_t = 0, requires = "generate")]
    pub(crate) seed: u64,
    /// A command that prints how often an event took effect; the shell runs it after the duplicate
    #[arg(long, value_name = "COMMAND")]
    pub(crate) effect: Option<String>,
    /// How long an effect may come after the answer
    #[arg(long, value_name = "TIME", default_value = "500ms", value_parser = parse_time)]
    pub(crate) effect_wait: Duration,
}
