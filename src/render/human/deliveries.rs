//! The report at the end of a run of deliveries.

use super::received;
use crate::model::Lang;
use crate::render::Appearance;
use crate::render::chinese::{behind_number, said};
use crate::render::text::escape::shell_quoted;
use crate::render::text::layout::{Break, width};
use crate::render::text::{Mark, Paint, counted, grouped, latency, phrase, picture, stopped, visible};
use crate::report::{Deliveries, Exit, Summary, Tag};

/// From how many answers on a share of them is worth telling.
const MIN_ANSWERS: u64 = 20;

/// The report at the end, the verdict first.
pub(crate) fn report(summary: &Summary, run: &Deliveries, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let mut lines = look.wrapped(&counts(summary, run, lang, paint), Break::Dot);
    if run.latency.count() >= MIN_ANSWERS {
        let latencies = latencies(run, look.width.saturating_sub(10));
        lines.push(format!("{:<9} {latencies}", phrase("latency", lang)));
    }
    if run.past_limit > 0 {
        let (past, again) =
            (phrase("past the platform's 3 s", lang), phrase("(it would send these again)", lang));
        lines.push(paint.warn(&format!("{past}: {} {again}", grouped(run.past_limit))));
    }
    for missed in &run.missed {
        let missed = format!("{} {}", paint.bad("✗"), visible(&said(missed, lang)));
        lines.extend(look.wrapped(&missed, Break::Blank));
    }
    if let Some(file) = &run.failed_to {
        let is_plain = |it: char| it.is_alphanumeric() || "-_./:\\".contains(it);
        let word = if file.chars().all(is_plain) { file.clone() } else { shell_quoted(file) };
        let again = phrase("again:", lang);
        lines.push(format!("{again} helpdesk-evt replay {} --url …", visible(&word)));
    }
    lines.extend(counted::opened(summary, lang));
    if let Some(mut left_out) = counted::left_out(summary, lang) {
        if !summary.left_out.other_types.is_empty() {
            left_out = format!("{left_out} ({})", phrase("--all-types sends them", lang));
        }
        lines.extend(look.wrapped(&left_out, Break::Dot));
    }
    if let Some(why) = stopped(summary, lang) {
        lines.extend(look.wrapped(&paint.warn(&why), Break::Blank));
    }
    if let Some(tally) = &summary.received {
        let receiver = format!("{}{}", phrase("the receiver", lang), Mark::Colon.text(lang));
        let told = format!("{receiver}{}", received::counts(tally, look));
        lines.extend(look.wrapped(&told, Break::Blank));
    }
    lines
}

/// `failed: 127 of 128 delivered, 1 × 500 · 3 retried · in 2.31 s, 55/s`; what is zero is left out.
pub(crate) fn counts(summary: &Summary, run: &Deliveries, lang: Lang, paint: Paint) -> String {
    let all = run.decided() + run.left;
    let (accepted, of) = (grouped(run.accepted), grouped(all));
    let delivered = match lang {
        Lang::En => format!("{accepted} of {of} delivered"),
        Lang::Zh => format!("{of} 个中 {accepted} 个{}", phrase("delivered", lang)),
    };
    let good = summary.exit == Exit::Clean && run.accepted == all && run.missed.is_empty();
    let word = counted::verdict(good, lang, paint);
    let others = run.outcomes.iter().filter(|(tag, _)| **tag != Tag::Status(200));
    let others = others.map(|(tag, count)| format!("{} × {}", grouped(*count), said(&tag.to_string(), lang)));
    let counts = Mark::Comma.joined(std::iter::once(delivered).chain(others), lang);
    let mut parts = vec![format!("{word}{counts}")];
    for (count, what) in [
        (run.retried, "retried"),
        (run.resent, "sent again over a fresh connection"),
        (run.late, "sent late"),
        (run.duplicates, "sent again on purpose"),
        (run.duplicates_failed, "of those failed"),
        (run.left, "not decided"),
        (run.resumed, "accepted in an earlier run"),
        (summary.faulty_inputs, "invalid, not sent"),
        (run.acked_late, "acked too late"),
        (run.warned, "with a warning"),
    ] {
        if count > 0 {
            parts.push(format!("{} {}", grouped(count), behind_number(what, lang)));
        }
    }
    parts.extend(counted::unread(summary, lang));
    let seconds = run.elapsed.as_secs_f64();
    if seconds > 0.0 && run.attempts() > 0 {
        #[expect(clippy::cast_precision_loss, reason = "shown without digits")]
        let rate = run.attempts() as f64 / seconds;
        let rate = (seconds > 1.0).then(|| format!("{rate:.0}/s"));
        let time = format!("{} {seconds:.2} s", phrase("in", lang));
        parts.push(paint.dim(&Mark::Comma.joined(std::iter::once(time).chain(rate), lang)));
    }
    parts.join(" · ")
}

/// `200 ×127   500 ×3   timed out ×1`.
pub(crate) fn statuses(run: &Deliveries) -> String {
    let each = run.outcomes.iter().map(|(tag, count)| format!("{tag} ×{}", grouped(*count)));
    each.collect::<Vec<_>>().join("   ")
}

/// `p50 3.9 ms   p90 5.2 ms   p99 11.8 ms   max 3.000 s   ▁▇█▃▁▁       ▁`; the picture where it fits.
pub(crate) fn latencies(run: &Deliveries, max_width: usize) -> String {
    let all = &run.latency;
    let at = |quantile| latency(all.quantile(quantile));
    let (p50, p90, p99, max) = (at(0.5), at(0.9), at(0.99), latency(all.max()));
    let text = format!("p50 {p50}   p90 {p90}   p99 {p99}   max {max}");
    let whole = format!("{text}   {}", picture(&all.doublings()));
    if width(&whole) <= max_width { whole } else { text }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::render::fixture::delivered;
    use crate::report::{Delivered, Next, Outcome, Phase, Record};

    #[test]
    fn the_report_counts_what_there_is_to_count() {
        let mut summary = Summary::default();
        for _ in 0..30 {
            summary.count(&Record::Delivered(Box::new(delivered(Outcome::Accepted, Next::Done))));
        }
        let late = Delivered {
            took: Duration::from_secs(3),
            latency: Duration::from_secs(3),
            ..delivered(Outcome::TimedOut { phase: Phase::Answer, limit_ms: 3_000 }, Next::GaveUp)
        };
        summary.count(&Record::Delivered(Box::new(late)));
        let run = summary.deliveries.as_mut().unwrap();
        (run.elapsed, run.left) = (Duration::from_secs(8), 1);
        run.missed = vec!["p99 > 500ms: it is 3000.0 ms".to_owned()];
        run.failed_to = Some("it's 1.ndjson".to_owned());
        let run = &summary.deliveries.clone().unwrap();
        let text = report(&summary, run, Appearance::plain(80)).join("\n");
        let expected = "failed: 30 of 32 delivered, 1 × timed out · 1 not decided · in 8.00 s, 4/s\n\
                        latency   p50 4.1 ms   p90 4.1 ms   p99 3.000 s   max 3.000 s   ";
        assert!(text.starts_with(expected), "{text}");
        assert!(
            text.contains("\npast the platform's 3 s: 1 (it would send these again)\n✗ p99 > 500ms"),
            "{text}"
        );
        assert!(text.ends_with("\nagain: helpdesk-evt replay 'it'\\''s 1.ndjson' --url …"), "{text}");
    }
}
