//! A run of `ci`: each step writes its reports into a folder, is shown in a line, and counts for the exit code.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::Args;
use super::digest::{self, Digest};
use crate::cli::args::{KeyArgs, TargetArgs, TokenArgs, keys};
use crate::cli::commands::{diff, probe, replay};
use crate::cli::deliver::{options, unreachable};
use crate::cli::launch::{AppEnding, AppProcess};
use crate::cli::output::{color, file, renderers, stdout};
use crate::cli::{CliError, Context, Machine, signal};
use crate::engine::deliver::check_url;
use crate::engine::diff::Contract;
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::json::{Report, TOOL};
use crate::render::junit::{Suite, TestCase, write as write_junit};
use crate::render::markdown::escaped;
use crate::render::text::layout::{Break, width, wrap};
use crate::render::text::{Mark, Paint, blank, phrase, visible};
use crate::report::Exit;
use crate::wire::{Target, block_on_here};

const NAME_WIDTH: usize = 11;

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    if let Some(service) = args.init {
        io::stdout().write_all(service.workflow().as_bytes()).map_err(CliError::stdout)?;
        return Ok(Exit::Clean);
    }
    let target = options::target(&args.to)?;
    let contract = diff::contract(&args.expect, &args.forbid)?;
    let folder = Folder::of(args.keep.as_deref())?;
    let paint = color::for_stdout(context.color);
    let mut log = StepLog {
        paint,
        lang: context.lang,
        width: stdout::width(),
        failed: Vec::new(),
        exit: Exit::Clean,
        lines: Vec::new(),
        suite: Suite::new("ci"),
        unshown: None,
    };
    // The step under way ends first.
    let signalled = signal::first();
    let steps = Steps { args, context, target: &target, folder: &folder.path, contract };
    let put = put_steps(&steps, &mut log, &|| signalled.get().copied());
    if let Some(exit) = signalled.get() {
        log.exit = log.exit.max(*exit);
    }
    if let Err(error) = put {
        log.fail(&error.to_string(), error.exit());
        // What cannot be written either is not what the run ended by.
        let _ = log.write(&folder.path);
        return Err(error);
    }
    log.close(&folder.path)?;
    let unshown = log.unshown.map(|source| CliError::stdout(source).say(color::for_stderr(context.color)));
    Ok(unshown.map_or(log.exit, |exit| log.exit.max(exit)))
}

/// Starts the app, puts one step after the other, and ends the app.
fn put_steps(
    steps: &Steps<'_>,
    log: &mut StepLog,
    signalled: &dyn Fn() -> Option<Exit>,
) -> Result<(), CliError> {
    let Args { launch, keys: key, token, .. } = steps.args;
    let keys = keys::keys(key, token, keys::EmptySecret::Unset)?;
    let begun = Instant::now();
    let mut app = launch.begin(steps.target, &keys, signalled)?;
    if launch.run.is_some() || launch.wait.is_some() {
        let what = if app.is_some() { "started, answered" } else { "answered" };
        let line = format!("{what} after {:.1} s", begun.elapsed().as_secs_f64());
        log.line("app", &Digest::of(line), Exit::Clean);
    }
    for step in [Steps::url_check, Steps::probe, Steps::replay, Steps::contract] {
        if signalled().is_some() {
            break;
        }
        if let Some((name, digest, exit)) = step(steps)? {
            log.line(name, &digest, exit);
            // No step after it would reach the app either.
            if exit == Exit::Network {
                break;
            }
        }
    }
    end(app.as_mut(), log, steps.folder)
}

/// Ends the app, says how, and keeps what it printed.
fn end(app: Option<&mut AppProcess>, log: &mut StepLog, folder: &Path) -> Result<(), CliError> {
    let Some(app) = app else { return Ok(()) };
    let ending = app.stop();
    let exit = if matches!(ending, AppEnding::ByItself(_)) { Exit::Findings } else { Exit::Clean };
    let mut failures = Vec::new();
    if exit.max(log.exit) != Exit::Clean {
        failures.extend(app.output().iter().rev().take(12).rev().map(|it| format!("| {it}")));
    }
    log.line("app", &Digest { line: ending.to_string(), failures }, exit);
    file::write_whole(&folder.join("app.log"), &(app.output().join("\n") + "\n"))
}

/// What came of a step, if there was something to do.
type StepResult = Option<(&'static str, Digest, Exit)>;

/// The steps, which have this in common.
struct Steps<'a> {
    args: &'a Args,
    context: &'a Context,
    target: &'a Target,
    folder: &'a Path,
    contract: Contract,
}

impl Steps<'_> {
    fn url_check(&self) -> Result<StepResult, CliError> {
        let Args { to, keys: key, token, .. } = self.args;
        let keys = keys::keys(key, token, keys::EmptySecret::Warned)?;
        let transport = options::transport(self.target.clone(), &options::settings(to, false)?)?;
        let checked = block_on_here(check_url(&keys, &transport, &Machine)).map_err(CliError::Runtime)?;
        let (line, exit) = match checked {
            Ok(took) => (format!("ok in {} ms", took.as_millis()), Exit::Clean),
            Err(error) => {
                let error = unreachable::of_url_check(self.target, error);
                let (text, lang) = (error.to_string(), self.context.lang);
                let text = said(&text, lang);
                let text = visible(&text);
                // The way out is ours; what the app answered begins no line.
                let help = error.help();
                let parts = help.as_deref().map(|help| (&*text, help));
                let parts = parts.or_else(|| text.rsplit_once(Mark::Semicolon.text(lang)));
                let line = parts.map(|(text, way_out)| format!("{text}\n{way_out}"));
                (line.unwrap_or_else(|| text.into_owned()), error.exit())
            }
        };
        Ok(Some(("URL check", Digest::of(line), exit)))
    }

    fn probe(&self) -> Result<StepResult, CliError> {
        let mut args: probe::Args = parsed("probe", self.reports("probe"))?;
        args.choice.sdk = self.args.sdk;
        (args.to, args.keys, args.token) = self.app();
        let ended = probe::run(args, self.context);
        self.step("probe", ended, digest::of_probe)
    }

    fn replay(&self) -> Result<StepResult, CliError> {
        let mut arguments = self.paths();
        arguments.extend(self.reports("replay"));
        let mut args: replay::Args = parsed("replay", arguments)?;
        (args.wire.to, args.keys, args.token) = self.app();
        let ended = replay::run(args, self.context);
        self.step("replay", ended, digest::of_replay)
    }

    /// What the events that were sent change, where something is expected of that.
    fn contract(&self) -> Result<StepResult, CliError> {
        if self.contract.is_empty() {
            return Ok(None);
        }
        let digest = self.told("replay", |report| digest::of_contract(report, &self.contract))?;
        let exit = if digest.failures.is_empty() { Exit::Clean } else { Exit::Findings };
        Ok(Some(("diff", digest, exit)))
    }

    /// Where the app is, and what its secrets are; that one is empty was said with the URL check.
    fn app(&self) -> (TargetArgs, KeyArgs, TokenArgs) {
        let (mut keys, mut token) = (self.args.keys.clone(), self.args.token.clone());
        keys.encrypt_key = keys.encrypt_key.filter(|it| !it.is_empty());
        token.verification_token = token.verification_token.filter(|it| !it.is_empty());
        (self.args.to.clone(), keys, token)
    }

    fn paths(&self) -> Vec<OsString> {
        if self.args.paths.is_empty() {
            return ["--sample".into(), "all".into()].into();
        }
        self.args.paths.iter().map(|path| path.as_os_str().to_owned()).collect()
    }

    /// The arguments that have a step write everything into the folder.
    fn reports(&self, name: &str) -> Vec<OsString> {
        let file = |ending: &str| self.folder.join(format!("{name}.{ending}"));
        let mut arguments = vec!["-q".into(), "-o".into(), file("txt").into()];
        for (format, ending) in [("json", "json"), ("junit", "xml"), ("markdown", "md"), ("html", "html")] {
            let mut report = OsString::from(format!("{format}="));
            report.push(file(ending));
            arguments.extend(["--report".into(), report]);
        }
        arguments
    }

    fn step(
        &self,
        name: &'static str,
        ended: Result<Exit, CliError>,
        digest: fn(&Report<'_>) -> Digest,
    ) -> Result<StepResult, CliError> {
        let exit = match ended {
            Ok(exit) => exit,
            // The app is not there any more: that is what the step came to.
            Err(error @ CliError::Unreachable { .. }) => {
                return Ok(Some((name, Digest::of(error.to_string()), error.exit())));
            }
            Err(error) => return Err(error),
        };
        Ok(Some((name, self.told(name, digest)?, exit)))
    }

    /// What the report of a step tells.
    fn told(&self, name: &str, digest: impl FnOnce(&Report<'_>) -> Digest) -> Result<Digest, CliError> {
        let path = self.folder.join(format!("{name}.json"));
        let unreadable = |source| CliError::unreadable("--keep", &path, source);
        let text = fs::read(&path).map_err(unreadable)?;
        let report = serde_json::from_slice(&text).map_err(|error| unreadable(error.into()))?;
        Ok(digest(&report))
    }
}

/// The arguments of a step, by its own rules.
fn parsed<A: clap::Args>(name: &'static str, arguments: Vec<OsString>) -> Result<A, CliError> {
    let command = A::augment_args(clap::Command::new(name)).no_binary_name(true);
    let matches = command.try_get_matches_from(arguments).map_err(|error| {
        let text = error.to_string();
        CliError::usage(text.trim_start_matches("error: ").trim_end().to_owned())
    })?;
    A::from_arg_matches(&matches).map_err(|error| CliError::usage(error.to_string()))
}

/// Where the steps write: a folder that is kept, or one that is gone with this.
struct Folder {
    path: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Folder {
    fn of(kept: Option<&Path>) -> Result<Self, CliError> {
        if let Some(path) = kept {
            fs::create_dir_all(path).map_err(|source| CliError::unwritable(path, source))?;
            return Ok(Self { path: path.to_owned(), _temporary: None });
        }
        let made = tempfile::Builder::new().prefix("helpdesk-evt-").tempdir();
        let made = made.map_err(|source| CliError::unwritable(&std::env::temp_dir(), source))?;
        Ok(Self { path: made.path().to_owned(), _temporary: Some(made) })
    }
}

/// The lines of the steps so far, and what they come to.
struct StepLog {
    paint: Paint,
    lang: Lang,
    width: usize,
    failed: Vec<&'static str>,
    exit: Exit,
    lines: Vec<String>,
    /// The steps as cases of a `JUnit` report.
    suite: Suite,
    /// Why not every line could be shown.
    unshown: Option<io::Error>,
}

impl StepLog {
    fn line(&mut self, name: &'static str, digest: &Digest, exit: Exit) {
        let line = self.translated(&digest.line);
        let line = below_each_other(&line, self.width);
        let shown = if exit == Exit::Clean { line } else { self.paint.bad(&line) };
        let step = said(name, self.lang);
        self.print(&format!("{step}{}{shown}", " ".repeat(NAME_WIDTH.saturating_sub(width(&step)))));
        for failure in &digest.failures {
            let (mark, failure) = match failure.strip_prefix('|') {
                Some(_) => ("    ", failure.clone()),
                None => ("  ✗ ", self.translated(failure)),
            };
            let lines = wrap(&format!("{mark}{}", visible(&failure)), self.width, 0, 4, Break::Blank);
            self.print(&lines.join("\n"));
        }
        self.lines.push(format!("| {name} | {} |", row(&digest.line)));
        let all = [&*digest.line].into_iter().chain(digest.failures.iter().map(|it| &**it));
        self.case(name, &all.collect::<Vec<_>>().join("\n"), exit);
        if exit != Exit::Clean {
            self.failed.push(name);
        }
        self.exit = self.exit.max(exit);
    }

    /// Standard output may be a pipe that nobody reads: the steps go on.
    fn print(&mut self, text: &str) {
        if let Err(error) = writeln!(io::stdout(), "{text}") {
            self.unshown.get_or_insert(error);
        }
    }

    fn case(&mut self, name: &'static str, text: &str, exit: Exit) {
        self.suite.add(&match exit {
            Exit::Clean => TestCase::passed("ci", name.to_owned()),
            _ => TestCase::failed("ci", name.to_owned(), name, text.lines().next().unwrap_or_default(), text),
        });
    }

    /// What is no step has failed.
    fn fail(&mut self, why: &str, exit: Exit) {
        self.case("run", why, exit);
        self.lines.push(format!("| run | {} |", row(why)));
        self.exit = self.exit.max(exit);
    }

    /// Each line in the language of the run: a name and what is said of it, each for itself.
    fn translated(&self, text: &str) -> String {
        let each = text.lines().map(|line| match (self.lang, line.split_once(": ")) {
            (Lang::Zh, Some((name, rest))) if *said(name, self.lang) != *name => {
                format!("{}：{}", said(name, self.lang), said(rest, self.lang))
            }
            _ => said(line, self.lang).into_owned(),
        });
        each.collect::<Vec<_>>().join("\n")
    }

    /// The last line, and what is kept of the steps.
    fn close(&mut self, folder: &Path) -> Result<(), CliError> {
        let verdict = match (&self.failed[..], self.exit) {
            ([], Exit::Clean) => self.paint.good(&said("ok", self.lang)),
            ([], _) => self.paint.bad(&said("stopped", self.lang)),
            (failed, _) => {
                let failed = failed.iter().map(|it| said(it, self.lang).into_owned());
                let failed = Mark::Comma.joined(failed, self.lang);
                self.paint.bad(&format!("{}{}{failed}", phrase("failed:", self.lang), blank(self.lang)))
            }
        };
        self.print(&verdict);
        if let ([], Some(signal)) = (&self.failed[..], self.exit.signal()) {
            self.fail(&format!("interrupted ({signal})"), self.exit);
        }
        self.write(folder)
    }

    /// The steps as `JUnit`, and as the summary of the workflow's step.
    fn write(&self, folder: &Path) -> Result<(), CliError> {
        let mut report = Vec::new();
        // Writing to memory cannot fail.
        let _ = write_junit(&mut report, &format!("{TOOL} ci"), std::slice::from_ref(&self.suite), &[]);
        file::write_whole(&folder.join("ci.xml"), &String::from_utf8_lossy(&report))?;
        let state = if self.exit == Exit::Clean { "passed" } else { "failed" };
        let mut page =
            format!("### helpdesk-evt ci: {state}\n\n| step | |\n| --- | --- |\n{}\n", self.lines.join("\n"));
        for name in ["probe.md", "replay.md"] {
            if let Ok(text) = fs::read_to_string(folder.join(name)) {
                page = format!("{page}\n{text}");
            }
        }
        file::write_whole(&folder.join("ci.md"), &page)?;
        if let Some(path) = renderers::step_summary_path() {
            let mut file = renderers::open_step_summary(&path)?;
            file.write_all(page.as_bytes()).map_err(|source| CliError::unwritable(&path, source))?;
        }
        Ok(())
    }
}

/// Several lines stand below each other, under the first, and none is wider than the terminal.
fn below_each_other(text: &str, width: usize) -> String {
    let lines =
        text.lines().flat_map(|it| wrap(&visible(it.trim()), width, NAME_WIDTH, NAME_WIDTH, Break::Blank));
    let lines: Vec<String> = lines.collect();
    lines.iter().map(|it| it.trim_start()).collect::<Vec<_>>().join(&format!("\n{}", " ".repeat(NAME_WIDTH)))
}

/// A text as one cell of a Markdown table.
fn row(text: &str) -> String {
    text.lines().map(|it| escaped(it.trim())).collect::<Vec<_>>().join(" ")
}
