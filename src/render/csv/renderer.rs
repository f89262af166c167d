//! CSV: a head line, CRLF. A row is an event, without those that came before, a gap, or an open ticket; names are the
//! stable ones of our JSON output.

use std::io::{self, Write};

use foldhash::HashSet;

use super::events::EventRows;
use super::sheet::{Cells, Sheet};
use super::{events, gaps, open_tickets};
use crate::render::text::Zone;
use crate::render::{FormattedRow, Renderer, RowFormatter};
use crate::report::{Finding, Record, Summary};

/// How many of the latest events are known again at least. The platform repeats an event within hours, so that this finds
/// what it repeats, in memory that does not grow with the log.
const WINDOW: usize = 262_144;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CsvRows {
    Events,
    /// Gaps in the lives of tickets.
    Gaps,
    OpenTickets,
}

impl CsvRows {
    fn head(self) -> &'static str {
        match self {
            Self::Events => events::HEAD,
            Self::Gaps => gaps::HEAD,
            Self::OpenTickets => open_tickets::HEAD,
        }
    }
}

/// The `csv` format: rows only, for findings have no columns.
pub(crate) struct Csv<W> {
    out: W,
    sheet: Sheet,
    rows: CsvRows,
    /// The keys of the latest events, and of as many before them.
    seen: [HashSet<u64>; 2],
    row: Vec<u8>,
    begun: bool,
}

impl<W: Write> Csv<W> {
    /// Writes to `out`, with times in `zone`.
    pub(crate) fn new(out: W, zone: Zone, cells: Cells, rows: CsvRows) -> Self {
        Self {
            out,
            sheet: Sheet { zone, cells },
            rows,
            seen: Default::default(),
            row: Vec::new(),
            begun: false,
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        write!(self.out, "{}\r\n", self.rows.head())
    }

    /// Whether an event has a row: none has one that came before.
    fn is_new(&mut self, key: Option<u64>) -> bool {
        let Some(key) = key else { return true };
        if self.seen.iter().any(|it| it.contains(&key)) {
            return false;
        }
        let [latest, before] = &mut self.seen;
        if latest.len() == WINDOW {
            std::mem::swap(latest, before);
            latest.clear();
        }
        latest.insert(key)
    }
}

impl<W: Write> Renderer for Csv<W> {
    fn show(&mut self, record: &Record, _: &[Finding]) -> io::Result<()> {
        self.begin()?;
        self.row.clear();
        match record {
            Record::Moved(moved) if self.is_new(moved.key) => {
                events::write(moved, &self.sheet, &mut self.row);
            }
            Record::Gap(gap) => gaps::write(gap, &self.sheet, &mut self.row),
            Record::Open(ticket) => open_tickets::write(ticket, &self.sheet, &mut self.row),
            _ => return Ok(()),
        }
        self.row.extend_from_slice(b"\r\n");
        self.out.write_all(&self.row)
    }

    fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        (self.rows == CsvRows::Events).then(|| Box::new(EventRows(self.sheet.clone())) as _)
    }

    fn show_row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> io::Result<()> {
        self.begin()?;
        if !self.is_new(row.key) {
            return Ok(());
        }
        row.write(&mut self.row, number, ",", line);
        self.row.extend_from_slice(b"\r\n");
        self.out.write_all(&self.row)
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.begin()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{gap, moved, open_ticket, record, rendered};

    #[test]
    fn an_event_is_a_row_under_the_head() {
        let mut odd = moved();
        odd.subject.file = "a,\"b\"\n.json".into();
        odd.transition.stage = None;
        odd.subject.event_id = Some("=1+1".to_owned());
        odd.old.updated_at = Some(-1);
        let text = rendered(&[record(moved()), record(odd)], |page| {
            Csv::new(page, Zone::utc(), Cells::default(), CsvRows::Events)
        });
        let row = "2023-11-14T22:13:20.000+00:00,1700000000000,7100000000000000340,1,bot,2,human,1,created,3,queueing,\
                   hand-over,1699999637000,1700000000000,1700000000005,5e3700000000000000000000000000aa,\
                   fixtures/closed.json,1,1,true";
        assert!(text.starts_with(&format!("{}\r\n{row}\r\n", events::HEAD)), "{text}");
        assert!(text.contains("340,,,,,1,created,3,queueing,progress,,1700000000000,"), "{text}");
        assert!(text.ends_with(",'=1+1,\"a,\"\"b\"\"\n.json\",1,1,true\r\n"), "{text}");
        assert_eq!(events::HEAD.split(',').count(), row.split(',').count());
        let mut wide = moved();
        wide.subject.file = "＝1+1".into();
        let text =
            rendered(&[record(wide)], |page| Csv::new(page, Zone::utc(), Cells::default(), CsvRows::Events));
        assert!(text.ends_with(",'＝1+1,1,1,true\r\n"), "{text}");
    }

    #[test]
    fn an_event_is_known_again_for_as_long_as_platforms_repeat() {
        let mut csv = Csv::new(Vec::new(), Zone::utc(), Cells::default(), CsvRows::Events);
        assert!(csv.is_new(None) && csv.is_new(None), "without an id each is one of its own");
        let keys = 3 * WINDOW as u64;
        assert!((0..keys).all(|key| csv.is_new(Some(key))));
        assert!((keys - WINDOW as u64..keys).all(|key| !csv.is_new(Some(key))));
        assert!(csv.seen.iter().all(|it| it.len() <= WINDOW));
        assert!(csv.is_new(Some(0)), "the first went");
        let keyed = |key| {
            let mut it = moved();
            it.key = Some(key);
            record(it)
        };
        let events = [keyed(1), keyed(1), keyed(7)];
        let text = rendered(&events, |page| Csv::new(page, Zone::utc(), Cells::default(), CsvRows::Events));
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn without_events_there_is_still_a_head() {
        assert_eq!(
            rendered(&[], |page| Csv::new(page, Zone::utc(), Cells::default(), CsvRows::Events)),
            format!("{}\r\n", events::HEAD)
        );
    }

    #[test]
    fn a_gap_and_an_open_ticket_are_rows_of_their_own_columns() {
        let page =
            |rows, record| rendered(&[record], |page| Csv::new(page, Zone::utc(), Cells::default(), rows));
        let row = "7100000000000000340,2023-11-14T22:15:00.000+00:00,1700000100000,2,human,2,processing,log.ndjson,4,\
                   2023-11-14T22:41:02.000+00:00,1700001662000,e18,update,,,5,awaiting-guest,1562000,log.ndjson,18";
        let text = page(CsvRows::Gaps, Record::Gap(Box::new(gap())));
        assert_eq!(text, format!("{}\r\n{row}\r\n", gaps::HEAD));
        assert_eq!(gaps::HEAD.split(',').count(), row.split(',').count());
        let row = "7100000000000000340,2,human,3,queueing,2023-11-14T22:13:20.000+00:00,1700000000000,true,1562000,\
                   log.ndjson,4";
        let text = page(CsvRows::OpenTickets, Record::Open(Box::new(open_ticket())));
        assert_eq!(text, format!("{}\r\n{row}\r\n", open_tickets::HEAD));
        assert_eq!(open_tickets::HEAD.split(',').count(), row.split(',').count());
    }
}
