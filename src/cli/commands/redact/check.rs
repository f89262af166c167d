//! `redact --check`: whether events look as if they were captured and not redacted.

use std::io::Write as _;

use super::args::Args;
use crate::cli::output::stdout;
use crate::cli::read::Documents;
use crate::cli::{CliError, Context, say};
use crate::engine::redact::{Looks, looks};
use crate::render::text::{counted, visible};
use crate::report::Exit;

/// Names each document that looks real, a line each.
pub(super) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let mut out = stdout::unless_closed();
    let mut documents = Documents::open(args.input, context)?;
    let (mut real, mut seen) = (0, 0);
    for document in documents.by_ref() {
        let why = match looks(&document.bytes) {
            Looks::Real => "looks like a real capture: neither its app id nor its token is a made-up one",
            Looks::Sealed => "an encrypted body: what is in it cannot be seen",
            Looks::Redacted | Looks::Other => {
                seen += 1;
                continue;
            }
        };
        (real, seen) = (real + 1, seen + 1);
        let origin = &document.origin;
        let place = format!("{}:{}:{}", visible(&origin.file), origin.line, origin.column);
        writeln!(out, "{place}: {why}").map_err(CliError::stdout)?;
    }
    out.flush().map_err(CliError::stdout)?;
    documents.end()?;
    if documents.are_stopped() {
        return documents.end();
    }
    if real > 0 {
        documents.raise(Exit::Findings);
    }
    let exit = documents.end()?;
    if !args.quiet && seen > 0 {
        let (looked_at, word) =
            (counted(seen, "document"), if exit == Exit::Clean { "ok" } else { "failed" });
        let found = if real > 0 {
            format!("{real} of {looked_at} to be redacted")
        } else {
            format!("{looked_at} without a real capture")
        };
        say(&format!("{word}: {found}"));
    }
    Ok(exit)
}
