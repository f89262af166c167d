//! What `-h` shows: one screen, the paths and the flags in daily use. `--help` has all of them, by task, and examples.

use clap::Command;

/// The flags that `-h` shows of each command, by their long names; every other one is in `--help` only.
const SHORT_HELP_FLAGS: &[(&str, &[&str])] = &[
    (
        "validate",
        &[
            "sample", "deny", "allow", "fail-fast", "format", "output", "report", "max-findings", "quiet",
            "encrypt-key-file",
        ],
    ),
    ("diff", &["timeline", "summary", "tz", "ticket", "since", "where", "expect", "forbid", "format"]),
    (
        "replay",
        &[
            "sample", "url", "encrypt-key-file", "verification-token-file", "jobs", "retry", "dry-run", "ui",
            "format",
        ],
    ),
    ("gateway", &["sample", "port", "wait-for", "run", "once", "app-id", "retry", "ui", "format"]),
    (
        "listen",
        &[
            "port", "path", "encrypt-key-file", "verification-token-file", "record", "dedupe", "max-events",
            "ui", "format",
        ],
    ),
    (
        "probe",
        &[
            "url", "encrypt-key-file", "verification-token-file", "sdk", "only", "skip", "list", "effect",
            "format", "report",
        ],
    ),
    (
        "ci",
        &[
            "run", "url", "wait", "encrypt-key-file", "verification-token-file", "sdk", "expect", "forbid",
            "init",
        ],
    ),
    (
        "verify",
        &[
            "line", "header", "body", "encrypt-key-file", "old-key-file", "verification-token-file",
            "format", "output",
        ],
    ),
    ("open", &["sample", "encrypt-key-file", "output"]),
    (
        "sign",
        &[
            "sample", "url-check", "timestamp", "nonce", "iv", "format", "encrypt-key-file",
            "verification-token-file",
        ],
    ),
    ("redact", &["sample", "to", "salt-file", "check", "encrypt-key-file", "quiet"]),
    ("generate", &["tickets", "events", "seed", "from", "to", "invalid", "labels", "output", "quiet"]),
];

/// Leaves to `--help` what is rare in a command, and the examples.
pub(super) fn arrange(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let usual = SHORT_HELP_FLAGS.iter().find(|it| it.0 == name).map(|it| it.1);
    let after = command.get_after_help().cloned();
    let command = command.mut_args(|arg| {
        let is_rare = usual.is_some_and(|it| arg.get_long().is_some_and(|long| !it.contains(&long)));
        if is_rare { arg.hide_short_help(true) } else { arg }
    });
    match after {
        Some(after) => command
            .after_long_help(after)
            .after_help(format!("All flags, by task, and examples: helpdesk-evt {name} --help")),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::cli::app::command;

    #[test]
    fn the_short_help_of_every_command_is_one_screen_of_80_columns() {
        let mut program = command().term_width(80);
        program.build();
        let names: Vec<String> = program.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        let own = program.render_help().to_string();
        let helps = names
            .iter()
            .filter_map(|name| Some(program.find_subcommand_mut(name)?.render_help().to_string()));
        for help in helps.chain([own]) {
            assert!(help.lines().count() <= 40, "{} lines:\n{help}", help.lines().count());
            let widest = help.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
            assert!(widest <= 80, "{widest} columns:\n{help}");
        }
    }

    #[test]
    fn paths_come_first_and_every_usual_flag_exists() {
        let mut program = command().term_width(80);
        program.build();
        for (name, usual) in SHORT_HELP_FLAGS {
            let command = program.find_subcommand_mut(name).unwrap();
            for long in *usual {
                assert!(command.get_arguments().any(|it| it.get_long() == Some(long)), "{name} --{long}");
            }
            if command.get_arguments().any(|it| it.get_id() == "paths") {
                let help = command.render_help().to_string();
                let at = |begin: &str| help.lines().position(|line| line.trim_start().starts_with(begin));
                assert!(at("[PATH]...") < at("-"), "{help}");
            }
        }
    }

    #[test]
    fn examples_are_not_wrapped() {
        for command in command().get_subcommands() {
            let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            for line in text.lines() {
                assert!(line.width() <= 80, "{}: {line}", command.get_name());
            }
        }
    }
}
