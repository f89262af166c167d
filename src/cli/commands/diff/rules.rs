//! Rules on the command line: parsed, and a bad one explained with a caret.

use unicode_width::UnicodeWidthStr as _;

use crate::cli::CliError;
use crate::engine::diff::{Contract, Rule};

/// The rules of `--expect` and `--forbid`.
pub(crate) fn contract(expect: &[String], forbid: &[String]) -> Result<Contract, CliError> {
    Ok(Contract { expect: parse("--expect", expect)?, forbid: parse("--forbid", forbid)? })
}

/// Parses the values of a flag.
pub(super) fn parse(flag: &str, texts: &[String]) -> Result<Vec<Rule>, CliError> {
    texts.iter().map(|text| one(flag, text)).collect()
}

fn one(flag: &str, text: &str) -> Result<Rule, CliError> {
    Rule::parse(text).map_err(|error| {
        let head = format!("`{flag} \"");
        let before = "error: ".len() + head.width() + text[..error.span.start].width();
        let caret = "^".repeat(text[error.span.clone()].width().max(1));
        let message = format!("{head}{text}\"`: {}\n{}{caret}", error.message, " ".repeat(before));
        CliError::usage_with(message, error.help)
    })
}
