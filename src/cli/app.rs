//! The command line as a whole: the subcommands, how they are found, run and ended.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::config::{Environment, File, Resolved, Unresolved, resolve};
use super::context::Context;
use super::error::CliError;
use super::exit::EXIT_CODES;
use super::say::say;
use super::signal;
use super::suggest::suggest;
use super::{help, idle_flags};
use crate::cli::args::{InputArgs, groups};
use crate::cli::commands::{
    ci, completions, config, diff, explain, gateway, generate, listen, man, open, probe, redact, replay,
    sample, schema, sign, validate, verify,
};
use crate::cli::output::{color, guard};
use crate::model::{Lang, add_labels};
use crate::render::text::ColorChoice;
use crate::report::Exit;

/// What `--version` says: the commit, where the build knew it, and the target, for reports of bugs.
const LONG_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("BUILT_FROM"), ")");

/// Check, compare, replay and receive Feishu/Lark Helpdesk ticket events, offline.
#[derive(Debug, Parser)]
#[command(name = "helpdesk-evt", version, after_long_help = EXIT_CODES)]
#[command(
    after_help = "Exit codes, and what every flag does: helpdesk-evt --help, helpdesk-evt COMMAND --help"
)]
#[command(subcommand_required = true, arg_required_else_help = true, max_term_width = 100)]
#[command(disable_help_flag = true)]
pub(crate) struct App {
    /// When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_short_help = true,
        help_heading = "Global options"
    )]
    pub(crate) color: ColorChoice,
    /// The language of Lark's own labels [default: zh where the locale is Chinese, else en]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "LANG",
        hide_short_help = true,
        help_heading = "Global options"
    )]
    pub(crate) lang: Option<Lang>,
    /// The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true, help_heading = "Global options")]
    config: Option<PathBuf>,
    /// Print help; -h has one screen, --help has all
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "Global options")]
    help: Option<bool>,
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Check events against the documented schema, with the exact place and the way out
    Validate(Box<validate::Args>),
    /// Deliver events to an app as the platform does, and report what it did
    Replay(Box<replay::Args>),
    /// Be the platform's long connection, for the official clients
    Gateway(Box<gateway::Args>),
    /// Receive events as an app does: check, show and record them
    Listen(Box<listen::Args>),
    /// Show what events changed: one by one, as a ticket's life, or as a tally
    Diff(Box<diff::Args>),
    /// Judge an app's receiver against the platform's contract
    Probe(Box<probe::Args>),
    /// Judge an app in one command: start it, check it, deliver to it, end it
    Ci(Box<ci::Args>),
    /// Look at one request: is it as the platform sends it, and if not, which mistake is it
    Verify(Box<verify::Args>),
    /// Write the request that the platform would send for an event
    Sign(Box<sign::Args>),
    /// Decrypt a body, or a log of bodies, to NDJSON
    Open(Box<open::Args>),
    /// Write recordings without what identifies anybody, or check that there is nothing of it
    Redact(Box<redact::Args>),
    /// Print the JSON Schema of an event type
    Schema(schema::Args),
    /// Explain a finding's code or a field; without one, list them
    Explain(explain::Args),
    /// List the bundled sample events, or print some
    Sample(sample::Args),
    /// Write a log of synthetic tickets, the same for the same seed, with labelled faults on request
    Generate(generate::Args),
    /// Show which configuration is in force, or begin a file
    Config(config::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Print the man page, or that of a command
    Man(man::Args),
}

impl Sub {
    /// The arguments that say which events are read.
    fn input(&mut self) -> Option<&mut InputArgs> {
        match self {
            Self::Validate(args) => Some(&mut args.input),
            Self::Diff(args) => Some(&mut args.input),
            Self::Replay(args) => Some(&mut args.input),
            Self::Gateway(args) => Some(&mut args.input),
            Self::Redact(args) => Some(&mut args.input),
            Self::Sign(args) => Some(&mut args.input),
            Self::Open(args) => Some(&mut args.input),
            _ => None,
        }
    }
}

/// The whole command line.
pub(crate) fn command() -> clap::Command {
    help::arrange(App::command())
}

/// Runs the process: arguments in, exit code out.
pub fn main() -> ExitCode {
    signal::survive_file_limits();
    let exit = guarded_exit(|| run(&std::env::args_os().collect::<Vec<_>>()));
    ExitCode::from(exit.code())
}

/// Whether any thread or task has panicked.
static HAS_PANICKED: AtomicBool = AtomicBool::new(false);

/// What a run comes to: a panic is a bug, on whatever thread it was and whatever the run made of that.
fn guarded_exit(run: impl FnOnce() -> Exit + std::panic::UnwindSafe) -> Exit {
    std::panic::set_hook(Box::new(report_bug));
    let exit = std::panic::catch_unwind(run).unwrap_or(Exit::Bug);
    if HAS_PANICKED.load(Ordering::Relaxed) { Exit::Bug } else { exit }
}

/// Says that a panic is a bug of ours. The payload is shown: our invariants hold no secrets.
fn report_bug(info: &std::panic::PanicHookInfo<'_>) {
    HAS_PANICKED.store(true, Ordering::Relaxed);
    let place = info.location().map_or(String::new(), |it| format!(" at {}:{}", it.file(), it.line()));
    let what = info.payload_as_str().unwrap_or("unknown cause");
    let _ = writeln!(
        io::stderr(),
        "error: this is a bug in helpdesk-evt {LONG_VERSION}{place}: {what}\n  \
         help: please report it with the command line and, if you can, the input (without secrets)"
    );
}

pub(super) fn run(arguments: &[OsString]) -> Exit {
    let program = command().long_version(LONG_VERSION);
    let environment = Environment::of(std::env::vars_os());
    match resolve(&program, arguments, &environment) {
        Ok(resolved) => start(&program, &environment, resolved),
        Err(Unresolved::Config(error)) => error.say(color::for_stderr(ColorChoice::Auto)),
        Err(Unresolved::Clap(error)) => {
            let command = arguments
                .iter()
                .filter_map(|it| it.to_str())
                .find(|it| program.find_subcommand(it).is_some());
            if let Some(error) = suggest(&error, &program, command) {
                return error.say(color::for_stderr(ColorChoice::Auto));
            }
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            let _ = error.print();
            exit
        }
    }
}

/// Runs a command; what it could not do is said, with the source of a value that is not on the command line.
fn start(program: &clap::Command, environment: &Environment, resolved: Resolved) -> Exit {
    let Resolved { matches, sources, file, warnings } = resolved;
    let mut app = match App::from_arg_matches(&matches) {
        Ok(app) => app,
        Err(error) => {
            let _ = error.print();
            return Exit::Usage;
        }
    };
    let paint = color::for_stderr(app.color);
    if let Err(error) = idle_flags::refuse(program, &matches, &sources) {
        return sources.say(&error, paint);
    }
    match guarded(program, &matches, file.as_ref()) {
        Ok(passed_over) => {
            if let Some(input) = app.command.input() {
                input.passed_over = passed_over;
            }
        }
        Err(error) => return sources.say(&error, paint),
    }
    for warning in warnings.into_iter().chain(environment.unknown(program)) {
        say(&format!("{} {warning}", paint.warn("warning:")));
    }
    let lints = file.as_ref().map_or(Vec::new(), |it| it.lints().to_vec());
    add_labels(file.as_ref().map_or(&[], File::codes));
    let lang = groups::lang(app.lang, |name| std::env::var(name).ok());
    let context = Context { color: app.color, lang, file, lints, sources };
    dispatch(app, &context).unwrap_or_else(|error| context.sources.say(&error, paint))
}

/// Refuses outputs that are inputs; the files that a walk is to pass over.
fn guarded(
    program: &clap::Command,
    matches: &clap::ArgMatches,
    file: Option<&File>,
) -> Result<Vec<PathBuf>, CliError> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Vec::new()) };
    let Some(command) = program.find_subcommand(name) else { return Ok(Vec::new()) };
    guard::check(command, matches, file.map(File::path))
}

fn dispatch(app: App, context: &Context) -> Result<Exit, CliError> {
    match app.command {
        Sub::Validate(args) => validate::run(*args, context),
        Sub::Diff(args) => diff::run(*args, context),
        Sub::Replay(args) => replay::run(*args, context),
        Sub::Gateway(args) => gateway::run(*args, context),
        Sub::Listen(args) => listen::run(*args, context),
        Sub::Probe(args) => probe::run(*args, context),
        Sub::Ci(args) => ci::run(&args, context),
        Sub::Verify(args) => verify::run(&args, context),
        Sub::Sign(args) => sign::run(*args, context),
        Sub::Open(args) => open::run(*args, context),
        Sub::Redact(args) => redact::run(*args, context),
        Sub::Schema(args) => schema::run(&args),
        Sub::Explain(args) => explain::run(&args, context.color),
        Sub::Sample(args) => sample::run(&args),
        Sub::Generate(args) => generate::run(&args),
        Sub::Config(args) => config::run(&args, &command(), context),
        Sub::Completions(args) => completions::run(&args, command()),
        Sub::Man(args) => man::run(&args, command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_on_any_thread_is_a_bug_though_the_run_goes_on() {
        let usual = std::panic::take_hook();
        let exit = guarded_exit(|| {
            let _ = std::thread::spawn(|| panic!("a test of panics")).join();
            Exit::Clean
        });
        std::panic::set_hook(usual);
        assert_eq!(exit, Exit::Bug);
    }
}
