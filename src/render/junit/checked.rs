//! `JUnit` XML: a suite a file, a case a document. The only door of `quick-junit`. It holds the whole report until the
//! end, for a suite begins with its counts.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{delivered, probed};
use crate::render::json::record;
use crate::render::text::{Paint, stand_in};
use crate::render::{Renderer, short};
use crate::report::{Finding, Lived, Moment, Record, Severity, Subject, Summary};

/// The `junit` format.
pub(crate) struct Junit<W> {
    out: W,
    command: &'static str,
    suites: Vec<TestSuite>,
    by_file: HashMap<Arc<str>, usize>,
}

impl<W: Write> Junit<W> {
    /// Writes to `out`, at the end, for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, suites: Vec::new(), by_file: HashMap::new() }
    }

    fn suite(&mut self, file: &Arc<str>) -> &mut TestSuite {
        let at = *self.by_file.entry(Arc::clone(file)).or_insert_with(|| {
            self.suites.push(TestSuite::new(legal(file)));
            self.suites.len() - 1
        });
        &mut self.suites[at]
    }
}

impl<W: Write> Renderer for Junit<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        if let Record::Delivered(it) = record {
            if it.is_final() {
                self.suite(&it.subject.file).add_test_case(delivered::case(it));
            }
            return Ok(());
        }
        if let Record::Probed(it) = record {
            self.suite(&it.target).add_test_case(probed::case(it));
            return Ok(());
        }
        // A ticket's life is a case of its own, in the file it begins in.
        let (file, name) = match (record.subject(), record) {
            (Some(subject), _) => (Arc::clone(&subject.file), name(subject)),
            (None, Record::Lived(lived)) => (life_file(lived), format!("ticket {}", legal(&lived.ticket_id))),
            (None, _) => return Ok(()),
        };
        let case = case(name, &file, record.findings(), shown);
        self.suite(&file).add_test_case(case);
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let mut report = Report::new(format!("{} {}", record::TOOL, self.command));
        report.add_test_suites(std::mem::take(&mut self.suites));
        // Its own writing would hide why the output cannot be written.
        let text = report.to_string().map_err(io::Error::other)?;
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

/// A document as a case: failed if it has an error; other findings stand in its output.
fn case(name: String, file: &str, findings: &[Finding], shown: &[Finding]) -> TestCase {
    let text = lines(shown.iter());
    let mut status = TestCaseStatus::success();
    if let Some(first) = findings.iter().find(|it| it.severity == Severity::Error) {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(legal(&first.message)).set_type(first.code.slug()).set_description(text);
    }
    let mut case = TestCase::new(name, status);
    case.set_classname(legal(file));
    let lighter = lines(shown.iter().filter(|it| it.severity != Severity::Error));
    if !lighter.is_empty() {
        case.set_system_out(lighter);
    }
    case
}

/// The file a ticket's life begins in.
fn life_file(lived: &Lived) -> Arc<str> {
    let place = lived.moments.first().map(|moment| match moment {
        Moment::Step(step) => &step.place,
        Moment::Gap { place, .. } | Moment::Duplicate { place, .. } => place,
    });
    place.map_or_else(|| Arc::from(""), |it| Arc::clone(&it.file))
}

/// `document 3, ticket 7100000000000000340, event 5e37...`.
fn name(subject: &Subject) -> String {
    let ids = [("ticket", &subject.ticket_id), ("event", &subject.event_id)];
    let ids = ids.into_iter().filter_map(|(what, id)| Some(format!(", {what} {}", legal(id.as_deref()?))));
    format!("document {}{}", subject.index, ids.collect::<String>())
}

fn lines<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let lines: Vec<String> = findings.map(|finding| legal(&short::line(finding, Paint::default()))).collect();
    lines.join("\n")
}

/// The text without the characters that XML 1.0 forbids; something to see stands in their place.
pub(crate) fn legal(text: &str) -> String {
    text.chars().map(|c| stand_in(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};
    use crate::report::Code;

    fn report(records: &[Record]) -> Report {
        let text = rendered(records, |page| Junit::new(page, "validate"));
        Report::deserialize_from_str(&text).unwrap()
    }

    #[test]
    fn a_document_is_a_case_and_an_error_a_failure() {
        let findings = vec![finding(Code::StatusUnknown), finding(Code::UndocumentedField)];
        let report = report(&[
            checked(1, findings),
            checked(2, vec![finding(Code::NoTransition)]),
            checked(3, vec![]),
        ]);
        assert_eq!((report.tests, report.failures, report.test_suites.len()), (3, 1, 1));
        let suite = &report.test_suites[0];
        assert_eq!((suite.name.as_str(), suite.tests, suite.failures), ("fixtures/closed.json", 3, 1));
        let case = &suite.test_cases[0];
        assert!(case.name.as_str().starts_with("document 1, ticket 7100000000000000340, event 5e37"));
        let TestCaseStatus::NonSuccess { message, ty, description, .. } = &case.status else {
            panic!("{case:?}")
        };
        assert!(message.as_ref().unwrap().as_str().contains("is 99"));
        assert_eq!(ty.as_ref().unwrap().as_str(), "status-unknown");
        assert_eq!(description.as_ref().unwrap().as_str().lines().count(), 2);
        let warned = &suite.test_cases[1];
        assert!(matches!(warned.status, TestCaseStatus::Success { .. }));
        assert!(warned.system_out.as_ref().unwrap().as_str().contains("warning[no-transition]"));
        assert!(suite.test_cases[2].system_out.is_none());
    }

    #[test]
    fn every_file_has_its_suite_even_if_its_documents_are_scattered() {
        let of = |file: &str, index| {
            let Record::Checked(mut it) = checked(index, vec![]) else { panic!() };
            it.subject.file = file.into();
            Record::Checked(it)
        };
        let report = report(&[of("a", 1), of("b", 1), of("a", 2)]);
        let counts: Vec<_> = report.test_suites.iter().map(|it| (it.name.as_str(), it.tests)).collect();
        assert_eq!(counts, [("a", 2), ("b", 1)]);
    }

    #[test]
    fn what_xml_forbids_is_replaced() {
        let mut nasty = finding(Code::StatusUnknown);
        nasty.message = "\0\u{1b}[31m<x>&\"\u{ffff}]]>".to_owned();
        let text = rendered(&[checked(1, vec![nasty])], |page| Junit::new(page, "validate"));
        assert!(text.contains("␀␛[31m&lt;x&gt;&amp;"), "{text}");
        assert!(!text.chars().any(|c| (c < ' ' && c != '\n') || c == '\u{ffff}'));
    }
}
