//! The report files that a command line asks for, of a run that ends with an error before it writes them: they say why.

use std::path::PathBuf;

use clap::ArgMatches;

use super::guard::values;
use super::open::{PendingFile, create, renderer};
use crate::cli::CliError;
use crate::cli::args::{Format, OutputPath, ReportPath};
use crate::model::Lang;
use crate::render::Appearance;
use crate::report::Summary;

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

pub(crate) struct PromisedReports(Vec<(Format, PathBuf)>);

impl PromisedReports {
    /// Those of the arguments of a command.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let main = values::<Format>(matches, "format").map(|it| it.name());
        let main = main.zip(values::<OutputPath>(matches, "output"));
        let beside = values::<ReportPath>(matches, "reports").map(|it| (&*it.format, &it.path));
        let named = main.chain(beside).filter(|(_, path)| !path.is_stdout());
        let found = named.filter_map(|(name, path)| Some((Format::find(name, FORMATS)?, path.to_path_buf())));
        Self(found.collect())
    }

    /// Writes them. What cannot be written is left: that, too, may be the error.
    pub(crate) fn write(self, command: &'static str, lang: Lang, error: &CliError) {
        let mut summary = Summary::default();
        summary.fail(error.exit(), error.failure());
        for (format, path) in self.0.into_iter().filter(|_| !error.is_broken_pipe()) {
            let mut files = Vec::new();
            let Ok(sink) = create(&path, &mut files) else { continue };
            let look = Appearance { command, lang, ..Appearance::plain(0) };
            if renderer(format, sink, look).finish(&summary).is_ok() {
                let _ = files.into_iter().try_for_each(PendingFile::keep);
            }
        }
    }
}
