//! `helpdesk-evt.toml` and the environment: defaults for flags, in the order flag, environment, file, default.
//!
//! Top-level keys are flags by their long names and hold for every command that has them; a table of a command's name
//! holds for that command; `[lints]` sets codes.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Command};
use toml::Value;

use super::error::CliError;
use crate::report::Level;

const FILE: &str = "helpdesk-evt.toml";
/// Flags whose values are secrets: they never stand in a file that is committed.
const SECRETS: [&str; 3] = ["encrypt-key", "verification-token", "app-secret"];

/// The configuration file, read.
#[derive(Debug, Default)]
pub(crate) struct Config {
    path: PathBuf,
    table: toml::Table,
}

/// Gives every flag its environment variable, `HELPDESK_EVT_<FLAG>`.
pub(crate) fn with_environment(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let Some(long) = arg.get_long().filter(|it| !matches!(*it, "help" | "version")) else { return arg };
        let name = format!("HELPDESK_EVT_{}", long.replace('-', "_").to_uppercase());
        let flag = matches!(arg.get_action(), ArgAction::SetTrue);
        let arg = arg.env(name).hide_env(true).hide_env_values(true);
        if flag { arg.value_parser(FalseyValueParser::new()) } else { arg }
    });
    command.mut_subcommands(with_environment)
}

/// Finds and reads the file, from the working folder upwards; without one, an empty configuration.
pub(crate) fn load() -> Result<Config, CliError> {
    let Ok(folder) = env::current_dir() else { return Ok(Config::default()) };
    let Some(path) = folder.ancestors().map(|it| it.join(FILE)).find(|it| it.is_file()) else {
        return Ok(Config::default());
    };
    let text = fs::read_to_string(&path)
        .map_err(|source| CliError::Read { path: path.display().to_string(), source })?;
    let table = text.parse::<toml::Table>().map_err(|error| {
        CliError::usage(format!("`{}` is not valid TOML: {}", path.display(), error.to_string().trim_end()))
    })?;
    Ok(Config { path, table })
}

impl Config {
    /// The file, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        (!self.path.as_os_str().is_empty()).then_some(&*self.path)
    }

    /// Makes the file's values the defaults of the flags they name.
    pub(crate) fn apply(&self, mut command: Command) -> Result<Command, CliError> {
        for (key, value) in &self.table {
            if key == "lints" {
                self.lints()?;
            } else if let Value::Table(table) = value {
                command = self.apply_table(command, key, table)?;
            } else {
                command = self.apply_key(command, key, value)?;
            }
        }
        Ok(command)
    }

    /// The `[lints]` table: `code = "deny"`, `"warn"` or `"allow"`.
    pub(crate) fn lints(&self) -> Result<Vec<(String, Level)>, CliError> {
        let Some(table) = self.table.get("lints") else { return Ok(Vec::new()) };
        let Value::Table(table) = table else {
            return Err(self.wrong(
                "lints",
                "is not a table",
                "write [lints] and below it `code = \"deny\"`",
            ));
        };
        let level = |(code, value): (&String, &Value)| match value.as_str() {
            Some("deny") => Ok((code.clone(), Level::Deny)),
            Some("warn") => Ok((code.clone(), Level::Warn)),
            Some("allow") => Ok((code.clone(), Level::Allow)),
            _ => Err(self.wrong(
                &format!("lints.{code}"),
                "has another value",
                "a level is \"deny\", \"warn\" or \"allow\"",
            )),
        };
        table.iter().map(level).collect()
    }

    fn apply_table(
        &self,
        mut command: Command,
        name: &str,
        table: &toml::Table,
    ) -> Result<Command, CliError> {
        if command.find_subcommand(name).is_none() {
            let help = "a table is `[lints]` or the name of a command";
            return Err(self.wrong(name, "names no command", help));
        }
        for (key, value) in table {
            let shown = format!("{name}.{key}");
            self.refuse_secret(key, &shown)?;
            let values = self.values(&shown, key, value)?;
            let known = command.find_subcommand(name).is_some_and(|it| has_flag(it, key));
            if !known {
                return Err(self.unknown(&shown, &command, Some(name)));
            }
            command = command.mut_subcommand(name, |it| with_default(it, key, &values));
        }
        Ok(command)
    }

    fn apply_key(&self, command: Command, key: &str, value: &Value) -> Result<Command, CliError> {
        self.refuse_secret(key, key)?;
        let values = self.values(key, key, value)?;
        let known = has_flag(&command, key) || command.get_subcommands().any(|it| has_flag(it, key));
        if !known {
            return Err(self.unknown(key, &command, None));
        }
        let command = if has_flag(&command, key) { with_default(command, key, &values) } else { command };
        Ok(command.mut_subcommands(|it| if has_flag(&it, key) { with_default(it, key, &values) } else { it }))
    }

    fn refuse_secret(&self, key: &str, shown: &str) -> Result<(), CliError> {
        if !SECRETS.contains(&key) {
            return Ok(());
        }
        let variable = key.replace('-', "_").to_uppercase();
        Err(self.wrong(
            shown,
            "is a secret and does not belong in this file",
            &format!("remove it, and use `{key}-file = \"PATH\"` here or HELPDESK_EVT_{variable} in the environment"),
        ))
    }

    /// A value as clap takes it. Paths of a `*-file` key are relative to the configuration file.
    fn values(&self, shown: &str, key: &str, value: &Value) -> Result<Vec<OsString>, CliError> {
        let one = |value: &Value| match value {
            Value::String(text) if key.ends_with("-file") || key == "output" || key == "cacert" => {
                Ok(self.path.parent().unwrap_or(Path::new("")).join(text).into_os_string())
            }
            Value::String(text) => Ok(OsString::from(text)),
            Value::Integer(number) => Ok(OsString::from(number.to_string())),
            Value::Float(number) => Ok(OsString::from(number.to_string())),
            Value::Boolean(on) => Ok(OsString::from(on.to_string())),
            _ => Err(self.wrong(
                shown,
                "is not a text, a number, true, false, or a list of those",
                "see the README",
            )),
        };
        match value {
            Value::Array(items) => items.iter().map(one).collect(),
            other => Ok(vec![one(other)?]),
        }
    }

    fn unknown(&self, shown: &str, command: &Command, table: Option<&str>) -> CliError {
        let key = shown.rsplit('.').next().unwrap_or(shown);
        let subcommands =
            command.get_subcommands().filter(|it| table.is_none_or(|name| it.get_name() == name));
        let mut names: Vec<&str> =
            subcommands.flat_map(Command::get_arguments).filter_map(clap::Arg::get_long).collect();
        names.extend(command.get_arguments().filter_map(clap::Arg::get_long));
        let near = names.into_iter().min_by_key(|it| strsim::damerau_levenshtein(it, key));
        let near = near.filter(|it| strsim::damerau_levenshtein(it, key) <= 3);
        let help = near
            .map_or("keys are flags by their long names".to_owned(), |it| format!("did you mean `{it}`?"));
        self.wrong(shown, "names no flag", &help)
    }

    fn wrong(&self, key: &str, what: &str, help: &str) -> CliError {
        CliError::usage_with(format!("`{}`: `{key}` {what}", self.path.display()), help)
    }
}

fn has_flag(command: &Command, long: &str) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some(long))
}

fn with_default(command: Command, long: &str, values: &[OsString]) -> Command {
    command
        .mut_args(|arg| if arg.get_long() == Some(long) { arg.default_values(values.to_vec()) } else { arg })
}
