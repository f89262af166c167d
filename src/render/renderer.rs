//! What every output format can do.

use std::io;

use super::formatted_rows::FormattedRow;
use super::row_template::RowFormatter;
use crate::report::{Finding, Record, Summary};

/// One output format. It owns the writer it was handed, and is told of every record in order and of the end once.
pub(crate) trait Renderer {
    /// Shows a record with `shown`, the part of its findings that may be shown (`--max-findings` cuts the rest).
    /// Whether the record is valid is read from the record itself, which is never cut.
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()>;

    /// Shows the tally, ends the output and flushes it.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;

    /// What formats the rows of events without findings ahead, in a format where that can be done.
    fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        None
    }

    /// Shows an event without findings by the row that its formatter made, of document `number` of its file, which begins
    /// in `line`.
    fn show_row(&mut self, _row: FormattedRow<'_>, _number: u64, _line: u64) -> io::Result<()> {
        unreachable!("a format with a row formatter shows its rows")
    }

    /// Whether a checked document without findings leaves a trace before the tally.
    fn shows_clean(&self) -> bool {
        false
    }

    /// Shows a record with all its findings.
    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.show(record, record.findings())
    }
}
