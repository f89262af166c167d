//! Events as rows, one a line, written as they come, below a line for each day. What is known of an event beside its
//! own words stands at the end of its row.

use std::collections::HashMap;

use crate::model::{Move, Status, Transition, labels as documented};
use crate::render::Appearance;
use crate::render::human::dated_rows::{DatedRows, ID};
use crate::render::seen_events::SeenEvents;
use crate::render::text::layout::width;
use crate::render::text::{Mark, Zone, labels, phrase, visible};
use crate::report::{Moved, Severity};

/// The rows so far, as far as later ones depend on them.
pub(crate) struct Rows {
    dated: DatedRows,
    column: usize,
    /// The latest time of each ticket.
    tickets: HashMap<Box<str>, i64>,
    seen: SeenEvents,
    /// Rows that tell of an event for a second time.
    pub(crate) duplicates: u64,
    /// Rows of events that came after a later one of their ticket.
    pub(crate) late: u64,
}

impl Rows {
    pub(crate) fn new(zone: Zone, look: Appearance) -> Self {
        let longest = documented("status").into_iter().flatten().map(|it| width(it.text(look.lang))).max();
        // A time, a ticket's id, and two labels with the arrow between them.
        let column = 8 + 2 + ID + 2 + 2 * longest.unwrap_or(0) + 3 + 2;
        Self {
            dated: DatedRows::new(zone, look),
            column,
            tickets: HashMap::new(),
            seen: SeenEvents::default(),
            duplicates: 0,
            late: 0,
        }
    }

    pub(crate) fn tickets(&self) -> u64 {
        self.tickets.len() as u64
    }

    pub(crate) fn row(&mut self, moved: &Moved) -> Vec<String> {
        let transition = &moved.transition;
        let (words, end) = match self.duplicate(moved) {
            Some(duplicate) => (self.dated.look.paint.dim(&duplicate), String::new()),
            None => self.change(moved),
        };
        self.dated.row(transition.at, &transition.ticket_id, &words, self.column, &end)
    }

    /// That an event was told before, and where.
    fn duplicate(&mut self, moved: &Moved) -> Option<String> {
        let before = self.seen.before(moved)?;
        self.duplicates += 1;
        let lang = self.dated.look.lang;
        if before.is_above {
            return Some(phrase("= duplicate of the row above", lang).to_owned());
        }
        let of = phrase("= duplicate of", lang);
        Some(format!("{of} {}:{}", visible(&before.file), before.line))
    }

    /// What an event changed, and what else is known of it.
    fn change(&mut self, moved: &Moved) -> (String, String) {
        let Appearance { lang, paint, .. } = self.dated.look;
        let transition = &moved.transition;
        let kind = transition.kind();
        let is_late = self.is_late(transition);
        self.late += u64::from(is_late);
        let born = kind == Move::Create;
        let closing = |status: Status| {
            let label = labels::status(status, lang);
            if status.is_closed() { paint.strong(&label) } else { label }
        };
        let words = match transition.status {
            Some(step) if step.changed() => {
                format!("{} → {}", labels::status(step.from, lang), closing(step.to))
            }
            Some(step) if born => format!("· → {}", closing(step.to)),
            Some(step) => closing(step.to),
            None => "—".to_owned(),
        };
        let mut end = Vec::new();
        if let Some(error) = moved.findings.iter().find(|it| it.severity == Severity::Error) {
            end.push(paint.bad(error.code.slug()));
        }
        if transition.stage.is_some_and(|it| it.changed()) {
            end.push(paint.stage(&labels::step(transition.stage, |it| labels::stage(it, lang))));
        }
        if born {
            end.push(paint.dim(phrase("new", lang)));
        }
        if kind == Move::Reopen {
            end.push(paint.warn(phrase("reopened", lang)));
        }
        if is_late {
            end.push(paint.warn(phrase("late", lang)));
        }
        (words, Mark::Comma.joined(end, lang))
    }

    /// Whether an event came after a later one of its ticket.
    fn is_late(&mut self, transition: &Transition) -> bool {
        let at = transition.at.unwrap_or(i64::MIN);
        let last = self.tickets.entry(transition.ticket_id.as_str().into()).or_insert(at);
        let is_late = transition.at.is_some() && at < *last;
        *last = at.max(*last);
        is_late
    }
}
