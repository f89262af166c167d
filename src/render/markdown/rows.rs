//! Findings and probe cases as rows of Markdown tables.

use crate::render::text::{self, visible};
use crate::report::{Finding, Probed, Verdict};

/// How much of a table is kept, in bytes: GitHub refuses a comment or a step summary of more than 1 MiB as a whole.
pub(crate) const MAX_BYTES: usize = 900_000;

pub(crate) const FINDINGS_HEAD: &str = "| severity | code | place | message |\n| --- | --- | --- | --- |\n";

pub(crate) fn finding(finding: &Finding) -> String {
    let opened = if finding.place.opened { text::finding::OPENED } else { "" };
    format!(
        "| {} | {} | {}{} | {} |\n",
        finding.severity.name(),
        finding.code.slug(),
        escaped(&text::finding::place(&finding.place)),
        escaped(opened),
        escaped(&finding.message),
    )
}

pub(super) const CASES_HEAD: &str = "| verdict | case | a receiver | got |\n| --- | --- | --- | --- |\n";

pub(super) fn case(probed: &Probed) -> String {
    let sign = match probed.verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Warn => "⚠️",
        Verdict::Skipped => "➖",
    };
    let advice = probed.advice.as_deref().map_or(String::new(), |it| format!("; {it}"));
    format!(
        "| {sign} {} | {} | {} | {}{} |\n",
        probed.verdict.name(),
        probed.case,
        escaped(probed.title),
        escaped(&probed.got),
        escaped(&advice),
    )
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
    use crate::render::fixture::{probed, rendered};
    use crate::render::markdown::Markdown;
    use crate::report::Verdict;

    #[test]
    fn the_page_has_every_case_and_the_score() {
        let records = [probed(Verdict::Pass, None), probed(Verdict::Fail, Some("Compare `a|b`."))];
        let text = rendered(&records, |page| Markdown::new(page, "probe"));
        assert!(text.starts_with("### helpdesk-evt probe http://127.0.0.1:7777/\n\n| verdict "), "{text}");
        assert!(text.contains(
            "| ❌ fail | forged-body | refuses a forged body | 200 in 3 ms␛\\[2J; Compare \\`a\\|b\\`. |"
        ));
        assert!(text.ends_with("\n\nfailed: 1 of 2 (1 passed)\n"), "{text}");
    }
}
