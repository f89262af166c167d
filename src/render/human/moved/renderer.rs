//! For people, what `diff` shows: one event in full, several as rows, a ticket's life as a story, and the tally.

use std::io::{self, Write};

use super::long;
use super::rows::Rows;
use crate::model::Lang;
use crate::render::human::gaps::GapRows;
use crate::render::human::open_tickets::OpenTable;
use crate::render::human::style::{Form, MovedStyle};
use crate::render::human::{Human, life, tally};
use crate::render::text::layout::Break;
use crate::render::text::{Mark, counted, counted_in, phrase};
use crate::render::{Appearance, Renderer};
use crate::report::{Exit, Finding, ListKind, Lived, Moved, MovedTally, Record, Summary, TicketList};

/// What stands last on the page, for the blank lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Row,
    Block,
}

/// The `human` format of `diff`. What is wrong with events stands below them, each cause once.
pub(crate) struct HumanMoved<W> {
    page: Human<W>,
    look: Appearance,
    style: MovedStyle,
    rows: Rows,
    /// The first event, as long as it may stay the only one.
    held: Option<Box<Moved>>,
    gaps: GapRows,
    open: OpenTable,
    last: Last,
    events: u64,
    lives: u64,
}

impl<W: Write> HumanMoved<W> {
    pub(crate) fn new(out: W, look: Appearance, style: MovedStyle) -> Self {
        let look = Appearance { lang: style.lang, ..look };
        let rows = Rows::new(style.zone.clone(), look);
        let page = Human::new(out, look);
        let gaps = GapRows::new(style.zone.clone(), look);
        let open = OpenTable::new(style.zone.clone(), style.lang);
        let (held, last) = (None, Last::Nothing);
        Self { page, look, style, rows, held, gaps, open, last, events: 0, lives: 0 }
    }

    fn moved(&mut self, moved: &Moved, shown: &[Finding]) -> io::Result<()> {
        self.events += 1;
        self.page.findings(shown)?;
        match self.style.form {
            Form::Full => self.full(moved),
            Form::Auto if self.events == 1 => {
                self.held = Some(Box::new(moved.clone()));
                Ok(())
            }
            Form::Auto => {
                if let Some(first) = self.held.take() {
                    self.row(&first)?;
                }
                self.row(moved)
            }
        }
    }

    fn full(&mut self, moved: &Moved) -> io::Result<()> {
        self.rows.row(moved);
        let lines = long::lines(moved, &self.style, self.look);
        self.block(&lines)
    }

    fn row(&mut self, moved: &Moved) -> io::Result<()> {
        if self.last == Last::Block {
            writeln!(self.page.out())?;
        }
        let lines = self.rows.row(moved);
        self.lines(&lines)
    }

    /// Lines that follow those before them without a blank.
    fn lines(&mut self, lines: &[String]) -> io::Result<()> {
        self.last = Last::Row;
        lines.iter().try_for_each(|line| writeln!(self.page.out(), "{line}"))
    }

    fn lived(&mut self, lived: &Lived, shown: &[Finding]) -> io::Result<()> {
        self.release()?;
        self.events += lived.events;
        self.lives += 1;
        let apart: Vec<Finding> = shown.iter().filter(|it| !life::tells(it.code)).cloned().collect();
        self.page.findings(&apart)?;
        let lines = life::lines(lived, &self.style, self.look);
        self.block(&lines)
    }

    /// What is only held back is shown in full: nothing came after it.
    fn release(&mut self) -> io::Result<()> {
        self.held.take().map_or(Ok(()), |moved| self.full(&moved))
    }

    fn block(&mut self, lines: &[String]) -> io::Result<()> {
        self.apart()?;
        self.last = Last::Block;
        lines.iter().try_for_each(|line| writeln!(self.page.out(), "{line}"))
    }

    fn apart(&mut self) -> io::Result<()> {
        if self.last == Last::Nothing { Ok(()) } else { writeln!(self.page.out()) }
    }

    /// The closing line: what was found, or how much was shown where it is more than one.
    fn closing(&self, summary: &Summary) -> Option<String> {
        let lang = self.style.lang;
        let found = summary.errors + summary.warnings + summary.notes > 0;
        let tickets = self.rows.tickets() + self.lives;
        // The tally has it in its head.
        let beside = if summary.moved.is_none() { counted::beside(summary, lang) } else { None };
        if self.look.quiet || summary.documents + self.events == 0 {
            None
        } else if let Some(list) = &summary.tickets
            && summary.faulty == 0
            && !summary.stopped
        {
            let found = counted::found(summary, lang).filter(|_| summary.errors > 0);
            let word = || counted::verdict(false, lang, self.look.paint);
            Some(found.map_or(self.list(list), |found| format!("{}{} ({found})", word(), self.list(list))))
        } else if found || summary.stopped || summary.exit > Exit::Findings {
            Some(counted::sentence(summary, lang, self.look.paint))
        } else if self.events > 1 && self.lives == 0 {
            Some(Mark::Semicolon.joined([self.counts(tickets)].into_iter().chain(beside), lang))
        } else if self.events == 0 && counts(summary).is_none() {
            let events = counted_in(summary.documents, "event", lang);
            Some(format!("{events}: {}", phrase("nothing to show", lang)))
        } else {
            beside
        }
    }

    fn list(&self, list: &TicketList) -> String {
        match list.kind {
            ListKind::Gaps => self.gaps.closing(list),
            ListKind::Open => self.open.closing(list),
        }
    }

    /// `5 events of 1 ticket, 1 duplicate, 1 late event`.
    fn counts(&self, tickets: u64) -> String {
        let lang = self.style.lang;
        let count = |count, noun| counted_in(count, noun, lang);
        let (events, tickets) = (count(self.events, "event"), count(tickets, "ticket"));
        let text = match lang {
            Lang::En => format!("{events} of {tickets}"),
            Lang::Zh => format!("{tickets}，{events}"),
        };
        let more = [(self.rows.duplicates, "duplicate"), (self.rows.late, "late event")];
        let more = more.into_iter().filter(|(number, _)| *number > 0);
        let more = more.map(|(number, noun)| count(number, noun));
        Mark::Comma.joined([text].into_iter().chain(more), lang)
    }
}

/// The tally, where something was counted, or a filter left out what there was.
fn counts(summary: &Summary) -> Option<&MovedTally> {
    let is_empty = |it: &MovedTally| it.tickets == 0 && it.reviews.is_empty() && !it.is_filtered;
    summary.moved.as_deref().filter(|it| !is_empty(it))
}

impl<W: Write> Renderer for HumanMoved<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        match record {
            Record::Moved(moved) => self.moved(moved, shown),
            Record::Lived(lived) => self.lived(lived, shown),
            // The row tells what its finding says.
            Record::Gap(gap) => {
                let lines = self.gaps.row(gap);
                self.lines(&lines)
            }
            Record::Open(ticket) => {
                self.open.add(ticket);
                Ok(())
            }
            _ => self.page.findings(shown),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.release()?;
        let open = self.open.lines(self.look.paint);
        if !open.is_empty() {
            self.block(&open)?;
        }
        if let Some(moved) = counts(summary) {
            let lang = self.style.lang;
            let mut lines = tally::lines(moved, self.look);
            let opened = counted::opened(summary, lang).map_or(String::new(), |it| format!(" ({it})"));
            let mut head = self.look.wrapped(&format!("{}{opened}", lines[0]), Break::Blank);
            head.extend(
                counted::left_out(summary, lang).iter().flat_map(|it| self.look.wrapped(it, Break::Dot)),
            );
            lines.splice(0..1, head);
            self.block(&lines)?;
        }
        if self.page.causes(self.last != Last::Nothing)? {
            self.last = Last::Block;
        }
        let closing = self.closing(summary);
        let hidden = counted::hidden(summary).filter(|_| !self.look.quiet);
        if closing.is_some() || hidden.is_some() {
            self.apart()?;
        }
        for line in hidden.iter().chain(&closing).flat_map(|it| self.look.wrapped(it, Break::Blank)) {
            writeln!(self.page.out(), "{line}")?;
        }
        self.page.out().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventRole;
    use crate::render::fixture::{MS, Page, event, finding, gap, moved, record, rendered};
    use crate::report::{Code, Ignored, Severity};

    fn shown(records: &[Record], style: MovedStyle) -> String {
        rendered(records, |page| HumanMoved::new(page, Appearance::plain(80), style))
    }

    #[test]
    fn one_event_is_shown_in_full() {
        assert_eq!(
            shown(&[record(moved())], MovedStyle::default()),
            "\
7100000000000000340  2023-11-14 22:13:20 +00:00  handed over to a human
fixtures/closed.json

  stage    1 bot         →  2 human
  status   1 created     →  3 queueing
  updated  22:07:17.000  →  22:13:20.000  after 6 min 3 s
"
        );
    }

    #[test]
    fn an_equal_field_is_unchanged_and_an_absent_one_stands_alone() {
        let mut event = event(MS, (2, 2), (99, 99), vec![]);
        event.old.updated_at = None;
        let style = MovedStyle { lang: Lang::Zh, ..MovedStyle::default() };
        let text = shown(&[record(event)], style);
        assert!(text.contains("  无变化\n"), "{text}");
        let end = "\n\n  阶段  2 人工\n  状态  99 未知          未变\n  更新  22:13:20.000\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn several_events_are_rows_and_what_is_known_of_them_stands_at_their_end() {
        let mut again = event(MS + 90_000, (2, 2), (5, 51), vec![]);
        again.key = Some(9);
        let mut other = moved();
        other.subject.event_id = Some("e-8".to_owned());
        other.transition.at = Some(MS + 60_000);
        let mut new = event(MS + 86_400_000, (1, 1), (1, 1), vec![]);
        (new.subject.event_id, new.transition.ticket_id) = (None, "7100000000000000341".to_owned());
        new.transition.role = EventRole::Birth;
        let records = [moved(), again.clone(), again, other, new];
        assert_eq!(
            shown(&records.map(record), MovedStyle::default()),
            "\
2023-11-14 UTC
22:13:20  7100000000000000340  created → queueing                 bot → human
22:14:50  7100000000000000340  awaiting guest → closed by agent
22:14:50  7100000000000000340  = duplicate of the row above
22:14:20  7100000000000000340  created → queueing              bot → human, late
2023-11-15 UTC
22:13:20  7100000000000000341  · → created                        new

5 events of 2 tickets, 1 duplicate, 1 late event
"
        );
    }

    #[test]
    fn all_fields_are_decoded() {
        let style = MovedStyle { all_fields: true, ..MovedStyle::default() };
        let text = shown(&[record(moved())], style);
        for line in
            ["guest     客人甲", "score     3 satisfied", "solve     2 solved", "channel   9 Open API"]
        {
            assert!(text.contains(&format!("\n  {line}\n")), "{text}");
        }
    }

    #[test]
    fn a_broken_event_is_marked_in_its_row_and_its_findings_stand_below() {
        let mut broken = event(MS + 1, (1, 2), (1, 3), vec![finding(Code::StatusUnknown)]);
        broken.subject.event_id = None;
        let text = shown(&[record(moved()), record(broken)], MovedStyle::default());
        let (finding, row) =
            (text.find("error[status-unknown]").unwrap(), text.rfind("status-unknown, bot").unwrap());
        assert!(row < finding, "{text}");
        assert!(text.ends_with("\n\nfailed: 1 of 2 events invalid (1 error)\n"), "{text}");
    }

    #[test]
    fn the_last_line_fits_however_many_types_are_left_out() {
        let mut summary = Summary { documents: 2, files: 1, ..Summary::default() };
        for at in 0..4 {
            summary
                .left_out
                .count(&Ignored::OtherType(format!("im.message.reaction.example_{at}_v1").into()));
        }
        let page = Page::default();
        let mut human = HumanMoved::new(page.clone(), Appearance::plain(80), MovedStyle::default());
        for event in [record(moved()), record(moved())] {
            human.record(&event).unwrap();
        }
        human.finish(&summary).unwrap();
        let text = page.text();
        assert!(text.contains("left out: im.message.reaction.example_0_v1 ×1"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn a_tally_of_nothing_says_so() {
        let tally = |documents, reviews| {
            let moved = MovedTally { reviews, ..MovedTally::default() };
            let summary = Summary { documents, files: 1, moved: Some(Box::new(moved)), ..Summary::default() };
            let page = Page::default();
            let mut human = HumanMoved::new(page.clone(), Appearance::plain(80), MovedStyle::default());
            human.finish(&summary).unwrap();
            page.text()
        };
        assert_eq!(tally(0, [].into()), "", "why there is none is said on standard error");
        assert_eq!(tally(2, [].into()), "2 events: nothing to show\n");
        assert!(tally(1, [(None, 1)].into()).starts_with("0 events of 0 tickets\n\nreviews"));
    }

    #[test]
    fn gaps_that_are_errors_fail_and_no_event_is_called_valid() {
        let mut it = gap();
        it.findings[0].severity = Severity::Error;
        let (page, record) = (Page::default(), Record::Gap(Box::new(it)));
        let list = TicketList { kind: ListKind::Gaps, tickets: 12, listed: 1, until: None };
        let mut summary = Summary { documents: 6, files: 1, tickets: Some(list), ..Summary::default() };
        summary.count(&record);
        let mut human = HumanMoved::new(page.clone(), Appearance::plain(80), MovedStyle::default());
        human.record(&record).unwrap();
        human.finish(&summary).unwrap();
        let end = "\n\nfailed: lost: at least 1 event in 1 ticket (1 error)\n";
        assert!(page.text().ends_with(end), "{}", page.text());
    }

    #[test]
    fn in_full_every_event_is_a_block() {
        let style = MovedStyle { form: Form::Full, ..MovedStyle::default() };
        let text = shown(&[record(moved()), record(moved())], style);
        assert_eq!(text.matches("\n\n  stage ").count(), 2, "{text}");
        assert!(text.contains("6 min 3 s\n\n7100"), "{text}");
    }
}
