//! The tally of a log for people: matrices, times, rates, and events by day as bars.

use std::collections::BTreeMap;

use super::day_chart;
use crate::model::Lang;
use crate::render::text::{Cell, Grid, Paint, Role, counted, labels, time};
use crate::report::MovedTally;

/// A table of the tally.
pub(crate) struct Part {
    pub(crate) title: &'static str,
    pub(crate) grid: Grid,
    /// Whether its first row is its head.
    pub(crate) headed: bool,
}

/// The lines of a tally, at most `width` columns wide where that can be.
pub(crate) fn lines(moved: &MovedTally, lang: Lang, paint: Paint, width: usize) -> Vec<String> {
    let mut lines = vec![head(moved)];
    let mut put = |title: &str, part: Vec<String>| {
        lines.extend([String::new(), paint.strong(title)]);
        lines.extend(part.into_iter().map(|line| format!("  {line}")));
    };
    let room = width.saturating_sub(2);
    for part in parts(moved, lang, room) {
        put(part.title, part.grid.lines(paint));
    }
    let chart = day_chart::chart(&moved.days, room);
    if !chart.lines.is_empty() {
        put(chart.title, chart.lines);
    }
    lines
}

/// The tables of a tally that have rows; a matrix is at most `room` columns wide where that can be.
pub(crate) fn parts(moved: &MovedTally, lang: Lang, room: usize) -> Vec<Part> {
    let parts = [
        ("stage: from (rows) to (columns)", matrix("stage", &moved.stages, lang, room), true),
        ("status: from (rows) to (columns)", matrix("status", &moved.statuses, lang, room), true),
        ("time spent in a status", stays(moved, lang), true),
        ("tickets", rates(moved), false),
        ("closed by", closers(moved, lang), false),
    ];
    let parts = parts.into_iter().filter(|(_, grid, _)| !grid.is_empty());
    parts.map(|(title, grid, headed)| Part { title, grid, headed }).collect()
}

/// How much was counted, in one line.
pub(crate) fn head(moved: &MovedTally) -> String {
    let mut text = format!(
        "{} of {}",
        counted::counted(moved.events, "event"),
        counted::counted(moved.tickets, "ticket")
    );
    text = format!("{text}: {} changed stage or status", counted::grouped(moved.changed));
    if moved.duplicates > 0 {
        text = format!("{text}; {} dropped", counted::counted(moved.duplicates, "duplicate"));
    }
    text
}

/// Counts, from (rows) to (columns), of the codes that occur. Where the labels are too wide, columns are headed by
/// their codes alone, which the rows explain.
fn matrix(field: &str, counts: &BTreeMap<(i64, i64), u64>, lang: Lang, room: usize) -> Grid {
    if counts.is_empty() {
        return Grid::default();
    }
    let [mut from, mut to] = [
        counts.keys().map(|it| it.0).collect::<Vec<i64>>(),
        counts.keys().map(|it| it.1).collect::<Vec<i64>>(),
    ];
    let word = |code: i64| labels::coded(field, code, lang);
    let wide = laid_out(counts, &mut from, &mut to, word, word);
    if wide.width() <= room {
        return wide;
    }
    from.extend(&to);
    laid_out(counts, &mut from, &mut to, word, |code| code.to_string())
}

fn laid_out(
    counts: &BTreeMap<(i64, i64), u64>,
    rows: &mut Vec<i64>,
    columns: &mut Vec<i64>,
    name: impl Fn(i64) -> String,
    heading: impl Fn(i64) -> String,
) -> Grid {
    for codes in [&mut *rows, &mut *columns] {
        codes.sort_unstable();
        codes.dedup();
    }
    let mut grid = Grid::default();
    let heads = columns.iter().map(|code| Cell::new(heading(*code)).role(Role::Dim).right());
    grid.row([Cell::default()].into_iter().chain(heads));
    for from in rows.iter() {
        let cells = columns.iter().map(|to| match counts.get(&(*from, *to)) {
            None => Cell::new("·").role(Role::Dim).right(),
            Some(count) => Cell::new(counted::grouped(*count)).right(),
        });
        grid.row([Cell::new(name(*from))].into_iter().chain(cells));
    }
    grid
}

fn stays(moved: &MovedTally, lang: Lang) -> Grid {
    if moved.stays.is_empty() {
        return Grid::default();
    }
    let words = |ms: u64| Cell::new(time::words(i64::try_from(ms).unwrap_or(i64::MAX))).right();
    let mut grid = Grid::default();
    grid.row(["", "stays", "median", "p95", "max"].map(|it| Cell::new(it).role(Role::Dim).right()));
    for (code, spread) in &moved.stays {
        let quantile = |per_mille| spread.quantile(per_mille).map(words).unwrap_or_default();
        grid.row([
            Cell::new(labels::coded("status", *code, lang)),
            Cell::new(counted::grouped(spread.count())).right(),
            quantile(500),
            quantile(950),
            words(spread.max()),
        ]);
    }
    grid
}

fn rates(moved: &MovedTally) -> Grid {
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
        share(&mut grid, name.to_owned(), count, moved.tickets);
    }
    grid
}

fn closers(moved: &MovedTally, lang: Lang) -> Grid {
    let all = moved.closed_by.values().sum();
    let mut grid = Grid::default();
    for (code, count) in &moved.closed_by {
        share(&mut grid, labels::coded("status", *code, lang), *count, all);
    }
    grid
}

fn share(grid: &mut Grid, name: String, count: u64, all: u64) {
    let of = format!("of {}", counted::grouped(all));
    grid.row([
        Cell::new(name),
        Cell::new(counted::grouped(count)).right(),
        Cell::new(of).role(Role::Dim).right(),
        Cell::new(percent(count, all)).right(),
    ]);
}

/// `75.0 %`, rounded.
pub(crate) fn percent(count: u64, all: u64) -> String {
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
    fn a_tally_has_matrices_times_rates_and_days() {
        let text = lines(&tally(), Lang::En, Paint::default(), 72).join("\n");
        let expected = "\
1,240 events of 200 tickets: 1,100 changed stage or status; 3 duplicates dropped

stage: from (rows) to (columns)
           1 bot  2 human
  1 bot      400      150
  2 human      ·      690

status: from (rows) to (columns)
                        2    3  51  99
  1 created             ·  150   ·   ·
  2 processing          ·    ·  90   1
  3 queueing          140    ·   ·   ·
  51 closed by agent   10    ·   ·   ·
  99 unknown            ·    ·   ·   ·
";
        assert!(text.starts_with(expected), "{text}");
        for line in [
            "  handed over to a human  150  of 200  75.0 %",
            "  51 closed by agent  90  of 120  75.0 %",
            "  2023-11-15    200  ██████████▏",
        ] {
            assert!(text.contains(&format!("\n{line}")), "{text}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [60, 80, 200] {
            for line in lines(&tally(), Lang::Zh, Paint::default(), width) {
                assert!(line.width() <= width.max(81), "{line}");
            }
        }
    }

    #[test]
    fn shares_are_rounded_and_an_empty_log_has_none() {
        assert_eq!(
            [percent(1, 3), percent(2, 3), percent(5, 5), percent(0, 0)].join(" "),
            "33.3 % 66.7 % 100.0 % 0.0 %"
        );
        let empty = lines(&MovedTally::default(), Lang::En, Paint::default(), 80);
        assert_eq!(empty, ["0 events of 0 tickets: 0 changed stage or status"]);
    }
}
