//! A probe case for people: a row, below it what to do; and the score at the end.

use crate::render::text::{Paint, counted, stopped, visible};
use crate::report::{Probed, ProbedTally, Summary, Verdict};

/// Columns for the title, so that what came back stands in one line.
const TITLE: usize = 45;

/// The row of a case, and below it what to do about it.
pub(crate) fn rows(probed: &Probed, paint: Paint) -> String {
    let got = visible(&probed.got);
    let title = format!("{:<TITLE$}", probed.title);
    let row = match probed.verdict {
        Verdict::Pass => format!("  {} {title}  {got}", paint.good("✓")),
        Verdict::Fail => format!("  {} {}  {got}", paint.bad("✗"), paint.strong(&title)),
        Verdict::Warn => format!("  {} {title}  {got}", paint.warn("!")),
        Verdict::Skipped => paint.dim(&format!("  – {title}  skipped: {got}")),
    };
    match &probed.advice {
        Some(advice) if probed.verdict == Verdict::Pass => {
            format!("{row}\n      {}\n", paint.dim(&visible(advice)))
        }
        Some(advice) => format!("{row}\n      {}\n", visible(advice)),
        None => format!("{row}\n"),
    }
}

/// A case in one line: `fail[forged-body]: refuses a forged body: 200 in 3 ms, it went through`.
pub(crate) fn line(probed: &Probed, paint: Paint) -> String {
    let weight = format!("{}[{}]", probed.verdict.name(), probed.case);
    let weight = match probed.verdict {
        Verdict::Pass => paint.good(&weight),
        Verdict::Fail => paint.bad(&weight),
        Verdict::Warn => paint.warn(&weight),
        Verdict::Skipped => paint.dim(&weight),
    };
    format!(
        "{}: {weight}: {}: {}",
        paint.strong(&visible(&probed.target)),
        probed.title,
        visible(&probed.got)
    )
}

/// The score: `20 passed, 2 failed, 1 warning, 1 skipped`; a kind that is not there is left out.
pub(crate) fn score(summary: &Summary, tally: &ProbedTally, paint: Paint) -> String {
    let mut parts = vec![paint.good(&format!("{} passed", tally.passed))];
    if tally.failed > 0 {
        parts.push(paint.bad(&format!("{} failed", tally.failed)));
    }
    if tally.warned > 0 {
        let of_sdk = match tally.of_sdk {
            0 => String::new(),
            count => format!(" ({count} of them the SDK's own)"),
        };
        parts.push(format!("{}{of_sdk}", paint.warn(&counted(tally.warned, "warning"))));
    }
    if tally.skipped > 0 {
        parts.push(format!("{} skipped", tally.skipped));
    }
    let score = parts.join(", ");
    stopped(summary).map_or(score.clone(), |why| format!("{score}; {why}"))
}

#[cfg(test)]
mod tests {
    use super::super::checked::Human;
    use super::*;
    use crate::render::Short;
    use crate::render::fixture::{probed, rendered};
    use crate::report::Record;

    fn records() -> Vec<Record> {
        vec![
            probed(Verdict::Pass, None),
            probed(Verdict::Fail, Some("Compare it.")),
            probed(Verdict::Warn, None),
            probed(Verdict::Skipped, None),
        ]
    }

    #[test]
    fn a_case_is_a_row_with_its_advice_below_and_the_score_is_last() {
        let text = rendered(&records(), |page| Human::new(page, Paint::default(), 100));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  ✓ refuses a forged body                          200 in 3 ms␛[2J");
        assert_eq!(lines[1], "  ✗ refuses a forged body                          200 in 3 ms␛[2J");
        assert_eq!(lines[2], "      Compare it.");
        assert!(lines[4].starts_with("  – refuses a forged body") && lines[4].contains("skipped: "));
        assert_eq!(lines[6], "1 passed, 1 failed, 1 warning (1 of them the SDK's own), 1 skipped");
    }

    #[test]
    fn quiet_shows_only_what_is_not_as_it_should_be() {
        let text = rendered(&records(), |page| Human::new(page, Paint::default(), 100).quiet(true));
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn a_case_is_one_line_with_its_slug() {
        let text = rendered(&records(), Short::new);
        assert_eq!(text.lines().count(), 4);
        assert!(
            text.contains("http://127.0.0.1:7777/: fail[forged-body]: refuses a forged body: 200"),
            "{text}"
        );
    }
}
