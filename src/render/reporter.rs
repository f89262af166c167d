//! Counts what passes by and hands it on: to one main renderer, and uncut to the reports beside it.

use std::io;

use super::formatted_rows::FormattedRow;
use super::renderer::Renderer;
use super::row_template::RowFormatter;
use crate::report::{Record, Summary};

/// The one place every record of a run goes through.
pub(crate) struct Reporter {
    main: Box<dyn Renderer + Send>,
    /// The reports beside the main output (`--report FORMAT=PATH`), which are never cut.
    pub(crate) beside: Vec<Box<dyn Renderer + Send>>,
    max_findings: Option<u64>,
    shown: u64,
    summary: Summary,
}

impl Reporter {
    /// A reporter that shows at most `max_findings` on `main`, over the whole run; the rest is counted as hidden.
    pub(crate) fn new(main: Box<dyn Renderer + Send>, max_findings: Option<u64>) -> Self {
        Self { main, beside: Vec::new(), max_findings, shown: 0, summary: Summary::default() }
    }

    /// The tally, to set what records do not say: the files, the exit, whether the run stopped early.
    pub(crate) fn summary_mut(&mut self) -> &mut Summary {
        &mut self.summary
    }

    pub(crate) fn record(&mut self, record: &Record) -> io::Result<()> {
        self.summary.count(record);
        let all = record.findings();
        // What is left out is told where something is said of it, and else only counted.
        if record.is_left_out() && all.is_empty() {
            return Ok(());
        }
        let left = self.max_findings.map_or(u64::MAX, |max| max.saturating_sub(self.shown));
        let shown = usize::try_from(left).map_or(all.len(), |left| left.min(all.len()));
        self.shown += shown as u64;
        self.summary.hidden += (all.len() - shown) as u64;
        self.main.show(record, &all[..shown])?;
        self.beside.iter_mut().try_for_each(|report| report.record(record))
    }

    /// What formats the rows of events without findings ahead, where that can be done for all that is shown.
    pub(crate) fn row_formatter(&self) -> Option<Box<dyn RowFormatter>> {
        self.main.row_formatter().filter(|_| self.beside.is_empty())
    }

    /// Counts an event without findings, and shows it by its row.
    pub(crate) fn row(&mut self, row: FormattedRow<'_>, number: u64, line: u64) -> io::Result<()> {
        self.summary.documents += 1;
        self.main.show_row(row, number, line)
    }

    /// Whether documents without findings are shown, and not only counted.
    pub(crate) fn shows_clean(&self) -> bool {
        self.main.shows_clean() || self.beside.iter().any(|it| it.shows_clean())
    }

    /// Ends the main output and every report beside it, and gives the tally back. What the reports say is hidden is
    /// 0, for they hide nothing. All of them are ended even if one fails; the first failure is returned.
    pub(crate) fn finish(mut self) -> io::Result<Summary> {
        let mut outcome = self.main.finish(&self.summary);
        let uncut = Summary { hidden: 0, ..self.summary.clone() };
        for report in &mut self.beside {
            outcome = outcome.and(report.finish(&uncut));
        }
        outcome.map(|()| self.summary)
    }
}

#[cfg(test)]
mod tests {
    use super::super::appearance::Appearance;
    use super::super::short::Short;
    use super::*;
    use crate::render::fixture::{Page, checked, finding};
    use crate::render::json::Json;
    use crate::report::{Code, Exit};

    fn run(max: Option<u64>) -> (String, serde_json::Value, Summary) {
        let (main, beside) = (Page::default(), Page::default());
        let mut reporter = Reporter::new(Box::new(Short::new(main.clone(), Appearance::plain(80))), max);
        reporter.beside.push(Box::new(Json::document(beside.clone(), "validate")));
        let two = vec![finding(Code::StatusUnknown), finding(Code::UndocumentedField)];
        reporter.record(&checked(1, two.clone())).unwrap();
        reporter.record(&checked(2, two)).unwrap();
        reporter.record(&checked(3, vec![])).unwrap();
        reporter.summary_mut().files = 1;
        let summary = reporter.finish().unwrap();
        (main.text(), serde_json::from_str(&beside.text()).unwrap(), summary)
    }

    #[test]
    fn a_limit_cuts_the_main_output_over_all_documents_and_never_the_reports() {
        let (main, report, summary) = run(Some(3));
        assert_eq!(main.lines().count(), 4, "{main}");
        assert!(main.ends_with("… and 1 more finding (--max-findings)\n"), "{main}");
        assert_eq!(report["records"][1]["data"]["findings"].as_array().map(Vec::len), Some(2));
        assert_eq!(report["summary"]["hidden"], 0);
        assert_eq!(summary.hidden, 1);
    }

    #[test]
    fn what_is_hidden_is_still_counted() {
        let (main, _, summary) = run(Some(0));
        assert_eq!(main, "… and 4 more findings (--max-findings)\n");
        assert_eq!((summary.documents, summary.faulty, summary.errors, summary.warnings), (3, 2, 2, 2));
        assert_eq!(summary.exit, Exit::Findings);
    }

    #[test]
    fn without_a_limit_nothing_is_hidden() {
        let (main, _, summary) = run(None);
        assert_eq!(main.lines().count(), 4);
        assert_eq!(summary.hidden, 0);
    }
}
