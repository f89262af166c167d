//! The reports that a command line asks for, of a run that ends with an error before it writes them: they say why.

#[cfg(unix)]
use std::fs::{self, File};
use std::path::Path;

use clap::ArgMatches;

use super::file::{PendingFile, Sink, create};
use super::guard::values;
use super::renderers::renderer;
use super::stdout;
use crate::cli::CliError;
use crate::cli::args::{Format, OutputPath, ReportPath};
use crate::files::Readers;
use crate::model::Lang;
use crate::render::Appearance;
use crate::report::Summary;
#[cfg(unix)]
use crate::wire::block_on_here;

/// The formats that have a place for what fails a run.
const FORMATS: &[Format] = &[
    Format::Json,
    Format::Ndjson,
    Format::Github,
    Format::CodeQuality,
    Format::Junit,
    Format::Markdown,
    Format::Html,
    Format::Sarif,
];

/// Those that are to be written, each with its format, and where to.
pub(crate) struct PromisedReports(Vec<(Format, OutputPath)>);

impl PromisedReports {
    /// Those of the arguments of a command.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let main = values::<Format>(matches, "format").map(|it| it.name());
        let output = values::<OutputPath>(matches, "output").next().cloned();
        let main = main.map(|it| (it, output.clone().unwrap_or_else(|| OutputPath("-".into()))));
        let beside = values::<ReportPath>(matches, "reports").map(|it| (&*it.format, it.path.clone()));
        let found = main.chain(beside).filter_map(|(name, path)| Some((Format::find(name, FORMATS)?, path)));
        Self(found.collect())
    }

    /// Writes them. What cannot be written is left: that, too, may be the error.
    pub(crate) fn write(self, command: &'static str, lang: Lang, error: &CliError) {
        let mut summary = Summary::default();
        summary.fail(error.exit(), error.failure());
        // A run that has begun to write to standard output ends with an error only where it cannot go on with that.
        let is_begun = matches!(error, CliError::Write { .. });
        for (format, path) in self.0 {
            let mut files = Vec::new();
            let sink = match path.is_stdout() {
                true if is_begun => continue,
                true => Ok(stdout::for_format(stdout::open(), format)),
                false => reopen(&path, &mut files),
            };
            let Ok(sink) = sink else { continue };
            let look = Appearance { command, lang, ..Appearance::plain(0) };
            if renderer(format, sink, look).finish(&summary).is_ok() {
                let _ = files.into_iter().try_for_each(PendingFile::keep);
            }
        }
    }
}

/// A pipe that the run had open before may have no reader any more: it is not waited for.
#[cfg(unix)]
fn reopen(path: &Path, files: &mut Vec<PendingFile>) -> Result<Sink, CliError> {
    use std::os::unix::fs::FileTypeExt as _;
    use tokio::net::unix::pipe;
    if !fs::metadata(path).is_ok_and(|it| it.file_type().is_fifo()) {
        return create(path, Readers::Anybody, files);
    }
    let opened = block_on_here(async { pipe::OpenOptions::new().open_sender(path)?.into_blocking_fd() });
    let fd = opened.flatten().map_err(|source| CliError::unwritable(path, source))?;
    Ok(Box::new(File::from(fd)))
}

#[cfg(not(unix))]
fn reopen(path: &Path, files: &mut Vec<PendingFile>) -> Result<Sink, CliError> {
    create(path, Readers::Anybody, files)
}
