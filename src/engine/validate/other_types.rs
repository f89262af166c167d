//! Events of other products: in a log each type is told once, alone in a file such an event is an error.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::Origin;
use crate::report::{Checked, Code, Ignored, Levels, Severity};

/// So many types are told; a hostile file must not fill the memory with them.
const MAX_TYPES: usize = 1_000;

/// Decides on documents in the order of the input what is said of those that are of other types.
pub(crate) struct OtherTypes {
    levels: Levels,
    told: HashSet<Arc<str>>,
    /// The first document of a file, where it is of another type and not known to be the only one.
    waiting: Option<Box<Checked>>,
}

impl OtherTypes {
    pub(crate) fn new(levels: Levels) -> Self {
        Self { levels, told: HashSet::new(), waiting: None }
    }

    /// What is said of a document that waited, now that the one at `origin` comes, or nothing more.
    #[inline]
    pub(crate) fn decide(&mut self, origin: Option<&Origin>) -> Option<Checked> {
        self.waiting.take().map(|waiting| self.decided(*waiting, origin))
    }

    #[cold]
    fn decided(&mut self, waiting: Checked, next: Option<&Origin>) -> Checked {
        let subject = &waiting.subject;
        let is_log = next.is_some_and(|it| it.file == subject.file && it.index > subject.index);
        if is_log { self.in_log(waiting) } else { waiting }
    }

    /// What is said of a document; nothing yet, where it has to wait for the next one.
    pub(crate) fn take(&mut self, checked: Checked) -> Option<Checked> {
        if !matches!(checked.ignored, Some(Ignored::OtherType(_))) {
            return Some(checked);
        }
        if checked.subject.index > 1 {
            return Some(self.in_log(checked));
        }
        self.waiting = Some(Box::new(checked));
        None
    }

    /// The type of event number `index` of its file, as it is written, where nothing more is said of such a one.
    pub(crate) fn told(&self, name: &[u8], index: u64) -> Option<Ignored> {
        // What is not plain ASCII is told otherwise than it is written.
        let name = std::str::from_utf8(name).ok().filter(|it| it.is_ascii() && index > 1)?;
        let is_error = self.levels.severity(Code::OtherEventType) == Some(Severity::Error);
        self.told.get(name).filter(|_| !is_error).map(|it| Ignored::OtherType(Arc::clone(it)))
    }

    /// What is said of a document in a log that holds others: of each type once, unless it is an error.
    pub(crate) fn in_log(&mut self, mut checked: Checked) -> Checked {
        let Some(Ignored::OtherType(name)) = &checked.ignored else { return checked };
        let severity = self.levels.severity(Code::OtherEventType);
        let is_first = self.told.len() < MAX_TYPES && self.told.insert(Arc::clone(name));
        let Some(severity) = severity.filter(|it| is_first || *it == Severity::Error) else {
            checked.findings.clear();
            return checked;
        };
        for finding in &mut checked.findings {
            finding.code = Code::OtherEventType;
            finding.severity = severity;
            finding.message = format!("`{name}` is an event of another product: counted and left out");
            finding.documented.clear();
            finding.help =
                Some("each type is told once; `helpdesk-evt explain other-event-type` says more".to_owned());
        }
        checked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::validate::Checker;
    use crate::model::Document;
    use crate::report::Level;

    const OTHER: &str =
        r#"{"schema":"2.0","header":{"event_id":"e","event_type":"im.message.receive_v1"},"event":{}}"#;

    /// What is said of documents of other types, by file and number, as `file:number severity[code]`.
    fn told(levels: &Levels, places: &[(&str, u64, &str)]) -> Vec<String> {
        let (checker, mut types, mut told) =
            (Checker::new(levels.clone(), None), OtherTypes::new(levels.clone()), Vec::new());
        for (file, index, event_type) in places {
            let origin = Origin { index: *index, ..Origin::start_of(*file) };
            told.extend(types.decide(Some(&origin)));
            let text = OTHER.replace("im.message.receive_v1", event_type);
            let document = Document::new(origin, text.into_bytes());
            told.extend(types.take(checker.check(&document).checked));
        }
        told.extend(types.decide(None));
        let one = |it: &Checked| {
            let found = it.findings.iter().map(|it| format!("{}[{}]", it.severity.name(), it.code.slug()));
            let found = found.collect::<Vec<_>>().join(", ");
            format!(
                "{}:{} {found}{}",
                it.subject.file,
                it.subject.index,
                if it.is_left_out() { " left out" } else { "" }
            )
        };
        told.iter().map(one).collect()
    }

    #[test]
    fn alone_in_its_file_it_is_an_error_and_in_a_log_each_type_is_a_note() {
        let im = "im.message.receive_v1";
        let places = [("a", 1, im), ("b", 1, im), ("b", 2, im), ("b", 3, "drive.file.edit_v1"), ("c", 1, im)];
        let expected = [
            "a:1 error[unknown-event-type]",
            "b:1 note[other-event-type] left out",
            "b:2  left out",
            "b:3 note[other-event-type] left out",
            "c:1 error[unknown-event-type]",
        ];
        assert_eq!(told(&Levels::default(), &places), expected);
        let mut levels = Levels::default();
        levels.set(Code::OtherEventType, Level::Deny);
        let denied = told(&levels, &places[1..3]);
        assert_eq!(denied, ["b:1 error[other-event-type]", "b:2 error[other-event-type]"]);
        levels.set(Code::OtherEventType, Level::Allow);
        assert_eq!(told(&levels, &places[1..3]), ["b:1  left out", "b:2  left out"]);
    }

    #[test]
    fn a_typing_error_stays_an_error_wherever_it_stands() {
        for name in ["helpdesk_ticket.updated_v1", "helpdesk.ticket.updatd_v1", "helpdesk.example.none_v1"] {
            let expected = ["a:1 error[unknown-event-type]", "a:2 error[unknown-event-type]"];
            assert_eq!(told(&Levels::default(), &[("a", 1, name), ("a", 2, name)]), expected);
        }
    }

    #[test]
    fn a_last_document_that_breaks_off_is_a_warning_and_alone_an_error() {
        let checked = |text: &str, index, breaks_off| {
            let origin = Origin { index, ..Origin::start_of("a") };
            let document = Document { breaks_off, ..Document::new(origin, text.as_bytes().to_vec()) };
            let checked = Checker::default().check(&document).checked;
            (checked.findings[0].code, checked.is_left_out())
        };
        for text in [&OTHER[..40], "{\"schema\":\"2.0", "{\"schema\":tru", "{\"schema\":\"\\u00", "{"] {
            assert_eq!(checked(text, 2, true), (Code::CutDocument, true), "{text}");
            assert!(!checked(text, 1, true).1 && !checked(text, 2, false).1, "{text}");
        }
        for text in ["{\"schema\":\"2.0}", "{\"a\" 1", "{\"a\":1}}"] {
            assert_eq!(checked(text, 2, true), (Code::JsonSyntax, false), "{text}");
        }
    }
}
