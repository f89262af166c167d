//! Rows, one a line, below a line for each day: a time, a ticket's id, words, and at the end what else is known.

use crate::render::Appearance;
use crate::render::text::layout::{beside, width};
use crate::render::text::{Zone, short_id, visible};

pub(crate) const ID: usize = 19;
/// What does not fit into a row stands below it, from here on.
const INDENT: usize = 10;

/// The rows so far, as far as later ones depend on them.
pub(crate) struct DatedRows {
    pub(crate) zone: Zone,
    pub(crate) look: Appearance,
    day: Option<i64>,
    begun: bool,
}

impl DatedRows {
    pub(crate) fn new(zone: Zone, look: Appearance) -> Self {
        Self { zone, look, day: None, begun: false }
    }

    /// The lines of a row; `end` stands at `column`, or where it fits.
    pub(crate) fn row(
        &mut self,
        at: Option<i64>,
        id: &str,
        words: &str,
        column: usize,
        end: &str,
    ) -> Vec<String> {
        let (zone, paint) = (&self.zone, self.look.paint);
        let mut lines = Vec::new();
        let day = at.and_then(|ms| zone.day(ms));
        if !self.begun || (day.is_some() && day != self.day) {
            lines.push(paint.dim(&format!("{} {}", zone.date(at), zone.name())));
            (self.begun, self.day) = (true, day);
        }
        let id = ticket_id(id);
        let blanks = " ".repeat(ID.saturating_sub(width(&id)));
        let left = format!("{}  {id}{blanks}  {words}", paint.dim(&zone.clock(at)));
        lines.extend(beside(&left, column, end, self.look.width, INDENT));
        lines
    }
}

/// A ticket's id, of one that is too long for its column the ends.
pub(crate) fn ticket_id(id: &str) -> String {
    let id = visible(id);
    if width(&id) > ID { short_id(&id) } else { id.into_owned() }
}
