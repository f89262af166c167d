//! A probe case as a row of a Markdown table.

use super::findings::escaped;
use crate::report::{Probed, Verdict};

pub(super) const HEAD: &str = "| verdict | case | a receiver | got |\n| --- | --- | --- | --- |\n";

pub(super) fn row(probed: &Probed) -> String {
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
