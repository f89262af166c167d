//! From the output arguments to renderers: standard output, `-o FILE`, and every `--report FORMAT=PATH`.

use super::color;
use super::file::{PendingFile, Sink, create, unwritten};
use super::live::{LiveStdout, OnceClosed};
use super::renderers::{MakeRenderer, renderer, skipped_line};
use super::stdout;
use crate::cli::args::{Format, OutputArgs, format};
use crate::cli::{CliError, Context, say};
use crate::files::Readers;
use crate::model::Lang;
use crate::render::text::layout::WIDTH;
use crate::render::text::{ColorChoice, Paint, counted};
use crate::render::{Appearance, FormattedRow, Reporter, RowFormatter};
use crate::report::{Record, Summary};

/// Where records go. What was written to files becomes visible at [`RecordOutput::finish`], whole.
pub(crate) struct RecordOutput {
    reporter: Reporter,
    files: Vec<PendingFile>,
    /// Standard output, where it is seen as it goes.
    live: Option<LiveStdout>,
    /// The language of what its format has no place for, and is said on standard error.
    aside: Option<Lang>,
    /// Whether the format has a place for findings.
    shows_findings: bool,
}

impl RecordOutput {
    /// Opens every target, so that a path that cannot be written is said before any work is done. For a command that
    /// runs until it is stopped: every record on standard output is seen at once.
    pub(crate) fn open_live(
        command: &'static str,
        offered: &[Format],
        args: &OutputArgs,
        context: &Context,
        once_closed: OnceClosed,
    ) -> Result<Self, CliError> {
        let live = LiveStdout::stdout(once_closed, skipped_line(args.format));
        let output = Self::open_on(command, offered, args, context, Box::new(live.sink()), &renderer)?;
        Ok(Self { live: Some(live), ..output })
    }

    /// The same for a command that ends by itself and has renderers of its own.
    pub(crate) fn open_by(
        command: &'static str,
        offered: &[Format],
        args: &OutputArgs,
        context: &Context,
        make: MakeRenderer<'_>,
    ) -> Result<Self, CliError> {
        Self::open_on(command, offered, args, context, stdout::unless_closed(), make)
    }

    fn open_on(
        command: &'static str,
        offered: &[Format],
        args: &OutputArgs,
        context: &Context,
        stdout: Sink,
        make: MakeRenderer<'_>,
    ) -> Result<Self, CliError> {
        let mut files = Vec::new();
        let (format, lang) = (args.format, context.lang);
        let on_paper = Appearance { command, lang, quiet: args.quiet, ..Appearance::plain(WIDTH) };
        let (sink, look) = if let Some(path) = args.output.as_ref().filter(|it| !it.is_stdout()) {
            (create(path, Readers::Anybody, &mut files)?, on_paper)
        } else {
            let look =
                Appearance { paint: color::for_stdout(context.color), width: stdout::width(), ..on_paper };
            (stdout::for_format(stdout, format), look)
        };
        let mut reporter = Reporter::new(make(format, sink, look), args.max_findings);
        for report in &args.reports {
            let format = format::of_report(report, offered)?;
            let sink = if report.path.is_stdout() {
                stdout::for_format(stdout::open(), format)
            } else {
                create(&report.path, Readers::Anybody, &mut files)?
            };
            reporter.beside.push(make(format, sink, on_paper));
        }
        let is_bare = matches!(
            format,
            Format::Short | Format::Csv | Format::CodeQuality | Format::Mermaid | Format::Dot
        );
        let shows_findings = !matches!(format, Format::Csv | Format::Mermaid | Format::Dot);
        let aside = (is_bare && !args.quiet).then_some(lang);
        Ok(Self { reporter, files, live: None, aside, shows_findings })
    }

    /// Hands a record to every renderer.
    pub(crate) fn record(&mut self, record: &Record) -> Result<(), CliError> {
        self.put(record)?;
        self.flush()
    }

    /// The same for one of many: it need not be seen before [`RecordOutput::flush`].
    pub(crate) fn put(&mut self, record: &Record) -> Result<(), CliError> {
        self.reporter.record(record).map_err(unwritten)
    }

    /// What formats the rows of events without findings ahead, where that can be done for all that is shown.
    pub(crate) fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        self.reporter.row_formatter()
    }

    /// Shows an event without findings by its row.
    pub(crate) fn row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> Result<(), CliError> {
        self.reporter.row(row, number, line).map_err(unwritten)
    }

    /// Whether documents without findings are shown, and not only counted.
    pub(crate) fn shows_clean(&self) -> bool {
        self.reporter.shows_clean()
    }

    /// Says what could not be done, and keeps it for the reports.
    pub(crate) fn trouble(&mut self, error: &CliError, color: ColorChoice) {
        let exit = error.say(color::for_stderr(color));
        self.summary().fail(exit, error.failure());
    }

    /// Lets what was put be seen.
    pub(crate) fn flush(&mut self) -> Result<(), CliError> {
        let flushed = self.live.as_mut().map_or(Ok(()), LiveStdout::flush);
        flushed.map_err(unwritten)
    }

    /// The tally so far, for what only the command knows: files read, an early stop.
    pub(crate) fn summary(&mut self) -> &mut Summary {
        self.reporter.summary_mut()
    }

    /// Ends a run of which `error` keeps one output from being written: the others say what was done, and no file is kept.
    pub(crate) fn abandon(mut self, error: CliError) -> CliError {
        self.summary().fail(error.exit(), error.failure());
        // It says why already.
        let _ = self.reporter.finish();
        let _ = self.live.map_or(Ok(()), LiveStdout::finish);
        error
    }

    /// Ends every renderer and puts the files in their places.
    pub(crate) fn finish(self) -> Result<Summary, CliError> {
        let finished = self.reporter.finish();
        let written = self.live.map_or(Ok(()), LiveStdout::finish);
        let summary = finished.and_then(|summary| written.map(|()| summary)).map_err(unwritten)?;
        self.files.into_iter().try_for_each(PendingFile::keep)?;
        let beside = self.aside.and_then(|lang| {
            // What the format has no place for, and why it fails.
            let is_told = self.shows_findings || summary.faulty == 0;
            if is_told {
                counted::beside(&summary, lang)
            } else {
                Some(counted::sentence(&summary, lang, Paint::default()))
            }
        });
        if let Some(beside) = beside {
            say(&beside);
        }
        Ok(summary)
    }
}
