//! Flags on the command line that can have no effect beside the others are a usage error: who wrote one expects
//! something of it. Those of a variable or of the file hold for many runs, and are just ignored.

use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::config::ValueOrigins;
use crate::cli::CliError;
use crate::cli::args::{Format, InputPath, ReportPath};

/// Flags that all need the same.
struct IdleRule {
    command: &'static str,
    flags: &'static [&'static str],
    needs: Needs,
}

/// What a flag cannot do without.
enum Needs {
    /// One of these flags.
    One(&'static [&'static str]),
    /// That this flag is not there.
    Not(&'static str),
    /// This format, for the output or a report.
    Format(&'static str),
    Https,
    /// A path that is a folder or a glob.
    Folder,
}

const fn rule(command: &'static str, flags: &'static [&'static str], needs: Needs) -> IdleRule {
    IdleRule { command, flags, needs }
}

/// What the requests of a dry run do not depend on.
const NOT_IN_A_DRY_RUN: &[&str] = &[
    "wait", "run", "verify-url", "verbose", "timeout", "connect-timeout", "jobs", "rate", "speed", "max-gap",
    "retry", "time-scale", "duplicate", "fail-fast", "fail-if", "ledger", "resume", "failed-to", "format",
    "report", "max-findings", "quiet", "control", "ui",
];

/// What a list of cases does not depend on.
const NOT_IN_A_LIST: &[&str] = &[
    "url", "header", "timeout", "connect-timeout", "insecure", "cacert", "wait", "run", "sdk", "effect",
    "generate", "keep-going", "old-key-file", "format", "output", "report", "max-findings", "quiet",
    "encrypt-key", "encrypt-key-file", "verification-token", "verification-token-file",
];

const IDLE_RULES: &[IdleRule] = &[
    rule("validate", &["all"], Needs::Format("human")),
    rule("validate", &["exclude"], Needs::Folder),
    rule("diff", &["exclude"], Needs::Folder),
    rule("diff", &["csv-raw"], Needs::Format("csv")),
    rule("diff", &["full", "all-fields"], Needs::Not("summary")),
    rule("diff", &["full", "all-fields"], Needs::Not("timeline")),
    rule("replay", &["exclude"], Needs::Folder),
    rule("replay", NOT_IN_A_DRY_RUN, Needs::Not("dry-run")),
    rule("replay", &["header"], Needs::One(&["url", "dry-run"])),
    rule("replay", &["insecure", "cacert", "http2"], Needs::Https),
    rule("replay", &["time-scale"], Needs::One(&["retry"])),
    rule("gateway", &["exclude"], Needs::Folder),
    rule("gateway", &["time-scale"], Needs::One(&["retry"])),
    rule("gateway", &["split-gap"], Needs::One(&["split"])),
    rule("listen", &["seed"], Needs::One(&["drop"])),
    rule("probe", NOT_IN_A_LIST, Needs::Not("list")),
    rule("probe", &["effect-wait"], Needs::One(&["effect"])),
    rule("probe", &["insecure", "cacert"], Needs::Https),
    rule("ci", &["insecure", "cacert"], Needs::Https),
    rule("generate", &["quiet"], Needs::One(&["output"])),
];

/// Refuses the first flag of the command line that can have no effect.
pub(super) fn refuse(
    command: &Command,
    matches: &ArgMatches,
    sources: &ValueOrigins,
) -> Result<(), CliError> {
    let line = GivenFlags { command, matches };
    for rule in IDLE_RULES.iter().filter(|it| it.command == command.get_name()) {
        let flag = rule.flags.iter().find(|it| sources.is_flag(it) && line.has(it));
        let missing = flag.and_then(|flag| line.missing(&rule.needs).map(|missing| (flag, missing)));
        if let Some((flag, missing)) = missing {
            let message = format!("`--{flag}` has no effect {missing}");
            return Err(CliError::usage_with(message, "leave it out, or say what it is to change"));
        }
    }
    Ok(())
}

/// The arguments of a command, with those of variables and the file.
struct GivenFlags<'c> {
    command: &'c Command,
    matches: &'c ArgMatches,
}

impl GivenFlags<'_> {
    fn arg(&self, long: &str) -> Option<&Arg> {
        self.command.get_arguments().find(|it| it.get_long() == Some(long))
    }

    fn has(&self, long: &str) -> bool {
        let source = self.arg(long).and_then(|it| self.matches.value_source(it.get_id().as_str()));
        source == Some(ValueSource::CommandLine)
    }

    /// What is missing, in words; nothing where all is there.
    fn missing(&self, needs: &Needs) -> Option<String> {
        let quoted =
            |flags: &[&str]| flags.iter().map(|it| format!("`--{it}`")).collect::<Vec<_>>().join(" or ");
        match needs {
            Needs::One(flags) => {
                let is_there = flags.iter().any(|it| self.has(it));
                (!is_there).then(|| format!("without {}", quoted(flags)))
            }
            Needs::Not(flag) => self.has(flag).then(|| format!("with {}", quoted(&[flag]))),
            Needs::Format(name) => {
                let main = self.matches.get_one::<Format>("format").is_some_and(|it| it.name() == *name);
                let reports = self.matches.get_many::<ReportPath>("reports").into_iter().flatten();
                let is_there = main || reports.into_iter().any(|it| it.format == *name);
                (!is_there).then(|| format!("without `--format {name}`"))
            }
            Needs::Https => {
                let url = self.matches.get_one::<String>("url").map(|it| it.to_ascii_lowercase());
                let is_there = url.is_some_and(|it| it.starts_with("https:"));
                (!is_there).then(|| "without an https URL".to_owned())
            }
            Needs::Folder => {
                let paths = self.matches.get_many::<InputPath>("paths").into_iter().flatten();
                let is_there = paths.into_iter().any(|it| is_walked(it));
                (!is_there).then(|| "without a folder or a glob".to_owned())
            }
        }
    }
}

/// Whether a path stands for several files. One that is not there may be a glob, or is an error of its own.
fn is_walked(path: &Path) -> bool {
    path.as_os_str() != "-" && (path.is_dir() || !path.exists())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::app::command;

    #[test]
    fn every_rule_names_flags_that_its_command_has() {
        let program = command();
        for IdleRule { command, flags, needs } in IDLE_RULES {
            let found = program.find_subcommand(command).unwrap();
            let named = match needs {
                Needs::One(flags) => flags.to_vec(),
                Needs::Not(flag) => vec![*flag],
                Needs::Format(_) => vec!["format", "report"],
                Needs::Https => vec!["url"],
                Needs::Folder => Vec::new(),
            };
            for long in flags.iter().copied().chain(named) {
                assert!(found.get_arguments().any(|it| it.get_long() == Some(long)), "{command} --{long}");
            }
        }
    }
}
