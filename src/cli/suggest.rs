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
            word(ContextKind::InvalidSubcommand).map(|it| unknown_command(it, program))
        }
        ErrorKind::UnknownArgument => unknown_flag(word(ContextKind::InvalidArg)?, program, command?),
        _ => None,
    }
}

fn unknown_command(word: &str, program: &Command) -> CliError {
    let known = COMMANDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, command)| *command);
    let near = known.or_else(|| nearest(word, program.get_subcommands().map(Command::get_name)));
    let help = match near {
        Some(near) => format!("did you mean `helpdesk-evt {near}`?"),
        None if word.contains(['.', '/']) => format!("to check a file: `helpdesk-evt validate {word}`"),
        None => "`helpdesk-evt --help` lists the commands".to_owned(),
    };
    CliError::usage_with(format!("`{word}` is not a command"), help)
}

fn unknown_flag(word: &str, program: &Command, name: &str) -> Option<CliError> {
    let long = word.strip_prefix("--")?;
    let command = program.find_subcommand(name)?;
    let has = |command: &Command, long: &str| command.get_arguments().any(|it| it.get_long() == Some(long));
    let of_command = FLAGS.iter().find(|(of, words, instead)| {
        let flag = instead.split_whitespace().next().and_then(|it| it.strip_prefix("--"));
        words.contains(&word) && (*of == name || of.is_empty() && flag.is_none_or(|flag| has(command, flag)))
    });
    let flags = || command.get_arguments().filter_map(clap::Arg::get_long);
    let others: Vec<&str> =
        program.get_subcommands().filter(|it| has(it, long)).map(Command::get_name).collect();
    let help = if let Some((_, _, instead)) = of_command {
        format!("use `{instead}`")
    } else if let Some(near) = nearest(long, flags()) {
        format!("did you mean `--{near}`?")
    } else if !others.is_empty() {
        format!("`{}` {} it", others.join("`, `"), if others.len() == 1 { "has" } else { "have" })
    } else {
        format!("`helpdesk-evt {name} --help` lists the flags")
    };
    Some(CliError::usage_with(format!("`{word}` is not a flag of `{name}`"), help))
}
