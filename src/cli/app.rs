//! The command line as a whole: the subcommands, how they are found, run and ended.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::config;
use super::context::Context;
use super::error::CliError;
use super::exit::EXIT_CODES;
use crate::cli::args::{ColorChoice, InputArgs, LangChoice, groups};
use crate::cli::commands::{
    completions, diff, explain, gateway, generate, listen, man, probe, replay, sample, schema, validate,
};
use crate::cli::output::{color, guard};
use crate::report::{Exit, Level};

/// What `--version` says: the commit, where the build knew it, and the target, for reports of bugs.
const LONG_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("BUILT_FROM"), ")");

/// Check, compare, replay and receive Feishu/Lark Helpdesk ticket events, offline.
#[derive(Debug, Parser)]
#[command(name = "helpdesk-evt", version, after_help = EXIT_CODES)]
#[command(subcommand_required = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct App {
    /// When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        help_heading = "Global options"
    )]
    pub(crate) color: ColorChoice,
    /// The language of Lark's own labels [default: zh where the locale is Chinese, else en]
    #[arg(long, global = true, value_enum, value_name = "LANG", help_heading = "Global options")]
    pub(crate) lang: Option<LangChoice>,
    #[command(subcommand)]
    command: Sub,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Check events against the documented schema, with the exact place and the way out
    Validate(Box<validate::Args>),
    /// Deliver events to an app as the platform does, and report what it did
    Replay(Box<replay::Args>),
    /// Be the platform's long connection: the official clients connect and get events
    Gateway(Box<gateway::Args>),
    /// Receive events as an app does: check, show and record them
    Listen(Box<listen::Args>),
    /// Show what events changed: one by one, as a ticket's life, or as a tally
    Diff(Box<diff::Args>),
    /// Judge an app's receiver against the platform's contract
    Probe(Box<probe::Args>),
    /// Print the JSON Schema of an event type
    Schema(schema::Args),
    /// Explain a finding's code or a field; without one, list them
    Explain(explain::Args),
    /// List the bundled sample events, or print some
    Sample(sample::Args),
    /// Write a log of synthetic tickets, the same for the same seed, with labelled faults on request
    Generate(generate::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Print the man page
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
            _ => None,
        }
    }
}

/// The whole command line, with the environment variable of every flag.
pub(crate) fn command() -> clap::Command {
    config::with_environment(App::command())
}

/// Runs the process: arguments in, exit code out.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report_bug));
    let exit = std::panic::catch_unwind(|| run(std::env::args_os().collect())).unwrap_or(Exit::Bug);
    ExitCode::from(exit.code())
}

/// Says that a panic is a bug of ours. The payload is shown: our invariants hold no secrets.
fn report_bug(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map_or(String::new(), |it| format!(" at {}:{}", it.file(), it.line()));
    let what = info.payload_as_str().unwrap_or("unknown cause");
    let _ = writeln!(
        io::stderr(),
        "error: this is a bug in helpdesk-evt {LONG_VERSION}{place}: {what}\n  \
         help: please report it with the command line and, if you can, the input (without secrets)"
    );
}

fn run(arguments: Vec<OsString>) -> Exit {
    match parse(arguments) {
        Ok((app, lints)) => {
            let paint = color::for_stderr(app.color);
            dispatch(app, lints).unwrap_or_else(|error| error.say(paint))
        }
        Err(Early::Clap(error)) => {
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            let _ = error.print();
            exit
        }
        Err(Early::Config(error)) => error.say(color::for_stderr(ColorChoice::Auto)),
    }
}

enum Early {
    Clap(clap::Error),
    Config(CliError),
}

/// Parses the arguments with the configuration file's values as defaults.
fn parse(arguments: Vec<OsString>) -> Result<(App, Vec<(String, Level)>), Early> {
    let file = config::load().map_err(Early::Config)?;
    let lints = file.lints().map_err(Early::Config)?;
    let mut command = file.apply(command().long_version(LONG_VERSION)).map_err(Early::Config)?;
    let matches = command.try_get_matches_from_mut(arguments).map_err(Early::Clap)?;
    let mut app = App::from_arg_matches(&matches).map_err(Early::Clap)?;
    if let Some((name, matches)) = matches.subcommand() {
        let command = command.find_subcommand(name).expect("what was parsed is there");
        let passed_over = guard::check(command, matches, file.path()).map_err(Early::Config)?;
        if let Some(input) = app.command.input() {
            input.passed_over = passed_over;
        }
    }
    Ok((app, lints))
}

fn dispatch(app: App, lints: Vec<(String, Level)>) -> Result<Exit, CliError> {
    let lang = groups::lang(app.lang, |name| std::env::var(name).ok());
    let context = &Context { color: app.color, lang, lints };
    match app.command {
        Sub::Validate(args) => validate::run(*args, context),
        Sub::Diff(args) => diff::run(*args, context),
        Sub::Replay(args) => replay::run(*args, context),
        Sub::Gateway(args) => gateway::run(*args, context),
        Sub::Listen(args) => listen::run(*args, context),
        Sub::Probe(args) => probe::run(*args, context),
        Sub::Schema(args) => schema::run(&args),
        Sub::Explain(args) => explain::run(&args, context.color),
        Sub::Sample(args) => sample::run(&args),
        Sub::Generate(args) => generate::run(&args),
        Sub::Completions(args) => completions::run(&args, &mut command()),
        Sub::Man(_) => man::run(command()),
    }
}
