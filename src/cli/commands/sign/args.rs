//! `helpdesk-evt sign`: the request as the platform would send it.

use clap::ValueEnum;

use crate::cli::args::{InputArgs, KeyArgs, OutputPath, TokenArgs};

/// How a request is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RequestFormat {
    /// An HTTP message: request line, headers, an empty line, the body
    #[default]
    Http,
    /// A curl command line
    Curl,
    /// A line of JSON: method, target, headers, body
    Json,
}

/// Write the request that the platform would send for an event: encrypted and signed where a key is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  a request for an app, as a command
    helpdesk-evt sign event.json --encrypt-key-file key --format curl | sh
  the URL check, encrypted, never signed
    helpdesk-evt sign --url-check --encrypt-key-file key \\
      --verification-token-file token
  the same bytes in every run, for a test vector
    helpdesk-evt sign --sample bot-closes --encrypt-key-file key \\
      --timestamp 1700000000 --nonce 7 --iv 000102030405060708090a0b0c0d0e0f

The request is written as it is: it shows the event and its token. `verify`
reads each of the formats.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The URL check instead of an event
    #[arg(long, conflicts_with_all = ["paths", "samples"])]
    pub(super) url_check: bool,
    /// The challenge of the URL check [default: one that was not used before]
    #[arg(long, value_name = "TEXT", requires = "url_check")]
    pub(super) challenge: Option<String>,
    /// When it is sent, s since 1970 [default: now]
    #[arg(long, value_name = "SECONDS")]
    pub(super) timestamp: Option<u64>,
    /// The nonce [default: one that was not used before]
    #[arg(long, value_name = "TEXT")]
    pub(super) nonce: Option<String>,
    /// The IV of the encryption, 32 hex digits [default: one that was not used before]
    #[arg(long, value_name = "HEX", value_parser = iv)]
    pub(super) iv: Option<[u8; 16]>,
    /// Where it goes: for the request line, Host and curl
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7777/webhook/event")]
    pub(super) url: String,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "http", help_heading = "Output")]
    pub(super) format: RequestFormat,
    /// Write to a file instead of standard output (whole or not at all)
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(super) output: Option<OutputPath>,
    #[command(flatten)]
    pub(super) keys: KeyArgs,
    #[command(flatten)]
    pub(super) token: TokenArgs,
}

fn iv(text: &str) -> Result<[u8; 16], String> {
    let digits = text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| digits);
    number.map(u128::to_be_bytes).ok_or_else(|| format!("`{text}` is not 32 hex digits"))
}
