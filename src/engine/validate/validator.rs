//! Checks documents one after the other, and remembers the event ids of the run.

use super::checker::Checker;
use super::duplicates::Duplicates;
use crate::engine::validate::screen::Glimpse;
use crate::model::{Document, Lang};
use crate::protocol::webhook::Cipher;
use crate::report::{Checked, Levels};

/// A checker with a memory: an event whose id came before is told.
#[derive(Default)]
pub struct Validator {
    checker: Checker,
    seen: Duplicates,
}

impl Validator {
    /// A validator with the severities of this run and the key that opens encrypted bodies.
    pub fn new(levels: Levels, cipher: Option<Cipher>) -> Self {
        Self { checker: Checker::new(levels, cipher), ..Self::default() }
    }

    /// Says Lark's own labels in `lang`.
    #[must_use]
    pub fn lang(self, lang: Lang) -> Self {
        Self { checker: self.checker.lang(lang), ..self }
    }

    /// A clean event at a glimpse, else everything that is wrong with the document.
    pub fn look(&mut self, entry: &Document) -> Result<Glimpse, Checked> {
        let Some(seen) = self.checker.see(&entry.bytes) else { return Err(self.check(entry)) };
        let mark = self.checker.mark(&entry.bytes[seen.event_id()]);
        match self.seen.saw(mark, &entry.origin) {
            Some(first) => Err(self.checker.check_duplicate(entry, &first)),
            None => Ok(seen),
        }
    }

    /// Everything that is wrong with a document.
    pub fn check(&mut self, entry: &Document) -> Checked {
        let verdict = self.checker.check(entry);
        match verdict.mark.and_then(|mark| self.seen.saw(mark, &entry.origin)) {
            Some(first) => self.checker.check_duplicate(entry, &first),
            None => verdict.checked,
        }
    }
}
