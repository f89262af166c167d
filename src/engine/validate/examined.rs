//! What came of a document that was looked at.

use std::ops::Range;

use super::duplicates::Mark;
use super::stages::SaidStage;
use crate::model::{EventView, Ticket};
use crate::report::{Checked, Ignored};

/// What a document came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// Its findings, but for what hangs on the documents before it.
    pub checked: Checked,
    /// What its event is known by again, where it has an id.
    pub mark: Option<Mark>,
    /// What its event says of the stage of its ticket.
    pub(crate) said: Option<SaidStage>,
    /// Where its event id stands, quotes included, in the text that was opened or else in its own.
    pub(super) id: Range<usize>,
    /// The pointer to the stage that it says, and where that stands, likewise; not of an event that the screen took.
    pub(crate) stage: Option<(&'static str, Range<usize>)>,
    pub(super) opened: Option<Vec<u8>>,
}

impl Validation {
    /// The same of a document that turned out to be number `index` of its file and to begin `lines` lines further down.
    #[must_use]
    pub fn moved(mut self, index: u64, lines: u64) -> Self {
        self.checked.subject.index = index;
        self.checked.subject.line += lines;
        for finding in &mut self.checked.findings {
            if let Some(line) = &mut finding.place.opened {
                *line += lines;
                continue;
            }
            finding.place.line += lines;
            finding.place.end_line += lines;
            if let Some(excerpt) = &mut finding.excerpt {
                excerpt.first_line += lines;
            }
        }
        self
    }
}

/// A document that was looked at: what is wrong with it, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Examined {
    pub(crate) validation: Validation,
    pub(crate) is_json: bool,
    /// What it says of itself, where it is an event of a type we know, valid or not.
    pub(crate) view: Option<EventView<'static>>,
    /// Its id and type, where it is JSON and no event of a type we know.
    pub(crate) foreign: Option<EventView<'static>>,
    /// The fields of its ticket, where they were asked for or were read on the way.
    pub(crate) ticket: Option<Ticket>,
}

impl Examined {
    /// Notes why the document is no event of ours: for a reason that is no error, or that is an error no more.
    pub(super) fn ignored(mut self, why: Ignored) -> Self {
        let checked = &mut self.validation.checked;
        if why != Ignored::Allowed || checked.is_valid() {
            checked.ignored = Some(why);
        }
        self
    }

    /// The text that was opened, where it was encrypted.
    pub(crate) fn opened(&self) -> Option<&[u8]> {
        self.validation.opened.as_deref()
    }

    /// What it says of itself, whatever its type.
    pub(crate) fn any_view(&self) -> Option<&EventView<'static>> {
        self.view.as_ref().or(self.foreign.as_ref())
    }
}

/// How much is read of a clean event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Its ids, codes and times.
    View,
    /// The other fields of its ticket, too.
    AllFields,
}
