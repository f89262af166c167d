//! Checks documents one after the other, and remembers the event ids of the run.

use super::checker::Checker;
use super::duplicates::{Duplicates, Sighting};
use super::examined::Examined;
use crate::json::Parsed;
use crate::model::Document;
use crate::protocol::webhook::Cipher;
use crate::report::{Checked, Levels};

/// A checker with a memory: an event whose id came before is told.
#[derive(Default)]
pub struct Validator {
    checker: Checker,
    seen: Duplicates,
}

impl From<Checker> for Validator {
    fn from(checker: Checker) -> Self {
        Self { checker, seen: Duplicates::default() }
    }
}

impl Validator {
    /// A validator with the severities of this run and the key that opens encrypted bodies.
    pub fn new(levels: Levels, cipher: Option<Cipher>) -> Self {
        Checker::new(levels, cipher).into()
    }

    /// Everything that is wrong with a document, and what it says; with what `then` makes of its tree: see
    /// [`Checker::examine_and`].
    pub(crate) fn examine_and<T>(
        &mut self,
        document: &Document,
        then: impl FnOnce(&[u8], &Parsed<'_>) -> T,
    ) -> (Examined, Option<T>) {
        let (mut examined, made) = self.checker.examine_and(document, then);
        let sighting = examined.validation.mark.map(|it| self.seen.saw(it, &document.origin));
        if let Some(sighting) = sighting.filter(|it| *it != Sighting::New) {
            let validation = examined.validation.clone();
            examined.validation.checked = self.checker.seen_before(document, validation, &sighting);
        }
        (examined, made)
    }

    /// Everything that is wrong with a document.
    pub fn check(&mut self, document: &Document) -> Checked {
        self.examine_and(document, |_, _| ()).0.validation.checked
    }
}
