//! The `markdown` format of all but `diff`, and the step summary of GitHub Actions: one page, written at the end.

use std::io::{self, Write};

use super::delivered;
use super::rows::{self, MAX_BYTES, escaped};
use crate::model::Lang;
use crate::render::Renderer;
use crate::render::human;
use crate::render::json::TOOL;
use crate::render::text::{CappedRows, Paint, counted};
use crate::report::{Finding, Record, Summary};

/// A page of deliveries, of a probe, or of findings.
pub(crate) struct Markdown<W> {
    out: W,
    command: &'static str,
    lang: Lang,
    /// What was probed, where it is a probe.
    target: String,
    /// Deliveries that failed, or cases.
    rows: CappedRows,
    findings: CappedRows,
}

impl<W: Write> Markdown<W> {
    /// Writes to `out` for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str, lang: Lang) -> Self {
        let (rows, findings) = (CappedRows::default(), CappedRows::default());
        Self { out, command, lang, target: String::new(), rows, findings }
    }
}

impl<W: Write> Renderer for Markdown<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        match record {
            Record::Delivered(it) if it.is_final() && !it.is_fine() => {
                self.rows.add(MAX_BYTES, || delivered::row(it, self.lang));
            }
            Record::Probed(it) => {
                self.target = format!(" {}", it.target);
                self.rows.add(MAX_BYTES, || rows::case(it, self.lang));
            }
            _ => shown.iter().for_each(|it| self.findings.add(MAX_BYTES, || rows::finding(it))),
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (out, rows, lang, paint) = (&mut self.out, &self.rows, self.lang, Paint::default());
        writeln!(out, "### {TOOL} {}{}\n", self.command, escaped(&self.target))?;
        let mut verdict = counted::sentence(summary, lang, paint);
        if let Some(run) = &summary.deliveries {
            verdict = String::new();
            delivered::write(out, summary, run, rows, lang)?;
        } else if let Some(tally) = &summary.probed {
            verdict = human::probed::verdict(summary, tally, lang, paint);
            if !rows.text.is_empty() {
                writeln!(out, "{}{}", rows::head(&rows::CASES, lang), rows.text)?;
            }
        }
        write!(out, "{}", rows::findings(summary, &self.findings, lang))?;
        if !verdict.is_empty() {
            writeln!(out, "{}", escaped(&verdict))?;
        }
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Page, checked, finding};
    use crate::report::Code;

    fn table(findings: usize, message: &str) -> String {
        let page = Page::default();
        let mut markdown = Markdown::new(page.clone(), "validate", Lang::En);
        let mut row = finding(Code::StatusUnknown);
        row.message = message.to_owned();
        let record = checked(1, vec![row; findings]);
        markdown.record(&record).unwrap();
        let mut summary = Summary { files: 1, ..Summary::default() };
        summary.count(&checked(1, vec![]));
        markdown.finish(&summary).unwrap();
        page.text()
    }

    #[test]
    fn nothing_in_a_message_breaks_out_of_its_cell() {
        let text = table(1, "a|b\n<img src=x> [x](y) `c`");
        assert!(text.contains("| a\\|b␊&lt;img src=x\\> \\[x\\](y) \\`c\\` |\n"), "{text}");
        assert!(text.ends_with("|\n\nok: 1 event valid\n"), "{text}");
    }

    #[test]
    fn it_stays_below_what_github_takes_and_says_what_is_missing() {
        let text = table(1_200, &"x".repeat(1_000));
        assert!(text.len() < 1 << 20);
        assert!(text.contains("… and ") && text.contains("more findings: they do not fit"));
    }

    #[test]
    fn without_findings_there_is_no_table() {
        assert_eq!(table(0, ""), "### helpdesk-evt validate\n\nok: 1 event valid\n");
    }
}
