//! The script for bash: after a flag its values, else flags after a hyphen, else what the command's position takes.
//! The generator of the library offers flags and files everywhere, and knows no values of positions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command, ValueHint};

const HEAD: &str = r#"# Completes helpdesk-evt in bash; `helpdesk-evt completions bash` prints this.

_helpdesk_evt_names() {
    COMPREPLY=($(compgen -W "$1" -- "$cur"))
    # A name that is only a beginning takes no blank.
    if [[ ${COMPREPLY[0]-} == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
}

_helpdesk_evt_paths() {
    # Readline quotes names and adds a slash to folders; bash 3 has no compopt.
    compopt -o "$1" 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur"))
}

_helpdesk_evt() {
    local cur=${COMP_WORDS[COMP_CWORD]} command="" word before=() count prev="" prior="" is_after_equals=""
    COMPREPLY=()
    if [[ $cur == "=" || ${COMP_WORDS[COMP_CWORD - 1]} == "=" ]]; then is_after_equals=1; fi
    if [[ $cur == "=" ]]; then cur=""; fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != "=" ]]; then before+=("$word"); fi
    done
    count=${#before[@]}
    if ((count > 0)); then prev=${before[count - 1]}; fi
    if ((count > 1)); then prior=${before[count - 2]}; fi
    for word in "${before[@]}"; do
        case "$command,$word" in
"#;

const FOOT: &str = r"    esac
}

complete -F _helpdesk_evt helpdesk-evt
";

/// The whole script of a program that was built.
pub(super) fn script(program: &Command) -> String {
    let mut text = HEAD.to_owned();
    let all = all(program);
    for (path, _) in all.iter().filter(|it| !it.0.is_empty()) {
        let (parent, name) = path.rsplit_once(' ').unwrap_or(("", path));
        let _ = writeln!(text, "            \"{parent},{name}\") command=\"{path}\" ;;");
    }
    text.push_str("        esac\n    done\n");
    text.push_str("    if [[ $is_after_equals && $prior == --report ]]; then\n");
    text.push_str("        _helpdesk_evt_paths default\n        return\n    fi\n");
    text.push_str("    case \"$command $prev\" in\n");
    for (action, flags) in values_of_flags(&all) {
        let _ = writeln!(
            text,
            "        {})\n            {action}\n            return\n            ;;",
            flags.join(" | ")
        );
    }
    text.push_str("    esac\n    case \"$command,$cur\" in\n");
    for (path, command) in &all {
        let _ =
            writeln!(text, "        \"{path},-\"*) _helpdesk_evt_names \"{}\" ;;", flags(command).join(" "));
        let _ = writeln!(text, "        \"{path},\"*) {} ;;", position(command));
    }
    text + FOOT
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
