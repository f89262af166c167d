//! The tally of a log as sections: the transitions as heat maps, stays, hours and days, losses, and the other tables.

use std::collections::{BTreeMap, BTreeSet};

use super::bars;
use super::escape::escaped;
use super::page::Section;
use super::svg::{Rect, Svg, percent};
use super::table::{Cell, Table};
use crate::model::Lang;
use crate::render::human::tally;
use crate::render::text::{Phrase, grouped, labels, time};
use crate::report::{Durations, MovedTally};

/// The most codes of a heat map.
const CODES: usize = 16;

/// The sections of a tally; `hours` where they were counted.
pub(crate) fn sections(moved: &MovedTally, hours: Option<&[u64; 24]>, lang: Lang) -> Vec<Section> {
    let text = |phrase: Phrase| phrase.text(lang);
    // What is gathered from lives knows no stay that began before the first event; `--summary` knows some.
    let stayed = if hours.is_some() { Phrase::TimeBetweenChanges } else { Phrase::TimeInStatus };
    let mut sections = vec![
        Section::new(text(Phrase::ChangesOfStatus), matrix("status", &moved.statuses, lang)),
        Section::new(text(Phrase::ChangesOfStage), matrix("stage", &moved.stages, lang)),
        Section::new(text(stayed), stays(&moved.stays, lang)),
    ];
    if let Some(hours) = hours {
        sections.push(Section::new(text(Phrase::ByHour), bars::hours(hours, lang)));
    }
    let (title, days) = bars::days(&moved.days, "plain", lang);
    sections.push(Section::new(text(title), days));
    sections.push(Section::new(text(Phrase::Losses), losses(moved, lang)));
    for part in tally::parts(moved, lang) {
        // These three are pictures.
        let is_drawn =
            matches!(part.title, Phrase::ChangesOfStatus | Phrase::ChangesOfStage | Phrase::TimeInStatus);
        if !is_drawn {
            sections.push(Section::new(text(part.title), Table::of(&part.grid, part.headed)));
        }
    }
    sections
}

/// How often which code became which: the more often, the darker.
fn matrix(field: &str, counts: &BTreeMap<(i64, i64), u64>, lang: Lang) -> String {
    let mut by_code: BTreeMap<i64, u64> = BTreeMap::new();
    for ((from, to), count) in counts {
        for code in BTreeSet::from([from, to]) {
            *by_code.entry(*code).or_default() += count;
        }
    }
    let mut codes: Vec<(i64, u64)> = by_code.into_iter().collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let mut shown: Vec<i64> = codes.iter().take(CODES).map(|(code, _)| *code).collect();
    shown.sort_unstable();
    let most = counts.values().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let name = |code: &i64| escaped(&labels::bare(field, *code, lang));
    let heads = shown.iter().map(|code| format!("<th>{}</th>", name(code))).collect::<Vec<_>>().concat();
    let mut html = format!(
        "<div class=\"wide\"><table class=\"heat\">\n<tr><th>{}</th>{heads}</tr>\n",
        Phrase::FromTo.text(lang)
    );
    let mut told = 0;
    for from in &shown {
        let cell = |to: &i64| match counts.get(&(*from, *to)) {
            None => "<td></td>".to_owned(),
            Some(count) => {
                told += count;
                format!("<td class=\"h{}\">{}</td>", level(*count, most), grouped(*count))
            }
        };
        html.extend([format!(
            "<tr><th>{}</th>{}</tr>\n",
            name(from),
            shown.iter().map(cell).collect::<Vec<_>>().concat()
        )]);
    }
    html.push_str("</table></div>\n");
    let left_out = counts.values().sum::<u64>() - told;
    if left_out > 0 {
        html.push_str(&note(Phrase::NotDrawn, left_out, lang));
    }
    html
}

/// How dark a count is beside the highest one, from 1 to 9; by the square root, so that small counts differ, too.
fn level(count: u64, most: u64) -> u64 {
    let (count, most) = (u128::from(count) * 81, u128::from(most));
    (1..=9_u64).rev().find(|level| count >= most * u128::from(level * level)).unwrap_or(1)
}

/// How long tickets stayed in each status; the bars are logarithmic.
fn stays(stays: &BTreeMap<i64, Durations>, lang: Lang) -> String {
    let longest = stays.values().map(Durations::max).max().unwrap_or(0);
    if longest == 0 {
        return String::new();
    }
    let text = |phrase: Phrase| phrase.text(lang);
    let heads =
        [text(Phrase::Status), text(Phrase::Stays), text(Phrase::Median), "p95", text(Phrase::Max), ""];
    let mut table = Table::figures(&heads);
    let said = |ms: u64| time::words(i64::try_from(ms).unwrap_or(i64::MAX));
    for (code, spread) in stays {
        let [median, p95] = [500, 950].map(|it| spread.quantile(it).unwrap_or(0));
        let name = labels::coded("status", *code, lang);
        let about = format!("{name}: {} {}, p95 {}", text(Phrase::Median), said(median), said(p95));
        let mut svg = Svg::new(18, &about);
        let bar = |ms| Rect { x: 0.0, y: 3.0, width: logarithmic(ms, longest), height: 12.0 };
        svg.rect("pale", bar(p95), &about);
        svg.rect("plain", bar(median), &about);
        table.row([
            Cell::Text(name),
            Cell::Number(grouped(spread.count())),
            Cell::Number(said(median)),
            Cell::Number(said(p95)),
            Cell::Number(said(spread.max())),
            Cell::Classed("bar", svg.finish()),
        ]);
    }
    let mut html = table.finish();
    html.extend([format!("<p class=\"note\">{}</p>\n", text(Phrase::BarsOfStays))]);
    html
}

/// A place on a logarithmic axis from 1 s to `longest`, in percent.
fn logarithmic(ms: u64, longest: u64) -> f64 {
    let log = |ms: u64| (std::time::Duration::from_millis(ms).as_secs_f64() + 1.0).ln();
    if longest == 0 { 0.0 } else { log(ms) / log(longest) * 100.0 }
}

/// What the log lacks, and what stands in it twice or in disorder.
fn losses(moved: &MovedTally, lang: Lang) -> String {
    let counts = [
        (Phrase::LostEvents, moved.lost),
        (Phrase::LostTickets, moved.lost_tickets),
        (Phrase::Duplicates, moved.duplicates),
        (Phrase::Late, moved.late),
        (Phrase::TooLate, moved.beyond_window),
    ];
    if counts.iter().all(|(_, count)| *count == 0) {
        return String::new();
    }
    let all = moved.events + moved.lost + moved.duplicates;
    let mut table = Table::new(&[]);
    for (phrase, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let of = if phrase == Phrase::LostTickets { moved.tickets } else { all };
        let share = format!("{:.1} %", percent(count, of));
        table.row([
            Cell::Text(phrase.text(lang).to_owned()),
            Cell::Number(grouped(count)),
            Cell::Number(share),
        ]);
    }
    let mut html = table.finish();
    if moved.lost_days.len() > 1 {
        let (title, days) = bars::days(&moved.lost_days, "lost", lang);
        html.extend([format!("<h3>{} {}</h3>\n{days}", Phrase::MissingAtLeast.text(lang), title.text(lang))]);
    }
    html
}

/// A line below a picture: `not drawn, but counted: 12`.
pub(crate) fn note(phrase: Phrase, count: u64, lang: Lang) -> String {
    format!("<p class=\"note\">{} {}</p>\n", phrase.text(lang), grouped(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::tally as counts;

    fn html(moved: &MovedTally) -> String {
        let sections = sections(moved, None, Lang::En);
        sections.into_iter().map(|it| format!("# {}\n{}", it.title, it.body)).collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_tally_has_its_matrix_its_stays_and_its_tables() {
        let text = html(&counts());
        for part in [
            "<th>created</th><td></td><td></td><td class=\"h9\">150</td>",
            "<td class=\"h2\">10</td>",
            "<td>1 created</td><td class=\"n\">4</td>",
            "<title>2023-11-14: 1,000</title>",
            "<td>duplicates</td><td class=\"n\">3</td>",
            "<td>handed over to a human</td><td class=\"n\">150</td>",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_matrix_of_many_codes_shows_the_most_frequent_and_says_how_much_it_leaves_out() {
        let moved = MovedTally { statuses: (0..100).map(|it| ((it, it + 1), 2)).collect(), ..counts() };
        let text = html(&moved);
        assert!(text.contains("counted, not drawn: 170</p>"), "{text}");
    }

    #[test]
    fn the_highest_count_is_the_darkest_and_none_is_invisible() {
        assert_eq!([1, 250_000, 1_000_000].map(|it| level(it, 1_000_000)), [1, 4, 9]);
        assert!(logarithmic(u64::MAX, u64::MAX) <= 100.0 && logarithmic(0, 5) < f64::EPSILON);
    }
}
