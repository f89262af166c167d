//! `helpdesk-evt verify`: one request, part by part.

use crate::cli::args::{Format, InputPath, KeyArgs, LintArgs, OutputArgs, TokenArgs, format};

pub(super) const FORMATS: &[Format] = &[Format::Human, Format::Short, Format::Json, Format::Ndjson];

/// Look at one request: is it as the platform sends it, and if not, which known mistake makes it what it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  a request as a file: headers, an empty line, the body
    helpdesk-evt verify captured.http --encrypt-key-file key
  a curl command line
    helpdesk-evt verify command.sh --encrypt-key-file key
  a request that `listen --record-raw` kept
    helpdesk-evt verify raw.ndjson --line 12 --encrypt-key-file key
  headers by hand, the body as it was sent
    helpdesk-evt verify --body body.json --encrypt-key-file key \\
      -H 'X-Lark-Request-Timestamp: 1700000000' \\
      -H 'X-Lark-Request-Nonce: 7' -H 'X-Lark-Signature: 1a37…'

The exit code is 0 only where the platform's own request would look so.")]
pub(crate) struct Args {
    /// The request: an HTTP message, a curl command line, a raw record, or a body alone; - is standard input
    #[arg(value_name = "REQUEST", conflicts_with = "body", required_unless_present = "body")]
    pub(super) request: Option<InputPath>,
    /// Which line of a raw record
    #[arg(long, value_name = "N", conflicts_with = "body", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) line: Option<u64>,
    /// A header of the request (repeatable), beside those it has
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub(super) headers: Vec<String>,
    /// The body of the request, byte for byte; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) body: Option<InputPath>,
    #[command(flatten)]
    pub(super) lints: LintArgs,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format::parser(FORMATS), help_heading = "Output")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    pub(super) keys: KeyArgs,
    #[command(flatten)]
    pub(super) token: TokenArgs,
}
