//! One JSON text a line, as it goes: `begin`, a line a document (clean ones too), `summary`.

use std::io::{self, Write};

use super::record::{Begin, Line, Tally};
use crate::render::Renderer;
use crate::report::{Finding, Record, Summary};

/// The `ndjson` format.
pub(crate) struct Ndjson<W> {
    out: W,
    command: &'static str,
    begun: bool,
}

impl<W: Write> Ndjson<W> {
    /// Writes to `out` for the subcommand `command`. A caller that wants every line at once hands over a writer that
    /// flushes at line ends.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            write(&mut self.out, &Line::Begin(Begin::of(self.command)))?;
        }
        Ok(())
    }
}

impl<W: Write> Renderer for Ndjson<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        self.begin()?;
        write(&mut self.out, &Line::of(record, shown))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        write(&mut self.out, &Line::Summary(Box::new(Tally::of(summary))))?;
        self.out.flush()
    }
}

fn write(out: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::mirror::Line as Mirror;
    use super::*;
    use crate::render::fixture::{Page, checked, finding, rendered};
    use crate::report::Code;

    fn lines(text: &str) -> Vec<Mirror> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn every_document_has_a_line_between_begin_and_summary() {
        let records = [checked(1, vec![finding(Code::StatusUnknown)]), checked(2, vec![])];
        let text = rendered(&records, |page| Ndjson::new(page, "validate"));
        let lines = lines(&text);
        let [Mirror::Begin(begin), Mirror::Checked(bad), Mirror::Checked(good), Mirror::Summary(sum)] =
            &lines[..]
        else {
            panic!("{text}");
        };
        assert_eq!((begin.version, &*begin.tool, &*begin.command), (1, "helpdesk-evt", "validate"));
        assert_eq!((bad.valid, bad.findings.len(), good.valid), (false, 1, true));
        assert_eq!((&*bad.findings[0].code, bad.findings[0].end_column), ("status-unknown", 19));
        assert_eq!((sum.documents, sum.clean, sum.errors, sum.exit_code), (2, 1, 1, 1));
    }

    #[test]
    fn a_value_that_is_not_there_is_absent_and_not_null() {
        let mut bare = finding(Code::NotAnEvent);
        (bare.documented, bare.help) = (None, None);
        let text = rendered(&[checked(1, vec![bare])], |page| Ndjson::new(page, "validate"));
        assert!(!text.contains("null") && !text.contains("\"help\""), "{text}");
    }

    #[test]
    fn a_document_whose_findings_are_hidden_is_still_not_valid() {
        let page = Page::default();
        let mut ndjson = Ndjson::new(page.clone(), "validate");
        ndjson.show(&checked(1, vec![finding(Code::StatusUnknown)]), &[]).unwrap();
        assert!(page.text().contains("\"valid\":false,\"findings\":[]"), "{}", page.text());
    }

    #[test]
    fn a_run_without_documents_has_begin_and_summary() {
        assert_eq!(lines(&rendered(&[], |page| Ndjson::new(page, "validate"))).len(), 2);
    }
}
