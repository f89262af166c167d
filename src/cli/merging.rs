//! `diff --merge`: puts the summaries of all shards together and shows what one run over everything shows.

use std::fs;
use std::path::Path;

use super::error::CliError;
use super::output::Output;
use crate::render::reread;
use crate::report::{Exit, Part, Record, Summary, Whole};

/// Reads the files, and writes what they come to.
pub(super) fn run(
    files: &[impl AsRef<Path>],
    open: impl FnOnce() -> Result<Output, CliError>,
) -> Result<Exit, CliError> {
    let parts: Vec<Part> = files.iter().map(|path| part(path.as_ref())).collect::<Result<_, _>>()?;
    let of_nothing = parts.iter().all(|it| it.read == Some(0));
    let whole = Whole::of(parts)?;
    let mut output = open()?;
    for checked in whole.checked {
        output.record(&Record::Checked(checked))?;
    }
    // The shards have counted what they did not show, too.
    let hidden = output.summary().hidden + whole.summary.hidden;
    *output.summary() = Summary { hidden, ..whole.summary };
    let summary = output.finish()?;
    if of_nothing && summary.exit == Exit::Clean {
        return Err(CliError::usage_with("no event in the input", "the files are empty; name others"));
    }
    Ok(summary.exit)
}

fn part(path: &Path) -> Result<Part, CliError> {
    let name = path.display().to_string();
    let text = fs::read(path).map_err(|source| CliError::Read { path: name.clone(), source })?;
    Ok(reread(&name, &text)?)
}
