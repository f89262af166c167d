//! Workflow commands of GitHub Actions, which become annotations on the changed files. GitHub shows 10 of a kind per
//! step; the step summary, where there is one, gets all of them.

use std::io::{self, Write};

use super::commands;
use crate::model::Lang;
use crate::render::markdown::Markdown;
use crate::render::text::causes::Causes;
use crate::render::text::{Paint, counted};
use crate::render::{Appearance, Renderer, Repository, human};
use crate::report::{Finding, Record, Summary};

const WIDTH: usize = 120;

pub(crate) struct Github<W> {
    out: W,
    repository: Repository,
    step_summary: Option<Markdown<Box<dyn Write + Send>>>,
    /// GitHub shows 10 annotations of a kind: each cause is one.
    causes: Causes,
}

impl<W: Write> Github<W> {
    /// Writes commands to `out` for the subcommand `command`, and a table of all findings to `step_summary` (the file
    /// that `GITHUB_STEP_SUMMARY` names).
    pub(crate) fn new(
        out: W,
        command: &'static str,
        repository: Repository,
        step_summary: Option<Box<dyn Write + Send>>,
    ) -> Self {
        let step_summary = step_summary.map(|page| Markdown::new(page, command, Lang::En));
        Self { out, repository, step_summary, causes: Causes::default() }
    }

    /// What stands below the commands of single records.
    fn lines(&mut self, summary: &Summary) -> Vec<String> {
        let failures = summary.failures().into_iter().chain(counted::hidden_errors(summary));
        let failures = failures.map(|it| commands::failure(&it, &self.repository));
        let end = if let Some(run) = &summary.deliveries {
            human::deliveries::report(summary, run, Appearance::plain(WIDTH))
        } else if let Some(tally) = &summary.probed {
            vec![human::probed::verdict(summary, tally, Lang::En, Paint::default())]
        } else {
            let sentence = counted::sentence(summary, Lang::En, Paint::default());
            counted::hidden(summary).into_iter().chain([sentence]).collect()
        };
        let more = self.causes.more();
        let causes = self.causes.take();
        let causes = causes.iter().map(|it| commands::cause(it, &self.repository));
        causes.chain(failures).chain(more).chain(end).collect()
    }
}

impl<W: Write> Renderer for Github<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        for finding in shown {
            // A life has no document of its own; its findings stand at events of the file. A request stands in none.
            let is_request = matches!(record, Record::Received(_));
            let begins = record.subject().map_or(finding.place.line, |it| it.line);
            let begins = (!is_request).then_some(begins);
            self.causes.add(finding, begins);
        }
        let commands = match record {
            Record::Delivered(it) => commands::delivered(it, &self.repository),
            Record::Probed(it) => commands::probed(it).into_iter().collect(),
            Record::Received(it) => commands::refused(it).into_iter().collect(),
            _ => Vec::new(),
        };
        commands.iter().try_for_each(|it| writeln!(self.out, "{it}"))?;
        self.step_summary.as_mut().map_or(Ok(()), |page| page.record(record))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.lines(summary).iter().try_for_each(|line| writeln!(self.out, "{line}"))?;
        self.out.flush()?;
        self.step_summary.as_mut().map_or(Ok(()), |page| page.finish(summary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Page, checked, finding, probed, rendered};
    use crate::report::{Code, Verdict};

    #[test]
    fn a_finding_is_a_command_with_its_region() {
        let text = rendered(&[checked(1, vec![finding(Code::StatusUnknown)])], |page| {
            Github::new(page, "validate", Repository::default(), None)
        });
        assert_eq!(
            text,
            "::error file=fixtures/closed.json,line=27,col=17,endLine=27,endColumn=19,title=status-unknown::`status` \
             is 99, which is not a documented ticket status%0Adocumented: 1 created, 2 processing%0Ahelp: \
             `helpdesk-evt explain status-unknown`\nfailed: 1 of 1 event invalid (1 error)\n"
        );
    }

    #[test]
    fn causes_that_are_too_many_are_counted() {
        let out = Page::default();
        let mut github = Github::new(out.clone(), "validate", Repository::default(), None);
        for at in 0..502 {
            let mut other = finding(Code::StatusUnknown);
            other.message = format!("field f{at}");
            github.record(&checked(1, vec![other])).unwrap();
        }
        github.finish(&Summary::default()).unwrap();
        assert!(out.text().contains("\n… and 2 more findings of other causes\n"), "{}", out.text());
    }

    #[test]
    fn the_step_summary_has_every_finding_even_where_the_output_is_cut() {
        let (out, page) = (Page::default(), Page::default());
        let mut github =
            Github::new(out.clone(), "validate", Repository::default(), Some(Box::new(page.clone())));
        let record = checked(1, vec![finding(Code::StatusUnknown), finding(Code::NoTransition)]);
        github.show(&record, &record.findings()[..1]).unwrap();
        let mut summary = Summary { hidden: 1, files: 1, ..Summary::default() };
        summary.count(&record);
        github.finish(&summary).unwrap();
        assert!(!out.text().contains("no-transition"));
        assert!(page.text().contains("no-transition") && page.text().contains("status-unknown"));
        assert!(page.text().contains("failed: 1 of 1 event invalid"), "{}", page.text());
    }

    #[test]
    fn what_is_missed_becomes_an_annotation_and_the_summary_has_all() {
        let (out, page) = (Page::default(), Page::default());
        let mut github =
            Github::new(out.clone(), "probe", Repository::default(), Some(Box::new(page.clone())));
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
        assert!(text.contains("%0ADo.\n::warning title=") && text.ends_with(" the SDK's own))\n"), "{text}");
        assert_eq!(page.text().matches("forged-body").count(), 3);
    }
}
