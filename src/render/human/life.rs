//! A ticket's life as a story: its steps in the order of time, and between them what an operator must know.

use super::style::MovedStyle;
use crate::model::{Lang, Move, Stage, Status, Step};
use crate::render::text::{Cell, Grid, Paint, Role, Zone, counted, labels, time, visible};
use crate::report::{Code, LifeStep, Lived, Moment, Place};

/// Whether the story itself tells what a finding of `code` says.
pub(crate) fn tells(code: Code) -> bool {
    matches!(code, Code::EventGap | Code::DuplicateEvent | Code::LateEvent | Code::TicketReopened)
}

/// The lines of a life; the last one says where the ticket stands now.
pub(crate) fn lines(lived: &Lived, style: &MovedStyle, paint: Paint) -> Vec<String> {
    let mut lines = vec![head(lived, &style.zone, paint), String::new()];
    let times = times(lived, &style.zone);
    // Steps are laid out together; gaps and duplicates are lines of their own between them.
    let mut grid = Grid::default();
    for (moment, time) in lived.moments.iter().zip(&times) {
        if let Moment::Step(step) = moment {
            grid.row(cells(step, time, style.lang));
        }
    }
    grid.row(now(lived, style.lang));
    let room = times.iter().map(|it| it.chars().count()).max().unwrap_or(0).max(grid.column(0));
    let indent = " ".repeat(2 + room - grid.column(0));
    let mut steps = grid.lines(paint).into_iter();
    for (moment, time) in lived.moments.iter().zip(&times) {
        let aside = |mark: &str, text: &str, role: Role, place: &Place| {
            let blanks = " ".repeat(2 + room - mark.chars().count());
            let place = paint.dim(&spot(place));
            format!("{blanks}{}  {}   {place}", paint.dim(mark), role.dye(paint, text))
        };
        match moment {
            Moment::Step(_) => lines.extend(steps.next().map(|line| format!("{indent}{line}"))),
            Moment::Gap { place, stage, status } => {
                lines.push(aside("┆", &gap(*stage, *status, style.lang), Role::Warn, place));
            }
            Moment::Duplicate { place, event_id, .. } => {
                let text = format!("duplicate of event {}, dropped", brief(event_id));
                lines.push(aside(time, &text, Role::Dim, place));
            }
        }
    }
    lines.extend(steps.next().map(|line| format!("{indent}{line}")));
    lines
}

pub(crate) fn head(lived: &Lived, zone: &Zone, paint: Paint) -> String {
    let mut parts = vec![
        format!("ticket {}", paint.strong(&visible(&lived.ticket_id))),
        counted::counted(lived.events, "event"),
    ];
    if lived.duplicates > 0 {
        parts.push(format!("{} dropped", counted::counted(lived.duplicates, "duplicate")));
    }
    let times: Vec<i64> = lived.moments.iter().filter_map(at).collect();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max())
        && first < last
    {
        parts.push(time::words(last.saturating_sub(*first)));
    }
    parts.push(format!("times in {}", zone.name()));
    parts.join(" · ")
}

fn at(moment: &Moment) -> Option<i64> {
    match moment {
        Moment::Step(step) => step.at,
        Moment::Duplicate { at, .. } => *at,
        Moment::Gap { .. } => None,
    }
}

/// The time of each moment, with the date where the day is another than before.
fn times(lived: &Lived, zone: &Zone) -> Vec<String> {
    let mut day = None;
    let time = |moment| {
        let ms = at(moment);
        let today = ms.and_then(|ms| zone.day(ms));
        let known = matches!(moment, Moment::Gap { .. }) || ms.is_none() || today == day;
        if !known {
            day = today;
        }
        match moment {
            Moment::Gap { .. } => String::new(),
            _ if known => zone.time(ms),
            _ => zone.short(ms),
        }
    };
    lived.moments.iter().map(time).collect()
}

fn cells(step: &LifeStep, time: &str, lang: Lang) -> Vec<Cell> {
    let status = step.status.map(|it| labels::status(it.to, lang)).unwrap_or_default();
    let stage = step.stage.map(|it| labels::stage(it.to, lang)).unwrap_or_default();
    let closed = if step.kind == Move::Close { Role::Bad } else { Role::Strong };
    let late = if step.is_late { format!("arrived late  {}", spot(&step.place)) } else { String::new() };
    vec![
        Cell::new(time).role(Role::Dim).right(),
        Cell::new(status).role(closed),
        Cell::new(stage).role(Role::Stage),
        Cell::new(happened(step, lang)).role(labels::move_role(step.kind)),
        Cell::new(late).role(Role::Warn),
    ]
}

/// What happened and how long the ticket stayed in the state before. The status says closings and progress itself.
fn happened(step: &LifeStep, lang: Lang) -> String {
    let to = step.status.map(|it| it.to);
    let name = match step.kind {
        Move::Close | Move::Progress => String::new(),
        // The first event of a ticket moves nothing, and needs no words for it.
        Move::Stay if step.after_ms.is_none() => String::new(),
        kind => labels::move_name(kind, to, lang),
    };
    let after = step.after_ms.map(|ms| format!("after {}", time::words(ms))).unwrap_or_default();
    [name, after].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

fn now(lived: &Lived, lang: Lang) -> Vec<Cell> {
    let closed = lived.status.is_some_and(Status::is_closed);
    let status = lived.status.map_or_else(|| "unknown".to_owned(), |it| labels::status(it, lang));
    let stage = lived.stage.map(|it| labels::stage(it, lang)).unwrap_or_default();
    vec![
        Cell::new("now").role(Role::Strong).right(),
        Cell::new(status).role(if closed { Role::Bad } else { Role::Good }),
        Cell::new(stage).role(Role::Stage),
    ]
}

/// ``gap: the next event says it came from `awaiting guest`, and we knew `processing`; an event is missing here``.
pub(crate) fn gap(stage: Option<Step<Stage>>, status: Option<Step<Status>>, lang: Lang) -> String {
    let status = status.map(|it| [it.from, it.to].map(|it| labels::status(it, lang)));
    let stage = stage.map(|it| [it.from, it.to].map(|it| labels::stage(it, lang)));
    let pairs = [status, stage].into_iter().flatten();
    let (knew, says): (Vec<String>, Vec<String>) =
        pairs.map(|[from, to]| (format!("`{from}`"), format!("`{to}`"))).unzip();
    let (knew, says) = (knew.join(", "), says.join(", "));
    format!("gap: the next event says it came from {says}, not from {knew}; an event is missing here")
}

/// The end of an event's id, which tells it from the others.
fn brief(event_id: &str) -> String {
    let id = visible(event_id);
    let count = id.chars().count();
    if count <= 12 {
        return id.into_owned();
    }
    let part = |skip: usize| id.chars().skip(skip).take(4).collect::<String>();
    format!("{}…{}", part(0), part(count - 4))
}

/// `log.ndjson:18`.
pub(crate) fn spot(place: &Place) -> String {
    format!("{}:{}", visible(&place.file), place.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{lived, rendered};
    use crate::render::human::moved::HumanMoved;
    use crate::report::Record;

    #[test]
    fn a_life_is_told_with_its_gaps_duplicates_and_late_arrivals() {
        let text = lines(&lived(), &MovedStyle::default(), Paint::default()).join("\n");
        assert_eq!(
            text,
            "\
ticket 7100000000000000340 · 5 events · 1 duplicate dropped · 1 d · times in UTC

  2023-11-14 22:07:17.000  created          bot
             22:13:20.000  queueing         human  handed over after 6 min 3 s
             22:15:00.000  processing       human  after 1 min 40 s             arrived late  log.ndjson:4
                        ┆  gap: the next event says it came from `awaiting guest`, not from `processing`; an event \
is missing here   log.ndjson:18
             22:41:02.000  closed by agent  human
             22:41:02.000  duplicate of event 0000…2002, dropped   log.ndjson:20
  2023-11-15 22:13:20.000  processing       human  reopened after 23 h 32 min
                      now  processing       human"
        );
    }

    #[test]
    fn what_the_story_tells_is_not_told_twice() {
        let records = [Record::Lived(Box::new(lived()))];
        let text =
            rendered(&records, |page| HumanMoved::new(page, Paint::default(), 100, MovedStyle::default()));
        assert!(text.starts_with("ticket ") && !text.contains("warning["), "{text}");
        assert!(text.ends_with("1 warning\n"), "{text}");
    }

    #[test]
    fn a_life_of_nothing_known_does_no_harm() {
        let mut life = lived();
        life.moments.clear();
        (life.stage, life.status) = (None, None);
        assert_eq!(
            lines(&life, &MovedStyle::default(), Paint::default()).last().unwrap().as_str(),
            "  now  unknown"
        );
    }
}
