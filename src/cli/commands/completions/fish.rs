//! What the generator leaves out of fish's script: the positions of a command, and that files belong to some only.

use clap::{Command, ValueHint};

/// The files of `--report FORMAT=PATH`, with the format before them as it is typed.
const REPORTS: &str = include_str!("reports.fish");

/// A line for each command whose positions take names, or nothing: where there is none, fish offers files.
pub(super) fn positionals(program: &Command) -> String {
    let (mut lines, own) = (REPORTS.to_owned(), program.get_name());
    for command in program.get_subcommands().filter(|it| it.get_name() != "help") {
        let name = command.get_name();
        if command.has_subcommands() {
            for sub in command.get_subcommands().filter(|it| it.get_name() != "help") {
                lines +=
                    &line(own, &format!("{name}; and __fish_seen_subcommand_from {}", sub.get_name()), sub);
            }
        } else {
            lines += &line(own, name, command);
        }
    }
    lines
}

fn line(program: &str, condition: &str, command: &Command) -> String {
    let name = program.replace('-', "_");
    let using = format!("complete -c {program} -n \"__fish_{name}_using_subcommand {condition}\"");
    let positions = || command.get_positionals();
    let reports = command.get_arguments().any(|it| it.get_long() == Some("report"));
    let lines = if reports {
        format!("{using} -l report -r -f -a \"(__fish_helpdesk_evt_reports)\"\n")
    } else {
        String::new()
    };
    if positions().any(|it| it.get_value_hint() == ValueHint::AnyPath) {
        return lines;
    }
    let values: Vec<String> =
        positions().flat_map(clap::Arg::get_possible_values).map(|it| it.get_name().to_owned()).collect();
    let names = if values.is_empty() { String::new() } else { format!(" -a \"{}\"", values.join(" ")) };
    format!("{lines}{using} -f{names}\n")
}
