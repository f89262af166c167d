//! GitLab's Code Quality report: one JSON array, an entry a finding, each an issue as Code Climate specifies it.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::json;

use super::renderer::Renderer;
use super::repository::Repository;
use super::sarif;
use crate::model::digest;
use crate::render::text::{counted, finding};
use crate::report::{Finding, Record, Severity, Summary};

pub(crate) struct CodeQuality<W> {
    out: W,
    repository: Repository,
    /// How often each fingerprint was made: GitLab takes two issues with one for the same.
    fingerprints: HashMap<u64, u32>,
}

struct Issue<'i> {
    code: &'i str,
    severity: &'i str,
    path: String,
    /// The first and the last, from 1.
    lines: (u64, u64),
    text: String,
    fingerprint: u64,
}

impl<W: Write> CodeQuality<W> {
    pub(crate) fn new(out: W, repository: Repository) -> Self {
        Self { out, repository, fingerprints: HashMap::new() }
    }

    fn put(&mut self, issue: &Issue<'_>) -> io::Result<()> {
        self.out.write_all(if self.fingerprints.is_empty() { b"[\n" } else { b",\n" })?;
        let before = self.fingerprints.entry(issue.fingerprint).or_default();
        *before += 1;
        let fingerprint = match *before {
            1 => format!("{:016x}", issue.fingerprint),
            again => format!("{:016x}-{again}", issue.fingerprint),
        };
        let (begin, end) = issue.lines;
        let entry = json!({
            "type": "issue",
            "check_name": issue.code,
            // It is one line.
            "description": issue.text.replace('\n', "; "),
            "categories": ["Bug Risk"],
            "severity": issue.severity,
            "fingerprint": fingerprint,
            "location": { "path": issue.path, "lines": { "begin": begin, "end": end } },
        });
        Ok(serde_json::to_writer(&mut self.out, &entry)?)
    }
}

impl<W: Write> Renderer for CodeQuality<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        for it in shown {
            let subject = sarif::subject_of(record, it);
            let path = self.repository.path(&it.place.file);
            let severity = match it.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            let lines = if it.place.opened.is_some() {
                (subject.line, subject.line)
            } else {
                (it.place.line, it.place.end_line)
            };
            let fingerprint = sarif::fingerprint(it, &subject, &path);
            let (code, text) = (it.code.slug(), finding::prose(it));
            self.put(&Issue { code, severity, path, lines, text, fingerprint })?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        for it in summary.failures().into_iter().chain(counted::hidden_errors(summary)) {
            self.put(&Issue {
                code: it.code,
                severity: "major",
                // An issue has a path; the whole repository is one.
                path: it.file.as_deref().map_or_else(|| ".".to_owned(), |file| self.repository.path(file)),
                lines: (1, 1),
                text: it.text(),
                fingerprint: digest(it.message.as_bytes()),
            })?;
        }
        self.out.write_all(if self.fingerprints.is_empty() { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};
    use crate::report::Code;

    #[test]
    fn an_entry_has_what_gitlab_asks_for_and_an_empty_report_is_an_array() {
        let make = |page| CodeQuality::new(page, Repository::default());
        let text =
            rendered(&[checked(1, vec![finding(Code::StatusUnknown), finding(Code::NoTransition)])], make);
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let first = &report[0];
        assert_eq!((&first["check_name"], &first["severity"]), (&json!("status-unknown"), &json!("major")));
        assert_eq!(
            first["location"],
            json!({ "path": "fixtures/closed.json", "lines": { "begin": 27, "end": 27 } })
        );
        assert!(!first["description"].as_str().unwrap().contains('\n'), "{first}");
        assert_eq!(rendered(&[], make), "[]\n");
    }

    #[test]
    fn two_entries_never_have_one_fingerprint() {
        let twice = checked(1, vec![finding(Code::StatusUnknown), finding(Code::StatusUnknown)]);
        let text = rendered(&[twice], |page| CodeQuality::new(page, Repository::default()));
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_ne!(report[0]["fingerprint"], report[1]["fingerprint"]);
    }
}
