//! `helpdesk-evt.toml`: top-level keys are flags by their long names and hold for every command that has them; a table
//! of a command's name holds for that command; `[lints]` sets codes, `[codes]` adds the vendor's new ones.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use clap::{Arg, Command};
use toml::Value;

use super::environment::{flags, settable, variable};
use crate::cli::CliError;
use crate::cli::args::{InputPath, OutputPath, ReportPath};
use crate::model::labels;
use crate::render::text::visible;
use crate::report::{Level, nearest};

pub(crate) const FILE_NAME: &str = "helpdesk-evt.toml";
/// Flags whose values are secrets: they never stand in a file that is committed.
pub(crate) const SECRET_FLAGS: [&str; 3] = ["encrypt-key", "verification-token", "app-secret"];
/// Tables that are no command's.
const TABLES: [&str; 2] = ["lints", "codes"];

/// The configuration file, read and checked.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    table: toml::Table,
    /// The levels of codes that `[lints]` sets.
    pub(crate) lints: Vec<(String, Level)>,
    /// The codes that `[codes]` adds: field, code and label.
    pub(crate) codes: Vec<(String, i64, String)>,
}

/// Where the file is: the one named, else found from the working folder upwards, else from the first input upwards.
pub(crate) fn locate(named: Option<&Path>, first_input: Option<&Path>) -> Option<PathBuf> {
    let upwards = |folder: PathBuf| folder.ancestors().map(|it| it.join(FILE_NAME)).find(|it| it.is_file());
    let beside = || {
        let input = first_input.filter(|it| it.as_os_str() != "-")?;
        // What does not exist, a glob for one, begins with a folder that does.
        let known = input.ancestors().map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
        upwards(known.into_iter().find_map(|it| fs::canonicalize(it).ok())?)
    };
    named.map(Path::to_owned).or_else(|| upwards(env::current_dir().ok()?)).or_else(beside)
}

impl File {
    /// Reads a file; every key must be one that some command knows.
    pub(crate) fn read(path: PathBuf, command: &Command) -> Result<Self, CliError> {
        let text =
            fs::read_to_string(&path).map_err(|source| CliError::unreadable("--config", &path, source))?;
        let table = text.parse::<toml::Table>().map_err(|error| {
            let before = &text[..error.span().map_or(0, |it| it.start)];
            let (line, start) = (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |it| it + 1));
            let (path, column) = (path.display(), before[start..].chars().count() + 1);
            CliError::usage(format!("`{path}` is not valid TOML at {line}:{column}: {}", error.message()))
        })?;
        let file = Self { path, table, lints: Vec::new(), codes: Vec::new() };
        for (key, value) in &file.table {
            match value {
                _ if TABLES.contains(&key.as_str()) => {}
                Value::Table(table) => file.check_table(command, key, table)?,
                _ => file.check_key(key, key, &flags(command))?,
            }
        }
        let (lints, codes) = (file.read_lints()?, file.read_codes()?);
        Ok(Self { lints, codes, ..file })
    }

    /// The `[lints]` table: `code = "deny"`, `"warn"` or `"allow"`.
    fn read_lints(&self) -> Result<Vec<(String, Level)>, CliError> {
        let Some(table) = self.table.get("lints") else { return Ok(Vec::new()) };
        let Value::Table(table) = table else {
            let help = "write [lints] and below it `code = \"deny\"`";
            return Err(self.wrong("lints", "is not a table", help));
        };
        let level = |(code, value): (&String, &Value)| match value.as_str() {
            Some("deny") => Ok((code.clone(), Level::Deny)),
            Some("warn") => Ok((code.clone(), Level::Warn)),
            Some("allow") => Ok((code.clone(), Level::Allow)),
            _ => {
                let help = "a level is \"deny\", \"warn\" or \"allow\"";
                Err(self.wrong(&format!("lints.{code}"), "has another value", help))
            }
        };
        table.iter().map(level).collect()
    }

    /// The `[codes]` table: `status = { 53 = "closed by SLA" }`.
    fn read_codes(&self) -> Result<Vec<(String, i64, String)>, CliError> {
        let Some(table) = self.table.get("codes") else { return Ok(Vec::new()) };
        let help = "write [codes] and below it `status = { 53 = \"closed by SLA\" }`";
        let table = table.as_table().ok_or_else(|| self.wrong("codes", "is not a table", help))?;
        let mut codes = Vec::new();
        for (field, value) in table {
            let key = format!("codes.{field}");
            let known = labels(field).ok_or_else(|| {
                self.wrong(&key, "names no field with codes", "stage, status, score, solve or channel")
            })?;
            let added = value.as_table().ok_or_else(|| self.wrong(&key, "is not a table", help))?;
            for (code, label) in added {
                let key = format!("{key}.{code}");
                let number = code.parse().map_err(|_| self.wrong(&key, "is not a code", help))?;
                let label = label.as_str().ok_or_else(|| self.wrong(&key, "has no label", help))?;
                if known.iter().any(|it| it.code == number) {
                    return Err(self.wrong(&key, "is a documented code", "leave it out"));
                }
                codes.push((field.clone(), number, visible(label).into_owned()));
            }
        }
        Ok(codes)
    }

    /// The values of a flag of a command, and the key they stand at: those of the command's own table first.
    pub(crate) fn values(
        &self,
        command: &str,
        arg: &Arg,
    ) -> Result<Option<(String, Vec<OsString>)>, CliError> {
        let Some(long) = arg.get_long() else { return Ok(None) };
        let own = self.table.get(command).and_then(Value::as_table).and_then(|it| it.get(long));
        let (key, value) = match (own, self.table.get(long)) {
            (Some(value), _) => (format!("{command}.{long}"), value),
            (None, Some(value)) => (long.to_owned(), value),
            (None, None) => return Ok(None),
        };
        let one = |value: &Value| match value {
            Value::String(text) => Ok(self.text(text, arg)),
            Value::Integer(number) => Ok(OsString::from(number.to_string())),
            Value::Float(number) => Ok(OsString::from(number.to_string())),
            Value::Boolean(on) => Ok(OsString::from(on.to_string())),
            _ => {
                let what = "is not a text, a number, true, false, or a list of those";
                Err(self.wrong(&key, what, "`helpdesk-evt config init` writes an example"))
            }
        };
        let values = match value {
            Value::Array(items) => items.iter().map(one).collect::<Result<_, _>>()?,
            other => vec![one(other)?],
        };
        Ok(Some((key, values)))
    }

    /// A text as clap takes it. Paths are of the file's folder.
    fn text(&self, text: &str, arg: &Arg) -> OsString {
        let at_home = |path: &str| self.path.parent().unwrap_or(Path::new("")).join(path).into_os_string();
        let is = |id: TypeId| arg.get_value_parser().type_id() == id;
        let is_path = is(TypeId::of::<InputPath>()) || is(TypeId::of::<OutputPath>());
        match text.split_once('=') {
            Some((format, path)) if is(TypeId::of::<ReportPath>()) && path != "-" => {
                let mut report = OsString::from(format!("{format}="));
                report.push(at_home(path));
                report
            }
            _ if is_path && text != "-" => at_home(text),
            _ => OsString::from(text),
        }
    }

    fn check_table(&self, command: &Command, name: &str, table: &toml::Table) -> Result<(), CliError> {
        let Some(sub) = command.find_subcommand(name) else {
            let names = command.get_subcommands().map(Command::get_name).chain(TABLES);
            let help = nearest(name, names).map_or_else(
                || "a table is `[lints]`, `[codes]` or the name of a command".to_owned(),
                |it| format!("did you mean `[{it}]`?"),
            );
            return Err(self.wrong(name, "names no command", &help));
        };
        let mut known: Vec<&str> = sub.get_arguments().filter_map(settable).collect();
        known.extend(command.get_arguments().filter_map(settable));
        table.keys().try_for_each(|key| self.check_key(key, &format!("{name}.{key}"), &known))
    }

    fn check_key(&self, key: &str, shown: &str, known: &[&str]) -> Result<(), CliError> {
        if SECRET_FLAGS.contains(&key) {
            let variable = variable(key);
            let help =
                format!("remove it, and use `{key}-file = \"PATH\"` here or {variable} in the environment");
            return Err(self.wrong(shown, "is a secret and does not belong in this file", &help));
        }
        if known.contains(&key) && key != "config" {
            return Ok(());
        }
        let help = nearest(key, known.iter().copied())
            .map_or("keys are flags by their long names".to_owned(), |it| format!("did you mean `{it}`?"));
        Err(self.wrong(shown, "names no flag", &help))
    }

    fn wrong(&self, key: &str, what: &str, help: &str) -> CliError {
        CliError::usage_with(format!("`{}`: `{key}` {what}", self.path.display()), help)
    }
}
