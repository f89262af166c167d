//! The output formats and which command offers which.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::path::ReportPath;
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
    CodeQuality,
    Junit,
    Markdown,
    Html,
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
            Self::CodeQuality => "codequality",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Sarif => "sarif",
        }
    }

    /// The format of a name, where it is offered.
    pub(crate) fn find(name: &str, offered: &[Self]) -> Option<Self> {
        offered.iter().copied().find(|format| format.name() == name)
    }
}

/// A clap parser for the formats a command offers.
pub(crate) fn parser(offered: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(offered.iter().map(|format| format.name()))
        .map(move |name| Format::find(&name, offered).expect("clap lets only offered names through"))
}

pub(crate) fn of_report(report: &ReportPath, offered: &[Format]) -> Result<Format, CliError> {
    Format::find(&report.format, offered).ok_or_else(|| {
        let names = offered.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
        CliError::usage_with(
            format!("`{}` is not a format of this command", report.format),
            format!("one of {names}"),
        )
    })
}
