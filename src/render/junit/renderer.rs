//! `JUnit` XML: a suite a file, a case a document. It holds the whole report until the end, for a suite begins with its
//! counts.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::xml::Suite;
use super::{cases, xml};
use crate::model::Lang;
use crate::render::Renderer;
use crate::render::json::TOOL;
use crate::render::text::counted;
use crate::report::{Finding, Record, Summary};

pub(crate) struct Junit<W> {
    out: W,
    command: &'static str,
    suites: Vec<Suite>,
    by_file: HashMap<Arc<str>, usize>,
}

impl<W: Write> Junit<W> {
    /// Writes to `out`, at the end, for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, suites: Vec::new(), by_file: HashMap::new() }
    }

    fn suite(&mut self, file: &Arc<str>) -> &mut Suite {
        let at = *self.by_file.entry(Arc::clone(file)).or_insert_with(|| {
            self.suites.push(Suite::new(file));
            self.suites.len() - 1
        });
        &mut self.suites[at]
    }
}

impl<W: Write> Renderer for Junit<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        match record {
            Record::Delivered(it) if it.is_final() => {
                self.suite(&it.subject.file).add(&cases::delivered(it));
            }
            Record::Delivered(_) => {}
            Record::Probed(it) => self.suite(&it.target).add(&cases::probed(it)),
            // What our own receiver took stands there as delivered.
            Record::Received(it) => {
                if let Some(case) = cases::received(it, shown) {
                    self.suite(&Arc::from("receiver")).add(&case);
                }
            }
            _ => {
                if let Some((file, name)) = cases::file_and_name(record) {
                    let case = cases::checked(name, &file, record.findings(), shown);
                    self.suite(&file).add(&case);
                }
            }
        }
        Ok(())
    }

    fn shows_clean(&self) -> bool {
        true
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        for failure in summary.failures() {
            self.suite(&Arc::from("run")).add(&cases::failure(&failure));
        }
        let properties = [
            ("opened", counted::opened(summary, Lang::En)),
            ("left out", counted::left_out(summary, Lang::En)),
        ];
        let properties: Vec<_> =
            properties.into_iter().filter_map(|(name, told)| Some((name, told?))).collect();
        xml::write(&mut self.out, &format!("{} {}", TOOL, self.command), &self.suites, &properties)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};
    use crate::report::Code;

    fn report(records: &[Record]) -> String {
        rendered(records, |page| Junit::new(page, "validate"))
    }

    #[test]
    fn a_document_is_a_case_and_an_error_a_failure() {
        let findings = vec![finding(Code::StatusUnknown), finding(Code::UndocumentedField)];
        let text = report(&[
            checked(1, findings),
            checked(2, vec![finding(Code::NoTransition)]),
            checked(3, vec![]),
        ]);
        let suite = "<testsuite name=\"fixtures/closed.json\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\" \
                     time=\"0.000\">\n    <testcase name=\"document 1, ticket 7100000000000000340, event 5e37";
        assert!(text.contains(suite), "{text}");
        let failure = "<failure message=\"`status` is 99, which is not a documented ticket status\" \
                       type=\"status-unknown\">fixtures/closed.json:27:17: error[status-unknown]: `status` is 99, which \
                       is not a documented ticket status\n  documented: 1 created, 2 processing\n  help: \
                       `helpdesk-evt explain status-unknown`\n";
        assert!(text.contains(failure), "{text}");
        assert_eq!(text.matches("<failure ").count(), 1);
        assert!(text.contains("<system-out>fixtures/closed.json:27:17: warning[no-transition]"), "{text}");
        assert_eq!(text.matches("<system-out>").count(), 2, "{text}");
    }

    #[test]
    fn every_file_has_its_suite_even_if_its_documents_are_scattered() {
        let of = |file: &str, index| {
            let Record::Checked(mut it) = checked(index, vec![]) else { panic!() };
            it.subject.file = file.into();
            Record::Checked(it)
        };
        let text = report(&[of("a", 1), of("b", 1), of("a", 2)]);
        for suite in ["<testsuite name=\"a\" tests=\"2\"", "<testsuite name=\"b\" tests=\"1\""] {
            assert!(text.contains(suite), "{text}");
        }
    }

    #[test]
    fn what_xml_forbids_is_replaced() {
        let mut nasty = finding(Code::StatusUnknown);
        nasty.message = "\0\u{1b}[31m<x>&\"\u{ffff}]]>".to_owned();
        let text = report(&[checked(1, vec![nasty])]);
        assert!(text.contains("␀␛[31m&lt;x&gt;&amp;"), "{text}");
        assert!(!text.chars().any(|c| (c < ' ' && c != '\n') || c == '\u{ffff}'));
    }
}
