//! For people, what `diff` shows: one event in full, several as rows, a ticket's life as a story, and the tally.

use std::collections::HashSet;
use std::io::{self, Write};

use super::long;
use super::rows::Rows;
use crate::render::Renderer;
use crate::render::human::style::{Form, MovedStyle};
use crate::render::human::{Human, life, tally};
use crate::render::text::{Paint, counted};
use crate::report::{Finding, Moved, Record, Summary};

/// What stands last on the page, for the blank lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Row,
    Block,
}

/// The `human` format of `diff`. What a [`Record::Checked`] holds is shown as [`Human`] shows it.
pub(crate) struct HumanMoved<W> {
    page: Human<W>,
    paint: Paint,
    width: usize,
    style: MovedStyle,
    rows: Rows,
    /// The first event, as long as it may stay the only one.
    held: Option<(Box<Moved>, Vec<Finding>)>,
    headed: bool,
    last: Last,
    events: u64,
    tickets: HashSet<Box<str>>,
    quiet: bool,
}

impl<W: Write> HumanMoved<W> {
    /// Writes to `out` in the colours of `paint`, for `width` columns.
    pub(crate) fn new(out: W, paint: Paint, width: usize, style: MovedStyle) -> Self {
        let rows = Rows::new(style.zone.clone(), style.lang, paint);
        Self {
            page: Human::new(out, paint, width),
            paint,
            width,
            style,
            rows,
            held: None,
            headed: false,
            last: Last::Nothing,
            events: 0,
            tickets: HashSet::new(),
            quiet: false,
        }
    }

    /// Leaves the closing line out (`--quiet`).
    #[must_use]
    pub(crate) fn quiet(mut self, quiet: bool) -> Self {
        self.quiet = quiet;
        self
    }

    fn moved(&mut self, moved: &Moved, shown: &[Finding]) -> io::Result<()> {
        self.events += 1;
        if !self.tickets.contains(&*moved.transition.ticket_id) {
            self.tickets.insert(moved.transition.ticket_id.as_str().into());
        }
        match self.style.form {
            Form::Full => self.full(moved, shown),
            Form::Auto if self.events == 1 => {
                self.held = Some((Box::new(moved.clone()), shown.to_vec()));
                Ok(())
            }
            Form::Auto => {
                if let Some((first, shown)) = self.held.take() {
                    self.row(&first, &shown)?;
                }
                self.row(moved, shown)
            }
        }
    }

    fn full(&mut self, moved: &Moved, shown: &[Finding]) -> io::Result<()> {
        self.findings(shown)?;
        self.block(&long::lines(moved, &self.style, self.paint))
    }

    fn row(&mut self, moved: &Moved, shown: &[Finding]) -> io::Result<()> {
        self.findings(shown)?;
        if self.last == Last::Block {
            writeln!(self.page.out())?;
        }
        if !self.headed {
            self.headed = true;
            writeln!(self.page.out(), "{}", self.rows.head())?;
        }
        self.last = Last::Row;
        writeln!(self.page.out(), "{}", self.rows.row(moved))
    }

    /// What is only held back is shown in full: nothing came after it.
    fn release(&mut self) -> io::Result<()> {
        self.held.take().map_or(Ok(()), |(moved, shown)| self.full(&moved, &shown))
    }

    fn findings(&mut self, shown: &[Finding]) -> io::Result<()> {
        for finding in shown {
            self.apart()?;
            self.page.finding(finding)?;
            self.last = Last::Block;
        }
        Ok(())
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
        let found = summary.errors + summary.warnings + summary.notes > 0;
        if self.quiet || summary.documents + self.events == 0 {
            None
        } else if found || summary.stopped {
            Some(counted::sentence(summary, self.paint))
        } else if self.events > 1 {
            let tickets = counted::counted(self.tickets.len() as u64, "ticket");
            Some(format!("{} of {tickets}", counted::counted(self.events, "event")))
        } else if self.events == 0 && summary.moved.is_none() {
            Some(format!("{}: nothing to show", counted::counted(summary.documents, "event")))
        } else {
            None
        }
    }
}

impl<W: Write> Renderer for HumanMoved<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        match record {
            Record::Moved(moved) => self.moved(moved, shown),
            Record::Lived(lived) => {
                self.release()?;
                self.events += lived.events;
                self.tickets.insert(lived.ticket_id.as_str().into());
                let apart: Vec<Finding> = shown.iter().filter(|it| !life::tells(it.code)).cloned().collect();
                self.findings(&apart)?;
                self.block(&life::lines(lived, &self.style, self.paint))
            }
            _ => self.findings(shown),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.release()?;
        if let Some(moved) = &summary.moved {
            let lines = tally::lines(moved, self.style.lang, self.paint, self.width);
            self.block(&lines)?;
        }
        let closing = self.closing(summary);
        let hidden = counted::hidden(summary).filter(|_| !self.quiet);
        if closing.is_some() || hidden.is_some() {
            self.apart()?;
        }
        for line in hidden.iter().chain(&closing) {
            writeln!(self.page.out(), "{line}")?;
        }
        self.page.out().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::render::fixture::{MS, event, finding, moved, record, rendered};
    use crate::report::Code;

    fn shown(records: &[Record], style: MovedStyle) -> String {
        rendered(records, |page| HumanMoved::new(page, Paint::default(), 120, style))
    }

    #[test]
    fn one_event_is_shown_in_full() {
        assert_eq!(
            shown(&[record(moved())], MovedStyle::default()),
            "\
7100000000000000340  2023-11-14 22:13:20.000 +00:00  handed over to a human  fixtures/closed.json

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
        assert!(text.contains("  无变化  "), "{text}");
        let end = "\n\n  stage    2 人工\n  status   99 unknown       unchanged\n  updated  22:13:20.000\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn several_events_are_aligned_rows_under_one_head() {
        let records = [
            moved(),
            event(MS + 60_000, (2, 2), (3, 3), vec![]),
            event(MS + 90_000, (2, 2), (5, 51), vec![]),
        ];
        assert_eq!(
            shown(&records.map(record), MovedStyle::default()),
            "\
time (UTC)               ticket               stage          status                             move
2023-11-14 22:13:20.000  7100000000000000340  bot → human    created → queueing                 handed over
2023-11-14 22:14:20.000  7100000000000000340  human          queueing                           —
2023-11-14 22:14:50.000  7100000000000000340  human          awaiting guest → closed by agent   closed by agent

3 events of 1 ticket
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
    fn findings_stand_before_their_event_and_are_counted_at_the_end() {
        let broken = event(MS, (1, 2), (1, 3), vec![finding(Code::StatusUnknown)]);
        let text = shown(&[record(moved()), record(broken)], MovedStyle::default());
        let (finding, row) =
            (text.find("error[status-unknown]").unwrap(), text.rfind("handed over").unwrap());
        assert!(text.find("handed over").unwrap() < finding && finding < row, "{text}");
        assert!(text.ends_with("\n\n2 events in 1 file: 1 clean, 1 faulty; 1 error\n"), "{text}");
    }

    #[test]
    fn in_full_every_event_is_a_block() {
        let style = MovedStyle { form: Form::Full, ..MovedStyle::default() };
        let text = shown(&[record(moved()), record(moved())], style);
        assert_eq!(text.matches("\n\n  stage ").count(), 2, "{text}");
        assert!(text.contains("6 min 3 s\n\n7100"), "{text}");
    }
}
