//! Events as rows, one a line, written as they come, below a line for each day. What is known of an event beside its
//! own words stands at the end of its row.

use std::collections::HashMap;

use crate::model::{Lang, Move, Status, Transition, labels as documented};
use crate::render::seen_events::SeenEvents;
use crate::render::text::layout::{beside, width};
use crate::render::text::{Paint, Phrase, Zone, labels, short_id, visible};
use crate::report::{Moved, Severity};

/// The width of a ticket's id.
const ID: usize = 19;
/// What does not fit into a row stands below it, from here on.
const INDENT: usize = 10;

/// The rows so far, as far as later ones depend on them.
pub(crate) struct Rows {
    lang: Lang,
    zone: Zone,
    paint: Paint,
    max_width: usize,
    /// Where the end of a row begins.
    column: usize,
    day: Option<i64>,
    begun: bool,
    /// The latest time of each ticket.
    tickets: HashMap<Box<str>, i64>,
    seen: SeenEvents,
    /// Rows that tell of an event for a second time.
    pub(crate) duplicates: u64,
    /// Rows of events that came after a later one of their ticket.
    pub(crate) late: u64,
}

impl Rows {
    pub(crate) fn new(zone: Zone, lang: Lang, paint: Paint, max_width: usize) -> Self {
        let longest = documented("status").into_iter().flatten().map(|it| width(it.text(lang))).max();
        // A time, a ticket's id, and two labels with the arrow between them.
        let column = 8 + 2 + ID + 2 + 2 * longest.unwrap_or(0) + 3 + 2;
        Self {
            lang,
            zone,
            paint,
            max_width,
            column,
            day: None,
            begun: false,
            tickets: HashMap::new(),
            seen: SeenEvents::default(),
            duplicates: 0,
            late: 0,
        }
    }

    pub(crate) fn tickets(&self) -> u64 {
        self.tickets.len() as u64
    }

    /// The lines of one event.
    pub(crate) fn row(&mut self, moved: &Moved) -> Vec<String> {
        let transition = &moved.transition;
        let mut lines = Vec::new();
        let day = transition.at.and_then(|ms| self.zone.day(ms));
        if !self.begun || (day.is_some() && day != self.day) {
            let date = format!("{} {}", self.zone.date(transition.at), self.zone.name());
            lines.push(self.paint.dim(&date));
            (self.begun, self.day) = (true, day);
        }
        let id = visible(&transition.ticket_id);
        let id = if width(&id) > ID { short_id(&id) } else { id.into_owned() };
        let blanks = " ".repeat(ID.saturating_sub(width(&id)));
        let time = self.paint.dim(&self.zone.clock(transition.at));
        let (words, end) = match self.duplicate(moved) {
            Some(duplicate) => (self.paint.dim(&duplicate), String::new()),
            None => self.change(moved),
        };
        let row =
            beside(&format!("{time}  {id}{blanks}  {words}"), self.column, &end, self.max_width, INDENT);
        lines.extend(row.split('\n').map(str::to_owned));
        lines
    }

    /// That an event was told before, and where.
    fn duplicate(&mut self, moved: &Moved) -> Option<String> {
        let before = self.seen.before(moved)?;
        self.duplicates += 1;
        if before.is_above {
            return Some(Phrase::SameAsAbove.text(self.lang).to_owned());
        }
        let of = Phrase::DuplicateOf.text(self.lang);
        Some(format!("{of} {}:{}", visible(&before.file), before.line))
    }

    /// What an event changed, and what else is known of it.
    fn change(&mut self, moved: &Moved) -> (String, String) {
        let (lang, paint) = (self.lang, self.paint);
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
            end.push(paint.dim(Phrase::New.text(lang)));
        }
        if kind == Move::Reopen {
            end.push(paint.warn(Phrase::Reopened.text(lang)));
        }
        if is_late {
            end.push(paint.warn(Phrase::Late.text(lang)));
        }
        (words, end.join(", "))
    }

    /// Whether an event came after a later one of its ticket.
    fn is_late(&mut self, transition: &Transition) -> bool {
        let at = transition.at.unwrap_or(i64::MIN);
        match self.tickets.get_mut(&*transition.ticket_id) {
            None => {
                self.tickets.insert(transition.ticket_id.as_str().into(), at);
                false
            }
            Some(last) => {
                let is_late = transition.at.is_some() && at < *last;
                *last = at.max(*last);
                is_late
            }
        }
    }
}
