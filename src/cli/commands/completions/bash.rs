//! The script for bash: after a flag its values, else flags after a hyphen, else what the command's position takes.
//! The generator of the library offers flags and files everywhere, and knows no values of positions.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, Command, ValueHint};

/// The script without the cases of its commands.
const TEMPLATE: &str = include_str!("template.bash");

/// The whole script of a program that was built.
pub(super) fn script(program: &Command) -> String {
    let all = all(program);
    let commands = all.iter().filter(|it| !it.0.is_empty()).map(|(path, _)| {
        let (parent, name) = path.rsplit_once(' ').unwrap_or(("", path));
        format!("            \"{parent},{name}\") command=\"{path}\" ;;\n")
    });
    let values = values_of_flags(&all).into_iter().map(|(action, flags)| {
        let flags = flags.join(" | ");
        format!("        {flags})\n            {action}\n            return\n            ;;\n")
    });
    let positions = all.iter().map(|(path, command)| {
        let (flags, position) = (flags(command).join(" "), position(command));
        format!(
            "        \"{path},-\"*) _helpdesk_evt_names \"{flags}\" ;;\n        \"{path},\"*) {position} ;;\n"
        )
    });
    TEMPLATE
        .replace("@COMMANDS@\n", &commands.collect::<String>())
        .replace("@VALUES@\n", &values.collect::<String>())
        .replace("@POSITIONS@\n", &positions.collect::<String>())
}

/// The program and each of its commands, with the words that lead there.
fn all(program: &Command) -> Vec<(String, &Command)> {
    let mut found = vec![(String::new(), program)];
    for command in program.get_subcommands() {
        let name = command.get_name().to_owned();
        let below = command.get_subcommands().filter(|it| name != "help" && it.get_name() != "help");
        let below: Vec<_> = below.map(|it| (format!("{name} {}", it.get_name()), it)).collect();
        found.push((name, command));
        found.extend(below);
    }
    found
}

/// What completes the value of each flag, and the commands and flags that it completes.
fn values_of_flags(all: &[(String, &Command)]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, command) in all {
        for arg in command.get_arguments().filter(|it| it.get_action().takes_values() && !it.is_positional())
        {
            let flags = found.entry(value(arg)).or_default();
            flags.extend(arg.get_long().map(|long| format!("\"{path} --{long}\"")));
            flags.extend(arg.get_short().map(|short| format!("\"{path} -{short}\"")));
        }
    }
    found
}

fn value(arg: &Arg) -> String {
    let names: Vec<String> = arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
    if !names.is_empty() {
        return format!("_helpdesk_evt_names \"{}\"", names.join(" "));
    }
    match arg.get_value_hint() {
        ValueHint::AnyPath | ValueHint::FilePath => "_helpdesk_evt_paths default".to_owned(),
        ValueHint::DirPath => "_helpdesk_evt_paths dirnames".to_owned(),
        ValueHint::CommandString => "COMPREPLY=($(compgen -c -- \"$cur\"))".to_owned(),
        _ => ":".to_owned(),
    }
}

fn flags(command: &Command) -> Vec<String> {
    let shown = command.get_arguments().filter(|it| !it.is_hide_set());
    shown
        .flat_map(|it| {
            let short =
                it.get_short().filter(|_| matches!(it.get_action(), ArgAction::Help | ArgAction::Version));
            let long = it.get_long().map(|long| format!("--{long}"));
            long.into_iter().chain(short.map(|short| format!("-{short}")))
        })
        .collect()
}

/// What completes a word that is no flag: the names of commands, the values of the position, or flags where none is.
fn position(command: &Command) -> String {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    if !names.is_empty() {
        return format!("_helpdesk_evt_names \"{}\"", names.join(" "));
    }
    match command.get_positionals().next() {
        Some(arg) => value(arg),
        None => format!("_helpdesk_evt_names \"{}\"", flags(command).join(" ")),
    }
}
