//! One JSON document: the records of `ndjson` in an array, then the summary. Written as it goes, so memory stays flat.

use std::io::{self, Write};

use super::record::{Line, TOOL, TOOL_VERSION, Tally, VERSION};
use crate::render::Renderer;
use crate::report::{Finding, Record, Summary};

/// The `json` format.
pub(crate) struct Json<W> {
    out: W,
    command: &'static str,
    written: u64,
}

impl<W: Write> Json<W> {
    /// Writes to `out` for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, written: 0 }
    }

    fn begin(&mut self) -> io::Result<()> {
        let command = serde_json::to_string(self.command)?;
        write!(
            self.out,
            "{{\"version\":{VERSION},\"tool\":\"{TOOL}\",\"tool_version\":\"{TOOL_VERSION}\",\"command\":{command},\
             \"records\":["
        )
    }
}

impl<W: Write> Renderer for Json<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        if self.written == 0 {
            self.begin()?;
        }
        self.out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
        self.written += 1;
        Ok(serde_json::to_writer(&mut self.out, &Line::of(record, shown))?)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if self.written == 0 {
            self.begin()?;
        }
        self.out.write_all(b"\n],\"summary\":")?;
        serde_json::to_writer(&mut self.out, &Tally::of(summary))?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::mirror::{Line as Mirror, Report};
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};
    use crate::report::Code;

    fn report(records: &[Record]) -> Report {
        serde_json::from_str(&rendered(records, |page| Json::new(page, "validate"))).unwrap()
    }

    #[test]
    fn it_is_one_document_with_every_record_and_the_summary() {
        let report = report(&[checked(1, vec![finding(Code::StatusUnknown)]), checked(2, vec![])]);
        assert_eq!((report.version, &*report.tool, &*report.command), (1, "helpdesk-evt", "validate"));
        assert_eq!(report.tool_version, env!("CARGO_PKG_VERSION"));
        assert!(matches!(&report.records[1], Mirror::Checked(it) if it.document == 2 && it.valid));
        assert_eq!(report.summary.documents, 2);
    }

    #[test]
    fn a_run_without_documents_is_still_a_document() {
        assert!(report(&[]).records.is_empty());
    }
}
