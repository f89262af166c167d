//! `helpdesk-evt sign`: the request as the platform would send it.

use clap::ValueEnum;

use crate::cli::args::{InputArgs, KeyArgs, OutputPath, TokenArgs, keys};
use crate::cli::output::{TextOutput, stdout, unwritten};
use crate::cli::read::Documents;
use crate::cli::{CliError, Context, Machine, say};
use crate::engine::deliver::Surroundings as _;
use crate::engine::deliver::prepare::{Edits, Preparer};
use crate::engine::validate::Checker;
use crate::protocol::Stamp;
use crate::protocol::webhook::{Packet, seal, seal_challenge};
use crate::render::SignedRequest;
use crate::render::text::visible;
use crate::report::{Exit, Levels};
use crate::wire::Target;

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

/// Write the request that the platform would send for an event.
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
    #[arg(long, conflicts_with_all = ["paths", "samples"], help_heading = "Request")]
    url_check: bool,
    /// The challenge of the URL check [default: one that was not used before]
    #[arg(long, value_name = "TEXT", requires = "url_check", help_heading = "Request")]
    challenge: Option<String>,
    /// When it is sent, s since 1970 [default: now]
    #[arg(long, value_name = "SECONDS", help_heading = "Request")]
    timestamp: Option<u64>,
    /// The nonce [default: one that was not used before]
    #[arg(long, value_name = "TEXT", help_heading = "Request")]
    nonce: Option<String>,
    /// The IV of the encryption, 32 hex digits [default: one that was not used before]
    #[arg(long, value_name = "HEX", value_parser = iv, help_heading = "Request")]
    iv: Option<[u8; 16]>,
    /// Where it goes: for the request line, Host and curl
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:7777/webhook/event",
        help_heading = "Request"
    )]
    url: String,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "http", help_heading = "Output")]
    format: RequestFormat,
    /// Write to a file instead of standard output (whole or not at all)
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<OutputPath>,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    token: TokenArgs,
}

fn iv(text: &str) -> Result<[u8; 16], String> {
    let digits = text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| digits);
    number.map(u128::to_be_bytes).ok_or_else(|| format!("`{text}` is not 32 hex digits"))
}

/// Writes the request of every event, whatever `validate` says of it, or that of a URL check.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let keys = keys::keys(&args.keys, &args.token, keys::EmptySecret::Warned)?;
    let target: Target = args.url.parse().map_err(|error| CliError::usage(format!("`--url`: {error}")))?;
    let stdout = stdout::for_requests(args.format == RequestFormat::Json);
    let mut out = TextOutput::open(args.output.as_ref(), stdout)?;
    let mut write = |packet: &Packet| {
        let request = SignedRequest { url: &target.to_string(), packet };
        let written = match args.format {
            RequestFormat::Http => request.http(&mut out),
            RequestFormat::Curl => request.curl(&mut out),
            RequestFormat::Json => request.json(&mut out),
        };
        written.map_err(unwritten)
    };
    // One that was not used before, but for what was asked for.
    let stamp = || {
        let made = Machine.stamp();
        Stamp {
            timestamp_s: args.timestamp.unwrap_or(made.timestamp_s),
            nonce: args.nonce.clone().unwrap_or(made.nonce),
            iv: args.iv.unwrap_or(made.iv),
        }
    };
    if args.url_check {
        let challenge = args.challenge.unwrap_or_else(|| Machine.id());
        write(&seal_challenge(&keys, &challenge, stamp().iv))?;
        out.keep()?;
        return Ok(Exit::Clean);
    }
    let edits = Edits { token: keys.verification_token().cloned(), ..Edits::default() };
    let mut preparer = Preparer::new(Checker::new(Levels::default(), keys.cipher().cloned()), edits, true);
    let mut documents = Documents::open(args.input, context)?;
    while let Some(document) = documents.next() {
        let Ok(Ok(text)) = preparer.prepare(&document).map(|it| it.body) else {
            say(&format!("{}:{}: it cannot be sent", visible(&document.origin.file), document.origin.line));
            documents.raise(Exit::Findings);
            continue;
        };
        write(&seal(&keys, &text, &stamp()))?;
    }
    let exit = documents.end()?;
    if !documents.are_stopped() {
        out.keep()?;
    }
    Ok(exit)
}
