//! What `diff` lists as cells of text below their heads: the tables of Markdown and HTML.

use super::human::{MovedStyle, gaps, life, open_tickets};
use super::text::{Mark, labels, phrase};
use crate::model::{Lang, Move, span};
use crate::report::{LifeStep, Moment, Moved, OpenTicket, TicketGap};

pub(crate) const EVENTS: [&str; 6] = ["time", "ticket", "stage", "status", "move", "place"];
pub(crate) const GAPS: [&str; 6] =
    ["time", "ticket", "last known, then from", "last known at", "time between", "place"];
pub(crate) const OPEN: [&str; 6] = ["ticket", "status", "stage", "waiting", "since", "place"];
pub(crate) const MOMENTS: [&str; 5] = ["time", "status", "stage", "what", "place"];

pub(crate) fn event(moved: &Moved, style: &MovedStyle) -> [String; 6] {
    let (lang, it) = (style.lang, &moved.transition);
    [
        style.zone.short(it.at),
        it.ticket_id.clone(),
        labels::step(it.stage, |it| labels::stage(it, lang)),
        labels::step(it.status, |it| labels::status(it, lang)),
        labels::move_name(it.kind(), it.status.map(|it| it.to), lang),
        format!("{}:{}", moved.subject.file, moved.subject.line),
    ]
}

pub(crate) fn gap(it: &TicketGap, style: &MovedStyle) -> [String; 6] {
    [
        style.zone.short(it.gap.at),
        it.ticket_id.clone(),
        gaps::states(&it.gap, style.lang),
        style.zone.short(it.gap.known.at),
        it.gap.between_ms().map(|ms| span(ms, style.lang)).unwrap_or_default(),
        life::spot(&it.gap.place),
    ]
}

pub(crate) fn open(it: &OpenTicket, style: &MovedStyle) -> [String; 6] {
    [
        it.ticket_id.clone(),
        it.status.map(|it| labels::status(it, style.lang)).unwrap_or_default(),
        it.stage.map(|it| labels::stage(it, style.lang)).unwrap_or_default(),
        open_tickets::waiting(it, style.lang),
        style.zone.short(it.since),
        life::spot(&it.place),
    ]
}

/// A line of a ticket's story.
pub(crate) fn moment(moment: &Moment, style: &MovedStyle) -> [String; 5] {
    let lang = style.lang;
    let (status, stage, what) = match moment {
        Moment::Step(step) => (
            labels::step(step.status, |it| labels::status(it, lang)),
            labels::step(step.stage, |it| labels::stage(it, lang)),
            happened(step, lang),
        ),
        Moment::Gap(gap) => (String::new(), String::new(), life::gap(gap, lang)),
        Moment::Message(it) => (String::new(), String::new(), life::sent(it, lang)),
        Moment::Duplicate { event_id, .. } => (String::new(), String::new(), life::duplicate(event_id, lang)),
    };
    let time = if let Moment::Gap(_) = moment { "┆".to_owned() } else { style.zone.short(moment.at()) };
    [time, status, stage, what, life::spot(moment.place())]
}

/// What a step did, and after how long.
fn happened(step: &LifeStep, lang: Lang) -> String {
    let name = match step.kind {
        Move::Stay if step.after_ms.is_none() => String::new(),
        kind => labels::move_name(kind, step.status.map(|it| it.to), lang),
    };
    let after = step.after_ms.map(|ms| format!("{} {}", phrase("after", lang), span(ms, lang)));
    let late = step.is_late.then(|| phrase("arrived late", lang).to_owned());
    let parts = [Some(name), after, late].into_iter().flatten().filter(|it| !it.is_empty());
    Mark::Comma.joined(parts, lang)
}
