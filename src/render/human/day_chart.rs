//! Events by day as bars. More days than fit are taken together: into weeks, months, years.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use crate::render::text::{counted, grouped, time};

const ROWS: usize = 40;

/// What the rows of a chart are, and the chart of counts by day (days since 1970-01-01), at most `max_width` columns wide.
pub(crate) fn chart(days: &BTreeMap<i64, u64>, max_width: usize) -> (&'static str, Vec<String>) {
    let (title, mut rows) = periods(days);
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    let label = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let number = rows.iter().map(|(_, count)| grouped(*count).len()).max().unwrap_or(0);
    let top = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let space = max_width.saturating_sub(label + number + 4).clamp(8, 60);
    let line = |(name, count): &(String, u64)| {
        let text = format!("{name:label$}  {:>number$}  {}", grouped(*count), bar(*count, top, space));
        text.trim_end().to_owned()
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if more > 0 {
        lines.push(format!("… and {}", counted::counted(more as u64, "more year")));
    }
    (title, lines)
}

/// The rows: every day from the first to the last, and where these are too many, weeks or months. What lies further
/// apart than that are years, of which only those with events are shown.
pub(crate) fn periods(days: &BTreeMap<i64, u64>) -> (&'static str, Vec<(String, u64)>) {
    let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else {
        return ("events by day", Vec::new());
    };
    let span = usize::try_from(last.saturating_sub(*first)).unwrap_or(usize::MAX);
    let every = (*first..=*last).map(|day| (day, days.get(&day).copied().unwrap_or(0)));
    if span < ROWS {
        ("events by day", every.map(|(day, count)| (time::date(day), count)).collect())
    } else if span < 7 * (ROWS - 1) {
        let week = |(day, count)| (time::date(time::week(day)), count);
        ("events by week, from its Monday", summed(every.map(week)))
    } else if span < 30 * (ROWS - 1) {
        ("events by month", summed(every.map(|(day, count)| (time::month(day), count))))
    } else {
        let year = |(day, count): (&i64, &u64)| {
            let month = time::month(*day);
            (month.rsplit_once('-').map_or(month.clone(), |(year, _)| year.to_owned()), *count)
        };
        ("events by year", summed(days.iter().map(year)))
    }
}

/// Adds up neighbours of the same name.
fn summed(rows: impl Iterator<Item = (String, u64)>) -> Vec<(String, u64)> {
    let mut sums: Vec<(String, u64)> = Vec::new();
    for (name, count) in rows {
        match sums.last_mut() {
            Some((last, sum)) if *last == name => *sum += count,
            _ => sums.push((name, count)),
        }
    }
    sums
}

/// A bar of at most `space` columns, in eighths; what is not nothing can be seen.
fn bar(count: u64, top: u64, space: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 {
        return String::new();
    }
    let eighths = u128::from(count) * 8 * space as u128 / u128::from(top.max(1));
    let eighths = usize::try_from(eighths).unwrap_or(8 * space).max(1);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_events_is_a_row_too() {
        let (_, lines) = chart(&[(19_674, 4), (19_676, 1_000)].into(), 40);
        assert_eq!(
            lines,
            ["2023-11-13      4  ▏", "2023-11-14      0", "2023-11-15  1,000  █████████████████████"]
        );
    }

    #[test]
    fn many_days_become_weeks_months_and_years() {
        let log = |days: i64| (0..days).map(|day| (19_000 + day, 1)).collect::<BTreeMap<_, _>>();
        for (days, title) in [
            (40, "events by day"),
            (41, "events by week, from its Monday"),
            (300, "events by month"),
            (1_300, "events by year"),
            (30_000, "events by year"),
        ] {
            let (what, lines) = chart(&log(days), 80);
            assert_eq!(what, title);
            assert!(lines.len() <= ROWS + 1, "{}", lines.len());
        }
        assert!(chart(&[(i64::MIN, 1), (i64::MAX, 1)].into(), 80).1.len() == 2);
    }
}
