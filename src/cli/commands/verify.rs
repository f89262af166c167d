//! `helpdesk-evt verify`: one request, part by part.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use crate::cli::args::{
    Format, InputPath, KeyArgs, LintArgs, OutputArgs, TokenArgs, format, keys, lint_levels,
};
use crate::cli::output::{RecordOutput, renderer};
use crate::cli::{CliError, Context, now_ms, say};
use crate::engine::receive::delivery;
use crate::engine::validate::Checker;
use crate::engine::verify::{RequestJudge, Verification};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::{SignatureCheck, TokenCheck};
use crate::report::{Exit, Record, Subject, Verified, VerifiedContent};
use crate::source::captured::{self, CapturedRequest};
use crate::source::unreadable;

const FORMATS: &[Format] = &[Format::Human, Format::Short, Format::Json, Format::Ndjson];

/// Look at one request: is it as the platform sends it, and if not, which mistake is it.
#[derive(Debug, clap::Args)]
#[command(mut_args(format::offers(FORMATS)))]
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
    request: Option<InputPath>,
    /// Which line of a raw record
    #[arg(long, value_name = "N", conflicts_with = "body", value_parser = clap::value_parser!(u64).range(1..))]
    line: Option<u64>,
    /// A header of the request (repeatable), beside those it has
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// The body of the request, byte for byte; - is standard input
    #[arg(long, value_name = "FILE")]
    body: Option<InputPath>,
    #[command(flatten)]
    lints: LintArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    token: TokenArgs,
}

/// The largest request that is read, bytes.
const MAX_REQUEST: u64 = 32 << 20;

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    let levels = lint_levels::levels(&args.lints, context.lints())?;
    let keys = keys::keys(&args.keys, &args.token, keys::EmptySecret::Refused)?;
    // Each key by itself: what the old one made opens, but the platform would not send it any more.
    let only = |key: Option<&Secret>| Keys::new(key.cloned(), keys.verification_token().cloned());
    let before = keys.old_key().map(|key| only(Some(key)));
    let keys = only(keys.encrypt_key());
    let (file, request) = request(args)?;
    let checker = Checker::new(levels, None).lang(context.lang);
    let judge = RequestJudge { keys, checker, file: file.into(), before, now_ms: now_ms() };
    let looked = judge.look(request.method.as_deref(), &request.packet);
    let verified = verified(judge.file, request.line, looked);
    let mut output = RecordOutput::open_by("verify", FORMATS, &args.output, context, &renderer)?;
    output.summary().files = 1;
    output.record(&Record::Verified(Box::new(verified)))?;
    if let Some(note) = request.note {
        say(&format!("note: {note}"));
    }
    Ok(output.finish()?.exit)
}

/// The request, and the name of what it was read from.
fn request(args: &Args) -> Result<(String, CapturedRequest), CliError> {
    let (path, is_body) = match (&args.request, &args.body) {
        (Some(path), _) => (path, false),
        (None, Some(path)) => (path, true),
        (None, None) => return Err(CliError::usage("no request was named")),
    };
    let (name, bytes) = bytes(path)?;
    let mut request = if is_body {
        let mut request = CapturedRequest { line: 1, ..CapturedRequest::default() };
        request.packet.body = bytes;
        request
    } else {
        captured::read(&bytes, args.line).map_err(|error| refused(&name, &error))?
    };
    for text in &args.headers {
        let header = captured::header(text).ok_or_else(|| {
            let help = "write its name, a colon and its value, as in -H 'X-Lark-Request-Nonce: 7'";
            CliError::usage_with(format!("`--header {text}` is no header"), help)
        })?;
        request.packet.headers.push(header);
    }
    Ok((name, request))
}

fn bytes(path: &InputPath) -> Result<(String, Vec<u8>), CliError> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin()
            .take(MAX_REQUEST)
            .read_to_end(&mut bytes)
            .map_err(|source| unreadable(Path::new("<stdin>"), source))?;
        return Ok(("<stdin>".to_owned(), bytes));
    }
    let failed = |source| unreadable(path, source);
    fs::File::open(path).map_err(failed)?.take(MAX_REQUEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok((path.display().to_string(), bytes))
}

fn refused(name: &str, error: &str) -> CliError {
    CliError::usage_with(
        format!("`{name}` is no request: {error}"),
        "an HTTP message (headers, an empty line, the body), a curl command line, a raw record of `listen`, or \
         --body FILE with -H for each header",
    )
}

/// What is shown of a request; of its event, what `validate` would say.
fn verified(file: Arc<str>, line: u64, looked: Verification) -> Verified {
    let Verification { points, is_check, event } = looked;
    let mut shown = Verified {
        subject: Subject { file, index: 1, line, event_id: None, ticket_id: None },
        points,
        content: is_check.then_some(VerifiedContent::UrlCheck),
        findings: Vec::new(),
    };
    if let Some(examined) = event {
        let event = delivery(&examined, SignatureCheck::NoKey, TokenCheck::NoToken);
        (shown.subject.event_id, shown.subject.ticket_id) = (event.event_id.clone(), event.ticket_id.clone());
        shown.content = Some(VerifiedContent::Event(Box::new(event)));
        shown.findings = examined.validation.checked.findings;
    }
    shown
}
