//! The tally of a log for people: transitions by count, times, shares, and events by day as bars.

use std::collections::BTreeMap;

use super::day_chart;
use crate::model::{Lang, Review, Sender, span};
use crate::render::Appearance;
use crate::render::text::{Cell, Grid, Role, counted_in, grouped, labels, phrase};
use crate::report::{Durations, MovedTally};

const TRANSITIONS: usize = 12;

pub(crate) struct TallyTable {
    pub(crate) title: &'static str,
    pub(crate) grid: Grid,
    /// Whether its first row is its head.
    pub(crate) headed: bool,
}

/// The lines of a tally.
pub(crate) fn lines(moved: &MovedTally, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let mut lines = head(moved, lang);
    let tables = parts(moved, lang).into_iter();
    let tables = tables.map(|it| (phrase(it.title, lang).to_owned(), it.grid.lines(paint)));
    for (title, part) in tables.chain(charts(moved, lang, look.width.saturating_sub(2))) {
        lines.extend([String::new(), paint.strong(&title)]);
        lines.extend(part.into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// The charts of a tally with their titles, at most `max_width` columns wide: events by day, and those that are missing. One day
/// is one bar, which says nothing.
pub(crate) fn charts(moved: &MovedTally, lang: Lang, max_width: usize) -> Vec<(String, Vec<String>)> {
    let missing = format!("{} ", phrase("missing at least:", lang));
    let days = [(&moved.days, ""), (&moved.lost_days, missing.as_str())];
    let told = days.into_iter().filter(|(days, _)| days.len() > 1).map(|(days, what)| {
        let (title, lines) = day_chart::chart(days, max_width);
        (format!("{what}{}", phrase(title, lang)), lines)
    });
    told.collect()
}

/// The tables of a tally that have rows.
pub(crate) fn parts(moved: &MovedTally, lang: Lang) -> Vec<TallyTable> {
    let parts = [
        ("changes of the status", transitions("status", &moved.statuses, lang), false),
        ("changes of the stage", transitions("stage", &moved.stages, lang), false),
        ("time spent in a status", stays(moved, lang), true),
        (
            if moved.is_filtered { "tickets: all of them, whatever the filter" } else { "tickets" },
            rates(moved, lang),
            false,
        ),
        ("closed by", closers(moved, lang), false),
        ("first answer by an agent, from the creation", answers(moved, lang), true),
        ("messages", messages(moved, lang), false),
        ("reviews of push tasks", reviews(moved, lang), false),
    ];
    let parts = parts.into_iter().filter(|(_, grid, _)| !grid.is_empty());
    parts.map(|(title, grid, headed)| TallyTable { title, grid, headed }).collect()
}

/// How much was counted, and below it what was not.
pub(crate) fn head(moved: &MovedTally, lang: Lang) -> Vec<String> {
    let (events, tickets) =
        (counted_in(moved.events, "event", lang), counted_in(moved.tickets, "ticket", lang));
    let counted = match lang {
        _ if moved.is_filtered => format!("{events} {} {tickets}", phrase("counted, of a log of", lang)),
        Lang::En => format!("{events} of {tickets}"),
        Lang::Zh => format!("{tickets}，{events}"),
    };
    [Some(counted), losses(moved, lang)].into_iter().flatten().collect()
}

/// What the log lacks, and what stands in it in disorder or twice; nothing where it is whole and in order.
fn losses(moved: &MovedTally, lang: Lang) -> Option<String> {
    let count = |name: &'static str, count: u64| {
        (count > 0).then(|| format!("{} {}", phrase(name, lang), grouped(count)))
    };
    let parts = [
        (moved.lost > 0).then(|| lost(moved.lost, moved.lost_tickets, lang)),
        count("late", moved.late),
        count("duplicates", moved.duplicates),
        count("too late to be counted in times", moved.beyond_window),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// `lost: at least 2 events in 1 ticket`.
pub(crate) fn lost(events: u64, tickets: u64, lang: Lang) -> String {
    let (events, tickets) = (counted_in(events, "event", lang), counted_in(tickets, "ticket", lang));
    match lang {
        Lang::En => format!("{} {events} in {tickets}", phrase("lost: at least", lang)),
        Lang::Zh => format!("{}{tickets}，{events}", phrase("lost: at least", lang)),
    }
}

/// What became what, the most frequent first; what stayed is not listed.
fn transitions(field: &str, counts: &BTreeMap<(i64, i64), u64>, lang: Lang) -> Grid {
    let mut changes: Vec<_> = counts.iter().filter(|((from, to), _)| from != to).collect();
    changes.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let name = |code| labels::bare(field, code, lang);
    let mut grid = Grid::default();
    for ((from, to), count) in changes.iter().take(TRANSITIONS) {
        grid.row([
            Cell::new(format!("{} → {}", name(*from), name(*to))),
            Cell::new(grouped(**count)).right(),
        ]);
    }
    if let Some(more) = changes.get(TRANSITIONS..).filter(|it| !it.is_empty()) {
        let count = more.iter().map(|(_, count)| **count).sum();
        let kinds = counted_in(more.len() as u64, "more kind", lang);
        grid.row([Cell::new(format!("… {kinds}")).role(Role::Dim), Cell::new(grouped(count)).right()]);
    }
    grid
}

fn stays(moved: &MovedTally, lang: Lang) -> Grid {
    let mut grid = Grid::default();
    if !moved.stays.is_empty() {
        grid.row([Cell::default()].into_iter().chain(spread_heads("stays", lang)));
    }
    for (code, spread) in &moved.stays {
        let name = Cell::new(labels::coded("status", *code, lang));
        grid.row([name].into_iter().chain(spread_cells(spread, lang)));
    }
    grid
}

fn spread_heads(counted: &'static str, lang: Lang) -> [Cell; 4] {
    let heads = [phrase(counted, lang), phrase("median", lang), "p95", phrase("max", lang)];
    heads.map(|it| Cell::new(it).role(Role::Dim).right())
}

fn spread_cells(spread: &Durations, lang: Lang) -> [Cell; 4] {
    let quantile = |per_mille| spread.quantile(per_mille).map(|ms| words(ms, lang)).unwrap_or_default();
    let count = Cell::new(grouped(spread.count())).right();
    [count, quantile(500), quantile(950), words(spread.max(), lang)]
}

fn rates(moved: &MovedTally, lang: Lang) -> Grid {
    let mut grid = Grid::default();
    if moved.tickets == 0 {
        return grid;
    }
    let rows = [
        ("handed over to a human", moved.handed_over),
        ("closed", moved.closed),
        ("reopened", moved.reopened),
    ];
    for (name, count) in rows {
        share(&mut grid, phrase(name, lang).to_owned(), count, moved.tickets, lang);
    }
    if let Some(unanswered) = moved.unanswered.filter(|_| moved.created > 0) {
        let name = phrase("created, not answered by an agent", lang).to_owned();
        share(&mut grid, name, unanswered, moved.created, lang);
    }
    grid
}

fn answers(moved: &MovedTally, lang: Lang) -> Grid {
    let mut grid = Grid::default();
    if moved.first_answers.count() > 0 {
        grid.row(spread_heads("answers", lang));
        grid.row(spread_cells(&moved.first_answers, lang));
    }
    grid
}

fn messages(moved: &MovedTally, lang: Lang) -> Grid {
    let name = |sender: Sender| labels::coded("sender_type", sender.code(), lang);
    shares(&moved.messages, |it| it.map_or_else(|| phrase("unknown", lang).to_owned(), name), lang)
}

fn reviews(moved: &MovedTally, lang: Lang) -> Grid {
    let name = |review: Option<Review>| review.map_or(phrase("unknown", lang), |it| it.label(lang));
    shares(&moved.reviews, |it| name(it).to_owned(), lang)
}

fn words(ms: u64, lang: Lang) -> Cell {
    Cell::new(span(i64::try_from(ms).unwrap_or(i64::MAX), lang)).right()
}

fn closers(moved: &MovedTally, lang: Lang) -> Grid {
    shares(&moved.closed_by, |code| labels::coded("status", code, lang), lang)
}

/// How often each, and its share of all.
fn shares<K: Copy>(counts: &BTreeMap<K, u64>, name: impl Fn(K) -> String, lang: Lang) -> Grid {
    let (mut grid, all) = (Grid::default(), counts.values().sum());
    for (key, count) in counts {
        share(&mut grid, name(*key), *count, all, lang);
    }
    grid
}

fn share(grid: &mut Grid, name: String, count: u64, all: u64, lang: Lang) {
    let of = format!("{} {}", phrase("of", lang), grouped(all));
    grid.row([
        Cell::new(name),
        Cell::new(grouped(count)).right(),
        Cell::new(of).role(Role::Dim).right(),
        Cell::new(percent(count, all)).right(),
    ]);
}

/// `75.0 %`, rounded.
fn percent(count: u64, all: u64) -> String {
    let (count, all) = (u128::from(count), u128::from(all.max(1)));
    let per_mille = (count * 2_000 + all) / (2 * all);
    format!("{}.{} %", per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;
    use crate::render::fixture::tally;

    #[test]
    fn a_tally_has_transitions_by_count_times_shares_and_days() {
        let text = lines(&tally(), Appearance::plain(72)).join("\n");
        let expected = "\
1,240 events of 200 tickets
duplicates 3

changes of the status
  created → queueing            150
  queueing → processing         140
  processing → closed by agent   90
  closed by agent → processing   10
  processing → 99 unknown         1

changes of the stage
  bot → human  150
";
        assert!(text.starts_with(expected), "{text}");
        for line in [
            "  handed over to a human             150  of 200  75.0 %",
            "  created, not answered by an agent   10   of 40  25.0 %",
            "        2   1 min  1 h  1 h",
            "  3 agent  30  of 100  30.0 %",
            "  approved  3  of 4  75.0 %",
            "  51 closed by agent  90  of 120  75.0 %",
            "  2023-11-15    200  ██████████▏",
        ] {
            assert!(text.contains(&format!("\n{line}")), "{text}");
        }
    }

    #[test]
    fn of_many_transitions_the_first_twelve_are_listed_and_one_day_is_no_chart() {
        let mut moved = MovedTally { tickets: 1, ..MovedTally::default() };
        moved.statuses.extend((0..20).map(|code| ((code, code + 100), 1)));
        moved.days.insert(19_675, 20);
        let text = lines(&moved, Appearance::plain(80)).join("\n");
        assert_eq!(text.matches('→').count(), 12);
        assert!(text.contains("  … 8 more kinds") && !text.contains("events by day"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [80, 200] {
            for line in lines(&tally(), Appearance { lang: Lang::Zh, ..Appearance::plain(width) }) {
                assert!(line.width() <= width, "{line}");
            }
        }
    }

    #[test]
    fn shares_are_rounded_and_an_empty_log_has_none() {
        assert_eq!(
            [percent(1, 3), percent(2, 3), percent(5, 5), percent(0, 0)].join(" "),
            "33.3 % 66.7 % 100.0 % 0.0 %"
        );
        let empty = lines(&MovedTally::default(), Appearance::plain(80));
        assert_eq!(empty, ["0 events of 0 tickets"]);
    }
}
