//! The output formats and which command offers which.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::CliError;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Short,
    Csv,
    Mermaid,
    Dot,
    Json,
    Ndjson,
    Github,
    Junit,
    Markdown,
    Sarif,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Csv => "csv",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Github => "github",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Sarif => "sarif",
        }
    }

    fn find(name: &str, offered: &[Self]) -> Option<Self> {
        offered.iter().copied().find(|format| format.name() == name)
    }
}

/// A clap parser for the formats a command offers.
pub(crate) fn parser(offered: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(offered.iter().map(|format| format.name()))
        .map(move |name| Format::find(&name, offered).expect("clap lets only offered names through"))
}

/// Splits `FORMAT=PATH`.
pub(crate) fn report(text: &str, offered: &[Format]) -> Result<(Format, PathBuf), CliError> {
    let names = || offered.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let Some((name, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err(CliError::usage_with(
            format!("`--report {text}` names no file"),
            "write FORMAT=PATH, as in `--report junit=out.xml`",
        ));
    };
    let format = Format::find(name, offered).ok_or_else(|| {
        CliError::usage_with(
            format!("`{name}` is not a format of this command"),
            format!("one of {}", names()),
        )
    })?;
    Ok((format, PathBuf::from(path)))
}
