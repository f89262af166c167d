//! The types of our JSON output, version 1. Others read it: fields are added, never renamed or removed, and a field
//! without a value is absent.

use std::collections::BTreeMap;

use serde::Serialize;

use super::delivered::{Delivered, Deliveries};
use super::finding::Found;
use super::life::Lived;
use super::moved::Moved;
use super::probed::{Probed, ProbedCounts};
use super::received::{Received, ReceivedCounts};
use super::tally::MovedTally;
use crate::report::{Finding, Record, Summary, Unwrapped};

/// The version of these shapes.
pub(crate) const VERSION: u32 = 1;

/// The name this tool goes by in its output.
pub(crate) const TOOL: &str = env!("CARGO_PKG_NAME");

/// The version of this tool.
pub(crate) const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// One line of `ndjson`; lines of records are also the records of `json`.
#[derive(Serialize)]
#[serde(tag = "type", content = "data", rename_all = "kebab-case")]
pub(crate) enum Line<'a> {
    Begin(Begin<'a>),
    Checked(Checked<'a>),
    Delivered(Box<Delivered<'a>>),
    Probed(Box<Probed<'a>>),
    Received(Received<'a>),
    Moved(Moved<'a>),
    Lived(Lived<'a>),
    Summary(Box<Tally>),
}

/// Who speaks.
#[derive(Serialize)]
pub(crate) struct Begin<'a> {
    version: u32,
    tool: &'static str,
    tool_version: &'static str,
    command: &'a str,
}

impl<'a> Begin<'a> {
    pub(crate) fn of(command: &'a str) -> Self {
        Self { version: VERSION, tool: TOOL, tool_version: TOOL_VERSION, command }
    }
}

/// A document that was validated.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    file: &'a str,
    document: u64,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<&'a str>,
    valid: bool,
    findings: Vec<Found<'a>>,
}

/// The tally of the run.
#[derive(Serialize)]
pub(crate) struct Tally {
    documents: u64,
    files: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    unwrapped: Option<UnwrappedCounts>,
    clean: u64,
    faulty: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    hidden: u64,
    stopped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<ReceivedCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deliveries: Option<Deliveries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probed: Option<ProbedCounts>,
    exit_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<MovedTally>,
}

/// What was taken out of the wrappers of logs, and what was passed over.
#[derive(Serialize)]
pub(crate) struct UnwrappedCounts {
    #[serde(flatten)]
    by_wrapper: BTreeMap<&'static str, u64>,
    #[serde(skip_serializing_if = "is_zero")]
    other_lines: u64,
    #[serde(skip_serializing_if = "is_zero")]
    not_received: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl UnwrappedCounts {
    fn of(unwrapped: &Unwrapped) -> Option<Self> {
        let by_wrapper = unwrapped.by_wrapper().map(|(wrapper, count)| (wrapper.key(), count)).collect();
        let Unwrapped { other_lines, not_received, .. } = *unwrapped;
        (!unwrapped.is_empty()).then_some(Self { by_wrapper, other_lines, not_received })
    }
}

impl<'a> Line<'a> {
    /// The line of a record; `shown` are those of its findings that are written.
    pub(crate) fn of(record: &'a Record, shown: &'a [Finding]) -> Self {
        match record {
            Record::Checked(checked) => Self::Checked(Checked {
                file: &checked.subject.file,
                document: checked.subject.index,
                line: checked.subject.line,
                event_id: checked.subject.event_id.as_deref(),
                ticket_id: checked.subject.ticket_id.as_deref(),
                valid: checked.is_valid(),
                findings: shown.iter().map(Found::of).collect(),
            }),
            Record::Delivered(it) => Self::Delivered(Box::new(Delivered::of(it))),
            Record::Probed(it) => Self::Probed(Box::new(Probed::of(it))),
            Record::Received(received) => Self::Received(Received::of(received, shown)),
            Record::Moved(moved) => Self::Moved(Moved::of(moved, shown)),
            Record::Lived(lived) => Self::Lived(Lived::of(lived, shown)),
        }
    }
}

impl Tally {
    pub(crate) fn of(summary: &Summary) -> Self {
        Self {
            documents: summary.documents,
            files: summary.files,
            unwrapped: UnwrappedCounts::of(&summary.unwrapped),
            clean: summary.clean(),
            faulty: summary.faulty,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            hidden: summary.hidden,
            stopped: summary.stopped,
            deliveries: summary.deliveries.as_ref().map(|it| Deliveries::of(it, summary.faulty)),
            probed: summary.probed.as_ref().map(ProbedCounts::of),
            received: summary.received.as_ref().map(ReceivedCounts::of),
            exit_code: summary.exit.code(),
            moved: summary.moved.as_deref().map(MovedTally::of),
        }
    }
}
