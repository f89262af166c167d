//! An event as a row.

use std::io;
use std::ops::Range;

use super::sheet::{Row, Sheet};
use crate::render::RowFormatter;
use crate::report::Moved;

pub(crate) const HEAD: &str = "time,time_ms,ticket_id,stage_from,stage_from_name,stage_to,stage_to_name,status_from,\
                               status_from_name,status_to,status_to_name,move,updated_from_ms,updated_to_ms,\
                               create_time_ms,event_id,file,document,line,valid";

/// The row of an event; where in it stand its document's number and line.
pub(crate) fn write(moved: &Moved, sheet: &Sheet, out: &mut Vec<u8>) -> Range<usize> {
    let (subject, it) = (&moved.subject, &moved.transition);
    let time = |ms: Option<i64>| ms.filter(|ms| *ms > 0);
    let mut row = Row::new(sheet, out);
    row.time(it.at);
    row.text(&it.ticket_id);
    row.stage(it.stage.map(|it| it.from));
    row.stage(it.stage.map(|it| it.to));
    row.status(it.status.map(|it| it.from));
    row.status(it.status.map(|it| it.to));
    row.word(it.kind().name());
    row.number(time(moved.old.updated_at));
    row.number(time(moved.ticket.updated_at));
    row.number(moved.create_time);
    row.text(subject.event_id.as_deref().unwrap_or_default());
    row.text(&subject.file);
    let from = row.len() + ",".len();
    row.number(Some(subject.index));
    row.number(Some(subject.line));
    let to = row.len();
    row.word(if moved.is_valid() { "true" } else { "false" });
    from..to
}

pub(crate) struct EventRows(pub(crate) Sheet);

impl RowFormatter for EventRows {
    fn format(&self, moved: &Moved, out: &mut Vec<u8>) -> io::Result<Range<usize>> {
        Ok(write(moved, &self.0, out))
    }

    fn text(&self, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
        self.0.text(text, out);
        Ok(())
    }

    fn date(&self, ms: i64, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend_from_slice(self.0.zone.rfc3339(ms).unwrap_or_default().as_bytes());
        Ok(())
    }
}
