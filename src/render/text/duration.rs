//! Times as people read them: `4.1 ms`, `3.000 s`, `5 min`.

use std::time::Duration;

use crate::model::{Lang, time_units};

/// A latency: `0.04 ms` below 0.1 ms, `4.1 ms` below 1 s, `3.000 s` above.
pub(crate) fn latency(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        it if it < 0.095 => format!("{it:.2} ms"),
        it if it < 1e3 => format!("{it:.1} ms"),
        _ => format!("{:.3} s", time.as_secs_f64()),
    }
}

/// A wait: `15 ms`, `1.5 s`, `5 min`, `6 h`.
pub(crate) fn wait(time: Duration, lang: Lang) -> String {
    let [_, hour, minute, second, millisecond] = time_units(lang);
    let (number, unit) = match time.as_secs_f64() {
        it if it < 1.0 => (it * 1e3, millisecond),
        it if it < 90.0 => (it, second),
        it if it < 5_400.0 => (it / 60.0, minute),
        it => (it / 3_600.0, hour),
    };
    let number = format!("{number:.1}");
    format!("{} {unit}", number.strip_suffix(".0").unwrap_or(&number))
}

/// Counts as a small picture, the highest one full: `▁▇█▃▁`. A count that is not 0 is always seen.
pub(crate) fn picture(counts: &[u64]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = counts.iter().copied().max().unwrap_or(0);
    let bar = |count: &u64| match count {
        0 => ' ',
        count => {
            let eighths = (u128::from(*count) * 8).div_ceil(u128::from(highest));
            BARS[usize::try_from(eighths).unwrap_or(8).clamp(1, 8) - 1]
        }
    };
    counts.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_fine_as_they_matter() {
        let ms = Duration::from_millis;
        assert_eq!(latency(Duration::from_micros(42)), "0.04 ms");
        assert_eq!(latency(Duration::from_micros(98)), "0.1 ms");
        assert_eq!(latency(Duration::from_micros(4_120)), "4.1 ms");
        assert_eq!(latency(ms(3_000)), "3.000 s");
        assert_eq!(
            [15, 1_000, 1_500, 300_000, 21_600_000].map(ms).map(|it| wait(it, Lang::En)).join(", "),
            "15 ms, 1 s, 1.5 s, 5 min, 6 h"
        );
    }

    #[test]
    fn one_among_a_million_is_still_seen() {
        assert_eq!(picture(&[1, 500_000, 1_000_000, 0, 1]), "▁▄█ ▁");
        assert_eq!(picture(&[]), "");
    }
}
