//! A probe case for people: a row, below it what to do; and the verdict at the end.

use crate::model::Lang;
use crate::render::Appearance;
use crate::render::chinese::said;
use crate::render::text::layout::beside;
use crate::render::text::{Mark, Paint, behind_number, blank, counted, counted_in, phrase, stopped, visible};
use crate::report::{Exit, Probed, ProbedTally, Summary, Verdict};

/// The column of what came back.
const GOT: usize = 49;
/// What stands below a row begins under its words.
const INDENT: usize = 6;

pub(crate) fn rows(probed: &Probed, advice: Option<&str>, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let (title, got) = (said(probed.title, lang).into_owned(), said(&probed.got, lang));
    let got = visible(&got).into_owned();
    let (mark, title, got) = match probed.verdict {
        Verdict::Pass => (paint.good("✓"), title, got),
        Verdict::Fail => (paint.bad("✗"), paint.strong(&title), got),
        Verdict::Warn => (paint.warn("!"), title, got),
        Verdict::Skipped => {
            let skipped = format!("{}{}{got}", phrase("skipped:", lang), blank(lang));
            (paint.dim("–"), paint.dim(&title), paint.dim(&skipped))
        }
    };
    let mut rows = beside(&format!("  {mark} {title}"), GOT, &got, look.width, INDENT);
    if let Some(advice) = advice {
        let lines = look.below(INDENT, &visible(&said(advice, lang)));
        let dim = probed.verdict == Verdict::Pass;
        rows.extend(lines.into_iter().map(|line| if dim { paint.dim(&line) } else { line }));
    }
    // To be copied: it is not wrapped.
    let command = probed.curl.iter().flat_map(|it| it.lines());
    rows.extend(command.map(|line| format!("{}{}", " ".repeat(INDENT), visible(line))));
    rows
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
    let (target, got) = (paint.strong(&visible(&probed.target)), visible(&probed.got));
    format!("{target}: {weight}: {}: {got}", probed.title)
}

/// `failed: 2 of 33 (29 passed, 1 warning, 1 skipped)`, `ok: 30 passed`; a kind that is not there is left out.
pub(crate) fn verdict(summary: &Summary, tally: &ProbedTally, lang: Lang, paint: Paint) -> String {
    let mut parts = vec![format!("{} {}", tally.passed, behind_number("passed", lang))];
    if tally.warned > 0 {
        let of_sdk = match tally.of_sdk {
            0 => String::new(),
            count => format!(" ({count} {})", behind_number("of them the SDK's own", lang)),
        };
        parts.push(format!("{}{of_sdk}", counted_in(tally.warned, "warning", lang)));
    }
    if tally.skipped > 0 {
        parts.push(format!("{} {}", tally.skipped, behind_number("skipped", lang)));
    }
    let parts = Mark::Comma.joined(parts, lang);
    let cases = tally.passed + tally.failed + tally.warned + tally.skipped;
    let of = if lang == Lang::Zh { "/" } else { " of " };
    let word = counted::verdict(tally.failed == 0 && summary.exit == Exit::Clean, lang, paint);
    let text = match tally.failed {
        0 => format!("{word}{parts}"),
        failed => format!("{word}{failed}{of}{cases} ({parts})"),
    };
    Mark::Semicolon.joined([Some(text), stopped(summary, lang)].into_iter().flatten(), lang)
}

#[cfg(test)]
mod tests {
    use super::super::renderer::Human;
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
    fn a_case_is_a_row_with_its_advice_below_and_the_verdict_is_last() {
        let text = rendered(&records(), |page| Human::new(page, Appearance::plain(80)));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  ✓ refuses a forged body                        200 in 3 ms␛[2J");
        assert_eq!(lines[1], "  ✗ refuses a forged body                        200 in 3 ms␛[2J");
        assert_eq!(lines[2], "      Compare it.");
        assert!(lines[4].starts_with("  – refuses a forged body") && lines[4].contains("skipped: "));
        assert_eq!(lines[6], "failed: 1 of 4 (1 passed, 1 warning (1 of them the SDK's own), 1 skipped)");
    }

    #[test]
    fn long_advice_is_told_once() {
        let long = Some("Compare the signature that came with the one that is computed over the raw body.");
        let records = vec![probed(Verdict::Fail, long), probed(Verdict::Fail, long)];
        let text = rendered(&records, |page| Human::new(page, Appearance::plain(120)));
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!((Some(lines[1]), lines[3]), (long, "as for `forged-body`"));
    }

    #[test]
    fn quiet_shows_only_what_is_not_as_it_should_be() {
        let text = rendered(&records(), |page| {
            Human::new(page, Appearance { quiet: true, ..Appearance::plain(100) })
        });
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn a_case_is_one_line_with_its_slug() {
        let text = rendered(&records(), |page| Short::new(page, Appearance::plain(80)));
        assert_eq!(text.lines().count(), 4);
        assert!(
            text.contains("http://127.0.0.1:7777/: fail[forged-body]: refuses a forged body: 200"),
            "{text}"
        );
    }
}
