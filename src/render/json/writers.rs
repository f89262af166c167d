//! The two ways of writing records: `json`, one document that ends with the summary, and `ndjson`, one JSON text a line
//! as it goes: `begin`, a line a record (clean documents too), `summary`. Neither keeps anything, so memory stays flat.

use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem::Finder;

use super::line::{Begin, Line};
use super::moved::Moved;
use super::summary::Summary;
use crate::render::text::Rfc3339;
use crate::render::{FormattedRow, Renderer, RowFormatter};
use crate::report;
use crate::report::{Finding, Record};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JsonForm {
    Document,
    Lines,
}

/// The `json` and `ndjson` formats.
pub(crate) struct Json<W> {
    out: W,
    form: JsonForm,
    command: &'static str,
    begun: bool,
    row: Vec<u8>,
}

impl<W: Write> Json<W> {
    /// Writes a document to `out` for the subcommand `command`.
    pub(crate) fn document(out: W, command: &'static str) -> Self {
        Self { out, form: JsonForm::Document, command, begun: false, row: Vec::new() }
    }

    /// Writes lines. A caller that wants every line at once hands over a writer that flushes at line ends.
    pub(crate) fn lines(out: W, command: &'static str) -> Self {
        Self { form: JsonForm::Lines, ..Self::document(out, command) }
    }

    /// Writes the beginning, where that is still to be done. Whether it was.
    fn begin(&mut self) -> io::Result<bool> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(false);
        }
        let begin = Begin::of(self.command);
        match self.form {
            JsonForm::Document => {
                let begin = serde_json::to_string(&begin)?;
                write!(self.out, "{},\"records\":[", begin.trim_end_matches('}'))?;
            }
            JsonForm::Lines => write(&mut self.out, &Line::Begin(begin))?,
        }
        Ok(true)
    }

    /// What stands before a record.
    fn separate(&mut self) -> io::Result<()> {
        match (self.begin()?, self.form) {
            (_, JsonForm::Lines) => Ok(()),
            (true, JsonForm::Document) => self.out.write_all(b"\n"),
            (false, JsonForm::Document) => self.out.write_all(b",\n"),
        }
    }
}

impl<W: Write> Renderer for Json<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        self.separate()?;
        let line = Line::of(record, shown);
        match self.form {
            JsonForm::Document => Ok(serde_json::to_writer(&mut self.out, &line)?),
            JsonForm::Lines => write(&mut self.out, &line),
        }
    }

    fn shows_clean(&self) -> bool {
        true
    }

    fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        Some(Box::new(MovedLines(Finder::new(UNKNOWN))))
    }

    fn show_row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> io::Result<()> {
        self.separate()?;
        row.write(&mut self.row, number, BETWEEN, line);
        if self.form == JsonForm::Lines {
            self.row.push(b'\n');
        }
        self.out.write_all(&self.row)
    }

    fn finish(&mut self, summary: &report::Summary) -> io::Result<()> {
        self.begin()?;
        let summary = Summary::of(summary);
        match self.form {
            JsonForm::Document => {
                self.out.write_all(b"\n],\"summary\":")?;
                serde_json::to_writer(&mut self.out, &summary)?;
                self.out.write_all(b"}\n")?;
            }
            JsonForm::Lines => write(&mut self.out, &Line::Summary(Box::new(summary)))?,
        }
        self.out.flush()
    }
}

/// The lines of what events changed; what finds the place in them.
struct MovedLines(Finder<'static>);

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

    fn text(&self, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
        // To the end in any case: that is done for many bytes at once.
        if text.bytes().fold(false, |any, it| any | matches!(it, ..b' ' | b'"' | b'\\')) {
            return Ok(serde_json::to_writer(out, text)?);
        }
        quoted(text.as_bytes(), out);
        Ok(())
    }

    fn date(&self, ms: i64, out: &mut Vec<u8>) -> io::Result<()> {
        let time = Rfc3339::of(ms);
        match time.and_then(Rfc3339::usual) {
            Some(text) => quoted(&text, out),
            None => serde_json::to_writer(out, &time)?,
        }
        Ok(())
    }
}

/// Appends a text in which nothing is escaped.
fn quoted(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}

/// The line that stands for `count` lines that were left out. It is no record, and has no `data`.
pub(crate) fn skipped(count: u64) -> String {
    format!("{}\n", serde_json::json!({ "type": "skipped", "count": count }))
}

fn write(out: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
