//! `helpdesk-evt open`: what is in encrypted bodies, as NDJSON.

use std::io::Write as _;
use std::sync::Arc;

use crate::cli::args::{Format, InputArgs, KeyArgs, OutputPath, keys};
use crate::cli::output::{TextOutput, stdout, unwritten};
use crate::cli::read::Documents;
use crate::cli::{CliError, Context, say};
use crate::json::{compact, parse_lenient};
use crate::model::Document;
use crate::protocol::webhook::{Cipher, encrypted_body};
use crate::render::text::visible;
use crate::report::Exit;

/// Decrypt a body, or a log of bodies, to NDJSON.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  a body that was captured
    helpdesk-evt open body.json --encrypt-key-file key
  every body of a log, and what they changed
    helpdesk-evt open app.log --encrypt-key-file key | helpdesk-evt diff -

What is not encrypted is written as it is, without the white space between its
tokens. What does not open is said on standard error, and makes the exit code 1.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Write to a file instead of standard output (whole or not at all)
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<OutputPath>,
    #[command(flatten)]
    keys: KeyArgs,
}

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let Some(cipher) = keys::cipher(&args.keys)? else {
        let help = "give the app's Encrypt Key with --encrypt-key-file FILE or HELPDESK_EVT_ENCRYPT_KEY";
        return Err(CliError::usage_with("there is no key to open with", help));
    };
    let mut documents = Documents::open(args.input, context)?;
    let stdout = stdout::for_format(stdout::unless_closed(), Format::Ndjson);
    let mut out = TextOutput::open(args.output.as_ref(), stdout)?;
    while let Some(document) = documents.next() {
        match opened(&cipher, &document) {
            Ok(mut text) => {
                text.push(b'\n');
                out.write_all(&text).map_err(unwritten)?;
            }
            Err(reason) => {
                say(&reason);
                documents.raise(Exit::Findings);
            }
        }
    }
    let exit = documents.end()?;
    if documents.are_stopped() {
        out.flush().map_err(unwritten)?;
    } else {
        out.keep()?;
    }
    Ok(exit)
}

/// What is in a document, on one line, or why it cannot be told.
fn opened(cipher: &Cipher, document: &Document) -> Result<Vec<u8>, String> {
    let place = |what: &str| {
        let file = Arc::clone(&document.origin.file);
        format!("{}:{}: {what}", visible(&file), document.origin.line)
    };
    if document.is_cut() {
        return Err(place("it is larger than 16 MiB"));
    }
    let parsed = |text| {
        parse_lenient(text).map_err(|_| {
            let beginning: String = String::from_utf8_lossy(text).chars().take(60).collect();
            place(&format!("it is no JSON: `{}`", visible(&beginning)))
        })
    };
    let outer = parsed(&document.bytes)?;
    let Some(body) = encrypted_body(&outer.root) else { return Ok(compact(&document.bytes)) };
    let text = cipher.unlock(body).map_err(|error| place(&format!("it does not open: {error}")))?;
    parsed(&text)?;
    Ok(compact(&text))
}
