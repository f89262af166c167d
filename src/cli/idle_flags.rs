//! Flags on the command line that can have no effect beside the others are a usage error: who wrote one expects
//! something of it. Those of a variable or of the file hold for many runs, and are just ignored.

use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::config::ValueOrigins;
use crate::cli::CliError;
use crate::cli::args::{Format, InputPath, ReportPath};

/// Flags that all need the same; `deny event-gap` is a flag with that value.
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
    /// One of these flags, or the page, which has the lives of tickets.
    Lives(&'static [&'static str]),
    Command(&'static str),
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

const OF_LIVES: &[&str] = &["deny late-event", "deny duplicate-event", "deny ticket-reopened"];

const OF_VALIDATE: &[&str] =
    &["deny event-id-reused", "deny stage-contradicted", "deny sdk-refuses", "deny sdk-alters"];

const OF_DIFF: &[&str] =
    &["deny event-gap", "deny late-event", "deny ticket-reopened", "deny forbidden-transition"];

const IDLE_RULES: &[IdleRule] = &[
    rule("validate", &["deny sdk-refuses", "deny sdk-alters"], Needs::One(&["sdk"])),
    rule("validate", OF_DIFF, Needs::Command("diff")),
    rule("diff", OF_VALIDATE, Needs::Command("validate")),
    rule("diff", OF_LIVES, Needs::Lives(&["timeline", "messages", "summary"])),
    rule("diff", &["strict", "deny event-gap"], Needs::Lives(&["timeline", "messages", "summary", "gaps"])),
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
        let flag = rule.flags.iter().find(|it| sources.is_flag(long(it)) && line.has(it));
        let missing = flag.and_then(|flag| line.missing(&rule.needs).map(|missing| (flag, missing)));
        if let Some((flag, missing)) = missing {
            let message = format!("`--{flag}` has no effect {missing}");
            let help = match rule.needs {
                Needs::Command(_) => "leave it out",
                _ => "leave it out, or say what it is to change",
            };
            return Err(CliError::usage_with(message, help));
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

    fn has(&self, flag: &str) -> bool {
        let Some(id) = self.arg(long(flag)).map(|it| it.get_id().as_str()) else { return false };
        let has_value = |value| {
            let values = self.matches.get_many::<String>(id).into_iter().flatten();
            values.flat_map(|it| it.split(',')).any(|it| it.trim() == value)
        };
        self.matches.value_source(id) == Some(ValueSource::CommandLine)
            && flag.split_once(' ').is_none_or(|(_, value)| has_value(value))
    }

    /// Whether the output itself, not a report, has this format.
    fn is_format(&self, name: &str) -> bool {
        self.matches.get_one::<Format>("format").is_some_and(|it| it.name() == name)
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
                let reports = self.matches.get_many::<ReportPath>("reports").into_iter().flatten();
                let is_there = self.is_format(name) || reports.into_iter().any(|it| it.format == *name);
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
            Needs::Lives(_) if self.is_format("html") && !self.has("gaps") && !self.has("open") => None,
            Needs::Lives(flags) => self.missing(&Needs::One(flags)),
            Needs::Command(name) => Some(format!("here: it is `{name}` that looks for it")),
        }
    }
}

/// The flag of a rule without its value.
fn long(flag: &str) -> &str {
    flag.split_once(' ').map_or(flag, |(long, _)| long)
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
                Needs::One(flags) | Needs::Lives(flags) => flags.to_vec(),
                Needs::Not(flag) => vec![*flag],
                Needs::Format(_) => vec!["format", "report"],
                Needs::Https => vec!["url"],
                Needs::Folder | Needs::Command(_) => Vec::new(),
            };
            for long in flags.iter().map(|it| long(it)).chain(named) {
                assert!(found.get_arguments().any(|it| it.get_long() == Some(long)), "{command} --{long}");
            }
        }
    }
}
