//! The tally in words: the last line of a run.

use super::paint::Paint;
use crate::report::{Deliveries, Exit, Summary};

/// `2,000 events in 3 files: 1,998 clean, 2 faulty; 2 errors, 1 warning`, and that the run stopped early if it did.
pub(crate) fn sentence(summary: &Summary, paint: Paint) -> String {
    let mut seen = counted(summary.documents, "event");
    if summary.files > 0 {
        seen = format!("{seen} in {}", counted(summary.files, "file"));
    }
    let clean = format!("{} clean", grouped(summary.clean()));
    let good = summary.faulty == 0 && summary.documents > 0;
    let mut verdict = if good { paint.good(&clean) } else { clean };
    if summary.faulty > 0 {
        let faulty = format!("{} faulty", grouped(summary.faulty));
        verdict = format!("{verdict}, {}", paint.bad(&faulty));
    }
    let mut parts = vec![format!("{seen}: {verdict}")];
    parts.extend(found(summary, paint));
    parts.extend(stopped(summary).map(str::to_owned));
    parts.join("; ")
}

pub(crate) fn found(summary: &Summary, paint: Paint) -> Option<String> {
    let found = [
        (summary.errors, paint.bad(&counted(summary.errors, "error"))),
        (summary.warnings, paint.warn(&counted(summary.warnings, "warning"))),
        (summary.notes, paint.note(&counted(summary.notes, "note"))),
    ];
    let found: Vec<String> =
        found.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
    (!found.is_empty()).then(|| found.join(", "))
}

/// `… and 3 more findings (--max-findings)`, where findings were counted and not shown.
pub(crate) fn hidden(summary: &Summary) -> Option<String> {
    (summary.hidden > 0)
        .then(|| format!("… and {} (--max-findings)", counted(summary.hidden, "more finding")))
}

pub(crate) fn stopped(summary: &Summary) -> Option<&'static str> {
    match summary.exit {
        _ if !summary.stopped => None,
        Exit::Interrupted => Some("interrupted (SIGINT)"),
        Exit::Terminated => Some("interrupted (SIGTERM)"),
        _ if summary.faulty > 0 => Some("stopped at the first faulty event (--fail-fast)"),
        _ if summary.deliveries.as_ref().is_some_and(Deliveries::never_connected) => {
            Some("stopped early: no connection came about, so the rest was not tried")
        }
        _ => Some("stopped early"),
    }
}

/// `1 file`, `2,000 files`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(summary: &Summary) -> String {
        sentence(summary, Paint::default())
    }

    #[test]
    fn thousands_have_commas_and_one_is_singular() {
        assert_eq!(
            [0, 7, 999, 1000, 123_456, 1_234_567].map(grouped).join(" "),
            "0 7 999 1,000 123,456 1,234,567"
        );
        let summary =
            Summary { documents: 2000, files: 3, faulty: 2, errors: 2, warnings: 1, ..Summary::default() };
        assert_eq!(said(&summary), "2,000 events in 3 files: 1,998 clean, 2 faulty; 2 errors, 1 warning");
        let summary =
            Summary { documents: 1, files: 1, faulty: 1, errors: 1, notes: 2, ..Summary::default() };
        assert_eq!(said(&summary), "1 event in 1 file: 0 clean, 1 faulty; 1 error, 2 notes");
    }

    #[test]
    fn parts_that_are_zero_are_left_out() {
        let clean = Summary { documents: 12, files: 3, ..Summary::default() };
        assert_eq!(said(&clean), "12 events in 3 files: 12 clean");
        assert_eq!(said(&Summary { notes: 1, ..clean }), "12 events in 3 files: 12 clean; 1 note");
    }

    #[test]
    fn a_run_that_stopped_early_says_so_and_why() {
        let stopped =
            Summary { documents: 2, files: 1, faulty: 1, errors: 1, stopped: true, ..Summary::default() };
        assert_eq!(
            said(&stopped),
            "2 events in 1 file: 1 clean, 1 faulty; 1 error; stopped at the first faulty event (--fail-fast)"
        );
        let signal = Summary { exit: Exit::Interrupted, ..stopped };
        assert!(said(&signal).ends_with("; interrupted (SIGINT)"));
    }
}
