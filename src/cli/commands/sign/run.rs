//! A run of `sign`: seals each event, and writes its request.

use std::io::Write;

use super::args::{Args, RequestFormat};
use crate::cli::args::{WithoutInput, inputs, keys};
use crate::cli::output::{PendingFile, color, open};
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
    let mut files = Vec::new();
    let path = args.output.as_ref().filter(|it| !it.is_stdout());
    let (mut out, name) = match path {
        Some(path) => (open::create(path, &mut files)?, open::shown(path)),
        None => (open::stdout(), "standard output".to_owned()),
    };
    let failed = |source| CliError::Write { path: name.clone(), source };
    let format = args.format;
    let write = |packet: &Packet, out: &mut dyn Write| {
        let request = SignedRequest { url: &target.to_string(), packet };
        let written = match format {
            RequestFormat::Http => request.http(out),
            RequestFormat::Curl => request.curl(out),
            RequestFormat::Json => request.json(out),
        };
        written.map_err(failed)
    };
    let mut exit = Exit::Clean;
    if args.url_check {
        let challenge = args.challenge.clone().unwrap_or_else(|| Machine.id());
        write(&seal_challenge(&keys, &challenge, Pinned::of(&args).stamp().iv), &mut *out)?;
    } else {
        exit = events(args, &keys, context, |packet| write(packet, &mut *out))?;
    }
    out.flush().map_err(failed)?;
    files.into_iter().try_for_each(PendingFile::keep)?;
    Ok(exit)
}

/// The request of every event, whatever `validate` says of it.
fn events(
    args: Args,
    keys: &Keys,
    context: &Context,
    mut write: impl FnMut(&Packet) -> Result<(), CliError>,
) -> Result<Exit, CliError> {
    let edits = Edits { token: keys.verification_token().cloned(), ..Edits::default() };
    let mut preparer = Preparer::new(Levels::default(), keys.cipher().cloned(), edits, true);
    let (mut exit, mut count) = (Exit::Clean, 0_u64);
    let pinned = Pinned::of(&args);
    for document in inputs::open(args.input, WithoutInput::Refuse)? {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                exit = exit.max(CliError::from(error).say(color::for_stderr(context.color)));
                continue;
            }
        };
        count += 1;
        let place = format!("{}:{}", visible(&document.origin.file), document.origin.line);
        let body = preparer.prepare(&document).map(|it| it.body);
        let Ok(Ok(text)) = body else {
            say(&format!("{place}: it cannot be sent"));
            exit = exit.max(Exit::Findings);
            continue;
        };
        write(&seal(keys, &text, &pinned.stamp()))?;
    }
    if count == 0 && exit == Exit::Clean {
        return Err(CliError::usage_with("no event in the input", "name another file, or --sample NAME"));
    }
    Ok(exit)
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
