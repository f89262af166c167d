//! For people: every finding with its source, the caret under the exact value, and the way out; the tally last.

use std::io::{self, Write};

use annotate_snippets::{Group, Renderer as Pen};

use super::{delivered, excerpt, probed, received};
use crate::model::Lang;
use crate::render::Renderer;
use crate::render::text::{Clock, Paint, counted, finding, visible};
use crate::report::{Delivered, Deliveries, Finding, Outcome, Record, Summary, Verdict};

/// The `human` format.
pub(crate) struct Human<W> {
    out: W,
    paint: Paint,
    pen: Pen,
    clock: Clock,
    lang: Lang,
    shown: bool,
    quiet: bool,
    /// Whether a delivery reached its target.
    reached: bool,
}

impl<W: Write> Human<W> {
    /// Writes to `out` in the colours of `paint`; source lines are cut at `width` columns.
    pub(crate) fn new(out: W, paint: Paint, width: usize) -> Self {
        Self {
            out,
            paint,
            pen: excerpt::pen(paint, width),
            clock: Clock::local(),
            lang: Lang::En,
            shown: false,
            quiet: false,
            reached: false,
        }
    }

    /// Leaves the tally out (`--quiet`).
    #[must_use]
    pub(crate) fn quiet(mut self, quiet: bool) -> Self {
        self.quiet = quiet;
        self
    }

    /// Says Lark's own labels in this language.
    #[must_use]
    pub(crate) fn lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// Of a quiet run only what went wrong is shown.
    fn attempt(&mut self, it: &Delivered) -> io::Result<()> {
        self.reached |= it.outcome.connected();
        // Where nothing listens at all, the error that ends the run says it once.
        let is_told_at_the_end =
            !self.reached && it.is_final() && !matches!(it.outcome, Outcome::Unsendable { .. });
        if is_told_at_the_end || (self.quiet && it.outcome.is_accepted() && it.warnings.is_empty()) {
            return Ok(());
        }
        self.out.write_all(delivered::rows(it, &self.clock, self.paint, self.lang).as_bytes())
    }

    /// The page, for what is shown between findings.
    pub(crate) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Draws one finding.
    pub(crate) fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let title =
            excerpt::level(finding.severity).primary_title(visible(&finding.message)).id(finding.code.slug());
        writeln!(self.out, "{}", self.pen.render(&[Group::with_title(title)]))?;
        // Written here and not by the pen: it counts the column in the excerpt, which may be cut.
        let opened = if finding.place.opened { finding::OPENED } else { "" };
        let indent = " ".repeat(excerpt::gutter(finding));
        writeln!(self.out, "{indent}{} {}{opened}", self.paint.dim("-->"), finding::place(&finding.place))?;
        let drawn = excerpt::draw(&self.pen, finding);
        if !drawn.is_empty() {
            writeln!(self.out, "{drawn}")?;
        }
        Ok(())
    }
}

impl<W: Write> Renderer for Human<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        if let Record::Received(received) = record {
            let rows = received::rows(received, shown, &self.clock, self.lang, self.paint);
            return self.out.write_all(rows.as_bytes());
        }
        if let Record::Delivered(it) = record {
            return self.attempt(it);
        }
        if let Record::Probed(it) = record {
            if self.quiet && matches!(it.verdict, Verdict::Pass | Verdict::Skipped) {
                return Ok(());
            }
            return self.out.write_all(probed::rows(it, self.paint).as_bytes());
        }
        for finding in shown {
            if self.shown {
                writeln!(self.out)?;
            }
            self.shown = true;
            self.finding(finding)?;
        }
        Ok(())
    }

    fn shows_clean(&self) -> bool {
        false
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if summary.deliveries.as_ref().is_some_and(Deliveries::never_connected) {
            return self.out.flush();
        }
        if let (Some(run), false) = (&summary.deliveries, self.quiet) {
            writeln!(self.out, "\n{}", delivered::report(summary, run, self.paint))?;
            if let Some(tally) = &summary.received {
                writeln!(self.out, "the receiver: {}", received::sentence(summary, tally, self.paint))?;
            }
            return self.out.flush();
        }
        if let (Some(tally), false) = (&summary.received, self.quiet) {
            writeln!(self.out, "\n{}", received::sentence(summary, tally, self.paint))?;
            return self.out.flush();
        }
        if let (Some(tally), false) = (&summary.probed, self.quiet) {
            writeln!(self.out, "\n{}", probed::score(summary, tally, self.paint))?;
            return self.out.flush();
        }
        // A run that saw no document has said why on standard error; "0 events" would add nothing.
        if self.quiet || summary.documents == 0 {
            return self.out.flush();
        }
        if self.shown {
            writeln!(self.out)?;
        }
        if let Some(hidden) = counted::hidden(summary) {
            writeln!(self.out, "{hidden}")?;
        }
        writeln!(self.out, "{}", counted::sentence(summary, self.paint))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, cut_finding, finding, rendered};
    use crate::report::{Code, Excerpt};

    fn shown(findings: Vec<Finding>, width: usize) -> String {
        rendered(&[checked(1, findings)], |page| Human::new(page, Paint::default(), width))
    }

    /// The source line and the caret line, from the bar on.
    fn drawn(text: &str) -> Vec<&str> {
        text.lines().filter_map(|line| line.split_once("| ").map(|(_, rest)| rest)).collect()
    }

    #[test]
    fn a_finding_shows_its_source_its_place_and_the_way_out() {
        let text = shown(vec![finding(Code::StatusUnknown), finding(Code::UndocumentedField)], 100);
        let expected = "\
error[status-unknown]: `status` is 99, which is not a documented ticket status
  --> fixtures/closed.json:27:17
   |
25 |       \"solve\": 1,
26 |       \"stage\": 2,
27 |       \"status\": 99,
   |                 ^^ at /event/object/status
   |
   = documented: 1 created, 2 processing
   = help: `helpdesk-evt explain status-unknown`

warning[undocumented-field]: ";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("\n\n1 event in 1 file: 0 clean, 1 faulty; 1 error, 1 warning\n"), "{text}");
    }

    #[test]
    fn a_clean_document_shows_nothing_but_the_tally() {
        assert_eq!(shown(vec![], 100), "1 event in 1 file: 1 clean\n");
    }

    #[test]
    fn a_cut_line_keeps_its_true_place() {
        let finding =
            cut_finding("0340\",\"updated_at\":\"1700000000000\"},\"old_object\"", "\"1700000000000\"");
        let text = shown(vec![finding], 100);
        assert!(text.contains("\n    --> fixtures/closed.json:1841:612\n     |\n1841 | … 0340"), "{text}");
        assert!(text.contains("\"old_object\" …\n"), "{text}");
        assert!(text.contains("|                      ^^^^^^^^^^^^^^^ at /event"), "{text}");
    }

    #[test]
    fn wide_characters_align_at_every_width() {
        for width in [200, 60, 40] {
            let source = "\"name\":\"工单客服🙂\",\"status\":\"九十九\",\"chat_id\":\"oc_0\"";
            let text = shown(vec![cut_finding(source, "\"九十九\"")], width);
            let lines = drawn(&text);
            let before = lines[0].split("\"九十九\"").next().unwrap();
            let indent = lines[1].find('^').unwrap();
            assert_eq!(unicode_width::UnicodeWidthStr::width(before), indent, "{text}");
            assert_eq!(lines[1].matches('^').count(), 8, "{text}");
        }
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
        opened.place.opened = true;
        let text = shown(vec![opened], 100);
        assert!(text.contains("closed.json:27:17 (in the text opened from `encrypt`)\n"), "{text}");
    }

    #[test]
    fn a_finding_without_source_still_has_a_place_and_help() {
        let mut bare = finding(Code::NotAnEvent);
        bare.excerpt = None;
        bare.pointer.clear();
        let text = shown(vec![bare.clone()], 100);
        assert!(
            text.contains(
                "\n--> fixtures/closed.json:27:17\n = documented: 1 created, 2 processing\n = help:"
            ),
            "{text}"
        );
        bare.documented = None;
        bare.help = None;
        assert!(shown(vec![bare], 100).contains(":27:17\n\n1 event"));
    }

    #[test]
    fn an_object_over_several_lines_is_bracketed() {
        let mut broad = finding(Code::MissingField);
        let text = "  \"object\": {\n    \"stage\": 2\n  }";
        let highlight = text.find('{').unwrap()..text.len();
        broad.excerpt =
            Some(Excerpt { first_line: 9, text: text.to_owned(), at_start: false, at_end: false, highlight });
        let text = shown(vec![broad], 100);
        assert!(
            text.contains("\n  --> ") && text.contains(" 9 |") && text.contains("11 | |   }\n"),
            "{text}"
        );
        assert!(text.contains("^ at /event/object/status"), "{text}");
    }

    #[test]
    fn an_empty_excerpt_and_a_highlight_past_the_end_do_no_harm() {
        for (text, highlight) in [("", 0..0), ("{", 1..1), ("{", 7..9), ("a\n", 2..2)] {
            let mut odd = finding(Code::JsonSyntax);
            let text = text.to_owned();
            odd.excerpt = Some(Excerpt { first_line: 1, text, at_start: false, at_end: false, highlight });
            assert!(shown(vec![odd], 20).contains('^'));
        }
    }

    #[test]
    fn colour_is_sent_only_where_it_is_wanted() {
        let records = [checked(1, vec![finding(Code::StatusUnknown)])];
        let dyed = rendered(&records, |page| Human::new(page, Paint::new(true), 100));
        assert!(dyed.contains("\u{1b}["));
        assert!(!rendered(&records, |page| Human::new(page, Paint::new(false), 100)).contains('\u{1b}'));
    }
}
