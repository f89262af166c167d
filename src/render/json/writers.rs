//! The two ways of writing records: `json`, one document that ends with the summary, and `ndjson`, one JSON text a line
//! as it goes: `begin`, a line a record (clean documents too), `summary`. Neither keeps anything, so memory stays flat.

use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem::Finder;

use super::line::{Begin, Line};
use super::moved::Moved;
use super::summary::Summary;
use crate::render::{FormattedRow, Renderer, RowFormatter};
use crate::report;
use crate::report::{Finding, Record};

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
        let begin = serde_json::to_string(&Begin::of(self.command))?;
        write!(self.out, "{},\"records\":[", begin.trim_end_matches('}'))
    }

    /// What stands before a record.
    fn separate(&mut self) -> io::Result<()> {
        if self.written == 0 {
            self.begin()?;
        }
        self.written += 1;
        self.out.write_all(if self.written == 1 { b"\n" } else { b",\n" })
    }
}

impl<W: Write> Renderer for Json<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        self.separate()?;
        Ok(serde_json::to_writer(&mut self.out, &Line::of(record, shown))?)
    }

    fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        Some(MovedLines::boxed())
    }

    fn show_row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> io::Result<()> {
        self.separate()?;
        row.write(&mut self.out, number, BETWEEN, line)
    }

    fn finish(&mut self, summary: &report::Summary) -> io::Result<()> {
        if self.written == 0 {
            self.begin()?;
        }
        self.out.write_all(b"\n],\"summary\":")?;
        serde_json::to_writer(&mut self.out, &Summary::of(summary))?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}

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

    fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        Some(MovedLines::boxed())
    }

    fn show_row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> io::Result<()> {
        self.begin()?;
        row.write(&mut self.out, number, BETWEEN, line)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self, summary: &report::Summary) -> io::Result<()> {
        self.begin()?;
        write(&mut self.out, &Line::Summary(Box::new(Summary::of(summary))))?;
        self.out.flush()
    }
}

/// The lines of what events changed; what finds the place in them.
struct MovedLines(Finder<'static>);

impl MovedLines {
    fn boxed() -> Box<dyn RowFormatter> {
        Box::new(Self(Finder::new(UNKNOWN)))
    }
}

/// What stands between the number and the line of a document.
const BETWEEN: &str = ",\"line\":";
/// The place of a document whose number and line are 0. In a text its quotes are escaped, so that it is found nowhere else.
const UNKNOWN: &str = "\"document\":0,\"line\":0";

impl RowFormatter for MovedLines {
    fn format(&self, moved: &report::Moved, out: &mut Vec<u8>) -> io::Result<Range<usize>> {
        let begin = out.len();
        serde_json::to_writer(&mut *out, &Line::Moved(Box::new(Moved::of(moved, &[]))))?;
        let found = self.0.find(&out[begin..]);
        let found =
            found.ok_or_else(|| io::Error::other("the number and the line of the document are known"))?;
        let end = begin + found + UNKNOWN.len();
        Ok(end - "0".len() - BETWEEN.len() - "0".len()..end)
    }
}

/// The line that stands for `count` lines that were left out. It is no record, and has no `data`.
pub(crate) fn skipped(count: u64) -> String {
    format!("{}\n", serde_json::json!({ "type": "skipped", "count": count }))
}

fn write(out: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
