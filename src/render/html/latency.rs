//! Latency over time: a mark an attempt against the platform's limit; of more attempts than can be drawn, a mark a stretch
//! of time.

use std::collections::BTreeMap;
use std::time::Duration;

use super::svg::{self, Anchor, Svg, percent};
use crate::model::Lang;
use crate::render::text::escape::escaped;
use crate::render::text::{grouped, latency, phrase, wait};
use crate::report::Delivered;

const MARKS: usize = 2_000;
/// The height of the marks, px.
const HEIGHT: f64 = 220.0;
/// What stands above the marks, px.
const TOP: f64 = 16.0;
/// The platform's limit for an answer, ms.
const LIMIT_MS: f64 = 3_000.0;
/// The shortest that is told apart, ms.
const SHORTEST_MS: f64 = 0.1;

/// The latencies of a run, by the time at which attempts were made.
pub(crate) struct Course {
    /// How long a stretch is, ms.
    stretch: i64,
    by_stretch: BTreeMap<i64, Spread>,
}

#[derive(Clone, Copy)]
struct Spread {
    count: u64,
    failed: u64,
    shortest: Duration,
    longest: Duration,
}

impl Default for Course {
    fn default() -> Self {
        Self { stretch: 1, by_stretch: BTreeMap::new() }
    }
}

impl Course {
    pub(crate) fn add(&mut self, it: &Delivered) {
        let failed = u64::from(!it.outcome.is_accepted());
        let one = Spread { count: 1, failed, shortest: it.latency, longest: it.latency };
        merge(&mut self.by_stretch, it.at_ms.div_euclid(self.stretch), one);
        while self.by_stretch.len() > MARKS {
            self.stretch *= 2;
            let mut wider = BTreeMap::new();
            for (at, spread) in &self.by_stretch {
                merge(&mut wider, at.div_euclid(2), *spread);
            }
            self.by_stretch = wider;
        }
    }

    /// The picture and what a mark stands for; nothing without attempts.
    pub(crate) fn html(&self, lang: Lang) -> String {
        let (Some(first), Some(last)) = (self.by_stretch.keys().next(), self.by_stretch.keys().next_back())
        else {
            return String::new();
        };
        let longest = self.by_stretch.values().map(|it| it.longest).max().unwrap_or_default();
        let top = (longest.as_secs_f64() * 1e3).max(LIMIT_MS) * 1.3;
        let y = |ms: f64| {
            let share = (ms.max(SHORTEST_MS) / SHORTEST_MS).ln() / (top / SHORTEST_MS).ln();
            TOP + HEIGHT * (1.0 - share)
        };
        let mut svg = Svg::new(256, phrase("latency over time", lang));
        for (ms, name) in
            [(1.0, "1 ms"), (10.0, "10 ms"), (100.0, "100 ms"), (1e3, "1 s"), (1e4, "10 s"), (1e5, "100 s")]
        {
            if ms < top {
                svg.line("axis", (0.0, y(ms)), (100.0, y(ms)), "");
                svg.text("tick", (0.0, y(ms) - 3.0), Anchor::Start, name);
            }
        }
        svg.line("axis", (0.0, TOP + HEIGHT), (100.0, TOP + HEIGHT), "");
        svg.line("limit", (0.0, y(LIMIT_MS)), (100.0, y(LIMIT_MS)), "");
        svg.text("limit", (100.0, y(LIMIT_MS) - 4.0), Anchor::End, phrase("the platform's limit, 3 s", lang));
        let span = last.abs_diff(*first);
        for (at, spread) in &self.by_stretch {
            let x = 12.0 + percent(at.abs_diff(*first), span) * 0.87;
            mark(&mut svg, x, spread, &y);
        }
        let end = Duration::from_millis(span.saturating_mul(self.stretch.unsigned_abs()));
        svg.text("tick", (12.0, 252.0), Anchor::Start, "0 s");
        svg.text("tick", (99.0, 252.0), Anchor::End, &wait(end, lang));
        let samples = [
            ("<circle class=\"ok\" cx=\"8\" cy=\"7\" r=\"3\"/>", "accepted"),
            (
                "<g class=\"cross\" transform=\"translate(8 7)\"><path d=\"M-4-4L4 4M-4 4L4-4\"/></g>",
                "not accepted",
            ),
        ];
        let mut html = svg::key(&samples.map(|(shape, name)| (shape.to_owned(), phrase(name, lang))));
        html += &svg.finish();
        if self.stretch > 1 {
            let stretch = wait(Duration::from_millis(self.stretch.unsigned_abs()), lang);
            let (each, stretch) = (phrase("each mark stands for", lang), escaped(&stretch));
            html.extend([format!("<p class=\"note\">{each} {stretch}</p>\n")]);
        }
        html
    }
}

fn merge(all: &mut BTreeMap<i64, Spread>, at: i64, more: Spread) {
    let kept = all.entry(at).or_insert(Spread { count: 0, failed: 0, ..more });
    kept.count += more.count;
    kept.failed += more.failed;
    kept.shortest = kept.shortest.min(more.shortest);
    kept.longest = kept.longest.max(more.longest);
}

fn mark(svg: &mut Svg, x: f64, spread: &Spread, y: &impl Fn(f64) -> f64) {
    let [shortest, longest] = [spread.shortest, spread.longest].map(|it| y(it.as_secs_f64() * 1e3));
    let title = match (spread.count, spread.failed) {
        (1, _) => latency(spread.longest),
        (count, 0) => format!("{} × ≤ {}", grouped(count), latency(spread.longest)),
        (count, failed) => {
            format!("{} × ≤ {}, {} ✗", grouped(count), latency(spread.longest), grouped(failed))
        }
    };
    if spread.count > 1 && shortest - longest > 1.0 {
        svg.line("spread", (x, shortest), (x, longest), "");
    }
    if spread.failed > 0 {
        // A cross is told from a dot without its colour, too.
        svg.cross((x, longest), &title);
    } else {
        svg.circle("ok", (x, longest), 3.0, &title);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::delivered;
    use crate::report::{Next, Outcome};

    fn course(attempts: i64) -> Course {
        let mut course = Course::default();
        for at in 0..attempts {
            let outcome = if at == 7 { Outcome::Refused { status: 500 } } else { Outcome::Accepted };
            let it = delivered(outcome, Next::Done);
            course.add(&Delivered { at_ms: it.at_ms + at * 10, ..it });
        }
        course
    }

    #[test]
    fn each_attempt_is_a_mark_and_a_failure_a_cross() {
        let text = course(10).html(Lang::En);
        assert_eq!(text.matches("<circle class=\"ok\" cx=\"12.00%\"").count(), 1, "{text}");
        assert_eq!(
            (text.matches("<title>4.1 ms").count(), text.matches("<svg class=\"cross\"").count()),
            (10, 1)
        );
        assert!(text.contains("class=\"limit\"") && text.contains("<title>4.1 ms</title>"), "{text}");
        assert!(!text.contains("class=\"note\""), "{text}");
    }

    #[test]
    fn many_attempts_are_taken_together_and_that_is_said() {
        let course = course(100_000);
        assert!(course.by_stretch.len() <= MARKS);
        assert_eq!(course.by_stretch.values().map(|it| it.count).sum::<u64>(), 100_000);
        let text = course.html(Lang::En);
        assert!(
            text.contains("each mark stands for 512 ms") || text.contains("each mark stands for 1 s"),
            "{text}"
        );
        assert!(text.len() < 600_000, "{}", text.len());
    }

    #[test]
    fn without_attempts_there_is_no_picture() {
        assert_eq!(Course::default().html(Lang::En), "");
    }
}
