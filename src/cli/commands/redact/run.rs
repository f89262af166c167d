//! A run of `redact`: document by document into the files of another folder.

use super::args::{Args, pseudonyms};
use super::check;
use super::outputs::Outputs;
use crate::cli::args::{InputPath, keys};
use crate::cli::read::Documents;
use crate::cli::{CliError, Context, say};
use crate::engine::redact::{Redacted, Redactor};
use crate::render::text::{counted, visible};
use crate::report::Exit;

/// How many places that no page documents are named.
const NAMED_PLACES: usize = 10;

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    if args.check {
        return check::run(args, context);
    }
    let Args { input, to, salt_file, quiet, keys, .. } = args;
    let Some(to) = to else { return Err(CliError::usage("no folder to write to")) };
    let cipher = keys::cipher(&keys)?;
    let pseudonyms = pseudonyms(salt_file.as_ref())?;
    let paths: Vec<InputPath> = input.paths.clone();
    let mut documents = Documents::open(input, context)?;
    let mut outputs = Outputs::new(&to, &paths, pseudonyms.clone())?;
    let mut redactor = Redactor::new(pseudonyms, cipher);
    while let Some(document) = documents.next() {
        if document.is_cut() {
            let (file, line) = (visible(&document.origin.file), document.origin.line);
            say(&format!("{file}:{line}: left out: it is larger than 16 MiB"));
            documents.raise(Exit::Findings);
            continue;
        }
        let redacted = redactor.redact(&document.bytes);
        outputs.put(&document.origin.file, &redacted)?;
    }
    if documents.are_stopped() {
        return documents.end();
    }
    let files = outputs.keep()?;
    if redactor.done.sealed > 0 {
        documents.raise(Exit::Findings);
    }
    let (exit, tally) = (documents.end()?, documents.tally());
    if !quiet {
        let left_out = tally.unwrapped.other_lines + tally.unwrapped.not_received;
        report(&redactor.done, files, left_out, &to.display().to_string());
    }
    Ok(exit)
}

/// Says what was done, and what was replaced although no page documents it.
fn report(done: &Redacted, files: usize, left_out: u64, to: &str) {
    let (documents, values) = (counted(done.documents, "document"), counted(done.values, "value"));
    let files = counted(files as u64, "file");
    say(&format!("redacted {documents}: {values} replaced, {files} in `{}`", visible(to)));
    for (count, what) in [
        (done.broken, "no JSON: letters and digits were replaced as they stand"),
        (done.sealed, "encrypted, and not opened: they open no more (give the key with --encrypt-key-file)"),
    ] {
        if count > 0 {
            say(&format!("  {}: {what}", counted(count, "document")));
        }
    }
    if left_out > 0 {
        say(&format!("  {} that hold no event: left out", counted(left_out, "line")));
    }
    if !done.unknown.is_empty() {
        say("  replaced, though no page documents it (names in it are replaced, too):");
        let mut places: Vec<_> = done.unknown.iter().collect();
        places.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (pointer, count) in places.iter().take(NAMED_PLACES) {
            say(&format!("    {} ×{count}", visible(pointer)));
        }
        if places.len() > NAMED_PLACES {
            say(&format!("    … and {} more", places.len() - NAMED_PLACES));
        }
    }
}
