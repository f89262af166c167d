//! Findings, failures and probe cases as rows of Markdown tables, and the heads of these.

use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::text::{self, CappedRows, counted_in, phrase, visible};
use crate::report::{Failure, Finding, Probed, Severity, Summary, Verdict};

/// How much of a table is kept, in bytes: GitHub refuses a comment or a step summary of more than 1 MiB as a whole.
pub(crate) const MAX_BYTES: usize = 800_000;
const MAX_FAILURES_BYTES: usize = 100_000;

const FINDINGS: [&str; 4] = ["severity", "code", "place", "message"];
pub(super) const CASES: [&str; 4] = ["verdict", "case", "a receiver", "got"];
pub(super) const DELIVERIES: [&str; 5] = ["event", "ticket", "outcome", "attempts", "said"];

/// The head of a table.
pub(super) fn head(names: &[&'static str], lang: Lang) -> String {
    let names: Vec<_> = names.iter().map(|it| phrase(it, lang)).collect();
    format!("| {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len()))
}

/// That a table is cut: `… and 12 more findings: they do not fit here`.
pub(super) fn cut(left_out: u64, what: &'static str, lang: Lang) -> String {
    said(&format!("… and {}: they do not fit here", counted_in(left_out, what, lang)), lang).into_owned()
}

/// The table of what fails a run, and of its findings; nothing where there is none.
pub(super) fn findings(summary: &Summary, findings: &CappedRows, lang: Lang) -> String {
    let mut failures = CappedRows::default();
    summary.failures().iter().for_each(|it| failures.add(MAX_FAILURES_BYTES, || failure(it)));
    let rows = failures.text + &findings.text;
    let mut table = if rows.is_empty() { rows } else { head(&FINDINGS, lang) + &rows + "\n" };
    let left_out = failures.left_out + findings.left_out;
    if left_out > 0 {
        table.extend([cut(left_out, "more finding", lang), "\n\n".to_owned()]);
    }
    table
}

fn failure(it: &Failure) -> String {
    let (file, text) = (it.file.as_deref().unwrap_or_default(), it.text().replace('\n', "; "));
    format!("| {} | {} | {} | {} |\n", Severity::Error.name(), it.code, escaped(file), escaped(&text))
}

pub(crate) fn finding(finding: &Finding) -> String {
    format!(
        "| {} | {} | {}{} | {} |\n",
        finding.severity.name(),
        finding.code.slug(),
        escaped(&text::finding::place(&finding.place)),
        escaped(&text::finding::inside(&finding.place)),
        escaped(&finding.message),
    )
}

pub(super) fn case(probed: &Probed, lang: Lang) -> String {
    let sign = match probed.verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Warn => "⚠️",
        Verdict::Skipped => "➖",
    };
    let got = [Some(&*probed.got), probed.advice.as_deref()].into_iter().flatten();
    let got = got.map(|it| escaped(&said(it, lang))).collect::<Vec<_>>().join("; ");
    let (title, verdict) = (escaped(&said(probed.title, lang)), probed.verdict.name());
    format!("| {sign} {verdict} | {} | {title} | {got} |\n", probed.case)
}

/// The text as it is: nothing in it is taken for Markdown, HTML or the end of a cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' | '>' | '$' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use crate::model::Lang;
    use crate::render::fixture::{probed, rendered};
    use crate::render::markdown::Markdown;
    use crate::report::Verdict;

    #[test]
    fn the_page_has_every_case_and_the_score() {
        let records = [probed(Verdict::Pass, None), probed(Verdict::Fail, Some("Compare `a|b`."))];
        let text = rendered(&records, |page| Markdown::new(page, "probe", Lang::En));
        assert!(text.starts_with("### helpdesk-evt probe http://127.0.0.1:7777/\n\n| verdict "), "{text}");
        assert!(text.contains(
            "| ❌ fail | forged-body | refuses a forged body | 200 in 3 ms␛\\[2J; Compare \\`a\\|b\\`. |"
        ));
        assert!(text.ends_with("\n\nfailed: 1 of 2 (1 passed)\n"), "{text}");
        let text = rendered(&records, |page| Markdown::new(page, "probe", Lang::Zh));
        assert!(
            text.contains("| 结论 | 用例 | 接收端 | 实际 |\n| --- |") && text.contains("失败："),
            "{text}"
        );
    }
}
