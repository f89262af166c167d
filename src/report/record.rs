//! What happened to one document, named in the past participle.

use std::sync::Arc;

use super::code::Severity;
use super::delivered::Delivered;
use super::finding::{Finding, Subject};
use super::moves::{Lived, Moved, OpenTicket, TicketGap};
use super::probed::Probed;
use super::received::Received;
use super::verified::Verified;

/// A document that was validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub subject: Subject,
    /// What was found, the most telling first; empty for a clean document.
    pub findings: Vec<Finding>,
    /// Why it is no event of ours although that is no error, where it is so.
    pub ignored: Option<Ignored>,
}

/// Why a document is no event of ours although that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// It is an event of another product, of this type.
    OtherType(Arc<str>),
    /// Its file ends in the middle of it.
    Cut,
    /// What keeps it from being read is allowed, or only warned of.
    Allowed,
}

impl Checked {
    /// Whether it is counted and left out: it has no error and is no event of ours.
    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self.ignored, Some(Ignored::OtherType(_) | Ignored::Cut)) && self.is_valid()
    }

    pub fn is_valid(&self) -> bool {
        !self.findings.iter().any(|it| it.severity == Severity::Error)
    }
}

/// One line of output, of whichever command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// By `validate`.
    Checked(Checked),
    /// By `listen`.
    Received(Box<Received>),
    /// By `diff`: one event.
    Moved(Box<Moved>),
    /// By `diff --timeline`: a ticket's whole life.
    Lived(Box<Lived>),
    /// By `diff --gaps`: an event that is missing.
    Gap(Box<TicketGap>),
    /// By `diff --open`: a ticket that is not closed.
    Open(Box<OpenTicket>),
    /// By `replay`: one attempt.
    Delivered(Box<Delivered>),
    Probed(Box<Probed>),
    /// By `verify`.
    Verified(Box<Verified>),
}

impl Record {
    /// The document it speaks of; a ticket is told of by several, so it has none.
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Checked(checked) => Some(&checked.subject),
            Self::Moved(moved) => Some(&moved.subject),
            Self::Delivered(it) => Some(&it.subject),
            Self::Verified(it) => Some(&it.subject),
            Self::Received(_) | Self::Lived(_) | Self::Gap(_) | Self::Open(_) | Self::Probed(_) => None,
        }
    }

    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self, Self::Checked(checked) if checked.is_left_out())
    }

    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Checked(checked) => &checked.findings,
            Self::Received(received) => &received.findings,
            Self::Moved(moved) => &moved.findings,
            Self::Lived(lived) => &lived.findings,
            Self::Verified(it) => &it.findings,
            Self::Gap(gap) => &gap.findings,
            Self::Open(_) | Self::Delivered(_) | Self::Probed(_) => &[],
        }
    }
}
