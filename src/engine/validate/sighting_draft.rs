//! What is said of an event that came before, whose id another event had, or that contradicts an event before it.

use std::cmp::Reverse;
use std::ops::Range;

use super::checker::{Checker, inside};
use super::duplicates::{First, Sighting};
use super::examined::Validation;
use super::finding_builder;
use super::finding_builder::Draft;
use crate::engine::validate::lints::ticket;
use crate::json;
use crate::model::{Document, Origin};
use crate::report::{Checked, Code};

impl Checker {
    /// The findings on a document whose event, or whose event id, came before.
    pub(crate) fn seen_before(
        &self,
        document: &Document,
        validation: Validation,
        sighting: &Sighting,
    ) -> Checked {
        match before(sighting, &document.origin, validation.id.clone()) {
            Some(draft) => self.with(document, validation, draft),
            None => validation.checked,
        }
    }

    /// The findings on a document whose event id another event had before, wherever that was.
    pub(crate) fn id_reused(&self, document: &Document, validation: Validation) -> Checked {
        let draft = reused(validation.id.clone(), "before");
        self.with(document, validation, draft)
    }

    /// The findings on a message that says another stage than `known`, which the events before it said.
    pub(crate) fn stage_contradicted(
        &self,
        document: &Document,
        validation: Validation,
        known: i64,
    ) -> Checked {
        // The screen keeps no places of numbers.
        let parsed = || ticket::stage_place(&json::parse_lenient(&document.bytes).ok()?.root);
        let place = validation.stage.clone().or_else(parsed);
        match place.zip(validation.said) {
            Some((place, said)) => {
                let draft = ticket::contradicted(place, said.stage, known, self.lang);
                self.with(document, validation, draft)
            }
            None => validation.checked,
        }
    }

    /// The findings with one more.
    fn with(&self, document: &Document, validation: Validation, draft: Draft) -> Checked {
        let Validation { mut checked, opened, .. } = validation;
        let inside = opened.as_ref().map(|_| inside(&document.origin));
        let origin = inside.as_ref().unwrap_or(&document.origin);
        let bytes = opened.as_deref().unwrap_or(&document.bytes);
        checked.findings.extend(finding_builder::place(draft.into(), &self.levels, origin, bytes));
        checked.findings.sort_by_key(|it| Reverse(it.severity));
        checked
    }
}

/// What is said of an event that came before, or whose id another one had.
fn before(sighting: &Sighting, origin: &Origin, id: Range<usize>) -> Option<Draft> {
    let at = |(file, line): &First| {
        if *file == origin.file { format!("line {line}") } else { format!("{file}:{line}") }
    };
    let pointer = "/header/event_id";
    Some(match sighting {
        Sighting::New => return None,
        Sighting::Same(first) => {
            let message = format!("this `event_id` came before, at {}", at(first));
            Draft::new(Code::DuplicateEvent, pointer, id, message)
                .help("delivery is at least once; receivers dedupe by `event_id`")
        }
        Sighting::Other(first) => reused(id, &format!("at {}", at(first))),
    })
}

/// What is said of an event whose id another one had.
fn reused(id: Range<usize>, place: &str) -> Draft {
    let message = format!("another event had this `event_id`, {place}");
    Draft::new(Code::EventIdReused, "/header/event_id", id, message)
        .help("both are kept; a receiver that dedupes by `event_id` loses this one")
}
