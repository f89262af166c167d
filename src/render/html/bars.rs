//! Counts as bars: events by hour and by day.

use std::collections::BTreeMap;

use super::page::note;
use super::svg::{Anchor, Rect, Svg, percent};
use crate::model::Lang;
use crate::render::human::day_chart;
use crate::render::text::{grouped, phrase};

const BARS: f64 = 120.0;
/// Above them stands the highest count, below them their names.
const TOP: f64 = 18.0;
/// The most bars of a picture: further periods are said to be left out.
const MOST: usize = 60;
/// So many names are written below bars.
const NAMES: usize = 6;

pub(crate) fn hours(counts: &[u64; 24], lang: Lang) -> String {
    let rows: Vec<(String, u64)> =
        counts.iter().enumerate().map(|(hour, count)| (format!("{hour:02}:00"), *count)).collect();
    bars(&rows, "plain", phrase("events by hour of the day", lang))
}

/// Events by day, where these are too many by week, month or year; and what a bar stands for.
pub(crate) fn days(days: &BTreeMap<i64, u64>, class: &str, lang: Lang) -> (&'static str, String) {
    let (title, mut rows) = day_chart::periods(days);
    let left_out: u64 = rows.get(MOST..).unwrap_or_default().iter().map(|(_, count)| *count).sum();
    rows.truncate(MOST);
    let html = bars(&rows, class, phrase(title, lang)) + &note("counted, not drawn:", left_out, lang);
    (title, html)
}

/// A bar for each count, each with its name and count when it is pointed at.
fn bars(rows: &[(String, u64)], class: &str, about: &str) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let mut svg = Svg::new(160, about);
    let bottom = TOP + BARS;
    let width = 100.0 / f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let every = rows.len().div_ceil(NAMES);
    svg.text("tick", (0.0, 11.0), Anchor::Start, &grouped(most));
    svg.line("axis", (0.0, TOP), (100.0, TOP), "");
    let mut x = 0.0;
    for (at, (name, count)) in rows.iter().enumerate() {
        let height = (percent(*count, most) / 100.0 * BARS).max(if *count > 0 { 1.5 } else { 0.0 });
        if *count > 0 {
            let bar = Rect { x: x + width * 0.1, y: bottom - height, width: width * 0.8, height };
            svg.rect(class, bar, &format!("{name}: {}", grouped(*count)));
        }
        if at % every == 0 {
            // On a narrow screen only every second name fits.
            let class = if (at / every).is_multiple_of(2) { "tick" } else { "tick more" };
            svg.text(class, (x + width * 0.1, bottom + 16.0), Anchor::Start, name);
        }
        x += width;
    }
    svg.line("axis", (0.0, bottom), (100.0, bottom), "");
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_high_as_its_share_and_the_highest_is_said() {
        let mut counts = [0; 24];
        (counts[9], counts[17]) = (2_000, 500);
        let text = hours(&counts, Lang::En);
        assert!(text.contains("<title>09:00: 2,000</title>") && text.contains(">2,000</text>"), "{text}");
        assert!(text.contains("height=\"120.0\"") && text.contains("height=\"30.0\""), "{text}");
        assert_eq!(text.matches("<rect").count(), 2, "{text}");
    }

    #[test]
    fn nothing_counted_is_no_picture() {
        assert_eq!(hours(&[0; 24], Lang::En), "");
        assert_eq!(days(&BTreeMap::new(), "plain", Lang::Zh).1, "");
    }
}
