//! Findings of one cause taken together: the first in full, the others counted with their places.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::counted::counted;
use super::finding;
use crate::mask::visible;
use crate::report::{Code, Finding, Severity};

/// How many causes of a severity are kept; what comes after them is only counted.
const CAUSES: usize = 500;
/// How many places are named where something came again.
const PLACES: usize = 3;
/// Digits in a row from which a number is an id or a time, which tells no causes apart.
const ID: usize = 6;

/// How often something came again, and where at first.
#[derive(Default)]
pub(crate) struct Repeats {
    pub(crate) count: u64,
    places: Vec<String>,
    /// The file of the last place.
    file: Option<Arc<str>>,
}

impl Repeats {
    /// It came again in a file, there at a line, or a line and a column.
    pub(crate) fn add(&mut self, file: &Arc<str>, spot: &str) {
        self.count += 1;
        if self.places.len() < PLACES {
            let is_same = self.file.as_ref() == Some(file);
            self.places.push(if is_same { spot.to_owned() } else { format!("{}:{spot}", visible(file)) });
            self.file = Some(Arc::clone(file));
        }
    }

    /// `hundred.json:61:17, 96:17, 131:17, …`.
    pub(crate) fn places(&self) -> String {
        let end = if self.places.len() as u64 == self.count { "" } else { ", …" };
        format!("{}{end}", self.places.join(", "))
    }
}

/// A cause: its first finding, and how often it came again.
pub(crate) struct FindingCause {
    pub(crate) first: Finding,
    /// The line of the file at which the first one's document begins; there is none of a request.
    pub(crate) begins: Option<u64>,
    again: Repeats,
}

impl FindingCause {
    /// `and 99 more of the same: hundred.json:61:17, 96:17, 131:17, …`, where there are more.
    pub(crate) fn others(&self) -> Option<String> {
        let more = super::grouped(self.again.count);
        (self.again.count > 0).then(|| format!("and {more} more of the same: {}", self.again.places()))
    }
}

/// A code that was found: how often, and where first.
pub(crate) struct CodeCount {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) count: u64,
    pub(crate) first: String,
}

/// The causes of a run, in the order in which they came.
#[derive(Default)]
pub(crate) struct Causes {
    list: Vec<FindingCause>,
    by_key: HashMap<u64, usize>,
    /// How many of each severity: many of a lighter one hide none of a heavier one.
    kept: HashMap<Severity, usize>,
    kinds: Vec<CodeCount>,
    /// Findings whose cause was not kept.
    left_out: u64,
}

impl Causes {
    /// Adds a finding of a document that begins at line `begins` of a file.
    pub(crate) fn add(&mut self, it: &Finding, begins: Option<u64>) {
        self.count(it);
        let key = key(it);
        let kept = self.kept.entry(it.severity).or_default();
        if let Some(cause) = self.by_key.get(&key).and_then(|at| self.list.get_mut(*at)) {
            cause.again.add(&it.place.file, &finding::line_and_column(&it.place));
        } else if *kept < CAUSES {
            *kept += 1;
            self.by_key.insert(key, self.list.len());
            self.list.push(FindingCause { first: it.clone(), begins, again: Repeats::default() });
        } else {
            self.left_out += 1;
        }
    }

    /// Counts a finding by its code alone.
    pub(crate) fn count(&mut self, it: &Finding) {
        match self.kinds.iter_mut().find(|kind| kind.code == it.code && kind.severity == it.severity) {
            Some(kind) => kind.count += 1,
            None => self.kinds.push(CodeCount {
                code: it.code,
                severity: it.severity,
                count: 1,
                first: finding::place(&it.place),
            }),
        }
    }

    /// The causes, which are then forgotten; the codes stay counted.
    pub(crate) fn take(&mut self) -> Vec<FindingCause> {
        self.by_key.clear();
        self.kept.clear();
        std::mem::take(&mut self.list)
    }

    /// That there are findings whose cause was not kept.
    pub(crate) fn more(&self) -> Option<String> {
        let more = || format!("… and {} of other causes", counted(self.left_out, "more finding"));
        (self.left_out > 0).then(more)
    }

    /// Each code that was found, the worst first.
    pub(crate) fn kinds(&mut self) -> &[CodeCount] {
        self.kinds.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.code.cmp(&b.code)));
        &self.kinds
    }
}

/// What makes two findings one cause: all they say but ids and times, and where an event id came before.
fn key(it: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    let says = match it.code {
        Code::DuplicateEvent | Code::EventIdReused => String::new(),
        _ => without_ids(&it.message),
    };
    (it.code, it.severity, &it.pointer, says).hash(&mut hasher);
    hasher.finish()
}

/// The text with each long run of digits and hex letters left out.
pub(crate) fn without_ids(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = rest[start..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len() - start);
        kept.push_str(&rest[..start]);
        kept.push_str(if run >= ID { "#" } else { &rest[start..start + run] });
        rest = &rest[start + run..];
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::finding;

    #[test]
    fn equal_faults_are_one_cause_with_its_places() {
        let mut causes = Causes::default();
        for line in [27, 61, 96, 131, 166] {
            let mut it = finding(Code::StatusUnknown);
            it.place.line = line;
            it.message = format!("ticket 710000000000000{line} is odd");
            causes.add(&it, None);
        }
        causes.add(&finding(Code::NoTransition), None);
        let kinds: Vec<_> = causes.kinds().iter().map(|it| (it.code, it.count)).collect();
        assert_eq!(kinds, [(Code::StatusUnknown, 5), (Code::NoTransition, 1)]);
        let list = causes.take();
        assert_eq!((list.len(), list[0].again.count), (2, 4));
        assert_eq!(
            list[0].others().unwrap(),
            "and 4 more of the same: fixtures/closed.json:61:17, 96:17, 131:17, …"
        );
        assert_eq!(list[1].others(), None);
    }

    #[test]
    fn an_event_id_that_came_before_is_one_cause_and_many_notes_hide_no_error() {
        let mut causes = Causes::default();
        let mut add = |code, severity, says: String| {
            causes.add(&Finding { severity, message: says, ..finding(code) }, None);
        };
        for line in 0..=CAUSES {
            add(Code::DuplicateEvent, Severity::Note, format!("came before, at line {line}"));
            add(Code::UndocumentedField, Severity::Note, format!("`x{line}` is not documented"));
        }
        add(Code::StatusUnknown, Severity::Error, "`status` is 99".to_owned());
        assert_eq!((causes.list.len(), causes.left_out), (CAUSES + 1, 2));
        assert_eq!((causes.list[0].again.count, causes.list[CAUSES].first.code), (500, Code::StatusUnknown));
    }

    #[test]
    fn short_numbers_tell_causes_apart_and_ids_do_not() {
        assert_eq!(without_ids("`status` is 99"), "`status` is 99");
        assert_eq!(without_ids("event 00ff000000 of 1700000000000"), "event # of #");
    }
}
