//! Rows of events that differ in nothing but texts and times have one template: a row as its formatter writes it, with the
//! places of those values in it. It is made from a row, so that there is one definition of what a row is.

use std::io;
use std::ops::Range;

use foldhash::HashMap;
use memchr::memmem;

use crate::model::{EventRole, Stage, Status, Step, TicketPatch};
use crate::report::Moved;

/// Formats rows that do not depend on the rows before them.
pub(crate) trait RowFormatter: Send + Sync {
    /// Appends the row of an event to `out`, without its end of line; where in it stand its document's number and line,
    /// with what is between them.
    fn format(&self, moved: &Moved, out: &mut Vec<u8>) -> io::Result<Range<usize>>;

    /// Appends a text as it stands in a row.
    fn text(&self, text: &str, out: &mut Vec<u8>) -> io::Result<()>;

    /// Appends a time as it stands in a row beside its ms.
    fn date(&self, ms: i64, out: &mut Vec<u8>) -> io::Result<()>;
}

/// How many templates are kept; a log has some dozens of shapes.
const MAX_TEMPLATES: usize = 256;
/// The times that all calendars write alike: from 1970 to 9998, ms.
const USUAL_TIMES: Range<i64> = 1..253_370_764_800_000;
/// The values of the row that a template is made from. No two of them are written alike.
const SAMPLE_TEXTS: [&str; 3] = ["<file>", "<event>", "<ticket>"];
const SAMPLE_TIMES: [i64; 4] = [1_111_111_111_111, 1_222_222_222_222, 1_333_333_333_333, 1_444_444_444_444];

type Times = [Option<i64>; SAMPLE_TIMES.len()];

/// All that a row says but its texts and times, and which times there are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    role: EventRole,
    stage: Option<Step<Stage>>,
    status: Option<Step<Status>>,
    old: TicketPatch,
    times: [bool; SAMPLE_TIMES.len()],
    has_event_id: bool,
}

impl Shape {
    /// The shape of an event without findings; none of one with an unusual time.
    fn of(moved: &Moved) -> Option<Self> {
        let times = times(moved);
        let are_usual = times.iter().flatten().all(|ms| USUAL_TIMES.contains(ms));
        are_usual.then(|| Self {
            role: moved.transition.role,
            stage: moved.transition.stage,
            status: moved.transition.status,
            old: TicketPatch { updated_at: None, ..moved.old },
            times: times.map(|it| it.is_some()),
            has_event_id: moved.subject.event_id.is_some(),
        })
    }
}

fn times(moved: &Moved) -> Times {
    [moved.transition.at, moved.create_time, moved.old.updated_at, moved.ticket.updated_at]
}

/// What differs from row to row.
#[derive(Clone, Copy)]
enum Value {
    File,
    EventId,
    TicketId,
    /// A time as a number.
    Ms(usize),
    /// The same as a date.
    Date(usize),
    /// The number and the line of the document, which are not known yet.
    Place,
}

impl Value {
    fn known() -> impl Iterator<Item = Self> {
        let times = (0..SAMPLE_TIMES.len()).flat_map(|at| [Self::Ms(at), Self::Date(at)]);
        [Self::File, Self::EventId, Self::TicketId].into_iter().chain(times)
    }

    /// Writes it as it is in `moved`, which has these `times`; nothing where it has none.
    fn write(
        self,
        formatter: &dyn RowFormatter,
        moved: &Moved,
        times: &Times,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        match self {
            Self::File => formatter.text(&moved.subject.file, out)?,
            Self::EventId => {
                if let Some(id) = &moved.subject.event_id {
                    formatter.text(id, out)?;
                }
            }
            Self::TicketId => formatter.text(&moved.transition.ticket_id, out)?,
            Self::Ms(at) => {
                if let Some(ms) = times[at] {
                    out.extend_from_slice(itoa::Buffer::new().format(ms).as_bytes());
                }
            }
            Self::Date(at) => {
                if let Some(ms) = times[at] {
                    formatter.date(ms, out)?;
                }
            }
            Self::Place => {}
        }
        Ok(())
    }
}

/// A row, and what stands where in it, from its beginning to its end.
struct Template {
    row: Vec<u8>,
    values: Vec<(Range<usize>, Value)>,
}

impl Template {
    /// The template of rows like that of `moved`.
    fn of(formatter: &dyn RowFormatter, moved: &Moved) -> io::Result<Self> {
        let mut sample = moved.clone();
        let [file, event_id, ticket_id] = SAMPLE_TEXTS;
        sample.subject.file = file.into();
        sample.subject.event_id = moved.subject.event_id.as_ref().map(|_| event_id.to_owned());
        ticket_id.clone_into(&mut sample.transition.ticket_id);
        let places = [
            &mut sample.transition.at,
            &mut sample.create_time,
            &mut sample.old.updated_at,
            &mut sample.ticket.updated_at,
        ];
        places.into_iter().zip(SAMPLE_TIMES).for_each(|(time, ms)| *time = time.and(Some(ms)));
        let mut row = Vec::new();
        let mut values = vec![(formatter.format(&sample, &mut row)?, Value::Place)];
        for value in Value::known() {
            let mut written = Vec::new();
            value.write(formatter, &sample, &times(&sample), &mut written)?;
            if !written.is_empty() {
                let found = memmem::find_iter(&row, &written);
                values.extend(found.map(|at| (at..at + written.len(), value)));
            }
        }
        values.sort_by_key(|(at, _)| at.start);
        Ok(Self { row, values })
    }

    /// Writes the row of `moved`; where in `out` its document's number and line stand.
    fn fill(
        &self,
        formatter: &dyn RowFormatter,
        moved: &Moved,
        out: &mut Vec<u8>,
    ) -> io::Result<Range<usize>> {
        let (times, mut place, mut copied) = (times(moved), 0..0, 0);
        for (at, value) in &self.values {
            out.extend_from_slice(self.row.get(copied..at.start).unwrap_or_default());
            copied = at.end;
            if let Value::Place = value {
                place = out.len()..out.len() + at.len();
                out.extend_from_slice(&self.row[at.clone()]);
            }
            value.write(formatter, moved, &times, out)?;
        }
        out.extend_from_slice(&self.row[copied..]);
        Ok(place)
    }
}

/// The templates of the shapes so far; none for a shape whose rows hold a sample's value by chance.
#[derive(Default)]
pub(super) struct RowTemplates(HashMap<Shape, Option<Template>>);

impl RowTemplates {
    /// Does what the formatter does.
    pub(super) fn format(
        &mut self,
        formatter: &dyn RowFormatter,
        moved: &Moved,
        out: &mut Vec<u8>,
    ) -> io::Result<Range<usize>> {
        let shape = Shape::of(moved);
        let known = shape.and_then(|it| self.0.get(&it));
        if let Some(Some(template)) = known {
            let begin = out.len();
            let place = template.fill(formatter, moved, out)?;
            // What is added to a row belongs in `Shape` as well: without it, every test that writes rows fails here.
            debug_assert!({
                let mut row = Vec::new();
                formatter.format(moved, &mut row).is_ok() && row == out[begin..]
            });
            return Ok(place);
        }
        let (begin, is_new) = (out.len(), known.is_none());
        let place = formatter.format(moved, out)?;
        if let Some(shape) = shape.filter(|_| is_new && self.0.len() < MAX_TEMPLATES) {
            let template = Template::of(formatter, moved)?;
            let mut filled = Vec::new();
            template.fill(formatter, moved, &mut filled)?;
            self.0.insert(shape, (filled == out[begin..]).then_some(template));
        }
        Ok(place)
    }
}
