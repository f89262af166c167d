//! The reports that a command line asks for, of a run that ends with an error before it writes them: they say why.

use clap::ArgMatches;

use super::guard::values;
use super::open::{PendingFile, create, renderer, shown_on_stdout, stdout};
use crate::cli::CliError;
use crate::cli::args::{Format, OutputPath, ReportPath};
use crate::files::Readers;
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
        // Standard output that cannot be written to, or was written to line by line, is left as it is.
        let is_begun = |format| format == Format::Ndjson || matches!(error, CliError::Write { .. });
        for (format, path) in self.0 {
            let mut files = Vec::new();
            let sink = match path.is_stdout() {
                true if is_begun(format) => continue,
                true => Ok(shown_on_stdout(stdout(), format)),
                false => create(&path, Readers::Anybody, &mut files),
            };
            let Ok(sink) = sink else { continue };
            let look = Appearance { command, lang, ..Appearance::plain(0) };
            if renderer(format, sink, look).finish(&summary).is_ok() {
                let _ = files.into_iter().try_for_each(PendingFile::keep);
            }
        }
    }
}
