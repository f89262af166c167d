//! The command line as a whole: the subcommands, how they are found, run and ended.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args as _, Command, CommandFactory as _, FromArgMatches as _, Parser};

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
    /// The language of Lark's labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]
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
}

macro_rules! commands {
    ($($variant:ident $name:ident)+) => {
        /// A command that was called, with its arguments.
        #[derive(Debug)]
        enum Called {
            $($variant(Box<$name::Args>),)+
        }

        /// The commands, in the order of the help: their names, and what adds their arguments.
        const COMMANDS: &[(&str, fn(Command) -> Command)] =
            &[$((stringify!($name), |command| help::arrange($name::Args::augment_args(command))),)+];

        impl Called {
            fn of(mut matches: ArgMatches) -> Result<Self, clap::Error> {
                let (name, mut matches) = matches.remove_subcommand().unwrap_or_default();
                match name.as_str() {
                    $(stringify!($name) => {
                        $name::Args::from_arg_matches_mut(&mut matches).map(|it| Self::$variant(Box::new(it)))
                    })+
                    _ => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
                }
            }
        }
    };
}

commands! {
    Validate validate
    Replay replay
    Gateway gateway
    Listen listen
    Diff diff
    Probe probe
    Ci ci
    Verify verify
    Sign sign
    Open open
    Redact redact
    Schema schema
    Explain explain
    Sample sample
    Generate generate
    Config config
    Completions completions
    Man man
}

impl Called {
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
pub(crate) fn command() -> Command {
    program(|_| true)
}

/// The command line, with the arguments of some commands: to build those of all takes longer than to check a file.
fn program(is_wanted: impl Fn(&str) -> bool) -> Command {
    COMMANDS.iter().fold(App::command(), |program, (name, with_arguments)| {
        let command = Command::new(*name);
        program.subcommand(if is_wanted(name) { with_arguments(command) } else { command })
    })
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
    let environment = Environment::of(std::env::vars_os());
    // The first word may be the command, and variables may be of any.
    let first = arguments.get(1).filter(|_| environment.is_empty()).and_then(|it| it.to_str());
    let called = first.filter(|it| COMMANDS.iter().any(|(name, _)| name == it));
    let program = program(|name| called.is_none_or(|it| it == name)).long_version(LONG_VERSION);
    match resolve(&program, command, arguments, &environment) {
        Ok(resolved) => start(&program, &environment, resolved),
        Err(Unresolved::Config(error)) => error.say(color::for_stderr(ColorChoice::Auto)),
        Err(Unresolved::Clap(error)) => {
            let command = arguments
                .iter()
                .filter_map(|it| it.to_str())
                .find(|it| program.find_subcommand(it).is_some());
            let mut whole = self::command();
            whole.build();
            if let Some(error) = suggest(&error, &whole, command) {
                return error.say(color::for_stderr(ColorChoice::Auto));
            }
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            let _ = error.print();
            exit
        }
    }
}

/// Runs a command; what it could not do is said, with the source of a value that is not on the command line.
fn start(program: &Command, environment: &Environment, resolved: Resolved) -> Exit {
    let Resolved { mut matches, sources, file, warnings } = resolved;
    let refused = |error: clap::Error| {
        let _ = error.print();
        Exit::Usage
    };
    let app = match App::from_arg_matches_mut(&mut matches) {
        Ok(app) => app,
        Err(error) => return refused(error),
    };
    let paint = color::for_stderr(app.color);
    if let Err(error) = idle_flags::refuse(program, &matches, &sources) {
        return sources.say(&error, paint);
    }
    let passed_over = match guarded(program, &matches, file.as_ref()) {
        Ok(passed_over) => passed_over,
        Err(error) => return sources.say(&error, paint),
    };
    let mut called = match Called::of(matches) {
        Ok(called) => called,
        Err(error) => return refused(error),
    };
    if let Some(input) = called.input() {
        input.passed_over = passed_over;
    }
    for warning in warnings.into_iter().chain(environment.unknown(program)) {
        say(&format!("{} {warning}", paint.warn("warning:")));
    }
    let lints = file.as_ref().map_or(Vec::new(), |it| it.lints().to_vec());
    add_labels(file.as_ref().map_or(&[], File::codes));
    let lang = groups::lang(app.lang, |name| std::env::var(name).ok());
    let context = Context { color: app.color, lang, file, lints, sources };
    dispatch(called, &context).unwrap_or_else(|error| context.sources.say(&error, paint))
}

/// Refuses outputs that are inputs; the files that a walk is to pass over.
fn guarded(program: &Command, matches: &ArgMatches, file: Option<&File>) -> Result<Vec<PathBuf>, CliError> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Vec::new()) };
    let Some(command) = program.find_subcommand(name) else { return Ok(Vec::new()) };
    guard::check(command, matches, file.map(File::path))
}

fn dispatch(called: Called, context: &Context) -> Result<Exit, CliError> {
    match called {
        Called::Validate(args) => validate::run(*args, context),
        Called::Diff(args) => diff::run(*args, context),
        Called::Replay(args) => replay::run(*args, context),
        Called::Gateway(args) => gateway::run(*args, context),
        Called::Listen(args) => listen::run(*args, context),
        Called::Probe(args) => probe::run(*args, context),
        Called::Ci(args) => ci::run(&args, context),
        Called::Verify(args) => verify::run(&args, context),
        Called::Sign(args) => sign::run(*args, context),
        Called::Open(args) => open::run(*args, context),
        Called::Redact(args) => redact::run(*args, context),
        Called::Schema(args) => schema::run(&args),
        Called::Explain(args) => explain::run(&args, context.color),
        Called::Sample(args) => sample::run(&args),
        Called::Generate(args) => generate::run(&args),
        Called::Config(args) => config::run(&args, &command(), context),
        Called::Completions(args) => completions::run(&args, command()),
        Called::Man(args) => man::run(&args, command()),
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
