//! One JSON document: the records of `ndjson` in an array, then the summary. Written as it goes, so memory stays flat.

use std::io::{self, Write};

use super::line::{Begin, Line};
use super::summary::Summary;
use crate::render::Renderer;
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
