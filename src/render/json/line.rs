//! The lines and the document of our JSON output, version 2: one set of types that is written and read. `schema.json`
//! beside it describes them. A value that is not there is absent, never null.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::delivered::Delivered;
use super::finding::{Finding, Place};
use super::lived::{Lived, OpenTicket, TicketGap};
use super::moved::Moved;
use super::probed::Probed;
use super::received::Received;
use super::summary::Summary;
use super::verified::Verified;
use crate::report;
use crate::report::Record;

pub(crate) const VERSION: u32 = 2;

pub(crate) const TOOL: &str = env!("CARGO_PKG_NAME");

pub(crate) const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) const SCHEMA: &str = include_str!("schema.json");

/// One line of `ndjson`; the lines of records are also the records of `json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "kebab-case")]
pub enum Line<'a> {
    /// The first line: who speaks.
    Begin(Begin<'a>),
    /// A document that was validated.
    Checked(Checked<'a>),
    /// An attempt to deliver.
    Delivered(Box<Delivered<'a>>),
    /// A case that was put to a receiver.
    Probed(Box<Probed<'a>>),
    /// A request that came.
    Received(Box<Received<'a>>),
    /// What one event changed.
    Moved(Box<Moved<'a>>),
    /// A ticket's life.
    Lived(Lived<'a>),
    /// An event that is missing.
    Gap(Box<TicketGap<'a>>),
    /// A ticket that is not closed.
    Open(Box<OpenTicket<'a>>),
    /// A request that was looked at.
    Verified(Box<Verified<'a>>),
    /// The last line: the tally of the run.
    Summary(Box<Summary<'a>>),
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begin<'a> {
    pub(crate) version: u32,
    pub(crate) tool: Cow<'a, str>,
    pub(crate) tool_version: Cow<'a, str>,
    pub(crate) command: Cow<'a, str>,
}

impl<'a> Begin<'a> {
    pub(crate) fn of(command: &'a str) -> Self {
        Self {
            version: VERSION,
            tool: TOOL.into(),
            tool_version: TOOL_VERSION.into(),
            command: command.into(),
        }
    }
}

/// The whole of `json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report<'a> {
    pub(crate) version: u32,
    pub(crate) tool: Cow<'a, str>,
    pub(crate) tool_version: Cow<'a, str>,
    pub(crate) command: Cow<'a, str>,
    pub(crate) records: Vec<Line<'a>>,
    pub(crate) summary: Summary<'a>,
}

/// A document that was validated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked<'a> {
    pub(crate) place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<Cow<'a, str>>,
    pub(crate) valid: bool,
    pub(crate) findings: Vec<Finding<'a>>,
}

impl<'a> Line<'a> {
    /// The line of a record; `shown` are those of its findings that are written.
    pub(crate) fn of(record: &'a Record, shown: &'a [report::Finding]) -> Self {
        match record {
            Record::Checked(checked) => Self::Checked(Checked {
                place: Place::document(&checked.subject),
                event_id: checked.subject.event_id.as_deref().map(Cow::Borrowed),
                ticket_id: checked.subject.ticket_id.as_deref().map(Cow::Borrowed),
                valid: checked.is_valid(),
                findings: Finding::all(shown),
            }),
            Record::Delivered(it) => Self::Delivered(Box::new(Delivered::of(it))),
            Record::Probed(it) => Self::Probed(Box::new(Probed::of(it))),
            Record::Received(it) => Self::Received(Box::new(Received::of(it, shown))),
            Record::Moved(it) => Self::Moved(Box::new(Moved::of(it, shown))),
            Record::Lived(it) => Self::Lived(Lived::of(it, shown)),
            Record::Gap(it) => Self::Gap(Box::new(TicketGap::of(it, shown))),
            Record::Open(it) => Self::Open(Box::new(OpenTicket::of(it))),
            Record::Verified(it) => Self::Verified(Box::new(Verified::of(it, shown))),
        }
    }
}
