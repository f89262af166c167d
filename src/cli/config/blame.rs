//! Clap's error in our words: it names the flag, or the variable or the key of the file that its value came from.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseIntError};

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::setting::FlagSetting;
use crate::cli::CliError;

/// The error in our words, if it is one about values; `command` is whose flags they are.
pub(super) fn blame(
    error: &clap::Error,
    command: &Command,
    settings: &[FlagSetting<'_>],
) -> Option<CliError> {
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let named = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(shown)) => source(shown, settings),
        Some(ContextValue::Strings(shown)) => {
            shown.iter().map(|it| source(it, settings)).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    };
    let arg = named(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::ArgumentConflict => {
            let prior = named(ContextKind::PriorArg);
            Some(if prior == arg {
                CliError::usage_with(format!("{arg} is given more than once"), "leave all but one out")
            } else {
                let message = format!("{arg} cannot be used with {prior}");
                CliError::usage_with(message, "leave one of the two out")
            })
        }
        ErrorKind::InvalidValue => {
            let (shown, valid) = (context(ContextKind::InvalidArg), context(ContextKind::ValidValue));
            let message = if value.is_empty() {
                format!("{arg} needs a value")
            } else if shown.ends_with("<FORMAT>") {
                format!("{arg} is `{value}`: not a format of `{}`", command.get_name())
            } else {
                format!("{arg} is `{value}`: not one of its values")
            };
            let help = if valid.is_empty() { format!("write `{shown}`") } else { format!("one of {valid}") };
            Some(CliError::usage_with(message, help))
        }
        ErrorKind::ValueValidation => {
            let reason = reason(error);
            let is_flag = arg.starts_with("`--");
            let has_value = reason.contains(&format!("`{value}`")) || reason.starts_with(&value);
            let is = if is_flag && has_value { String::new() } else { format!(" is `{value}`") };
            Some(CliError::usage(format!("{arg}{is}: {reason}")))
        }
        ErrorKind::MissingRequiredArgument => {
            let usage = context(ContextKind::Usage);
            let usage = usage.split_once("Usage: ").map_or(usage.as_str(), |(_, usage)| usage).trim_end();
            let help = match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(shown)) => what_it_is(command, shown),
                _ => None,
            };
            let help = help.map_or(format!("write `{usage}`"), |it| format!("write `{usage}`; {it}"));
            Some(CliError::usage_with(format!("{arg} is missing"), help))
        }
        _ => None,
    }
}

/// What the one argument is that clap shows so: its values, or the first clause of its help.
fn what_it_is(command: &Command, shown: &[String]) -> Option<String> {
    let [shown] = shown else { return None };
    let mut command = command.clone();
    command.build();
    let name = |text: &str| text.trim_matches(['<', '>', '[', ']', '.']).to_owned();
    let arg = command.get_arguments().find(|it| name(&it.to_string()) == name(shown))?;
    let values: Vec<_> = arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
    let help = if values.is_empty() { arg.get_help()?.to_string() } else { values.join(", ") };
    let clause = [";", ", ", " ("].iter().fold(&*help, |it, mark| it.split(mark).next().unwrap_or(it));
    Some(format!("{shown}: {}", if values.is_empty() { clause } else { &help }))
}

/// Why a value is refused.
fn reason(error: &clap::Error) -> String {
    let Some(source) = error.source() else { return String::new() };
    match source.downcast_ref::<ParseIntError>().map(ParseIntError::kind) {
        Some(IntErrorKind::InvalidDigit | IntErrorKind::Empty) => "it is no whole number".to_owned(),
        _ => source.to_string(),
    }
}

/// Where the value of an argument comes from, which clap shows as `--flag <VALUE>`, or as `<--one <VALUE>|--other>`.
fn source(shown: &str, settings: &[FlagSetting<'_>]) -> String {
    let is_choice = shown.starts_with("<--");
    // An argument without a flag is shown as `[PATH]...`.
    let name = shown.trim_start_matches('[');
    let name = name.split([' ', '=', '[', ']']).next().filter(|_| !is_choice).unwrap_or(shown);
    let setting = settings.iter().find(|it| name.strip_prefix("--") == Some(it.long()));
    setting.map_or_else(|| format!("`{name}`"), |it| it.source.to_string())
}
