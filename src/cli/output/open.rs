//! From the output arguments to renderers: standard output, `-o FILE`, and every `--report FORMAT=PATH`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal as _, LineWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use super::color;
use super::live::{LiveStdout, OnceClosed, SkippedLine};
use super::terminal::{WIDTH, terminal};
use crate::cli::args::{Format, OutputArgs, format};
use crate::cli::signal::STOP_POLL;
use crate::cli::{CliError, Context, Stop, say};
use crate::files::{Readers, Replacement};
use crate::model::Lang;
use crate::render::github::Github;
use crate::render::html::Html;
use crate::render::human::{Human, MovedStyle};
use crate::render::json::{self, Json};
use crate::render::junit::Junit;
use crate::render::markdown::Markdown;
use crate::render::text::{ColorChoice, Paint, counted};
use crate::render::{
    Appearance, CodeQuality, FormattedRow, Renderer, Reporter, Repository, RowFormatter, Sarif, Short,
};
use crate::report::{Record, Summary};

/// Makes the renderer of a format.
pub(crate) type MakeRenderer<'m> = &'m dyn Fn(Format, Sink, Appearance) -> Box<dyn Renderer + Send>;

/// Where records go. What was written to files becomes visible at [`Output::finish`], whole.
pub(crate) struct Output {
    reporter: Reporter,
    files: Vec<PendingFile>,
    /// Standard output, where it is seen as it goes.
    live: Option<LiveStdout>,
    /// The language of what its format has no place for, and is said on standard error.
    aside: Option<Lang>,
    /// Whether the format has a place for findings.
    shows_findings: bool,
}

/// Standard output of a run whose verdict counts although nobody reads it any more: what it cannot take is dropped.
struct UnlessClosed(Sink);

impl UnlessClosed {
    fn tolerated<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.0 = Box::new(io::sink());
                Ok(instead)
            }
            done => done,
        }
    }
}

impl Write for UnlessClosed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes);
        self.tolerated(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.0.flush();
        self.tolerated(flushed, ())
    }
}

/// A file that is being written beside its final place.
pub(crate) struct PendingFile {
    new: Replacement,
    path: PathBuf,
}

impl PendingFile {
    pub(crate) fn keep(self) -> Result<(), CliError> {
        let Self { new, path } = self;
        new.keep().map_err(|source| CliError::unwritable(&path, source))
    }
}

/// A file whose failures say which it is: several are written beside each other.
struct NamedFile {
    file: File,
    path: PathBuf,
}

/// A write that failed, with the file's name.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
struct Unwritten {
    name: String,
    source: io::Error,
}

impl NamedFile {
    fn named<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|source| io::Error::new(source.kind(), Unwritten { name: shown(&self.path), source }))
    }
}

impl Write for NamedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.named(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.named(flushed)
    }
}

/// The error of a write to the file that it names, else to standard output.
pub(crate) fn unwritten(source: io::Error) -> CliError {
    match source.downcast::<Unwritten>() {
        Ok(Unwritten { name, source }) => CliError::Write { path: name, source },
        Err(source) => CliError::stdout(source),
    }
}

/// What a renderer writes to.
pub(crate) type Sink = Box<dyn Write + Send>;

impl Output {
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
        Self::open_on(command, offered, args, context, stdout_unless_closed(), make)
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
            let look = Appearance { paint: color::for_stdout(context.color), width: width(), ..on_paper };
            (shown_on_stdout(stdout, format), look)
        };
        let mut reporter = Reporter::new(make(format, sink, look), args.max_findings);
        for report in &args.reports {
            let format = format::of_report(report, offered)?;
            let sink = if report.path.is_stdout() {
                shown_on_stdout(self::stdout(), format)
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

    /// The same for one of many: it need not be seen before [`Output::flush`].
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

/// The renderers that every command shares.
pub(crate) fn renderer(format: Format, sink: Sink, look: Appearance) -> Box<dyn Renderer + Send> {
    let Appearance { command, lang, .. } = look;
    match format {
        Format::Short => Box::new(Short::new(sink, look)),
        Format::Json => Box::new(Json::document(sink, command)),
        Format::Ndjson => Box::new(Json::lines(sink, command)),
        Format::Github => Box::new(Github::new(sink, command, repository(), step_summary())),
        Format::Markdown => Box::new(Markdown::new(sink, command, lang)),
        Format::Html => Box::new(Html::new(sink, command, MovedStyle { lang, ..MovedStyle::default() })),
        Format::Junit => Box::new(Junit::new(sink, command)),
        Format::Sarif => Box::new(Sarif::new(sink, repository())),
        Format::CodeQuality => Box::new(CodeQuality::new(sink, repository())),
        // What only some commands offer is made by them; the text for people is what is left.
        Format::Human | Format::Csv | Format::Mermaid | Format::Dot => Box::new(Human::new(sink, look)),
    }
}

/// How the formats whose lines stand alone say that some were left out, because nobody read them in time.
fn skipped_line(format: Format) -> Option<SkippedLine> {
    match format {
        Format::Ndjson => Some(json::skipped),
        Format::Human | Format::Short => Some(|count| {
            format!("… {count} lines left out: this output was not read in time; --report keeps all\n")
        }),
        _ => None,
    }
}

/// The repository of a run of CI: of GitHub or GitLab.
fn repository() -> Repository {
    let named = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let root = named("GITHUB_WORKSPACE").or_else(|| named("CI_PROJECT_DIR"));
    Repository::new(root, std::env::current_dir().unwrap_or_default())
}

/// Where a GitHub workflow step collects its summary.
pub(crate) fn step_summary_path() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty()).map(PathBuf::from)
}

fn step_summary() -> Option<Sink> {
    let file = OpenOptions::new().create(true).append(true).open(step_summary_path()?).ok()?;
    Some(Box::new(BufWriter::new(file)))
}

/// Standard output of a command whose exit code counts although nobody reads it any more.
pub(crate) fn stdout_unless_closed() -> Sink {
    Box::new(UnlessClosed(stdout()))
}

pub(crate) fn stdout() -> Sink {
    let out = io::stdout();
    if out.is_terminal() {
        Box::new(LineWriter::new(out))
    } else {
        Box::new(BufWriter::with_capacity(1 << 16, out))
    }
}

/// Standard output for a format: a terminal is sent nothing that it would obey.
pub(crate) fn shown_on_stdout(sink: Sink, format: Format) -> Sink {
    if io::stdout().is_terminal() { terminal(sink, format, width()) } else { sink }
}

/// Standard output for lists that are made for people.
pub(crate) fn stdout_for_people() -> Sink {
    shown_on_stdout(stdout(), Format::Human)
}

/// Standard output for requests: JSON is the same value on a terminal, other text has signs in it.
pub(crate) fn stdout_for_requests(are_json: bool) -> Sink {
    shown_on_stdout(stdout(), if are_json { Format::Ndjson } else { Format::Csv })
}

/// The columns of the terminal on standard output; 80 where it is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}

pub(crate) fn shown(path: &Path) -> String {
    format!("`{}`", path.display())
}

/// Writes a small file whole or not at all.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), CliError> {
    let mut files = Vec::new();
    let mut sink = create(path, Readers::Anybody, &mut files)?;
    let written = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
    written.map_err(|source| CliError::unwritable(path, source))?;
    files.into_iter().try_for_each(PendingFile::keep)
}

/// Opens what is no plain file. A pipe waits for its reader, but not beyond a signal.
fn create_waiting(path: &Path) -> Result<File, CliError> {
    let (send, opened) = mpsc::channel();
    let own = path.to_owned();
    thread::spawn(move || send.send(File::create(own)));
    loop {
        if let Ok(file) = opened.recv_timeout(STOP_POLL) {
            return file.map_err(|source| CliError::unwritable(path, source));
        }
        if let Some(exit) = Stop::asked() {
            return Err(CliError::Stopped { message: format!("{} has no reader", shown(path)), exit });
        }
    }
}

/// Opens a file that appears whole or not at all, and is new to `readers`. What is not a plain file (a pipe, `/dev/stdout`) is written as is.
pub(crate) fn create(path: &Path, readers: Readers, files: &mut Vec<PendingFile>) -> Result<Sink, CliError> {
    let failed = |source| CliError::unwritable(path, source);
    if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        let file = create_waiting(path)?;
        return Ok(Box::new(BufWriter::new(NamedFile { file, path: path.to_owned() })));
    }
    if path.is_dir() {
        return Err(failed(io::Error::other("it is a folder")));
    }
    let new = Replacement::of(path, readers).map_err(failed)?;
    let sink = NamedFile { file: new.file().try_clone().map_err(failed)?, path: path.to_owned() };
    files.push(PendingFile { new, path: path.to_owned() });
    Ok(Box::new(BufWriter::with_capacity(1 << 16, sink)))
}
