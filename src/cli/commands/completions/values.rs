//! Which values complete a flag or a position: the names that the program knows, a path, or nothing.

use std::any::TypeId;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueHint};

use crate::catalog;
use crate::cli::args::{InputPath, OutputPath};
use crate::cli::commands::schema;
use crate::engine::probe;
use crate::render::text::Zone;
use crate::report::Code;
use crate::source;

/// Times that have a name, and examples of the others.
const TIMES: [&str; 7] = ["now", "today", "yesterday", "1h", "1d", "7d", "30d"];
/// The ends that a rule may begin with.
const RULES: [&str; 2] = ["stage:", "status:"];

/// The program with the values of every flag, for a script: parsing keeps its own messages.
pub(super) fn with_values(program: Command) -> Command {
    let commands: Vec<String> = program.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    let of = |command: Command| {
        let name = command.get_name().to_owned();
        let formats: Vec<String> = command
            .get_arguments()
            .filter(|arg| arg.get_long() == Some("format"))
            .flat_map(Arg::get_possible_values)
            .map(|it| format!("{}=", it.get_name()))
            .collect();
        command.mut_args(|arg| completed(arg, &name, &formats, &commands))
    };
    of(program).mut_subcommands(|command| of(command).mut_subcommands(of))
}

fn completed(arg: Arg, command: &str, formats: &[String], commands: &[String]) -> Arg {
    if !arg.get_action().takes_values() || !arg.get_possible_values().is_empty() {
        return arg;
    }
    let values = match (command, arg.get_long().unwrap_or_else(|| arg.get_id().as_str())) {
        (_, "report") => formats.to_vec(),
        ("man", "command") | ("show", "of") => commands.to_vec(),
        (command, name) => named(command, name),
    };
    if !values.is_empty() {
        return arg.value_parser(PossibleValuesParser::new(values));
    }
    let hint = hint(&arg);
    arg.value_hint(hint)
}

/// The names that a flag, or a position by its id, takes.
fn named(command: &str, name: &str) -> Vec<String> {
    let codes = || Code::ALL.iter().map(|code| code.slug().to_owned());
    let samples = || source::samples().iter().map(|it| it.name.to_owned());
    let fields = || {
        let all = catalog::ALL.iter().flat_map(|kind| kind.fields().iter().map(|it| it.name().to_owned()));
        let mut all: Vec<String> = all.filter(|it| it != "*").collect();
        all.sort();
        all.dedup();
        all
    };
    let texts = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
    match (command, name) {
        (_, "sample") => samples().chain(["all".to_owned()]).collect(),
        ("sample", "names") => samples().collect(),
        (_, "allow" | "warn" | "deny") => codes().chain(["warnings".to_owned()]).collect(),
        ("explain", "word") => codes().chain(fields()).collect(),
        ("schema", "name") => {
            let kinds = catalog::ALL.iter().map(|kind| kind.name);
            kinds.chain([schema::JSON_OUTPUT]).map(str::to_owned).collect()
        }
        ("probe", "only" | "skip") => probe::cases::cases().map(|it| it.slug.to_owned()).collect(),
        (_, "tz") => Zone::names(),
        (_, "where" | "expect" | "forbid") => texts(&RULES),
        (_, "set") => fields().into_iter().map(|it| it + "=").collect(),
        (_, "since" | "until") => texts(&TIMES),
        (_, "retry") => texts(&["none", "platform"]),
        (_, "duplicate") => texts(&["all"]),
        _ => Vec::new(),
    }
}

fn hint(arg: &Arg) -> ValueHint {
    let is = |id: TypeId| arg.get_value_parser().type_id() == id;
    let names = arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
    match names.as_deref() {
        Some("DIR") => ValueHint::DirPath,
        Some("COMMAND") => ValueHint::CommandString,
        _ if is(TypeId::of::<InputPath>()) && arg.is_positional() => ValueHint::AnyPath,
        _ if is(TypeId::of::<InputPath>()) || is(TypeId::of::<OutputPath>()) => ValueHint::FilePath,
        _ if is(TypeId::of::<PathBuf>()) => ValueHint::FilePath,
        _ => ValueHint::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::app::command;

    #[test]
    fn every_value_is_a_name_a_path_or_nothing() {
        let mut program = with_values(command());
        program.build();
        for command in program.get_subcommands().filter(|it| it.get_name() != "help") {
            for arg in command.get_arguments().filter(|it| it.get_action().takes_values()) {
                let completed = arg.get_value_hint() != ValueHint::Unknown;
                assert!(
                    completed || !arg.get_possible_values().is_empty(),
                    "{} {}",
                    command.get_name(),
                    arg.get_id()
                );
            }
        }
    }

    #[test]
    fn names_do_not_need_quotes_in_any_shell() {
        let program = with_values(command());
        for arg in program.get_subcommands().flat_map(Command::get_arguments) {
            for value in arg.get_possible_values() {
                let plain = |c: char| c.is_ascii_alphanumeric() || "-_/.:=+".contains(c);
                assert!(value.get_name().chars().all(plain), "{}", value.get_name());
            }
        }
    }
}
