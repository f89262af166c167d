//! Events as aligned rows, one a line, written as they come.

use crate::model::{Lang, Move, labels};
use crate::render::text::{Cell, Paint, Role, Zone, labels, streamed, visible};
use crate::report::Moved;
use unicode_width::UnicodeWidthStr as _;

/// The widths of the columns in one language.
pub(crate) struct Rows {
    lang: Lang,
    zone: Zone,
    paint: Paint,
    widths: [usize; 4],
}

impl Rows {
    pub(crate) fn new(zone: Zone, lang: Lang, paint: Paint) -> Self {
        // A time with ms, a ticket's id, and two labels with the arrow between them.
        Self { lang, zone, paint, widths: [23, 19, pair("stage", lang), pair("status", lang)] }
    }

    /// The head line.
    pub(crate) fn head(&self) -> String {
        let time = format!("time ({})", self.zone.name());
        let cells = [&*time, "ticket", "stage", "status", "move"].map(|it| Cell::new(it).role(Role::Dim));
        streamed(&cells, &self.widths, self.paint)
    }

    /// The line of one event.
    pub(crate) fn row(&self, moved: &Moved) -> String {
        let transition = &moved.transition;
        let kind = transition.kind();
        let told = match kind {
            Move::Stay => "—".to_owned(),
            _ => labels::move_name(kind, transition.status.map(|it| it.to), self.lang),
        };
        let changed = |changed: bool, role| if changed { role } else { Role::Dim };
        let stage = changed(transition.stage.is_some_and(|it| it.changed()), Role::Stage);
        let status = changed(transition.status.is_some_and(|it| it.changed()), Role::Strong);
        let cells = [
            Cell::new(self.zone.short(transition.at)).role(Role::Dim),
            Cell::new(visible(&transition.ticket_id)),
            Cell::new(labels::step(transition.stage, |it| labels::stage(it, self.lang))).role(stage),
            Cell::new(labels::step(transition.status, |it| labels::status(it, self.lang))).role(status),
            Cell::new(told).role(labels::move_role(kind)),
        ];
        streamed(&cells, &self.widths, self.paint)
    }
}

/// The room that two labels of a field and the arrow between them need.
fn pair(field: &str, lang: Lang) -> usize {
    let longest = labels(field).into_iter().flatten().map(|it| it.text(lang).width()).max();
    2 * longest.unwrap_or(0) + 3
}
