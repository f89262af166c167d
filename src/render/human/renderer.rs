//! For people: every cause with its source, the caret under the exact value, and the way out; the verdict last.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::LazyLock;

use super::delivered::FailureCauses;
use super::{deliveries, excerpt, probed, received, verified};
use crate::model::Lang;
use crate::render::text::causes::Causes;
use crate::render::text::layout::{Break, fit_end, width};
use crate::render::text::{Cell, Grid, Role, Zone, counted, grouped, phrase};
use crate::render::{Appearance, Renderer};
use crate::report::{Deliveries, Finding, Probed, Record, Severity, Summary, Verdict};

/// Advice of so many bytes fits a row, and is told again.
const SHORT: usize = 72;

/// The `human` format.
pub(crate) struct Human<W> {
    out: W,
    look: Appearance,
    /// That of this machine, which is looked up with the first time that is shown.
    zone: LazyLock<Zone>,
    /// Whether each finding is shown, and not each cause once (`--all`).
    pub(crate) all: bool,
    causes: Causes,
    failures: FailureCauses,
    /// What was advised of a probe's cases, and of which first.
    advised: HashMap<String, &'static str>,
    shown: bool,
}

impl<W: Write> Human<W> {
    pub(crate) fn new(out: W, look: Appearance) -> Self {
        Self {
            out,
            look,
            zone: LazyLock::new(Zone::local),
            all: false,
            causes: Causes::default(),
            failures: FailureCauses::new(look.command == "replay"),
            advised: HashMap::new(),
            shown: false,
        }
    }

    /// The page, for what is shown between findings.
    pub(crate) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Keeps findings until [`Human::causes`], or shows each.
    pub(crate) fn findings(&mut self, found: &[Finding]) -> io::Result<()> {
        for finding in found {
            if self.all {
                self.causes.count(finding);
                self.block(&excerpt::lines(finding, None, self.look))?;
            } else {
                self.causes.add(finding, None);
            }
        }
        Ok(())
    }

    fn block(&mut self, lines: &[String]) -> io::Result<()> {
        if std::mem::replace(&mut self.shown, true) {
            writeln!(self.out)?;
        }
        lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))
    }

    /// Shows every cause that was kept, and below them the codes where there are more than one. Whether there were any.
    pub(crate) fn causes(&mut self, apart: bool) -> io::Result<bool> {
        let causes = self.causes.take();
        self.shown |= apart;
        for cause in &causes {
            self.block(&excerpt::lines(&cause.first, Some(cause), self.look))?;
        }
        if let Some(more) = self.causes.more() {
            self.block(&[format!("{more} (--all shows each)")])?;
        }
        let table = self.table();
        if !table.is_empty() {
            self.block(&table)?;
        }
        Ok(!causes.is_empty())
    }

    /// The codes that were found, the worst first; none where there is only one.
    fn table(&mut self) -> Vec<String> {
        let kinds = self.causes.kinds();
        if kinds.len() < 2 {
            return Vec::new();
        }
        let code = kinds.iter().map(|it| width(it.code.slug())).max().unwrap_or(0);
        let mut grid = Grid::default();
        let head = |text: &str| Cell::new(text).role(Role::Dim);
        grid.row([head("count").right(), head("code"), Cell::default(), head("first")]);
        for kind in kinds {
            let role = if kind.severity == Severity::Warning { Role::Warn } else { Role::Plain };
            grid.row([
                Cell::new(grouped(kind.count)).right(),
                Cell::new(kind.severity.name()).role(role),
                Cell::new(kind.code.slug()),
                Cell::new(fit_end(&kind.first, self.look.width.saturating_sub(23 + code))),
            ]);
        }
        grid.lines(self.look.paint).into_iter().map(|line| format!("   {line}")).collect()
    }

    /// The last lines of a run, by what it did.
    fn verdict(&mut self, summary: &Summary) -> Vec<String> {
        let look = self.look;
        if let Some(run) = &summary.deliveries {
            return deliveries::report(summary, run, look);
        }
        let verdict = if let Some(tally) = &summary.received {
            received::verdict(summary, tally, look)
        } else if summary.verified {
            verified::verdict(summary, look)
        } else if let Some(tally) = &summary.probed {
            probed::verdict(summary, tally, look.lang, look.paint)
        } else {
            counted::sentence(summary, Lang::En, look.paint)
        };
        look.wrapped(&verdict, Break::Blank)
    }
}

impl<W> Human<W> {
    /// What is advised of a case; what was advised before is told once.
    fn advice(&mut self, probed: &Probed) -> Option<String> {
        let text = probed.advice.as_ref()?;
        match self.advised.get(text) {
            Some(first) if text.len() > SHORT => {
                Some(format!("{} `{first}`", phrase("as for", self.look.lang)))
            }
            _ => {
                self.advised.insert(text.clone(), probed.case);
                Some(text.clone())
            }
        }
    }
}

impl<W: Write> Renderer for Human<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        let look = self.look;
        let rows = match record {
            Record::Received(it) if self.failures.beside.is_some() => {
                self.failures.other_side(it);
                return self.findings(shown);
            }
            Record::Received(it) => received::rows(it, shown, &self.zone, look),
            Record::Delivered(it) => {
                // Of a quiet run only what went wrong is shown.
                if self.failures.unreached(it) || (look.quiet && it.is_fine()) {
                    return Ok(());
                }
                self.failures.rows(it, look)
            }
            Record::Probed(it) => {
                if look.quiet && matches!(it.verdict, Verdict::Pass | Verdict::Skipped) {
                    return Ok(());
                }
                let advice = self.advice(it);
                probed::rows(it, advice.as_deref(), look)
            }
            Record::Verified(it) => verified::rows(it, shown, look),
            Record::Checked(_) | Record::Moved(_) | Record::Lived(_) | Record::Gap(_) | Record::Open(_) => {
                return self.findings(shown);
            }
        };
        self.shown |= !rows.is_empty();
        rows.iter().try_for_each(|row| writeln!(self.out, "{row}"))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let rows = self.failures.finish(self.look);
        rows.iter().try_for_each(|row| writeln!(self.out, "{row}"))?;
        self.causes(false)?;
        let nothing =
            |run: &Deliveries| run.attempts() + run.resumed + run.left == 0 && run.missed.is_empty();
        let nothing =
            summary.documents == 0 && !summary.stopped && summary.deliveries.as_ref().is_some_and(nothing);
        if nothing || summary.deliveries.as_ref().is_some_and(Deliveries::never_connected) {
            return self.out.flush();
        }
        let ran = summary.deliveries.is_some() || summary.received.is_some() || summary.probed.is_some();
        // A run that saw no document has said why on standard error; "0 events" would add nothing.
        if self.look.quiet || (summary.documents == 0 && !ran) {
            return self.out.flush();
        }
        if self.shown || ran {
            writeln!(self.out)?;
        }
        if let Some(hidden) = counted::hidden(summary) {
            writeln!(self.out, "{hidden}")?;
        }
        let lines = self.verdict(summary);
        lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, cut_finding, finding, rendered};
    use crate::report::Code;

    fn shown(findings: Vec<Finding>, width: usize) -> String {
        rendered(&[checked(1, findings)], |page| Human::new(page, Appearance::plain(width)))
    }

    #[test]
    fn kinds_are_counted_in_a_table_before_the_verdict() {
        let text = shown(vec![finding(Code::StatusUnknown), finding(Code::UndocumentedField)], 80);
        let end = "
   count  code                         first
       1  error    status-unknown      fixtures/closed.json:27:17
       1  warning  undocumented-field  fixtures/closed.json:27:17

failed: 1 of 1 event invalid (1 error, 1 warning)
";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn a_clean_document_shows_nothing_but_the_verdict() {
        assert_eq!(shown(vec![], 80), "ok: 1 event valid\n");
    }

    #[test]
    fn a_hundred_equal_faults_are_one_block_of_at_most_15_lines() {
        let faults: Vec<Record> = (1..=100)
            .map(|line| {
                let mut it = finding(Code::StatusUnknown);
                it.place.line = line;
                checked(line, vec![it])
            })
            .collect();
        let text = rendered(&faults, |page| Human::new(page, Appearance::plain(80)));
        assert!(text.lines().count() <= 15, "{text}");
        assert!(
            text.contains("   = and 99 more of the same: fixtures/closed.json:2:17, 3:17, 4:17, …"),
            "{text}"
        );
        assert!(text.ends_with("\n\nfailed: 100 of 100 events invalid (100 errors)\n"), "{text}");
        let all = rendered(&faults, |page| Human { all: true, ..Human::new(page, Appearance::plain(80)) });
        assert_eq!(all.matches("error[status-unknown]").count(), 100);
    }

    #[test]
    fn control_characters_are_shown_and_not_sent() {
        let mut nasty = cut_finding("\"name\":\"\u{1b}[2J\u{9b}\u{202e}x\0\"", "\u{1b}[2J");
        nasty.message = "`\u{1b}[31m\nerror` is not documented".to_owned();
        nasty.pointer = "/event/\u{7}".to_owned();
        nasty.help = Some("\u{1b}]0;title\u{7}".to_owned());
        nasty.place.file = "a\u{1b}b.json".into();
        let text = shown(vec![nasty], 100);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        assert!(text.contains("␛[2J"), "{text}");
    }

    #[test]
    fn text_opened_from_an_encrypted_body_is_named() {
        let mut opened = finding(Code::StatusUnknown);
        opened.place.opened = Some(4);
        let text = shown(vec![opened], 100);
        assert!(text.contains("closed.json:4:1 (at 27:17 in the text opened from `encrypt`)\n"), "{text}");
    }

    #[test]
    fn a_finding_without_source_still_has_a_place_and_help() {
        let mut bare = finding(Code::NotAnEvent);
        bare.excerpt = None;
        bare.pointer.clear();
        let text = shown(vec![bare.clone()], 100);
        let expected =
            "\n  --> fixtures/closed.json:27:17\n   = documented: 1 created, 2 processing\n   = help:";
        assert!(text.contains(expected), "{text}");
        (bare.documented, bare.help) = (Vec::new(), None);
        assert!(shown(vec![bare], 100).contains(":27:17\n\nfailed: 1"));
    }
}
