//! One event in full: who, when, what, where; then a table of what changed.

use crate::model::{Lang, Step, span};
use crate::render::Appearance;
use crate::render::human::style::MovedStyle;
use crate::render::text::layout::{beside, fit};
use crate::render::text::{Cell, Grid, Role, labels, phrase, visible};
use crate::report::Moved;

/// How wide a value of another field may be.
const VALUE: usize = 56;

pub(crate) fn lines(moved: &Moved, style: &MovedStyle, look: Appearance) -> Vec<String> {
    let mut lines = head(moved, style, look);
    let mut put = |grid: &Grid| {
        if !grid.is_empty() {
            lines.push(String::new());
            lines.extend(grid.lines(look.paint).iter().map(|line| format!("  {line}")));
        }
    };
    put(&changes(moved, style));
    if style.all_fields {
        put(&fields(moved, style));
    }
    lines
}

/// Who, when and what; below it the place.
fn head(moved: &Moved, style: &MovedStyle, look: Appearance) -> Vec<String> {
    let paint = look.paint;
    let transition = &moved.transition;
    let kind = transition.kind();
    let told = labels::move_sentence(kind, transition.status.map(|it| it.to), style.lang);
    let subject = &moved.subject;
    let file = visible(&subject.file);
    let place = if subject.index > 1 { format!("{file}:{}", subject.line) } else { file.into_owned() };
    let (id, time) = (visible(&transition.ticket_id), style.zone.moment(transition.at));
    let told = labels::move_role(kind).dye(paint, &told);
    let mut lines = beside(&format!("{}  {time}", paint.strong(&id)), 0, &told, look.width, 2);
    lines.push(paint.dim(&place));
    lines
}

/// Stage, status and the time of the update: each before and after.
fn changes(moved: &Moved, style: &MovedStyle) -> Grid {
    let mut grid = Grid::default();
    let transition = &moved.transition;
    let change = transition.change();
    for (field, step, is_said) in [
        ("stage", change.stage, moved.old.stage.is_some()),
        ("status", change.status, moved.old.status.is_some()),
    ] {
        if let Some(step) = step {
            code(&mut grid, field, is_said, step, style);
        }
    }
    updated(&mut grid, moved, style);
    grid
}

/// A field that `old_object` does not hold did not change: its value stands alone.
fn code(grid: &mut Grid, field: &'static str, is_said: bool, step: Step<i64>, style: &MovedStyle) {
    let Step { from, to } = step;
    let name = Cell::new(phrase(field, style.lang)).role(Role::Dim);
    let role = if field == "stage" { Role::Stage } else { Role::Strong };
    let word = |code| Cell::new(labels::coded(field, code, style.lang));
    match (is_said, from == to) {
        (_, false) => grid.row([name, word(from), arrow(), word(to).role(role)]),
        (true, true) => grid.row([name, word(to), Cell::default(), unchanged(style.lang)]),
        (false, true) => grid.row([name, word(to)]),
    }
}

fn arrow() -> Cell {
    Cell::new("→").role(Role::Dim)
}

fn unchanged(lang: Lang) -> Cell {
    Cell::new(phrase("unchanged", lang)).role(Role::Dim)
}

fn updated(grid: &mut Grid, moved: &Moved, style: &MovedStyle) {
    let zone = &style.zone;
    let name = Cell::new(phrase("updated", style.lang)).role(Role::Dim);
    // -1 on the wire means that there is no time.
    let known = |ms: Option<i64>| ms.filter(|ms| *ms > 0);
    match (known(moved.old.updated_at), known(moved.ticket.updated_at)) {
        (None, None) => {}
        (None, Some(to)) => grid.row([name, Cell::new(zone.time(Some(to)))]),
        (Some(from), Some(to)) if from == to => {
            grid.row([name, Cell::new(zone.time(Some(to))), Cell::default(), unchanged(style.lang)]);
        }
        (Some(from), to) => {
            let same_day = to.is_none_or(|to| zone.day(from) == zone.day(to));
            let time = |ms| if same_day { zone.time(ms) } else { zone.short(ms) };
            let after = to.map(|to| {
                format!("{} {}", phrase("after", style.lang), span(to.saturating_sub(from), style.lang))
            });
            let after = Cell::new(after.unwrap_or_default()).role(Role::Dim);
            grid.row([name, Cell::new(time(Some(from))), arrow(), Cell::new(time(to)), after]);
        }
    }
}

/// The other fields of the ticket, decoded.
fn fields(moved: &Moved, style: &MovedStyle) -> Grid {
    let ticket = &moved.ticket;
    let zone = &style.zone;
    let code = |field: &str, code: Option<i64>| code.map(|code| labels::coded(field, code, style.lang));
    let time = |ms: Option<i64>| ms.filter(|ms| *ms > 0).map(|ms| zone.full(Some(ms)));
    let fields = [
        ("helpdesk", ticket.helpdesk_id.clone()),
        ("guest", ticket.guest.clone()),
        ("open id", ticket.open_id.clone()),
        ("union id", ticket.union_id.clone()),
        ("user id", ticket.user_id.clone()),
        ("score", code("score", ticket.score)),
        ("solve", code("solve", ticket.solve)),
        ("channel", code("channel", ticket.channel)),
        ("chat", ticket.chat_id.clone()),
        ("created", time(ticket.created_at)),
        ("closed", time(ticket.closed_at)),
        ("sent", time(moved.create_time)),
        ("event", moved.subject.event_id.clone()),
    ];
    let mut grid = Grid::default();
    for (name, value) in fields {
        if let Some(value) = value {
            let name = Cell::new(phrase(name, style.lang)).role(Role::Dim);
            grid.row([name, Cell::new(fit(&visible(value.trim()), VALUE))]);
        }
    }
    grid
}
