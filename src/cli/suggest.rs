//! "Did you mean" for commands and flags: by likeness, and for the words that people know from elsewhere.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::CliError;
use crate::report::nearest;

/// What other programs call it -> what to type here.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["check", "lint", "verify", "test"], "validate"),
    (&["send", "post", "push", "deliver", "fire", "load"], "replay"),
    (&["record", "receive", "serve", "server", "capture", "webhook", "tail"], "listen --record FILE"),
    (&["timeline", "history", "compare", "show", "changes", "stats"], "diff"),
    (&["ws", "websocket", "connect", "proxy", "tunnel"], "gateway"),
    (&["gen", "make", "fake", "mock", "create"], "generate"),
    (&["judge", "doctor", "conformance"], "probe"),
    (&["examples", "example", "fixtures"], "sample"),
    (&["docs", "doc", "codes"], "explain"),
    (&["init"], "config init"),
    (&["decrypt"], "open"),
    (&["anonymize", "anonymise", "mask"], "redact"),
    (&["version"], "--version"),
];

/// A flag that a command does not have -> what to type instead. An empty command is any.
const FLAGS: &[(&str, &[&str], &str)] = &[
    ("validate", &["--strict", "--pedantic", "--werror"], "--deny warnings"),
    ("replay", &["--record"], "--ledger FILE"),
    ("listen", &["--url"], "--host, --port and --path"),
    ("", &["--json"], "--format json"),
    ("", &["--ndjson", "--jsonl"], "--format ndjson"),
    ("", &["--out", "--file"], "-o FILE"),
    ("", &["--ignore", "--disable"], "--allow CODE"),
    ("", &["--key", "--secret"], "--encrypt-key-file FILE"),
    ("", &["--token"], "--verification-token-file FILE"),
    ("", &["--concurrency", "--parallel", "--threads", "--workers"], "--jobs N"),
    ("", &["--retries"], "--retry N"),
    ("", &["--rps", "--qps"], "--rate 50/s"),
    ("", &["--bind", "--address", "--addr"], "--host HOST"),
    ("", &["--from", "--after"], "--since TIME"),
    ("", &["--to", "--before"], "--until TIME"),
    ("", &["--timezone", "--zone"], "--tz ZONE"),
    ("", &["--filter"], "--where RULE"),
];

/// Clap's error in our words, where we know what was meant.
pub(crate) fn suggest(error: &clap::Error, program: &Command, command: Option<&str>) -> Option<CliError> {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            word(ContextKind::InvalidSubcommand).map(|it| unknown_command(it, program, command))
        }
        ErrorKind::UnknownArgument => {
            Some(unknown_argument(word(ContextKind::InvalidArg)?, program, command))
        }
        _ => None,
    }
}

fn unknown_command(word: &str, program: &Command, command: Option<&str>) -> CliError {
    let group = command.and_then(|it| program.find_subcommand(it)).filter(|it| it.has_subcommands());
    let known = COMMANDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, command)| *command);
    let names = || group.unwrap_or(program).get_subcommands().map(Command::get_name);
    let near = known.filter(|_| group.is_none()).or_else(|| nearest(word, names()));
    let of = group.map_or(String::new(), |it| format!("{} ", it.get_name()));
    let help = match near {
        Some(near) => format!("did you mean `helpdesk-evt {of}{near}`?"),
        None if word.contains(['.', '/']) => format!("to check a file: `helpdesk-evt validate {word}`"),
        None => format!("`helpdesk-evt {of}--help` lists the commands"),
    };
    CliError::usage_with(format!("`{word}` is not a command"), help)
}

fn unknown_argument(word: &str, program: &Command, name: Option<&str>) -> CliError {
    let command = name.and_then(|it| program.find_subcommand(it)).unwrap_or(program);
    let of = name.map_or(String::new(), |it| format!("{it} "));
    let lists = format!("`helpdesk-evt {of}--help` lists the flags");
    let name = command.get_name();
    let has = |command: &Command, long: &str| command.get_arguments().any(|it| it.get_long() == Some(long));
    let is_short = |arg: &clap::Arg| arg.get_short().is_some_and(|it| word == format!("-{it}"));
    let long = word.strip_prefix("--");
    if long.is_some_and(|it| has(command, it)) || command.get_arguments().any(is_short) {
        let help = format!("write it after the command: `helpdesk-evt {name} {word}`");
        return CliError::usage_with(format!("`{word}` stands before `{name}`, whose flag it is"), help);
    }
    let Some(long) = long else {
        return if word.starts_with('-') {
            let help = format!("{lists}; a name that begins with - stands after `--`");
            CliError::usage_with(format!("`{word}` is not a flag of `{name}`"), help)
        } else {
            let help = if word.contains("://") && has(command, "url") {
                "write `--url` before it".to_owned()
            } else {
                format!("`helpdesk-evt {of}--help` shows what it takes")
            };
            CliError::usage_with(format!("`{word}` is one argument too many for `{name}`"), help)
        };
    };
    let of_command = FLAGS.iter().find(|(of, words, instead)| {
        let flag = instead.split_whitespace().next().and_then(|it| it.strip_prefix("--"));
        words.contains(&word) && (*of == name || of.is_empty() && flag.is_none_or(|flag| has(command, flag)))
    });
    let flags = command.get_arguments().filter_map(clap::Arg::get_long);
    let others: Vec<&str> =
        program.get_subcommands().filter(|it| has(it, long)).map(Command::get_name).collect();
    let help = if let Some((_, _, instead)) = of_command {
        format!("use `{instead}`")
    } else if let Some(near) = nearest(long, flags) {
        format!("did you mean `--{near}`?")
    } else if !others.is_empty() {
        format!("`{}` {} it", others.join("`, `"), if others.len() == 1 { "has" } else { "have" })
    } else {
        lists
    };
    CliError::usage_with(format!("`{word}` is not a flag of `{name}`"), help)
}
