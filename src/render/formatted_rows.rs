//! Rows of events that are formatted on any thread, before it is known which document of its file each event is: its number
//! and its line are put in when the row is written.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::row_template::{RowFormatter, RowTemplates};
use crate::report::Moved;

/// The rows of a block of the input, one after the other.
#[derive(Default)]
pub(crate) struct FormattedRows {
    buffers: Buffers,
    pool: Option<RowPool>,
}

#[derive(Default)]
struct Buffers {
    text: Vec<u8>,
    rows: Vec<RowExtent>,
    templates: RowTemplates,
}

/// Where in the text a row stands.
struct RowExtent {
    /// Its end; it begins at the end of the one before.
    end: usize,
    /// Where its document's number and line are put in; none for an event without a row.
    place: Option<Range<usize>>,
    /// What it is known by again.
    key: Option<u64>,
}

/// Buffers that are free: memory that another thread gives back goes to the system, and is asked for again.
#[derive(Clone, Default)]
pub(crate) struct RowPool(Arc<Mutex<Vec<Buffers>>>);

impl RowPool {
    pub(crate) fn rows(&self) -> FormattedRows {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        FormattedRows { buffers: free.unwrap_or_default(), pool: Some(self.clone()) }
    }
}

impl Drop for FormattedRows {
    fn drop(&mut self) {
        let Some(RowPool(free)) = &self.pool else { return };
        let mut buffers = std::mem::take(&mut self.buffers);
        buffers.text.clear();
        buffers.rows.clear();
        free.lock().unwrap_or_else(PoisonError::into_inner).push(buffers);
    }
}

/// One row but for its place.
#[derive(Clone, Copy)]
pub(crate) struct FormattedRow<'t> {
    before: &'t [u8],
    after: &'t [u8],
    pub(crate) key: Option<u64>,
}

impl FormattedRows {
    /// Formats the row of an event; its number and line do not matter.
    pub(crate) fn push(&mut self, formatter: &dyn RowFormatter, moved: &Moved) {
        let Buffers { text, rows, templates } = &mut self.buffers;
        let begin = text.len();
        let place = templates.format(formatter, moved, text).ok();
        if place.is_none() {
            text.truncate(begin);
        }
        rows.push(RowExtent { end: text.len(), place, key: moved.key });
    }

    /// Passes over an event that is to have no row here.
    pub(crate) fn skip(&mut self) {
        let Buffers { text, rows, .. } = &mut self.buffers;
        rows.push(RowExtent { end: text.len(), place: None, key: None });
    }

    /// The row of an event by its number among those of the block, from 0.
    pub(crate) fn get(&self, at: usize) -> Option<FormattedRow<'_>> {
        let Buffers { text, rows, .. } = &self.buffers;
        let RowExtent { end, place, key } = rows.get(at)?;
        let place = place.as_ref()?;
        let begin = at.checked_sub(1).map_or(0, |it| rows[it].end);
        Some(FormattedRow { before: &text[begin..place.start], after: &text[place.end..*end], key: *key })
    }
}

impl FormattedRow<'_> {
    /// Makes `out` the row with the number and the line of its document, and what stands `between` them.
    pub(crate) fn write(&self, out: &mut Vec<u8>, number: u64, between: &str, line: u64) {
        let (mut digits, mut more) = (itoa::Buffer::new(), itoa::Buffer::new());
        out.clear();
        let (number, line) = (digits.format(number), more.format(line));
        for part in [self.before, number.as_bytes(), between.as_bytes(), line.as_bytes(), self.after] {
            out.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventRole, Stage, Step};
    use crate::render::Renderer;
    use crate::render::csv::{Cells, Csv, CsvRows};
    use crate::render::fixture::{Page, event, moved, record, rendered};
    use crate::render::json::Json;
    use crate::render::text::Zone;
    use crate::report::{Subject, Summary};

    /// Events of all shapes, the first one's three times: the same again, and with other texts and times.
    fn events() -> Vec<Moved> {
        let mut first = moved();
        first.key = Some(1);
        let mut bare = moved();
        (bare.transition.at, bare.transition.stage, bare.create_time) = (None, None, None);
        (bare.subject.event_id, bare.old.updated_at) = (None, Some(-1));
        let mut odd = event(i64::MAX - 5, (7, -7), (99, 51), vec![]);
        odd.subject.file = "a\",\"document\":0,\"line\":0,\n\\,0,0.json".into();
        odd.subject.event_id = Some("=\"document\":0,\"line\":0".to_owned());
        (odd.subject.index, odd.subject.line) = (1 << 40, u64::MAX);
        let mut birth = moved();
        birth.transition.role = EventRole::Birth;
        birth.transition.stage = Some(Step { from: Stage::Bot, to: Stage::Bot });
        let mut other = moved();
        other.subject.file = "<file>\\\"<ticket>\",1111111111111.json".into();
        other.subject.event_id = Some("-<event>,\n\"".to_owned());
        other.transition.ticket_id = "1222222222222".to_owned();
        (other.transition.at, other.create_time) = (Some(1_700_000_000_001), Some(4_102_444_800_000));
        (other.old.updated_at, other.ticket.updated_at) = (Some(1), Some(1_111_111_111_111));
        // Its code is written like a time of the rows that templates are made from.
        let mut alike = event(1, (7, 1_111_111_111_111), (99, 51), vec![]);
        alike.subject.event_id = None;
        vec![first.clone(), bare, odd, birth, first, other, alike.clone(), alike]
    }

    fn by_rows<R: Renderer>(events: &[Moved], make: impl Fn(Page) -> R) -> String {
        let page = Page::default();
        let mut renderer = make(page.clone());
        let formatter = renderer.row_formatter().unwrap();
        let mut rows = RowPool::default().rows();
        rows.skip();
        for moved in events {
            let subject = Subject { index: 0, line: 0, ..moved.subject.clone() };
            rows.push(&*formatter, &Moved { subject, ..moved.clone() });
        }
        assert!(rows.get(0).is_none());
        for (at, moved) in (1..).zip(events) {
            renderer.show_row(rows.get(at).unwrap(), moved.subject.index, moved.subject.line).unwrap();
        }
        assert!(rows.get(events.len() + 1).is_none());
        let summary = Summary { documents: events.len() as u64, files: 1, ..Summary::default() };
        renderer.finish(&summary).unwrap();
        page.text()
    }

    #[test]
    fn a_row_that_was_formatted_ahead_is_the_row_of_its_record() {
        let events = events();
        let records: Vec<_> = events.iter().cloned().map(record).collect();
        let csv = |page| Csv::new(page, Zone::parse("+05:30").unwrap(), Cells::default(), CsvRows::Events);
        let (json, ndjson) = (|page| Json::document(page, "diff"), |page| Json::lines(page, "diff"));
        assert_eq!(by_rows(&events, csv), rendered(&records, csv));
        assert_eq!(by_rows(&events, json), rendered(&records, json));
        assert_eq!(by_rows(&events, ndjson), rendered(&records, ndjson));
    }
}
