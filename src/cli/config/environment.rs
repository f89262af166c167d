//! The environment: every flag has a variable, `HELPDESK_EVT_<FLAG>`; an empty one is an unset one.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgAction, Command};

use crate::report::nearest;

const PREFIX: &str = "HELPDESK_EVT_";

/// The variables whose names begin with ours.
#[derive(Debug, Default)]
pub(crate) struct Environment(BTreeMap<String, OsString>);

/// `rate` -> `HELPDESK_EVT_RATE`.
pub(crate) fn variable(long: &str) -> String {
    format!("{PREFIX}{}", long.replace('-', "_").to_uppercase())
}

/// Whether a flag can be set elsewhere than on the command line.
pub(crate) fn settable(arg: &Arg) -> Option<&str> {
    let shows = matches!(
        arg.get_action(),
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
    );
    arg.get_long().filter(|_| !shows)
}

/// Every flag of the program and its commands, each once.
pub(crate) fn flags(command: &Command) -> Vec<&str> {
    let mut flags: Vec<&str> = command.get_arguments().filter_map(settable).collect();
    for sub in command.get_subcommands() {
        flags.extend(sub.get_arguments().filter_map(settable));
    }
    flags.sort_unstable();
    flags.dedup();
    flags
}

impl Environment {
    /// Takes ours of all variables.
    pub(crate) fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            name.starts_with(PREFIX).then_some((name, value))
        });
        Self(ours.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a flag's variable.
    pub(crate) fn value(&self, long: &str) -> Option<&OsStr> {
        self.0.get(&variable(long)).map(OsString::as_os_str).filter(|it| !it.is_empty())
    }

    /// Whether a flag's variable is there, and empty.
    pub(crate) fn sets_nothing(&self, long: &str) -> bool {
        self.0.get(&variable(long)).is_some_and(|it| it.is_empty())
    }

    /// A warning for each variable that sets nothing.
    pub(crate) fn unknown(&self, command: &Command) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let known: Vec<String> = flags(command).into_iter().map(variable).collect();
        let unknown = self.0.keys().filter(|name| !known.contains(name));
        let warning = |name: &String| {
            let near = nearest(name, known.iter().map(String::as_str));
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            format!("`{name}` sets nothing{hint}")
        };
        unknown.map(warning).collect()
    }
}
