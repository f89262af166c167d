//! CSV as RFC 4180 says: a head line, CRLF, and quotes where a field needs them. A row is one event, without those that
//! came before; names are the stable ones of our JSON output.

use std::io::{self, Write};

use super::renderer::Renderer;
use super::seen_events::SeenEvents;
use crate::model::{Step, label_name};
use crate::render::text::Zone;
use crate::report::{Finding, Moved, Record, Summary};

/// The columns.
const HEAD: &str = "time,time_ms,ticket_id,stage_from,stage_from_name,stage_to,stage_to_name,status_from,\
                    status_from_name,status_to,status_to_name,move,updated_from_ms,updated_to_ms,create_time_ms,\
                    event_id,file,document,line,valid";

/// The `csv` format: events only, for findings have no columns.
pub(crate) struct Csv<W> {
    out: W,
    zone: Zone,
    cells: Cells,
    seen: SeenEvents,
    begun: bool,
}

/// What becomes of text that a spreadsheet would take for a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cells {
    /// It gets a `'` before it.
    #[default]
    Neutralised,
    /// It stays (`--csv-raw`).
    Raw,
}

impl<W: Write> Csv<W> {
    /// Writes to `out`, with times in `zone`.
    pub(crate) fn new(out: W, zone: Zone, cells: Cells) -> Self {
        Self { out, zone, cells, seen: SeenEvents::default(), begun: false }
    }

    /// Text of an event or a file's name.
    fn text(&self, text: &str) -> String {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        if is_formula && self.cells == Cells::Neutralised { format!("'{text}") } else { text.to_owned() }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        write!(self.out, "{HEAD}\r\n")
    }

    fn fields(&self, moved: &Moved) -> [String; 20] {
        let (subject, it) = (&moved.subject, &moved.transition);
        let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
        let time = |ms: Option<i64>| number(ms.filter(|ms| *ms > 0));
        let change = it.change();
        let [stage_from, stage_from_name, stage_to, stage_to_name] = codes("stage", change.stage);
        let [status_from, status_from_name, status_to, status_to_name] = codes("status", change.status);
        [
            it.at.and_then(|ms| self.zone.rfc3339(ms)).unwrap_or_default(),
            number(it.at),
            self.text(&it.ticket_id),
            stage_from,
            stage_from_name,
            stage_to,
            stage_to_name,
            status_from,
            status_from_name,
            status_to,
            status_to_name,
            it.kind().name().to_owned(),
            time(moved.old.updated_at),
            time(moved.ticket.updated_at),
            number(moved.create_time),
            self.text(subject.event_id.as_deref().unwrap_or_default()),
            self.text(&subject.file),
            subject.index.to_string(),
            subject.line.to_string(),
            moved.is_valid().to_string(),
        ]
    }
}

impl<W: Write> Renderer for Csv<W> {
    fn show(&mut self, record: &Record, _: &[Finding]) -> io::Result<()> {
        self.begin()?;
        let Record::Moved(moved) = record else { return Ok(()) };
        if self.seen.before(moved).is_some() {
            return Ok(());
        }
        let fields = self.fields(moved).map(|it| quoted(&it));
        write!(self.out, "{}\r\n", fields.join(","))
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.begin()?;
        self.out.flush()
    }
}

/// The codes before and after, each with its name; empty where the event does not say.
fn codes(field: &str, step: Option<Step<i64>>) -> [String; 4] {
    let name = |code| label_name(field, code).unwrap_or_default().into_owned();
    step.map(|it| [it.from.to_string(), name(it.from), it.to.to_string(), name(it.to)]).unwrap_or_default()
}

/// The field, in quotes where it holds a comma, a quote or a line break.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{moved, record, rendered};

    #[test]
    fn an_event_is_a_row_under_the_head() {
        let mut odd = moved();
        odd.subject.file = "a,\"b\"\n.json".into();
        odd.transition.stage = None;
        odd.subject.event_id = Some("=1+1".to_owned());
        odd.old.updated_at = Some(-1);
        let text =
            rendered(&[record(moved()), record(odd)], |page| Csv::new(page, Zone::utc(), Cells::default()));
        let row = "2023-11-14T22:13:20.000+00:00,1700000000000,7100000000000000340,1,bot,2,human,1,created,3,queueing,\
                   hand-over,1699999637000,1700000000000,1700000000005,5e3700000000000000000000000000aa,\
                   fixtures/closed.json,1,1,true";
        assert!(text.starts_with(&format!("{HEAD}\r\n{row}\r\n")), "{text}");
        assert!(text.contains("340,,,,,1,created,3,queueing,progress,,1700000000000,"), "{text}");
        assert!(text.ends_with(",'=1+1,\"a,\"\"b\"\"\n.json\",1,1,true\r\n"), "{text}");
        assert_eq!(HEAD.split(',').count(), row.split(',').count());
    }

    #[test]
    fn without_events_there_is_still_a_head() {
        assert_eq!(
            rendered(&[], |page| Csv::new(page, Zone::utc(), Cells::default())),
            format!("{HEAD}\r\n")
        );
    }
}
