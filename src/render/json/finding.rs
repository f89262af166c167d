//! A place and a finding in our JSON output.

use std::borrow::Cow;
use std::ops::Not;

use serde::{Deserialize, Serialize};

use super::transition::Code;
use crate::report;
use crate::report::Subject;

/// A place in a file: a document of it, a line, or the span of a finding. Lines and columns count from 1, columns in
/// characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place<'a> {
    pub(crate) file: Cow<'a, str>,
    /// The number of the document in its file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<u64>,
    pub(crate) line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_line: Option<u64>,
    /// The column after the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_column: Option<u64>,
    /// The byte offset of the first character in the (decompressed) file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) offset: Option<u64>,
    /// Whether it counts within text opened from `{"encrypt": ...}`.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub(crate) opened: bool,
}

impl<'a> Place<'a> {
    pub(crate) fn document(it: &'a Subject) -> Self {
        Self { document: Some(it.index), ..Self::at(&it.file, it.line) }
    }

    pub(crate) fn line(it: &'a report::Place) -> Self {
        Self::at(&it.file, it.line)
    }

    /// From the first to the last character.
    pub(crate) fn span(it: &'a report::Place) -> Self {
        Self {
            column: Some(it.column),
            end_line: Some(it.end_line),
            end_column: Some(it.end_column),
            offset: Some(it.offset),
            opened: it.opened.is_some(),
            ..Self::at(&it.file, it.line)
        }
    }

    fn at(file: &'a str, line: u64) -> Self {
        Self { file: file.into(), line, ..Self::default() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding<'a> {
    pub(crate) code: Cow<'a, str>,
    /// `error`, `warning` or `note`.
    pub(crate) severity: Cow<'a, str>,
    pub(crate) message: Cow<'a, str>,
    pub(crate) pointer: Cow<'a, str>,
    pub(crate) place: Place<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) documented: Vec<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<Cow<'a, str>>,
}

impl<'a> Finding<'a> {
    pub(crate) fn all(shown: &'a [report::Finding]) -> Vec<Self> {
        shown.iter().map(Self::of).collect()
    }

    fn of(it: &'a report::Finding) -> Self {
        Self {
            code: it.code.slug().into(),
            severity: it.severity.name().into(),
            message: (&*it.message).into(),
            pointer: (&*it.pointer).into(),
            place: Place::span(&it.place),
            documented: it.documented.iter().map(Code::documented).collect(),
            help: it.help.as_deref().map(Cow::Borrowed),
        }
    }
}
