//! `helpdesk-evt config`: which configuration is in force, and an example to begin with.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::config::{Environment, FILE_NAME, File, SECRET_FLAGS, ValueOrigin, settable, settings};
use crate::cli::output::stdout;
use crate::cli::{CliError, Context, say};
use crate::render::text::visible;
use crate::report::Exit;

/// What `config init` writes.
const EXAMPLE: &str = include_str!("example.toml");

/// Show which configuration is in force, or begin a file
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print every value that a flag has by itself, and where it comes from
    Show {
        /// Only the flags of this command
        #[arg(value_name = "COMMAND")]
        of: Option<String>,
    },
    /// Write an example of `helpdesk-evt.toml` into the working folder
    Init,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    match &args.action {
        Action::Show { of } => show(of.as_deref(), &(context.program)(), context.file.as_ref())?,
        Action::Init => init(Path::new(FILE_NAME))?,
    }
    Ok(Exit::Clean)
}

fn init(path: &Path) -> Result<(), CliError> {
    let failed = |source: io::Error| CliError::unwritable(path, source);
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let help = "`helpdesk-evt config show` tells what it sets";
            return Err(CliError::usage_with(format!("`{}` is already there", path.display()), help));
        }
        Err(error) => return Err(failed(error)),
    };
    file.write_all(EXAMPLE.as_bytes()).map_err(failed)?;
    say(&format!("wrote `{}`", path.display()));
    Ok(())
}

struct FlagRow {
    key: String,
    value: String,
    source: String,
}

fn show(of: Option<&str>, program: &Command, file: Option<&File>) -> Result<(), CliError> {
    if let Some(name) = of.filter(|it| program.find_subcommand(it).is_none()) {
        let help = "`helpdesk-evt --help` lists the commands";
        return Err(CliError::usage_with(format!("`{name}` is not a command"), help));
    }
    let mut rows = flags(of, program, file)?;
    if let Some(file) = file {
        let row = |key: String, value: String| {
            let source = ValueOrigin::File { key: key.clone(), path: file.path.clone() }.to_string();
            FlagRow { key, value, source }
        };
        let lints = file.lints.iter();
        rows.extend(
            lints.map(|(code, level)| row(format!("lints.{code}"), format!("{level:?}").to_lowercase())),
        );
        let codes = file.codes.iter();
        rows.extend(codes.map(|(field, code, label)| row(format!("codes.{field}.{code}"), label.clone())));
    }
    let mut out = stdout::for_people();
    print(&mut out, file, &rows).and_then(|()| out.flush()).map_err(CliError::stdout)
}

fn print(out: &mut impl Write, file: Option<&File>, rows: &[FlagRow]) -> io::Result<()> {
    match file {
        Some(file) => writeln!(out, "configuration file: {}\n", visible(&file.path.to_string_lossy()))?,
        None => writeln!(out, "configuration file: none\n")?,
    }
    let width = |of: fn(&FlagRow) -> &str| {
        rows.iter().map(|row| of(row).width()).filter(|it| *it <= 28).max().unwrap_or(0)
    };
    let (keys, values) = (width(|row| &row.key), width(|row| &row.value));
    for FlagRow { key, value, source } in rows {
        let pad = " ".repeat(keys.saturating_sub(key.width()));
        let gap = " ".repeat(values.saturating_sub(value.width()));
        writeln!(out, "{key}{pad}  {value}{gap}  {source}")?;
    }
    Ok(())
}

/// A row for each flag, where all commands agree on it; else one for each command.
fn flags(of: Option<&str>, program: &Command, file: Option<&File>) -> Result<Vec<FlagRow>, CliError> {
    let environment = Environment::of(env::vars_os());
    let mut found: BTreeMap<String, Vec<FlagRow>> = BTreeMap::new();
    for command in program.get_subcommands().filter(|it| of.is_none_or(|of| it.get_name() == of)) {
        let set = settings(program, command, &environment, file)?;
        for arg in command.get_arguments().chain(program.get_arguments()) {
            let Some(long) = settable(arg) else { continue };
            let setting = set.iter().find(|it| it.arg.get_id() == arg.get_id());
            let (values, source) = match setting {
                Some(setting) => (setting.values.clone(), setting.source.to_string()),
                None => (arg.get_default_values().iter().map(OsString::from).collect(), "default".to_owned()),
            };
            if !values.is_empty() {
                let value = if SECRET_FLAGS.contains(&long) { "(set)".to_owned() } else { joined(&values) };
                let of_flag = found.entry(long.to_owned()).or_default();
                of_flag.push(FlagRow { key: command.get_name().to_owned(), value, source });
            }
        }
    }
    let mut rows = Vec::new();
    for (long, of_commands) in found {
        let is_same = |pair: &[FlagRow]| pair[0].value == pair[1].value && pair[0].source == pair[1].source;
        if of_commands.windows(2).all(is_same) {
            rows.extend(of_commands.into_iter().next().map(|row| FlagRow { key: long, ..row }));
        } else {
            let of_command = |row: FlagRow| FlagRow { key: format!("{}.{long}", row.key), ..row };
            rows.extend(of_commands.into_iter().map(of_command));
        }
    }
    // What was set comes first.
    rows.sort_by_key(|row| row.source == "default");
    Ok(rows)
}

fn joined(values: &[OsString]) -> String {
    values.iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join(", ")
}
