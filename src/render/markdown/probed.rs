//! A probe as a Markdown page: the score, and every case in a table.

use std::io::{self, Write};

use super::checked::escaped;
use crate::model::Lang;
use crate::render::human::probed;
use crate::render::json::TOOL;
use crate::render::text::Paint;
use crate::report::{Probed, Summary, Verdict};

/// The rows of the cases, which are few.
#[derive(Default)]
pub(crate) struct ProbedPage {
    target: String,
    rows: String,
}

impl ProbedPage {
    pub(crate) fn add(&mut self, probed: &Probed) {
        self.target = probed.target.to_string();
        let sign = match probed.verdict {
            Verdict::Pass => "✅",
            Verdict::Fail => "❌",
            Verdict::Warn => "⚠️",
            Verdict::Skipped => "➖",
        };
        let advice = probed.advice.as_deref().map_or(String::new(), |it| format!("; {it}"));
        let row = format!(
            "| {sign} {} | {} | {} | {}{} |\n",
            probed.verdict.name(),
            probed.case,
            escaped(probed.title),
            escaped(&probed.got),
            escaped(&advice),
        );
        self.rows.push_str(&row);
    }

    /// The whole page.
    pub(crate) fn write(&self, out: &mut impl Write, command: &str, summary: &Summary) -> io::Result<()> {
        writeln!(out, "### {} {command} {}\n", TOOL, escaped(&self.target))?;
        if !self.rows.is_empty() {
            writeln!(out, "| verdict | case | a receiver | got |\n| --- | --- | --- | --- |\n{}", self.rows)?;
        }
        let tally = summary.probed.unwrap_or_default();
        writeln!(out, "{}", escaped(&probed::verdict(summary, &tally, Lang::En, Paint::default())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::delivered::Markdown;
    use crate::render::fixture::{probed, rendered};
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
