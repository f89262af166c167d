//! The output formats and which command offers which.

use clap::Arg;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::path::ReportPath;
use crate::cli::CliError;
use crate::report::named;

named! {
    /// How results are written.
    pub(crate) enum Format {
        Human "human"
        Short "short"
        Csv "csv"
        Mermaid "mermaid"
        Dot "dot"
        Json "json"
        Ndjson "ndjson"
        Github "github"
        CodeQuality "codequality"
        Junit "junit"
        Markdown "markdown"
        Html "html"
        Sarif "sarif"
    }
}

impl Format {
    /// The format of a name, where it is offered.
    pub(crate) fn find(name: &str, offered: &[Self]) -> Option<Self> {
        offered.iter().copied().find(|format| format.name() == name)
    }
}

/// Gives `--format` those that a command offers, and leaves its other arguments as they are.
pub(crate) fn offers(offered: &'static [Format]) -> impl FnMut(Arg) -> Arg {
    move |arg| if arg.get_id() == "format" { arg.value_parser(parser(offered)) } else { arg }
}

pub(super) fn parser(offered: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(offered.iter().map(|format| format.name()))
        .map(move |name| Format::find(&name, offered).expect("clap lets only offered names through"))
}

pub(crate) fn of_report(report: &ReportPath, offered: &[Format]) -> Result<Format, CliError> {
    Format::find(&report.format, offered).ok_or_else(|| {
        let names = offered.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` is not a format of this command", report.format);
        CliError::usage_with(message, format!("one of {names}"))
    })
}
