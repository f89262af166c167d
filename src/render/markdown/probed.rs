//! A probe as a Markdown page: the score, and every case in a table; and as workflow commands of GitHub Actions.

use std::io::{self, Write};

use super::checked::escaped;
use crate::render::github::{data, property};
use crate::render::human::probed;
use crate::render::json::record;
use crate::render::text::Paint;
use crate::report::{Probed, Summary, Verdict};

/// The rows of the cases, which are few.
#[derive(Default)]
pub(crate) struct ProbedPage {
    target: String,
    rows: String,
}

impl ProbedPage {
    /// Adds a case.
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
        writeln!(out, "### {} {command} {}\n", record::TOOL, escaped(&self.target))?;
        if !self.rows.is_empty() {
            writeln!(out, "| verdict | case | a receiver | got |\n| --- | --- | --- | --- |\n{}", self.rows)?;
        }
        let tally = summary.probed.unwrap_or_default();
        writeln!(out, "{}", escaped(&probed::score(summary, &tally, Paint::default())))
    }
}

/// The command of a case: an error or a warning; none where all is well.
pub(crate) fn command(probed: &Probed) -> Option<String> {
    let kind = match probed.verdict {
        Verdict::Fail => "error",
        Verdict::Warn => "warning",
        Verdict::Pass | Verdict::Skipped => return None,
    };
    let mut text = format!("{}: {} (expected {})", probed.title, probed.got, probed.expected);
    if let Some(advice) = &probed.advice {
        text = format!("{text}\n{advice}");
    }
    Some(format!("::{kind} title={}::{}", property(probed.case), data(&text)))
}

#[cfg(test)]
mod tests {
    use super::super::delivered::Markdown;
    use crate::render::Renderer as _;
    use crate::render::fixture::{Page, probed, rendered};
    use crate::render::github::Github;
    use crate::report::{Summary, Verdict};

    #[test]
    fn the_page_has_every_case_and_the_score() {
        let records = [probed(Verdict::Pass, None), probed(Verdict::Fail, Some("Compare `a|b`."))];
        let text = rendered(&records, |page| Markdown::new(page, "probe"));
        assert!(text.starts_with("### helpdesk-evt probe http://127.0.0.1:7777/\n\n| verdict "), "{text}");
        assert!(text.contains(
            "| ❌ fail | forged-body | refuses a forged body | 200 in 3 ms␛\\[2J; Compare \\`a\\|b\\`. |"
        ));
        assert!(text.ends_with("\n\n1 passed, 1 failed\n"), "{text}");
    }

    #[test]
    fn what_is_missed_becomes_an_annotation_and_the_summary_has_all() {
        let (out, page) = (Page::default(), Page::default());
        let mut github = Github::new(out.clone(), "probe", Some(Box::new(page.clone())));
        let mut summary = Summary::default();
        for record in
            [probed(Verdict::Pass, None), probed(Verdict::Fail, Some("Do.")), probed(Verdict::Warn, None)]
        {
            summary.count(&record);
            github.record(&record).unwrap();
        }
        github.finish(&summary).unwrap();
        let text = out.text();
        assert!(text.starts_with("::error title=forged-body::refuses a forged body: 200"), "{text}");
        assert!(text.contains("%0ADo.\n::warning title=") && text.ends_with(" the SDK's own)\n"), "{text}");
        assert_eq!(page.text().matches("forged-body").count(), 3);
    }
}
