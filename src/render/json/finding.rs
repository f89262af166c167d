//! A finding in our JSON output.

use serde::Serialize;

use crate::report::Finding;

/// A finding.
#[derive(Serialize)]
pub(crate) struct Found<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    pointer: &'a str,
    line: u64,
    column: u64,
    end_line: u64,
    end_column: u64,
    offset: u64,
    opened: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    documented: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

impl<'a> Found<'a> {
    pub(crate) fn of(finding: &'a Finding) -> Self {
        let place = &finding.place;
        Self {
            file: None,
            code: finding.code.slug(),
            severity: finding.severity.name(),
            message: &finding.message,
            pointer: &finding.pointer,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            offset: place.offset,
            opened: place.opened,
            documented: finding.documented.as_deref(),
            help: finding.help.as_deref(),
        }
    }

    /// The same with its file, for a record that is not of one file.
    pub(crate) fn with_file(finding: &'a Finding) -> Self {
        Self { file: Some(&finding.place.file), ..Self::of(finding) }
    }
}
