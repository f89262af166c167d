//! One event in full: who, when, what, where; then a table of what changed.

use crate::model::label_of;
use crate::render::human::style::MovedStyle;
use crate::render::text::{Cell, Grid, Paint, Role, labels, time, visible};
use crate::report::Moved;

/// The lines of one event.
pub(crate) fn lines(moved: &Moved, style: &MovedStyle, paint: Paint) -> Vec<String> {
    let mut lines = vec![head(moved, style, paint)];
    let mut put = |grid: &Grid| {
        if !grid.is_empty() {
            lines.push(String::new());
            lines.extend(grid.lines(paint).iter().map(|line| format!("  {line}")));
        }
    };
    put(&changes(moved, style));
    if style.all_fields {
        put(&fields(moved, style));
    }
    lines
}

fn head(moved: &Moved, style: &MovedStyle, paint: Paint) -> String {
    let transition = &moved.transition;
    let kind = transition.kind();
    let told = labels::move_sentence(kind, transition.status.map(|it| it.to), style.lang);
    let subject = &moved.subject;
    let file = visible(&subject.file);
    let place = if subject.index > 1 { format!("{file}:{}", subject.line) } else { file.into_owned() };
    let mut grid = Grid::default();
    grid.row([
        Cell::new(visible(&transition.ticket_id)).role(Role::Strong),
        Cell::new(style.zone.full(transition.at)),
        Cell::new(told).role(labels::move_role(kind)),
        Cell::new(place).role(Role::Dim),
    ]);
    grid.lines(paint).concat()
}

/// Stage, status and the time of the update: each before and after.
fn changes(moved: &Moved, style: &MovedStyle) -> Grid {
    let mut grid = Grid::default();
    let transition = &moved.transition;
    if let Some(step) = transition.stage {
        let said = moved.old.stage.is_some();
        code(&mut grid, "stage", said, [step.from.code(), step.to.code()], style);
    }
    if let Some(step) = transition.status {
        let said = moved.old.status.is_some();
        code(&mut grid, "status", said, [step.from.code(), step.to.code()], style);
    }
    updated(&mut grid, moved, style);
    grid
}

/// A field that `old_object` does not hold did not change: its value stands alone.
fn code(grid: &mut Grid, field: &str, said: bool, [from, to]: [i64; 2], style: &MovedStyle) {
    let name = Cell::new(field).role(Role::Dim);
    let role = if field == "stage" { Role::Stage } else { Role::Strong };
    let word = |code| Cell::new(labels::coded(field, code, style.lang));
    match (said, from == to) {
        (_, false) => grid.row([name, word(from), arrow(), word(to).role(role)]),
        (true, true) => grid.row([name, word(to), Cell::default(), unchanged()]),
        (false, true) => grid.row([name, word(to)]),
    }
}

fn arrow() -> Cell {
    Cell::new("→").role(Role::Dim)
}

fn unchanged() -> Cell {
    Cell::new("unchanged").role(Role::Dim)
}

fn updated(grid: &mut Grid, moved: &Moved, style: &MovedStyle) {
    let zone = &style.zone;
    let name = Cell::new("updated").role(Role::Dim);
    // -1 on the wire means that there is no time.
    let known = |ms: Option<i64>| ms.filter(|ms| *ms > 0);
    match (known(moved.old.updated_at), known(moved.ticket.updated_at)) {
        (None, None) => {}
        (None, Some(to)) => grid.row([name, Cell::new(zone.time(Some(to)))]),
        (Some(from), Some(to)) if from == to => {
            grid.row([name, Cell::new(zone.time(Some(to))), Cell::default(), unchanged()]);
        }
        (Some(from), to) => {
            let same_day = to.is_none_or(|to| zone.day(from) == zone.day(to));
            let time = |ms| if same_day { zone.time(ms) } else { zone.short(ms) };
            let after = to.map(|to| format!("after {}", time::words(to.saturating_sub(from))));
            let after = Cell::new(after.unwrap_or_default()).role(Role::Dim);
            grid.row([name, Cell::new(time(Some(from))), arrow(), Cell::new(time(to)), after]);
        }
    }
}

/// The other fields of the ticket, decoded.
fn fields(moved: &Moved, style: &MovedStyle) -> Grid {
    let ticket = &moved.ticket;
    let guest = &ticket.guest;
    let zone = &style.zone;
    let code = |field: &str, code: Option<i64>| {
        code.map(|code| format!("{code} {}", label_of(field, code, style.lang).unwrap_or("unknown")))
    };
    let time = |ms: Option<i64>| ms.filter(|ms| *ms > 0).map(|ms| zone.full(Some(ms)));
    let fields = [
        ("helpdesk", ticket.helpdesk_id.clone()),
        ("guest", guest.name.clone()),
        ("open id", guest.open_id.clone()),
        ("union id", guest.union_id.clone()),
        ("user id", guest.user_id.clone()),
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
            grid.row([Cell::new(name).role(Role::Dim), Cell::new(visible(value.trim()))]);
        }
    }
    grid
}
