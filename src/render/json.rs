//! One JSON document: the records of `ndjson` in an array, then the summary. Written as it goes, so memory stays flat.

use std::io::{self, Write};

use super::Renderer;
use super::shape::{Line, TOOL, TOOL_VERSION, Tally, VERSION};
use crate::report::{Finding, Record, Summary};

/// The `json` format.
pub struct Json<W> {
    out: W,
    command: &'static str,
    excerpts: bool,
    written: u64,
}

impl<W: Write> Json<W> {
    /// Writes to `out` for the subcommand `command`.
    pub fn new(out: W, command: &'static str) -> Self {
        Self { out, command, excerpts: false, written: 0 }
    }

    /// Writes with findings the source they point into: whoever puts shards together has no other.
    #[must_use]
    pub fn with_excerpts(self) -> Self {
        Self { excerpts: true, ..self }
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
        let line = Line::of(record, shown);
        let line = if self.excerpts { line.with_excerpts(shown) } else { line };
        Ok(serde_json::to_writer(&mut self.out, &line)?)
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
    use super::*;
    use crate::render::{
        fixture::{Page, checked, finding, rendered},
        mirror::{Line as Mirror, Report},
    };
    use crate::report::{Code, Shard, Sharded};

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
    fn a_shard_says_which_it_is_and_on_request_what_its_findings_point_into() {
        let page = Page::default();
        let mut json = Json::new(page.clone(), "diff").with_excerpts();
        json.record(&checked(1, vec![finding(Code::StatusUnknown)])).unwrap();
        let shard = Shard::new(2, 3).unwrap();
        let sharded = Sharded {
            read: Some(9),
            input: Some("0a".to_owned()),
            filters: vec!["--ticket 7".to_owned()],
            files: vec![(4, "a.ndjson".into())],
            ..Sharded::of(shard)
        };
        json.finish(&Summary { sharded: Some(sharded), ..Summary::default() }).unwrap();
        let report: Report = serde_json::from_str(&page.text()).unwrap();
        let shard = report.summary.shard.unwrap();
        assert_eq!((shard.index, shard.count, shard.read), (2, 3, Some(9)));
        assert_eq!((shard.input.as_deref(), &*shard.filters), (Some("0a"), &["--ticket 7".to_owned()][..]));
        assert_eq!((shard.files[0].place, &*shard.files[0].file), (4, "a.ndjson"));
        let Mirror::Checked(checked) = &report.records[0] else { panic!("{}", page.text()) };
        let excerpt = checked.findings[0].excerpt.as_ref().unwrap();
        assert_eq!((excerpt.first_line, excerpt.highlight), (25, (52, 54)));
    }

    #[test]
    fn a_run_without_documents_is_still_a_document() {
        assert!(report(&[]).records.is_empty());
    }
}
