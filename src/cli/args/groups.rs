//! Arguments that several subcommands share. They die here: engines get small values of their own.

use std::time::Duration;

use clap::Args;

use super::format::{self, Format};
use super::path::{InputPath, OutputPath, ReportPath};
use crate::engine::{Threads, parse_time};
use crate::model::Lang;
use crate::source::Unwrap;

/// The language to use: the one chosen, else Chinese where the locale is (`LC_ALL`, `LC_MESSAGES`, `LANG`).
pub(crate) fn lang(chosen: Option<Lang>, env: impl Fn(&str) -> Option<String>) -> Lang {
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env).find(|it| !it.is_empty());
    chosen
        .unwrap_or_else(|| if locale().is_some_and(|it| it.starts_with("zh")) { Lang::Zh } else { Lang::En })
}

/// Which events to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files, folders (*.json, *.ndjson, *.jsonl, *.log, also .gz and .zst), quoted globs, or - for standard input
    #[arg(value_name = "PATH", display_order = 0)]
    pub(crate) paths: Vec<InputPath>,
    /// A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them
    #[arg(long = "sample", value_name = "NAME", display_order = 1)]
    pub(crate) samples: Vec<String>,
    /// Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(crate) unwrap: Unwrap,
}

/// How many work on it.
#[derive(Debug, Args)]
pub(crate) struct JobsArgs {
    /// How many threads work side by side [default: one a core]; the output is the same for any number
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Input")]
    pub(crate) jobs: Option<u16>,
}

impl JobsArgs {
    /// As many as asked for, else as many as there are cores.
    pub(crate) fn threads(&self) -> Threads {
        self.jobs.map_or_else(Threads::all, |count| Threads::new(usize::from(count)))
    }
}

/// The app's secrets. They are never shown.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Secrets")]
pub(crate) struct KeyArgs {
    /// A file that holds the app's Encrypt Key
    #[arg(long, value_name = "FILE", conflicts_with = "encrypt_key")]
    pub(crate) encrypt_key_file: Option<InputPath>,
    /// The app's Encrypt Key; other users of this machine can see it in the process list
    #[arg(long, value_name = "KEY")]
    pub(crate) encrypt_key: Option<String>,
    /// A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too
    #[arg(long, value_name = "FILE")]
    pub(crate) old_key_file: Option<InputPath>,
}

/// The app's verification token, beside its encrypt key.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Secrets")]
pub(crate) struct TokenArgs {
    /// A file that holds the app's Verification Token
    #[arg(long, value_name = "FILE", conflicts_with = "verification_token")]
    pub(crate) verification_token_file: Option<InputPath>,
    /// The app's Verification Token; other users of this machine can see it in the process list
    #[arg(long, value_name = "TOKEN")]
    pub(crate) verification_token: Option<String>,
}

/// Where requests go, and how to get there.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Delivery")]
pub(crate) struct TargetArgs {
    /// Where to deliver: the app's request URL, http or https
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Another header for every request (repeatable), as in 'X-Env: test'
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// The limit for an answer, connecting included; the platform's is 3s
    #[arg(long, value_name = "TIME", default_value = "3s", value_parser = parse_time)]
    pub(crate) timeout: Duration,
    /// The limit for a connection; the platform's is 2s
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = parse_time)]
    pub(crate) connect_timeout: Duration,
    /// Accept any TLS certificate
    #[arg(short = 'k', long, conflicts_with = "cacert")]
    pub(crate) insecure: bool,
    /// Trust the certificates in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    pub(crate) cacert: Option<InputPath>,
}

/// Where results go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format::parser(&[]))]
    pub(crate) format: Format,
    /// Write the result to a file instead of standard output (whole or not at all); - is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<OutputPath>,
    /// Write another report beside it (repeatable), as in `ndjson=out.ndjson`
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    pub(crate) reports: Vec<ReportPath>,
    /// Show at most N findings; the rest are counted
    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<u64>,
    /// Say less: no summary, no progress
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Which checks count how much.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Checks")]
pub(crate) struct LintArgs {
    /// Make a code an error (repeatable); `warnings` stands for all warnings
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,
    /// Make a code a warning (repeatable)
    #[arg(long, value_name = "CODE")]
    pub(crate) warn: Vec<String>,
    /// Do not report a code (repeatable)
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_language_wins_over_the_locale_and_the_first_set_variable_decides() {
        let zh = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
        assert_eq!(lang(None, zh), Lang::Zh);
        assert_eq!(lang(Some(Lang::En), zh), Lang::En);
        let both = |name: &str| Some(if name == "LC_ALL" { "C" } else { "zh_CN" }.to_owned());
        assert_eq!(lang(None, both), Lang::En);
        assert_eq!(lang(Some(Lang::Zh), |_| None), Lang::Zh);
    }
}
