//! Names the variable or the key of the file that clap's error is about.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::setting::FlagSetting;
use crate::cli::CliError;

/// The error in our words, if one of the settings is to blame for it.
pub(super) fn blame(error: &clap::Error, command: &str, settings: &[FlagSetting<'_>]) -> Option<CliError> {
    let setting = |kind: ContextKind| {
        let Some(ContextValue::String(shown)) = error.get(kind) else { return None };
        let long = shown.strip_prefix("--")?.split([' ', '=']).next()?;
        settings.iter().find(|it| it.long() == long)
    };
    let invalid = setting(ContextKind::InvalidArg);
    if error.kind() == ErrorKind::ArgumentConflict {
        let prior = setting(ContextKind::PriorArg);
        let shown = |kind: ContextKind, setting: Option<&FlagSetting<'_>>| {
            let flag = || format!("`{}`", error.get(kind).map(ToString::to_string).unwrap_or_default());
            setting.map_or_else(flag, |it| it.source.to_string())
        };
        invalid.or(prior)?;
        let (one, other) = (shown(ContextKind::InvalidArg, invalid), shown(ContextKind::PriorArg, prior));
        return Some(CliError::usage_with(
            format!("{one} cannot be used with {other}"),
            "leave one of the two out",
        ));
    }
    let FlagSetting { arg, source, .. } = invalid?;
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue => {
            let what = arg.get_value_names().and_then(<[_]>::first).map(|it| it.to_lowercase());
            let what = what.unwrap_or_else(|| "value".to_owned());
            let message = format!("{source} is `{value}`: not a {what} of `{command}`");
            Some(CliError::usage_with(message, format!("one of {}", context(ContextKind::ValidValue))))
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(ToString::to_string).unwrap_or_default();
            Some(CliError::usage(format!("{source} is `{value}`: {reason}")))
        }
        _ => None,
    }
}
