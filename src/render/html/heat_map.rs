//! Transitions as a heat map: how often which code became which, the more often the darker.

use std::collections::{BTreeMap, BTreeSet};

use super::page::note;
use super::svg::{Anchor, Rect, Svg};
use crate::model::Lang;
use crate::render::text::{grouped, labels, phrase};

const CODES: usize = 16;
/// The size of a cell, px.
const CELL: (u32, u32) = (68, 28);
/// The space for the names on the left and above, px.
const NAMES: (u32, u32) = (112, 36);

/// The heat map of a coded field; nothing where nothing was counted.
pub(crate) fn heat_map(
    field: &str,
    counts: &BTreeMap<(i64, i64), u64>,
    title: &'static str,
    lang: Lang,
) -> String {
    let most = counts.values().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let codes = most_frequent(counts);
    let side = u32::try_from(codes.len()).unwrap_or(0);
    let mut svg = Svg::fixed(NAMES.0 + side * CELL.0, NAMES.1 + side * CELL.1 + 1, phrase(title, lang));
    let name = |code: &i64| labels::bare(field, *code, lang);
    let (left, top) = (f64::from(NAMES.0), f64::from(NAMES.1));
    let (width, height) = (f64::from(CELL.0), f64::from(CELL.1));
    svg.text("tick", (0.0, top - 8.0), Anchor::Start, phrase("from / to", lang));
    let places = || codes.iter().zip(0_u32..).map(|(code, at)| (code, f64::from(at)));
    let mut told = 0;
    for (from, row) in places() {
        let y = top + row * height;
        svg.text("name", (left - 8.0, y + height / 2.0 + 4.0), Anchor::End, &name(from));
        for (line, above) in in_two_lines(&name(from)).iter().rev().zip([0.0, 14.0]) {
            svg.text("name", (left + (row + 0.5) * width, top - 8.0 - above), Anchor::Middle, line);
        }
        for (to, column) in places() {
            let cell = Rect { x: left + column * width, y, width, height };
            let count = counts.get(&(*from, *to)).copied().unwrap_or(0);
            told += count;
            if count == 0 {
                svg.rect("heat", cell, "");
                continue;
            }
            let about = format!("{} → {}: {}", name(from), name(to), grouped(count));
            svg.rect(&format!("heat h{}", level(count, most)), cell, &about);
            let place = (cell.x + width / 2.0, y + height / 2.0 + 4.0);
            svg.text("count", place, Anchor::Middle, &grouped(count));
        }
    }
    let left_out = counts.values().sum::<u64>() - told;
    let rest = note("counted, not drawn:", left_out, lang);
    format!("<div class=\"wide\" tabindex=\"0\">{}</div>\n{rest}", svg.finish())
}

/// The codes that stand in most transitions, by their number.
fn most_frequent(counts: &BTreeMap<(i64, i64), u64>) -> Vec<i64> {
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
    shown
}

/// A name as it fits above a column.
fn in_two_lines(name: &str) -> Vec<&str> {
    let chinese = name.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, _)| at);
    // Chinese names end in a word of two characters: "closed", "answered".
    let cut = chinese.rev().nth(1).filter(|_| name.chars().count() > 4);
    match (name.rsplit_once(' '), cut) {
        (Some((first, second)), _) if name.len() > 10 => vec![first, second],
        (None, Some(at)) => vec![&name[..at], &name[at..]],
        _ => vec![name],
    }
}

/// How dark a count is beside the highest one, from 1 to 9; by the square root, so that small counts differ, too.
fn level(count: u64, most: u64) -> u64 {
    let (count, most) = (u128::from(count) * 81, u128::from(most));
    (1..=9_u64).rev().find(|level| count >= most * u128::from(level * level)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(counts: &BTreeMap<(i64, i64), u64>) -> String {
        heat_map("status", counts, "changes of the status", Lang::En)
    }

    #[test]
    fn each_transition_is_a_cell_with_its_count() {
        let text = html(&BTreeMap::from([((1, 3), 150), ((51, 2), 10)]));
        for part in [
            "<rect class=\"heat h9\" x=\"248.00\" y=\"36\" width=\"68.00\" height=\"28.0\"><title>created → queueing: 150</title>",
            "<title>closed by agent → processing: 10</title>",
            ">closed by</text>",
            "<text class=\"count\" x=\"282.00\" y=\"54.0\" text-anchor=\"middle\">150</text>",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(text.matches("<rect").count(), 16, "{text}");
        assert_eq!(html(&BTreeMap::new()), "");
        assert_eq!(in_two_lines("被机器人关闭"), ["被机器人", "关闭"]);
        assert_eq!(in_two_lines("processing"), ["processing"]);
    }

    #[test]
    fn of_many_codes_the_most_frequent_are_drawn_and_the_rest_is_counted() {
        let text = html(&(0..100).map(|it| ((it, it + 1), 2)).collect());
        assert!(text.contains("counted, not drawn: 170</p>"), "{text}");
    }

    #[test]
    fn the_highest_count_is_the_darkest_and_none_is_invisible() {
        assert_eq!([1, 250_000, 1_000_000].map(|it| level(it, 1_000_000)), [1, 4, 9]);
    }
}
