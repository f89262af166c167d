//! A run of `sign`: seals each event, and writes its request.

use super::args::{Args, RequestFormat};
use crate::cli::args::keys;
use crate::cli::output::{TextOutput, open};
use crate::cli::read::Documents;
use crate::cli::{CliError, Context, Machine, say};
use crate::engine::deliver::Surroundings as _;
use crate::engine::deliver::prepare::{Edits, Preparer};
use crate::protocol::webhook::{Packet, seal, seal_challenge};
use crate::protocol::{Keys, Stamp};
use crate::render::SignedRequest;
use crate::render::text::visible;
use crate::report::{Exit, Levels};
use crate::wire::Target;

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let keys = keys::keys(&args.keys, &args.token, keys::EmptySecret::Warned)?;
    let target: Target = args.url.parse().map_err(|error| CliError::usage(format!("`--url`: {error}")))?;
    let mut out = TextOutput::open(args.output.as_ref(), open::stdout())?;
    let format = args.format;
    let mut write = |packet: &Packet| {
        let request = SignedRequest { url: &target.to_string(), packet };
        let written = match format {
            RequestFormat::Http => request.http(&mut out),
            RequestFormat::Curl => request.curl(&mut out),
            RequestFormat::Json => request.json(&mut out),
        };
        written.map_err(|source| out.failed(source))
    };
    let mut signed = None;
    if args.url_check {
        let challenge = args.challenge.clone().unwrap_or_else(|| Machine.id());
        write(&seal_challenge(&keys, &challenge, Pinned::of(&args).stamp().iv))?;
    } else {
        signed = Some(events(args, &keys, context, write)?);
    }
    if !signed.as_ref().is_some_and(Documents::are_stopped) {
        out.keep()?;
    }
    signed.map_or(Ok(Exit::Clean), |it| it.end())
}

/// The request of every event, whatever `validate` says of it.
fn events(
    args: Args,
    keys: &Keys,
    context: &Context,
    mut write: impl FnMut(&Packet) -> Result<(), CliError>,
) -> Result<Documents, CliError> {
    let edits = Edits { token: keys.verification_token().cloned(), ..Edits::default() };
    let mut preparer = Preparer::new(Levels::default(), keys.cipher().cloned(), edits, true);
    let pinned = Pinned::of(&args);
    let mut documents = Documents::open(args.input, context.color)?;
    while let Some(document) = documents.next() {
        let place = format!("{}:{}", visible(&document.origin.file), document.origin.line);
        let body = preparer.prepare(&document).map(|it| it.body);
        let Ok(Ok(text)) = body else {
            say(&format!("{place}: it cannot be sent"));
            documents.raise(Exit::Findings);
            continue;
        };
        write(&seal(keys, &text, &pinned.stamp()))?;
    }
    documents.end()?;
    Ok(documents)
}

/// What the command line says of a request's stamp.
struct Pinned {
    timestamp_s: Option<u64>,
    nonce: Option<String>,
    iv: Option<[u8; 16]>,
}

impl Pinned {
    fn of(args: &Args) -> Self {
        Self { timestamp_s: args.timestamp, nonce: args.nonce.clone(), iv: args.iv }
    }

    /// A stamp that was not used before, but for what was asked for.
    fn stamp(&self) -> Stamp {
        let made = Machine.stamp();
        Stamp {
            timestamp_s: self.timestamp_s.unwrap_or(made.timestamp_s),
            nonce: self.nonce.clone().unwrap_or(made.nonce),
            iv: self.iv.unwrap_or(made.iv),
        }
    }
}
