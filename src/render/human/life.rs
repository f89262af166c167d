//! A ticket's life as a story: its steps in the order of and between them what an operator must know.

use super::style::MovedStyle;
use crate::model::{EventRole, Lang, Move, Status, span};
use crate::render::Appearance;
use crate::render::text::layout::{Break, beside, wrap};
use crate::render::text::{
    Cell, Grid, Mark, Paint, Role, counted_in, finding, labels, phrase, short_id, visible,
};
use crate::report::{Code, Gap, LifeStep, Lived, Moment, Place, SentMessage};

/// Where the words of a step begin.
const WORDS: usize = 13;

/// Whether the story itself tells what a finding of `code` says.
pub(crate) fn tells(code: Code) -> bool {
    matches!(code, Code::EventGap | Code::DuplicateEvent | Code::LateEvent | Code::TicketReopened)
}

/// The lines of a life, a line with the date before each day.
pub(crate) fn lines(lived: &Lived, style: &MovedStyle, look: Appearance) -> Vec<String> {
    let (lang, paint, max_width) = (style.lang, look.paint, look.width);
    let mut lines = look.wrapped(&head(lived, style, paint), Break::Dot);
    // Steps are laid out together; gaps and duplicates are lines of their own between them.
    let mut grid = Grid::default();
    for moment in &lived.moments {
        if let Moment::Step(step) = moment {
            grid.row(cells(step, lang));
        }
    }
    let column = WORDS + grid.width() + 2;
    let mut steps = grid.lines(paint).into_iter();
    let mut day = None;
    lines.push(String::new());
    for moment in &lived.moments {
        let today = at(moment).and_then(|ms| style.zone.day(ms));
        if today.is_some() && today != day {
            day = today;
            lines.push(format!("  {}", paint.dim(&style.zone.date(at(moment)))));
        }
        let clock = format!("  {}   ", paint.dim(&style.zone.clock(at(moment))));
        match moment {
            Moment::Step(step) => {
                let left = format!("{clock}{}", steps.next().unwrap_or_default());
                let late = format!("{}  {}", phrase("arrived late", lang), spot(&step.place));
                let late = if step.is_late { paint.warn(&late) } else { String::new() };
                lines.extend(beside(&left, 0, &late, max_width, WORDS));
            }
            Moment::Message(message) => {
                let left = format!("{clock}{}", paint.dim(&format!("· {}", sent(message, lang))));
                lines.extend(beside(&left, column, &paint.dim(&spot(&message.place)), max_width, WORDS));
            }
            Moment::Gap(it) => {
                let mark = format!("      {}      ", paint.dim("┆"));
                let text = wrap(&gap(it, lang), max_width, WORDS, WORDS, Break::Blank);
                for (number, line) in text.iter().enumerate() {
                    let line = if number == 0 { line } else { line.trim_start() };
                    lines.push(format!("{mark}{}", paint.warn(line)));
                }
                lines.push(format!("{mark}{}", paint.dim(&spot(&it.place))));
            }
            Moment::Duplicate { place, event_id, .. } => {
                let left = format!("{clock}{}", paint.dim(&duplicate(&short_id(event_id), lang)));
                lines.extend(beside(&left, column, &paint.dim(&spot(place)), max_width, WORDS));
            }
        }
    }
    lines
}

/// `ticket 7100000000000000340 · 5 events · 1 h 12 min · now closed by agent`.
pub(crate) fn head(lived: &Lived, style: &MovedStyle, paint: Paint) -> String {
    let lang = style.lang;
    let ticket = phrase("ticket", lang);
    let mut parts = vec![
        format!("{ticket} {}", paint.strong(&visible(&lived.ticket_id))),
        counted_in(lived.events, "event", lang),
    ];
    if lived.duplicates > 0 {
        parts.push(counted_in(lived.duplicates, "duplicate", lang));
    }
    let times: Vec<i64> = lived.moments.iter().filter_map(at).collect();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max())
        && first < last
    {
        parts.push(span(last.saturating_sub(*first), lang));
    }
    let status = lived.status.map_or(phrase("unknown", lang).to_owned(), |it| labels::status(it, lang));
    let status = if lived.status.is_some_and(Status::is_closed) { paint.strong(&status) } else { status };
    parts.push(format!("{} {status}", phrase("now", lang)));
    let zone = style.zone.name();
    if zone != "UTC" {
        parts.push(zone);
    }
    parts.join(" · ")
}

fn at(moment: &Moment) -> Option<i64> {
    if let Moment::Gap(_) = moment { None } else { moment.at() }
}

fn cells(step: &LifeStep, lang: Lang) -> Vec<Cell> {
    let status = step.status.map(|it| labels::status(it.to, lang)).unwrap_or_default();
    // The stage stands only where the ticket changed hands, or begins.
    let told = step.after_ms.is_none() || step.stage.is_some_and(|it| it.changed());
    let stage = step.stage.filter(|_| told).map(|it| labels::stage(it.to, lang)).unwrap_or_default();
    let closed = if step.kind == Move::Close { Role::Strong } else { Role::Plain };
    vec![
        Cell::new(status).role(closed),
        Cell::new(stage).role(Role::Stage),
        Cell::new(happened(step, lang)).role(labels::move_role(step.kind)),
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
    let waited = step.status.is_some_and(|it| it.from == Status::Queueing && it.changed());
    let after = if waited { "waited" } else { "after" };
    let after = step.after_ms.map(|ms| format!("{} {}", phrase(after, lang), span(ms, lang)));
    [name, after.unwrap_or_default()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `gap: an event is missing; the next came from awaiting guest`.
pub(crate) fn gap(gap: &Gap, lang: Lang) -> String {
    let status = gap.status.map(|it| labels::status(it.to, lang));
    let stage = gap.stage.map(|it| labels::stage(it.to, lang));
    let from = Mark::Comma.joined([status, stage].into_iter().flatten(), lang);
    let found = if gap.role == EventRole::Message {
        "gap: an event is missing; a message found it in"
    } else {
        "gap: an event is missing; the next came from"
    };
    format!("{} {from}", phrase(found, lang))
}

/// `= duplicate of event 5e37…, dropped`.
pub(crate) fn duplicate(event_id: &str, lang: Lang) -> String {
    let (of, event) = (phrase("= duplicate of", lang), phrase("event", lang));
    Mark::Comma.joined([format!("{of} {event} {event_id}"), phrase("dropped", lang).to_owned()], lang)
}

/// `message by agent`.
pub(crate) fn sent(message: &SentMessage, lang: Lang) -> String {
    let sender = message.sender.map_or_else(
        || phrase("unknown", lang).to_owned(),
        |it| labels::bare("sender_type", it.code(), lang),
    );
    format!("{} {sender}", phrase("message by", lang))
}

/// `log.ndjson:18`.
pub(crate) fn spot(place: &Place) -> String {
    finding::spot(&place.file, place.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Sender, Stage, Step};
    use crate::render::fixture::{MS, lived, place, rendered};
    use crate::render::human::moved::HumanMoved;
    use crate::render::text::layout::width;
    use crate::report::Record;

    #[test]
    fn a_life_is_told_with_its_gaps_duplicates_and_late_arrivals() {
        let text = lines(&lived(), &MovedStyle::default(), Appearance::plain(80)).join("\n");
        assert_eq!(
            text,
            "\
ticket 7100000000000000340 · 5 events · 1 duplicate · 1 d · now processing

  2023-11-14
  22:07:17   created          bot
  22:13:20   queueing         human  handed over after 6 min 3 s
  22:15:00   processing              waited 1 min 40 s
             arrived late  log.ndjson:4
      ┆      gap: an event is missing; the next came from awaiting guest
      ┆      log.ndjson:18
  22:41:02   closed by agent  human
  22:41:02   = duplicate of event 0000…2002, dropped              log.ndjson:20
  2023-11-15
  22:13:20   processing              reopened after 23 h 32 min"
        );
    }

    #[test]
    fn no_line_is_too_wide_in_either_language() {
        for lang in [Lang::En, Lang::Zh] {
            let mut life = lived();
            for moment in &mut life.moments {
                if let Moment::Gap(Gap { stage, .. }) = moment {
                    *stage = Some(Step { from: Stage::Bot, to: Stage::Human });
                }
            }
            let style = MovedStyle { lang, ..MovedStyle::default() };
            for line in lines(&life, &style, Appearance { paint: Paint::new(true), ..Appearance::plain(80) })
            {
                assert!(width(&line) <= 80, "{line}");
            }
        }
    }

    #[test]
    fn what_the_story_tells_is_not_told_twice() {
        let records = [Record::Lived(Box::new(lived()))];
        let text =
            rendered(&records, |page| HumanMoved::new(page, Appearance::plain(100), MovedStyle::default()));
        assert!(text.starts_with("ticket ") && !text.contains("warning["), "{text}");
        assert!(text.ends_with("1 warning\n"), "{text}");
    }

    #[test]
    fn a_message_is_a_mark_and_one_that_contradicts_shows_a_gap() {
        let mut life = lived();
        let mark = |line, sender| SentMessage { place: place(line), at: Some(MS + 5_000), sender };
        let Moment::Gap(mut gap) = life.moments.remove(3) else { panic!() };
        gap.role = EventRole::Message;
        life.moments = vec![
            Moment::Message(mark(3, Some(Sender::Agent))),
            Moment::Gap(gap),
            Moment::Message(mark(4, None)),
        ];
        let text = lines(&life, &MovedStyle::default(), Appearance::plain(80)).join("\n");
        assert!(text.contains("\n  22:13:25   · message by agent  log.ndjson:3\n"), "{text}");
        assert!(text.contains("a message found it in awaiting guest\n"), "{text}");
        assert!(text.contains("· message by unknown  log.ndjson:4"), "{text}");
    }

    #[test]
    fn a_life_of_nothing_known_does_no_harm() {
        let mut life = lived();
        life.moments.clear();
        (life.stage, life.status) = (None, None);
        let lines = lines(&life, &MovedStyle::default(), Appearance::plain(80));
        assert!(lines[0].ends_with(" · now unknown"), "{lines:?}");
    }
}
