//! The tally of a log as sections: the transitions as heat maps, stays, hours and days, losses, and the other tables.

use std::collections::BTreeMap;
use std::time::Duration;

use super::bars;
use super::heat_map::heat_map;
use super::page::Section;
use super::svg::{Rect, Svg, percent};
use super::table::{Cell, Table};
use crate::model::{Lang, span};
use crate::render::human::tally::{self, TallyTable};
use crate::render::text::{grouped, labels, phrase};
use crate::report::{Durations, MovedTally};

pub(crate) fn sections(moved: &MovedTally, lang: Lang) -> Vec<Section> {
    let mut parts = tally::parts(moved, lang);
    let mut first = |title: &'static str| {
        let at = parts.iter().position(|it| it.title == title)?;
        Some(parts.remove(at))
    };
    let maps = [
        (
            "medium",
            "changes of the status",
            heat_map("status", &moved.statuses, "changes of the status", lang),
        ),
        ("small", "changes of the stage", heat_map("stage", &moved.stages, "changes of the stage", lang)),
    ];
    let mut sections: Vec<Section> = maps
        .into_iter()
        .map(|(class, title, map)| {
            let list = first(title).map(|it| listed(&it, lang)).unwrap_or_default();
            Section::classed(class, phrase(title, lang), map + &list)
        })
        .collect();
    let stays = first("time spent in a status").map(|it| with_bars(&it, &moved.stays, lang));
    sections.push(Section::new(phrase("time spent in a status", lang), stays.unwrap_or_default()));
    sections.push(Section::new(phrase("events by hour of the day", lang), bars::hours(&moved.hours, lang)));
    let (title, days) = bars::days(&moved.days, "plain", lang);
    sections.push(Section::new(phrase(title, lang), days));
    sections.push(Section::new(phrase("losses and disorder", lang), losses(moved, lang)));
    sections.extend(
        parts.iter().map(|it| Section::classed("small", phrase(it.title, lang), Table::of(it, |_| None))),
    );
    sections
}

/// What a picture shows, in words.
fn listed(part: &TallyTable, lang: Lang) -> String {
    let list = Table::of(part, |_| None);
    format!("<details><summary>{}</summary>\n{list}</details>\n", phrase("as a list", lang))
}

/// How long tickets stayed in each status, a bar beside each row; the bars are logarithmic.
fn with_bars(part: &TallyTable, stays: &BTreeMap<i64, Durations>, lang: Lang) -> String {
    let longest = stays.values().map(Durations::max).max().unwrap_or(0);
    let said = |ms: u64| span(i64::try_from(ms).unwrap_or(i64::MAX), lang);
    let bars: Vec<String> = stays
        .iter()
        .map(|(code, spread)| {
            let [median, p95] = [500, 950].map(|it| spread.quantile(it).unwrap_or(0));
            let name = labels::coded("status", *code, lang);
            let (median_said, p95_said) = (said(median), said(p95));
            let about = format!("{name}: {} {median_said}, p95 {p95_said}", phrase("median", lang));
            let mut svg = Svg::new(18, &about);
            let bar = |ms| Rect { x: 0.0, y: 3.0, width: logarithmic(ms, longest), height: 12.0 };
            svg.rect("pale", bar(p95), &about);
            svg.rect("plain", bar(median), &about);
            svg.finish()
        })
        .collect();
    let table = Table::of(part, |row| bars.get(row).map(|it| Cell::Classed("bar", it.clone())));
    let note = phrase("dark: to the median; pale: to the p95; logarithmic", lang);
    format!("{table}<p class=\"note\">{note}</p>\n")
}

/// A place on a logarithmic axis from 1 s to `longest`, in percent.
fn logarithmic(ms: u64, longest: u64) -> f64 {
    let log = |ms: u64| (Duration::from_millis(ms).as_secs_f64() + 1.0).ln();
    if longest == 0 { 0.0 } else { log(ms) / log(longest) * 100.0 }
}

/// What the log lacks, and what stands in it twice or in disorder.
fn losses(moved: &MovedTally, lang: Lang) -> String {
    let counts = [
        ("missing events, at least", moved.lost),
        ("tickets with a missing event", moved.lost_tickets),
        ("duplicates", moved.duplicates),
        ("late", moved.late),
        ("too late to be counted in times", moved.beyond_window),
    ];
    if counts.iter().all(|(_, count)| *count == 0) {
        return String::new();
    }
    let all = moved.events + moved.lost + moved.duplicates;
    let mut table = Table::new("", &[]);
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let of = if name == "tickets with a missing event" { moved.tickets } else { all };
        let share = format!("{:.1} %", percent(count, of));
        table.row([
            Cell::Text(phrase(name, lang).to_owned()),
            Cell::Number(grouped(count)),
            Cell::Number(share),
        ]);
    }
    let mut html = table.finish();
    if moved.lost_days.len() > 1 {
        let (title, days) = bars::days(&moved.lost_days, "lost", lang);
        let missing = phrase("missing at least:", lang);
        html.extend([format!("<h3>{missing} {}</h3>\n{days}", phrase(title, lang))]);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::tally as counts;

    #[test]
    fn a_tally_has_its_maps_its_stays_and_its_tables() {
        let sections = sections(&counts(), Lang::En).into_iter();
        let text = sections.map(|it| format!("# {}\n{}", it.title, it.body)).collect::<Vec<_>>().concat();
        for part in [
            "<title>created → queueing: 150</title>",
            "<td>created → queueing</td><td class=\"n\">150</td>",
            "<tr><td></td><th>stays</th><th>median</th><th>p95</th><th>max</th></tr>",
            "<td>1 created</td><td class=\"n\">4</td>",
            "<title>22:00: 1,200</title>",
            "<title>2023-11-14: 1,000</title>",
            "<td>duplicates</td><td class=\"n\">3</td>",
            "<td>handed over to a human</td><td class=\"n\">150</td>",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_logarithmic_bar_is_never_longer_than_its_axis() {
        assert!(logarithmic(u64::MAX, u64::MAX) <= 100.0 && logarithmic(0, 5) < f64::EPSILON);
    }
}
