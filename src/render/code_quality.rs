//! GitLab's Code Quality report: one JSON array, an entry a finding.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::json;

use super::renderer::Renderer;
use super::repository::Repository;
use super::sarif;
use crate::render::text::finding;
use crate::report::{Finding, Missed, Record, Severity, Summary};

/// The `codequality` format.
pub(crate) struct CodeQuality<W> {
    out: W,
    repository: Repository,
    written: u64,
    /// The first file, for what has no place of its own.
    file: Option<Arc<str>>,
}

impl<W: Write> CodeQuality<W> {
    /// Writes to `out`, with paths of `repository`.
    pub(crate) fn new(out: W, repository: Repository) -> Self {
        Self { out, repository, written: 0, file: None }
    }

    fn put(&mut self, entry: &serde_json::Value) -> io::Result<()> {
        self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?;
        self.written += 1;
        Ok(serde_json::to_writer(&mut self.out, entry)?)
    }
}

impl<W: Write> Renderer for CodeQuality<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        if let (None, Some(subject)) = (&self.file, record.subject()) {
            self.file = Some(Arc::clone(&subject.file));
        }
        for it in shown {
            let subject = sarif::subject_of(record, it);
            let path = self.repository.path(&it.place.file);
            let severity = match it.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            let line = if it.place.opened { subject.line } else { it.place.line };
            self.put(&json!({
                "description": finding::prose(it),
                "check_name": it.code.slug(),
                "fingerprint": sarif::fingerprint(it, &subject, &path),
                "severity": severity,
                "location": { "path": path, "lines": { "begin": line } },
            }))?;
        }
        Ok(())
    }

    fn shows_clean(&self) -> bool {
        false
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let path = self.repository.path(self.file.as_deref().unwrap_or("<stdin>"));
        for missed in &summary.missed {
            self.put(&json!({
                "description": format!("{}\n{}", missed.message(), missed.instead()),
                "check_name": Missed::CODE,
                "fingerprint": missed.rule,
                "severity": "major",
                "location": { "path": path, "lines": { "begin": 1 } },
            }))?;
        }
        self.out.write_all(if self.written == 0 { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Page, checked, finding, rendered};
    use crate::report::Code;

    #[test]
    fn an_entry_has_what_gitlab_asks_for_and_an_empty_report_is_an_array() {
        let make = |page| CodeQuality::new(page, Repository::default());
        let text =
            rendered(&[checked(1, vec![finding(Code::StatusUnknown), finding(Code::NoTransition)])], make);
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let first = &report[0];
        assert_eq!((&first["check_name"], &first["severity"]), (&json!("status-unknown"), &json!("major")));
        assert_eq!(first["location"], json!({ "path": "fixtures/closed.json", "lines": { "begin": 27 } }));
        assert_ne!(first["fingerprint"], report[1]["fingerprint"]);
        assert_eq!(rendered(&[], make), "[]\n");
    }

    #[test]
    fn an_expectation_that_was_missed_stands_in_the_first_file() {
        let page = Page::default();
        let mut report = CodeQuality::new(page.clone(), Repository::default());
        report.record(&checked(1, vec![])).unwrap();
        let missed = Missed { rule: "status: * -> closed".to_owned(), seen: vec![] };
        report.finish(&Summary { missed: vec![missed], ..Summary::default() }).unwrap();
        let report: serde_json::Value = serde_json::from_str(&page.text()).unwrap();
        assert_eq!(report[0]["location"]["path"], "fixtures/closed.json");
    }
}
