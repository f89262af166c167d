//! A value from the environment or the file, and the command line it stands for.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgAction, Command};

use super::environment::{Environment, settable, variable};
use super::file::File;
use super::source::ValueOrigin;
use crate::cli::CliError;

/// A value from the environment or the file.
#[derive(Clone, Debug)]
pub(crate) struct FlagSetting<'c> {
    pub(crate) arg: &'c Arg,
    pub(crate) source: ValueOrigin,
    pub(crate) values: Vec<OsString>,
}

/// What the environment and the file set of a command's flags: of two values that a flag has the environment's.
pub(crate) fn settings<'c>(
    program: &'c Command,
    command: &'c Command,
    environment: &Environment,
    file: Option<&File>,
) -> Result<Vec<FlagSetting<'c>>, CliError> {
    let mut found = Vec::new();
    for arg in command.get_arguments().chain(program.get_arguments()) {
        let Some(long) = settable(arg).filter(|it| *it != "config") else { continue };
        if let Some(value) = environment.value(long) {
            let (source, values) = (ValueOrigin::Variable(variable(long)), vec![value.to_owned()]);
            found.push(FlagSetting { arg, source, values });
        } else if let Some(file) = file
            && let Some((key, values)) = file.values(command.get_name(), arg)?
            && (key != long || !is_meant_for_others(program, arg, &values))
        {
            let source = ValueOrigin::File { key, path: file.path.clone() };
            found.push(FlagSetting { arg, source, values });
        }
    }
    Ok(found)
}

/// Whether a key that holds for all commands has a value that this one does not know and another one does.
fn is_meant_for_others(program: &Command, arg: &Arg, values: &[OsString]) -> bool {
    let same = |it: &&Arg| it.get_long() == arg.get_long();
    let others = || program.get_subcommands().flat_map(Command::get_arguments).filter(same);
    values.iter().any(|value| !knows(arg, value) && others().any(|it| knows(it, value)))
}

/// Whether a flag takes a value, as far as it names those it takes.
fn knows(arg: &Arg, value: &OsStr) -> bool {
    let possible = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
    possible.is_empty() || possible.iter().any(|it| value == it.get_name())
}

impl FlagSetting<'_> {
    pub(super) fn long(&self) -> &str {
        self.arg.get_long().unwrap_or_default()
    }

    /// The setting as it would stand on the command line; nothing for a switch that is off.
    pub(super) fn tokens(&self) -> Vec<OsString> {
        let flag = OsString::from(format!("--{}", self.long()));
        if self.arg.get_action().takes_values() {
            let with = |value: &OsString| [flag.as_os_str(), value.as_os_str()].join(OsStr::new("="));
            return self.values.iter().map(with).collect();
        }
        let on = self.values.iter().find(|it| !is_off(it));
        let times = |value: &OsString| match self.arg.get_action() {
            ArgAction::Count => value.to_str().and_then(|it| it.parse().ok()).unwrap_or(1),
            _ => 1,
        };
        on.map_or(Vec::new(), |value| vec![flag; times(value)])
    }
}

fn is_off(value: &OsStr) -> bool {
    let value = value.to_string_lossy().to_ascii_lowercase();
    matches!(value.as_str(), "0" | "false" | "no" | "off")
}
