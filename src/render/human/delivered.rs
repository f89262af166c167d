//! Deliveries for people: a row an attempt with what went wrong below it, and the report at the end.

use crate::model::Lang;
use crate::render::text::{Clock, Paint, counted, latency, picture, short_id, visible, wait, words};
use crate::report::{Delivered, Deliveries, Next, Outcome, Purpose, Summary};

/// What stands below a row begins under its words.
const INDENT: &str = "                ";
/// Columns for the change, so that what follows stands in one line.
const CHANGE: usize = 40;

/// The row of an attempt, and its warnings below it.
pub(crate) fn rows(it: &Delivered, clock: &Clock, paint: Paint, lang: Lang) -> String {
    let mut text = format!("{}\n", line(it, clock, paint, lang));
    for warning in &it.warnings {
        text.extend([INDENT, &paint.warn("warning:"), " ", &visible(warning), "\n"]);
    }
    text
}

/// The row alone, without the line's end.
pub(crate) fn line(it: &Delivered, clock: &Clock, paint: Paint, lang: Lang) -> String {
    let mark = match (it.next, it.outcome.is_accepted()) {
        (_, true) if it.warnings.is_empty() => paint.good("✓"),
        (_, true) => paint.warn("✓"),
        (Next::Retry { .. } | Next::Resend, false) => paint.warn("↻"),
        (_, false) => paint.bad("✗"),
    };
    let subject = &it.subject;
    let id = subject.ticket_id.as_ref().or(subject.event_id.as_ref());
    let id = id.map_or_else(|| format!("document {}", subject.index), |it| short_id(it));
    let said = |paint| {
        it.transition.as_ref().map_or("no transition to read".to_owned(), |it| words(it, lang, paint))
    };
    let (plain, change) = (said(Paint::default()), said(paint));
    let room = " ".repeat(CHANGE.saturating_sub(plain.chars().count()).max(2));
    let time = paint.dim(&clock.time_of_day(it.at_ms));
    let notes = notes(it);
    let end = if notes.is_empty() { String::new() } else { format!("   {}", notes.join(": ")) };
    format!("{time}  {mark} {}  {change}{room}{}{end}", paint.strong(&id), outcome(it, paint))
}

/// `200    4.1 ms`, or the outcome in words.
fn outcome(it: &Delivered, paint: Paint) -> String {
    match (&it.outcome, it.outcome.status()) {
        (Outcome::Accepted, _) => format!("{}  {:>9}", paint.good("200"), latency(it.latency)),
        (Outcome::Refused { .. }, Some(status)) => {
            format!("{}  {:>9}", paint.bad(&status.to_string()), latency(it.latency))
        }
        (outcome, _) => paint.bad(&visible(&outcome.to_string())),
    }
}

/// What else there is to say, in the order of reading.
fn notes(it: &Delivered) -> Vec<String> {
    let mut marks = Vec::new();
    if it.purpose == Purpose::Duplicate {
        marks.push("again, on purpose".to_owned());
    }
    if it.attempt > 1 {
        marks.push(format!("attempt {}", it.attempt));
    }
    if let Some(late) = it.late {
        marks.push(format!("{} late", wait(late)));
    }
    let mut notes = Vec::new();
    if !marks.is_empty() {
        notes.push(marks.join(", "));
    }
    notes.extend(it.said.iter().map(|said| format!("\"{}\"", visible(said))));
    match it.next {
        Next::Retry { after, number, of } => {
            notes.push(format!("retry {number} of {of} in {}", wait(after)));
        }
        Next::Resend => notes.push("sent again over a fresh connection".to_owned()),
        Next::Done | Next::GaveUp => {}
    }
    notes
}

/// The report at the end.
pub(crate) fn report(summary: &Summary, run: &Deliveries, paint: Paint) -> String {
    let mut lines = vec![counts(summary, run, paint)];
    if run.attempts() > 0 {
        lines.push(format!("status    {}", statuses(run)));
    }
    if run.latency.count() > 0 {
        lines.push(format!("latency   {}", latencies(run)));
    }
    if run.past_limit > 0 {
        let text = format!("past the platform's 3 s: {} (it would send these again)", run.past_limit);
        lines.push(paint.warn(&text));
    }
    lines.extend(run.missed.iter().map(|it| format!("{} {}", paint.bad("✗"), visible(it))));
    if let Some(file) = &run.failed_to {
        let file = visible(file);
        lines.push(format!("failed events: {file} (`helpdesk-evt replay {file} --url …`)"));
    }
    lines.extend(counted::stopped(summary).map(|it| paint.warn(it)));
    lines.join("\n")
}

/// `delivered 127 of 128 · 1 failed · 3 retried · 0 late            in 2.31 s, 55.4/s`.
pub(crate) fn counts(summary: &Summary, run: &Deliveries, paint: Paint) -> String {
    let of = run.decided() + run.left;
    let delivered = format!("delivered {} of {}", counted::grouped(run.accepted), counted::grouped(of));
    let whole = run.accepted == of && of > 0;
    let mut parts = vec![if whole { paint.good(&delivered) } else { paint.strong(&delivered) }];
    let failed = format!("{} failed", counted::grouped(run.failed));
    parts.push(if run.failed > 0 { paint.bad(&failed) } else { failed });
    parts.push(format!("{} retried", counted::grouped(run.retried)));
    parts.push(format!("{} late", counted::grouped(run.late)));
    for (count, what) in [
        (run.resent, "resent"),
        (run.duplicates, "sent again on purpose"),
        (run.duplicates_failed, "of those failed"),
        (run.left, "not decided"),
        (run.resumed, "accepted in an earlier run"),
        (summary.faulty, "invalid, not sent"),
        (run.acked_late, "acked too late"),
        (run.warned, "with a warning"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", counted::grouped(count)));
        }
    }
    let seconds = run.elapsed.as_secs_f64();
    if seconds > 0.0 && run.attempts() > 0 {
        #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
        let rate = run.attempts() as f64 / seconds;
        parts.push(paint.dim(&format!("in {seconds:.2} s, {rate:.1}/s")));
    }
    parts.join(" · ")
}

/// `200 ×127   500 ×3   timed out ×1`.
pub(crate) fn statuses(run: &Deliveries) -> String {
    let each = run.outcomes.iter().map(|(tag, count)| format!("{tag} ×{}", counted::grouped(*count)));
    each.collect::<Vec<_>>().join("   ")
}

/// `p50 3.9 ms   p90 5.2 ms   p99 11.8 ms   max 3.000 s   ▁▇█▃▁▁       ▁`.
pub(crate) fn latencies(run: &Deliveries) -> String {
    let all = &run.latency;
    let at = |quantile| latency(all.quantile(quantile));
    let (p50, p90, p99, max) = (at(0.5), at(0.9), at(0.99), latency(all.max()));
    format!("p50 {p50}   p90 {p90}   p99 {p99}   max {max}   {}", picture(&all.doublings()))
}

/// One line an attempt, clickable: `file:line: outcome: ticket: what changed`.
pub(crate) fn short(it: &Delivered, paint: Paint, lang: Lang) -> String {
    let subject = &it.subject;
    let text = format!("{} ({})", it.outcome, latency(it.latency));
    let text = visible(&text);
    let outcome = if it.outcome.is_accepted() { paint.good(&text) } else { paint.bad(&text) };
    let id = subject.ticket_id.as_ref().or(subject.event_id.as_ref());
    let id = id.map_or(String::new(), |id| format!(": {}", visible(id)));
    let change = it.transition.as_ref().map_or(String::new(), |it| format!(": {}", words(it, lang, paint)));
    let mut notes = notes(it);
    notes.extend(it.warnings.iter().map(|warning| format!("warning: {}", visible(warning))));
    let place = format!("{}:{}", visible(&subject.file), subject.line);
    let mut parts = vec![format!("{}: {outcome}{id}{change}", paint.strong(&place))];
    parts.append(&mut notes);
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::render::fixture::delivered;
    use crate::report::{Phase, Record};

    fn shown(it: &Delivered) -> String {
        rows(it, &Clock::utc(), Paint::default(), Lang::En)
    }

    #[test]
    fn a_row_says_time_ticket_change_status_and_latency() {
        let expected = "22:13:20.511  ✓ 7100…0340  created → queueing, handed over         200     4.1 ms\n";
        assert_eq!(shown(&delivered(Outcome::Accepted, Next::Done)), expected);
        let again = Delivered {
            attempt: 2,
            late: Some(Duration::from_millis(12)),
            ..delivered(Outcome::Accepted, Next::Done)
        };
        assert_eq!(shown(&again), expected.replace("ms\n", "ms   attempt 2, 12 ms late\n"));
    }

    #[test]
    fn a_failure_says_why_what_the_app_said_and_what_follows() {
        let retry = Next::Retry { after: Duration::from_millis(15), number: 1, of: 4 };
        let mut it = delivered(Outcome::Refused { status: 500 }, retry);
        it.said = Some("processor not found\u{1b}".to_owned());
        it.warnings = vec!["no handler".to_owned()];
        assert_eq!(
            shown(&it),
            "22:13:20.511  ↻ 7100…0340  created → queueing, handed over         500     4.1 ms   \
             \"processor not found␛\": retry 1 of 4 in 15 ms\n                warning: no handler\n"
        );
        let outcome = Outcome::TimedOut { phase: Phase::Answer, limit_ms: 3_000 };
        assert!(
            shown(&delivered(outcome, Next::GaveUp))
                .contains("✗ 7100…0340  created → queueing, handed over         timed out after 3.000 s\n")
        );
    }

    #[test]
    fn the_report_counts_what_there_is_to_count() {
        let mut summary = Summary::default();
        for _ in 0..3 {
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
        run.failed_to = Some("failed.ndjson".to_owned());
        let run = summary.deliveries.clone().unwrap();
        assert_eq!(
            report(&summary, &run, Paint::default()),
            "delivered 3 of 5 · 1 failed · 0 retried · 0 late · 1 not decided · in 8.00 s, 0.5/s\n\
             status    200 ×3   timed out ×1\n\
             latency   p50 4.1 ms   p90 3.000 s   p99 3.000 s   max 3.000 s   █        ▃\n\
             past the platform's 3 s: 1 (it would send these again)\n\
             ✗ p99 > 500ms: it is 3000.0 ms\n\
             failed events: failed.ndjson (`helpdesk-evt replay failed.ndjson --url …`)"
        );
    }
}
