//! A ticket's life as lanes over its time: status, stage, and marks for messages, gaps, duplicates and late arrivals;
//! below them every moment in words.

use super::svg::{self, Anchor, Rect, Svg, percent};
use super::table::{Cell, Table};
use crate::model::{Lang, Move, Sender, Stage, Status};
use crate::render::human::{MovedStyle, life};
use crate::render::tables;
use crate::render::text::escape::escaped;
use crate::render::text::{Paint, labels, phrase, short_id};
use crate::report::{LifeStep, Lived, Moment};

/// The share of the width that the time takes; what is left shows the state that the ticket is in now.
const SPAN: f64 = 88.0;
/// The height of a lane and of the bar in it, px.
const LANE: f64 = 24.0;
const BAR: f64 = 20.0;

/// Whether a life has something that an operator has to look at.
pub(crate) fn is_remarkable(lived: &Lived) -> bool {
    lived.moments.iter().any(|it| match it {
        Moment::Gap(_) | Moment::Duplicate { .. } => true,
        Moment::Step(step) => step.is_late || step.kind == Move::Reopen,
        Moment::Message(_) => false,
    })
}

pub(crate) fn ticket(lived: &Lived, style: &MovedStyle) -> String {
    let head = life::head(lived, style, Paint::default());
    let (lanes, words) = (lanes(lived, style), words(lived, style));
    format!("<article>\n<h3>{}</h3>\n{lanes}{words}</article>\n", escaped(&head))
}

/// What the colours and marks of lanes stand for.
pub(crate) fn key(lang: Lang) -> String {
    let circle = |class: &str| format!("<circle class=\"{class}\" cx=\"8\" cy=\"7\" r=\"4\"/>");
    let message = |sender: Sender| {
        format!("{} {}", phrase("message by", lang), labels::bare("sender_type", sender.code(), lang))
    };
    let gap = "<line class=\"gap\" x1=\"8\" y1=\"0\" x2=\"8\" y2=\"14\"/>";
    svg::key(&[
        (circle("guest"), &message(Sender::Guest)),
        (circle("agent"), &message(Sender::Agent)),
        (circle("bot"), &message(Sender::Bot)),
        (gap.to_owned(), phrase("missing events, at least", lang)),
        (circle("again"), phrase("duplicates", lang)),
        (circle("late"), phrase("arrived late", lang)),
    ])
}

/// From when to when the moments of a life are.
struct Axis {
    first: i64,
    span: u64,
}

impl Axis {
    fn of(lived: &Lived) -> Option<Self> {
        let times = || lived.moments.iter().filter_map(Moment::at);
        let (first, last) = (times().min()?, times().max()?);
        Some(Self { first, span: last.abs_diff(first) })
    }

    /// The place of a time, in percent.
    fn x(&self, ms: i64) -> f64 {
        percent(ms.max(self.first).abs_diff(self.first), self.span) * SPAN / 100.0
    }
}

fn lanes(lived: &Lived, style: &MovedStyle) -> String {
    let lang = style.lang;
    let Some(axis) = Axis::of(lived) else { return String::new() };
    let mut svg = Svg::new(88, phrase("step by step", lang));
    let statuses = |step: &LifeStep| step.status.map(|it| it.to);
    for (from, to, status, sure) in segments(lived, &axis, statuses) {
        let name = labels::status(status, lang);
        let class = segment_class(&status_class(status), sure);
        svg.labelled(&class, bar(0.0, from, to), &name);
    }
    let stages = |step: &LifeStep| step.stage.map(|it| it.to);
    for (from, to, stage, sure) in segments(lived, &axis, stages) {
        let name = labels::stage(stage, lang);
        let class = segment_class(&stage_class(stage), sure);
        svg.labelled(&class, bar(LANE, from, to), &name);
    }
    marks(&mut svg, lived, &axis, style);
    let zone = &style.zone;
    let last = lived.moments.iter().filter_map(Moment::at).max();
    svg.text("tick", (0.0, 84.0), Anchor::Start, &zone.seconds(Some(axis.first)));
    if axis.span > 0 {
        svg.text("tick", (SPAN, 84.0), Anchor::End, &zone.seconds(last));
    }
    let names = ["status", "stage", "marks"].map(|it| phrase(it, lang));
    let names = names.map(|it| format!("<span>{it}</span>")).concat();
    format!("<div class=\"lanes\"><div class=\"names\">{names}</div>{}</div>\n", svg.finish())
}

fn bar(y: f64, from: f64, to: f64) -> Rect {
    Rect { x: from, y, width: (to - from).max(0.3), height: BAR }
}

fn segment_class(class: &str, sure: bool) -> String {
    format!("seg {class}{}", if sure { "" } else { " unsure" })
}

/// From where to where which value held, and whether that is sure: before a gap it is not.
fn segments<T: Copy + PartialEq>(
    lived: &Lived,
    axis: &Axis,
    value: impl Fn(&LifeStep) -> Option<T>,
) -> Vec<(f64, f64, T, bool)> {
    let mut segments = Vec::new();
    let mut since: Option<(f64, T)> = None;
    let mut sure = true;
    for moment in &lived.moments {
        let step = match moment {
            Moment::Step(step) => step,
            Moment::Gap(_) => {
                sure = false;
                continue;
            }
            Moment::Message(_) | Moment::Duplicate { .. } => continue,
        };
        let (Some(now), Some(ms)) = (value(step), step.at) else { continue };
        let x = axis.x(ms);
        match since {
            Some((_, held)) if held == now && sure => continue,
            Some((from, held)) => segments.push((from, x, held, sure)),
            None => {}
        }
        (since, sure) = (Some((x, now)), true);
    }
    if let Some((from, held)) = since {
        segments.push((from, 100.0, held, sure));
    }
    segments
}

fn marks(svg: &mut Svg, lived: &Lived, axis: &Axis, style: &MovedStyle) {
    let (lang, zone) = (style.lang, &style.zone);
    let middle = 2.0 * LANE + BAR / 2.0;
    for moment in &lived.moments {
        let Some(ms) = moment.at() else { continue };
        let x = axis.x(ms);
        match moment {
            Moment::Gap(gap) => {
                svg.line("gap", (x, 0.0), (x, 3.0 * LANE - 4.0), &life::gap(gap, lang));
            }
            Moment::Message(message) => {
                let class = match message.sender {
                    Some(Sender::Guest) => "guest",
                    Some(Sender::Agent) => "agent",
                    _ => "bot",
                };
                let title = format!("{} {}", zone.seconds(Some(ms)), life::sent(message, lang));
                svg.circle(class, (x, middle), 3.5, &title);
            }
            Moment::Duplicate { event_id, .. } => {
                let title = format!("{} {}", phrase("= duplicate of", lang), short_id(event_id));
                svg.circle("again", (x, middle), 5.0, &title);
            }
            Moment::Step(step) if step.is_late => {
                svg.circle("late", (x, middle), 4.0, phrase("arrived late", lang));
            }
            Moment::Step(_) => {}
        }
    }
}

fn words(lived: &Lived, style: &MovedStyle) -> String {
    let lang = style.lang;
    let mut table = Table::new("", &tables::MOMENTS.map(|it| phrase(it, lang)));
    for moment in &lived.moments {
        let [time, rest @ ..] = tables::moment(moment, style);
        table.row([Cell::Classed("t", escaped(&time))].into_iter().chain(rest.map(Cell::Text)));
    }
    format!("<details><summary>{}</summary>\n{}</details>\n", phrase("step by step", lang), table.finish())
}

fn status_class(status: Status) -> String {
    if let Status::Other(_) = status { "cx".to_owned() } else { format!("c{}", status.code()) }
}

fn stage_class(stage: Stage) -> String {
    if let Stage::Other(_) = stage { "cx".to_owned() } else { format!("s{}", stage.code()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::lived;

    #[test]
    fn a_life_has_its_lanes_its_gap_and_its_moments_in_words() {
        let text = ticket(&lived(), &MovedStyle::default());
        for part in [
            "<h3>ticket 7100000000000000340 · 5 events · 1 duplicate · 1 d · now processing</h3>",
            "<title>processing</title><rect class=\"seg c2 unsure\"",
            "<title>closed by agent</title><rect class=\"seg c51\"",
            "<line class=\"gap\"",
            "<circle class=\"again\"",
            "<circle class=\"late\"",
            "<td>closed by agent → processing</td><td>human</td><td>reopened, after 23 h 32 min</td>",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(is_remarkable(&lived()));
    }

    #[test]
    fn a_life_without_times_and_one_of_a_single_moment_do_no_harm() {
        let mut life = lived();
        life.moments.truncate(1);
        assert!(ticket(&life, &MovedStyle::default()).contains("x=\"0.00%\" y=\"0\" width=\"100.00%\""));
        let Some(Moment::Step(step)) = life.moments.first_mut() else { panic!("it has a step") };
        step.at = None;
        assert!(!ticket(&life, &MovedStyle::default()).contains("class=\"lanes\""));
        life.moments.clear();
        assert!(ticket(&life, &MovedStyle::default()).contains("now processing"));
    }
}
