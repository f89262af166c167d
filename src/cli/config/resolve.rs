//! From the command line, the environment and the file to one set of arguments. A flag wins over a variable, a variable
//! over the file: also over one that it conflicts with. What can have no effect from there is left out.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::blame::blame;
use super::environment::{Environment, variable};
use super::file::{File, SECRET_FLAGS, locate};
use super::setting::{FlagSetting, settings};
use super::source::{ValueOrigin, ValueOrigins};
use crate::cli::CliError;
use crate::cli::args::InputPath;

/// The arguments of a run, and what is known beside them.
pub(crate) struct Resolved {
    /// What clap made of all of it.
    pub(crate) matches: ArgMatches,
    pub(crate) sources: ValueOrigins,
    pub(crate) file: Option<File>,
    /// What is said before the run begins.
    pub(crate) warnings: Vec<String>,
}

/// Parses the arguments, with what the environment and the file add to them. The file may be of all commands: `whole`
/// makes the program with the arguments of each.
pub(crate) fn resolve(
    program: &Command,
    whole: fn() -> Command,
    arguments: &[OsString],
    environment: &Environment,
) -> Result<Resolved, CliError> {
    let parse = |arguments: &[OsString]| program.clone().try_get_matches_from(arguments);
    let alone = parse(arguments);
    // What is wrong may yet be mended by a variable; who asks for help needs no configuration.
    let partial;
    let matches = if let Ok(matches) = &alone {
        matches
    } else {
        partial = program.clone().ignore_errors(true).try_get_matches_from(arguments)?;
        &partial
    };
    let found = matches.subcommand().and_then(|(name, given)| Some((program.find_subcommand(name)?, given)));
    let Some((command, given)) = found else {
        let missing = || program.clone().error(ErrorKind::MissingSubcommand, "no command is named");
        return Err(refused(alone.err().unwrap_or_else(missing), program, &[]));
    };
    let line = CommandLine { program, command, matches, given };
    let path = line.file(environment)?;
    let whole = path.is_some().then(whole);
    let whole = whole.as_ref().unwrap_or(program);
    let file = path.map(|path| File::read(path, whole)).transpose()?;
    let mut sources = ValueOrigins::default();
    for long in line.flags().filter_map(Arg::get_long) {
        sources.insert(long, ValueOrigin::Flag);
    }
    let mut settings = line.without_conflicts(settings(whole, command, environment, file.as_ref())?);
    let warnings = line.empty_secrets(environment)?;

    let at = subcommand_at(program, arguments, command.get_name());
    let with = |settings: &[FlagSetting<'_>]| {
        let mut arguments = arguments.to_vec();
        arguments.splice(at..at, settings.iter().flat_map(FlagSetting::tokens));
        parse(&arguments)
    };
    let mut parsed = if settings.is_empty() { alone } else { with(&settings) };
    if parsed.as_ref().is_err_and(lacks) {
        settings = effective(settings, &with);
        parsed = with(&settings);
    }
    for setting in &settings {
        sources.insert(setting.long(), setting.source.clone());
    }
    let matches = parsed.map_err(|error| refused(error, command, &settings))?;
    Ok(Resolved { matches, sources, file, warnings })
}

/// Clap's error, in our words where we have some.
fn refused(error: clap::Error, command: &Command, settings: &[FlagSetting<'_>]) -> CliError {
    blame(&error, command, settings).unwrap_or(CliError::Clap(error))
}

/// What stands on the command line.
struct CommandLine<'c, 'm> {
    program: &'c Command,
    command: &'c Command,
    /// The program's own flags.
    matches: &'m ArgMatches,
    /// The command's.
    given: &'m ArgMatches,
}

impl<'c> CommandLine<'c, '_> {
    fn is_global(&self, arg: &Arg) -> bool {
        self.program.get_arguments().any(|it| it.get_id() == arg.get_id())
    }

    fn has(&self, arg: &Arg) -> bool {
        let matches = if self.is_global(arg) { self.matches } else { self.given };
        matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    }

    /// The arguments on the command line.
    fn flags(&self) -> impl Iterator<Item = &'c Arg> {
        self.command.get_arguments().chain(self.program.get_arguments()).filter(|arg| self.has(arg))
    }

    /// The configuration file: named by a flag or a variable, or found.
    fn file(&self, environment: &Environment) -> Result<Option<PathBuf>, CliError> {
        let flag = self.matches.get_one::<PathBuf>("config").cloned();
        let named = flag.or_else(|| environment.value("config").map(PathBuf::from));
        if let Some(path) = named.as_ref().filter(|it| !it.exists() || it.is_dir()) {
            let message = format!("`--config`: there is no file `{}`", path.display());
            return Err(CliError::usage_with(message, "`helpdesk-evt config init` writes one"));
        }
        let has_paths = self.command.get_arguments().any(|it| it.get_id() == "paths");
        let paths = if has_paths { self.given.get_many::<InputPath>("paths") } else { None };
        Ok(locate(named.as_deref(), paths.and_then(|mut it| it.next()).map(|it| &**it)))
    }

    /// The settings that neither a flag nor, for those of the file, a variable stands against.
    fn without_conflicts(&self, mut settings: Vec<FlagSetting<'c>>) -> Vec<FlagSetting<'c>> {
        settings.retain(|it| !self.has(it.arg) && !self.flags().any(|flag| self.conflict(flag, it.arg)));
        let is_variable = |it: &FlagSetting<'_>| matches!(it.source, ValueOrigin::Variable(_));
        let variables: Vec<&Arg> = settings.iter().filter(|it| is_variable(it)).map(|it| it.arg).collect();
        settings.retain(|it| is_variable(it) || !variables.iter().any(|arg| self.conflict(arg, it.arg)));
        settings
    }

    fn conflict(&self, one: &Arg, other: &Arg) -> bool {
        let names = |one: &Arg, other: &Arg| {
            let of = if self.is_global(one) { self.program } else { self.command };
            of.get_arg_conflicts_with(one).iter().any(|it| it.get_id() == other.get_id())
        };
        names(one, other) || names(other, one)
    }

    /// What becomes of a secret whose variable is empty: none, with a warning where something is sent without it.
    fn empty_secrets(&self, environment: &Environment) -> Result<Vec<String>, CliError> {
        let mut warnings = Vec::new();
        for secret in SECRET_FLAGS.into_iter().filter(|it| environment.sets_nothing(it)) {
            let in_file = format!("{secret}-file");
            let names = [Some(secret), Some(in_file.as_str())];
            let flags: Vec<_> =
                self.command.get_arguments().filter(|it| names.contains(&it.get_long())).collect();
            let given = flags.iter().any(|it| self.has(it)) || environment.value(&in_file).is_some();
            if given || flags.is_empty() {
                continue;
            }
            let variable = variable(secret);
            match self.command.get_name() {
                "listen" => {
                    let help = "set it to the app's, or unset it: without it less is verified";
                    return Err(CliError::usage_with(format!("`{variable}` is empty"), help));
                }
                "replay" | "probe" | "gateway" | "ci" => {
                    warnings.push(format!("`{variable}` is empty and counts as not set"));
                }
                _ => {}
            }
        }
        Ok(warnings)
    }
}

fn lacks(error: &clap::Error) -> bool {
    error.kind() == ErrorKind::MissingRequiredArgument
}

/// Those that have what they require, on the command line or among them.
fn effective<'c>(
    settings: Vec<FlagSetting<'c>>,
    parse: &dyn Fn(&[FlagSetting<'_>]) -> Result<ArgMatches, clap::Error>,
) -> Vec<FlagSetting<'c>> {
    let (mut taken, mut left) = (Vec::new(), settings);
    loop {
        let before = taken.len();
        for setting in std::mem::take(&mut left) {
            taken.push(setting);
            if parse(&taken).as_ref().is_err_and(lacks) {
                left.extend(taken.pop());
            }
        }
        if taken.len() == before {
            return taken;
        }
    }
}

/// Where the arguments of the subcommand begin.
fn subcommand_at(program: &Command, arguments: &[OsString], name: &str) -> usize {
    let takes_value = |text: &str| {
        let long = text.strip_prefix("--");
        program
            .get_arguments()
            .any(|it| long.is_some() && it.get_long() == long && it.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(text) = arguments.get(at).map(|it| it.to_string_lossy()) {
        at += 1;
        if text == name {
            break;
        }
        at += usize::from(takes_value(&text));
    }
    at.min(arguments.len())
}
