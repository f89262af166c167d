//! The command line as a whole: the subcommands, how they are found, run and ended.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args as _, Command, CommandFactory as _, FromArgMatches as _, Parser};

use super::config::{Environment, Resolved, resolve};
use super::context::Context;
use super::error::CliError;
use super::exit::EXIT_CODES;
use super::pipe;
use super::say::say;
use super::signal;
use super::suggest::suggest;
use super::{help, idle_flags};
use crate::cli::args::groups;
use crate::cli::commands::{
    ci, completions, config, diff, explain, gateway, generate, listen, man, open, probe, redact, replay,
    sample, schema, sign, validate, verify,
};
use crate::cli::output::{PromisedReports, color, guard};
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
#[command(disable_help_flag = true, next_help_heading = "Global options")]
pub(crate) struct App {
    /// When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", hide_short_help = true)]
    pub(crate) color: ColorChoice,
    /// The language of Lark's labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]
    #[arg(long, global = true, value_enum, value_name = "LANG", hide_short_help = true)]
    pub(crate) lang: Option<Lang>,
    /// The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    config: Option<PathBuf>,
    /// Print help; -h has one screen, --help has all
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

/// A command: its name, what adds its arguments, and its run.
struct Subcommand {
    name: &'static str,
    with_arguments: fn(Command) -> Command,
    run: fn(&mut ArgMatches, &Context) -> Result<Exit, CliError>,
}

/// Each by the name of its module; `&` where the run only looks at its arguments.
macro_rules! commands {
    ($($name:ident($($by:tt)?))+) => {
        /// The commands, in the order of the help.
        const COMMANDS: &[Subcommand] = &[$(
            Subcommand {
                name: stringify!($name),
                with_arguments: |command| help::arrange($name::Args::augment_args(command)),
                run: |matches, context| {
                    $name::run($($by)? $name::Args::from_arg_matches_mut(matches)?, context)
                },
            },
        )+];
    };
}

commands! {
    validate()
    replay()
    gateway()
    listen()
    diff()
    probe()
    ci(&)
    verify(&)
    sign()
    open()
    redact()
    schema(&)
    explain(&)
    sample(&)
    generate(&)
    config(&)
    completions(&)
    man(&)
}

/// The whole command line.
pub(crate) fn command() -> Command {
    program(|_| true)
}

/// The command line, with the arguments of some commands: to build those of all takes longer than to check a file.
fn program(is_wanted: impl Fn(&str) -> bool) -> Command {
    COMMANDS.iter().fold(App::command(), |program, it| {
        let command = Command::new(it.name);
        program.subcommand(if is_wanted(it.name) { (it.with_arguments)(command) } else { command })
    })
}

/// Runs the process: arguments in, exit code out.
pub fn main() -> ExitCode {
    signal::survive_file_limits();
    let exit = guarded_exit(|| run(&std::env::args_os().collect::<Vec<_>>()));
    pipe::finish(|| signal::Stop::asked().is_some());
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
    let environment = Environment::of(std::env::vars_os());
    // The first word may be the command, and variables may be of any.
    let first = arguments.get(1).filter(|_| environment.is_empty()).and_then(|it| it.to_str());
    let called = first.filter(|it| COMMANDS.iter().any(|command| command.name == *it));
    let program = program(|name| called.is_none_or(|it| it == name)).long_version(LONG_VERSION);
    let error = match resolve(&program, command, arguments, &environment) {
        Ok(resolved) => return start(&program, &environment, resolved),
        Err(CliError::Clap(error)) => {
            let mut words = arguments.iter().filter_map(|it| it.to_str());
            let command = words.find(|it| program.find_subcommand(it).is_some());
            let mut whole = self::command();
            whole.build();
            suggest(&error, &whole, command).unwrap_or(CliError::Clap(error))
        }
        Err(error) => error,
    };
    error.say(color::for_stderr(ColorChoice::Auto))
}

/// Runs a command; what it could not do is said, with the source of a value that is not on the command line.
fn start(program: &Command, environment: &Environment, resolved: Resolved) -> Exit {
    let Resolved { mut matches, sources, file, warnings } = resolved;
    let app = match App::from_arg_matches_mut(&mut matches) {
        Ok(app) => app,
        Err(error) => return CliError::from(error).say(color::for_stderr(ColorChoice::Auto)),
    };
    let paint = color::for_stderr(app.color);
    let called = matches.remove_subcommand().and_then(|(name, given)| {
        let called = COMMANDS.iter().find(|it| it.name == name)?;
        Some((called, program.find_subcommand(name)?, given))
    });
    let Some((called, command, mut given)) = called else {
        return CliError::from(clap::Error::new(ErrorKind::MissingSubcommand)).say(paint);
    };
    let ready = idle_flags::refuse(command, &given, &sources)
        .and_then(|()| guard::check(command, &given, file.as_ref().map(|it| &*it.path)));
    let passed_over = match ready {
        Ok(passed_over) => passed_over,
        Err(error) => return sources.say(&error, paint),
    };
    for warning in warnings.into_iter().chain(environment.unknown(program)) {
        say(&format!("{} {warning}", paint.warn("warning:")));
    }
    add_labels(file.as_ref().map_or(&[], |it| &it.codes));
    let lang = groups::lang(app.lang, |name| std::env::var(name).ok());
    let context = Context { color: app.color, lang, program: self::command, file, passed_over };
    let reports = PromisedReports::of(&given);
    (called.run)(&mut given, &context).unwrap_or_else(|error| {
        reports.write(called.name, lang, &error);
        sources.say(&error, paint)
    })
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
