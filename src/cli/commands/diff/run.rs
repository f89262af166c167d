//! A run of `diff`: takes events in the order of the input, and shows, keeps or counts them.

use std::ops::ControlFlow;

use super::output::{DiffOutput, is_change};
use super::view::Counting;
use crate::cli::output::{RecordOutput, color};
use crate::cli::read::{DocumentVisitor, JudgedEarly};
use crate::cli::{CliError, fitted, put, say};
use crate::engine::diff::{Differ, Looked, Passage, Read};
use crate::engine::validate::{Checker, Clean, Depth};
use crate::model::{Document, Origin};
use crate::render::FormattedRow;
use crate::render::text::layout::Break;
use crate::render::text::{counted, visible};
use crate::report::{Code, Exit, Failure, InputTally, Levels, Missed, MovedTally, Severity};
use crate::source::InputError;

pub(crate) struct DiffRun<'c> {
    checker: &'c Checker,
    differ: Differ,
    depth: Depth,
    out: DiffOutput,
    /// Documents read, and those among them that a filter left out.
    read: u64,
    left_out: u64,
}

impl<'c> DiffRun<'c> {
    pub(crate) fn new(checker: &'c Checker, differ: Differ, depth: Depth, out: DiffOutput) -> Self {
        Self { checker, differ, depth, out, read: 0, left_out: 0 }
    }

    fn take(&mut self, read: Read, origin: &Origin) -> ControlFlow<()> {
        self.out.decide(Some(origin))?;
        let mark = read.mark();
        let looked = self.differ.look(read);
        self.left_out += u64::from(matches!(looked, Looked::OtherTicket | Looked::LeftOut(..)));
        self.read += 1;
        self.out.take(looked, mark, origin)?;
        self.out.shown.go_on()
    }

    /// Tells what was kept, and judges the whole.
    pub(crate) fn finish(
        mut self,
        input: InputTally,
        levels: &Levels,
        exit_code: bool,
    ) -> Result<Exit, CliError> {
        let _ = self.out.decide(None);
        let is_tally = self.out.is_tally();
        let DiffOutput { shown, view, counting, counts, is_focused, first, .. } = self.out;
        let color = shown.color;
        let mut output = shown.end(input)?;
        output.summary().focused = is_focused;
        let nothing = CliError::of_nothing(output.summary());
        let is_nothing = |output: &mut RecordOutput| self.read == 0 || output.summary().lacks_events();
        if let Some(nothing) = nothing.filter(|_| self.left_out == 0 && is_nothing(&mut output)) {
            output.trouble(&nothing, color);
        }
        view.tell(levels, &mut output)?;
        let tally = counting.map(Counting::into_counts);
        let denied = tally.as_ref().filter(|_| is_tally).map_or_else(Vec::new, |it| denied(levels, it));
        let place = output.summary();
        *(if is_tally { &mut place.moved } else { &mut place.pictured }) = tally;
        let mut fail = |message: &str| {
            let failure = Failure::new(Exit::Findings, message);
            output.summary().fail(Exit::Findings, failure);
        };
        if exit_code && counts.any_change {
            fail("events change a ticket (--exit-code)");
        }
        let not_shown = counts.not_shown();
        let absent = if self.read > 0 { absent(&self.differ) } else { Vec::new() };
        for message in not_shown.iter().chain(&absent).chain(&denied) {
            fail(message);
        }
        output.summary().missed = self.differ.missed(&first.unwrap_or_else(|| "<stdin>".into()));
        if !output.summary().missed.is_empty() {
            output.summary().raise(Exit::Findings);
        }
        let summary = output.finish()?;
        say_what_is_wrong(
            absent.iter().chain(&denied),
            &summary.missed,
            &color::for_stderr(color).bad("error:"),
        );
        for remark in not_shown.into_iter().chain(counts.remarks()) {
            say(&remark);
        }
        let ours = self.read.saturating_sub(summary.left_out.count_all());
        if ours > 0 && self.left_out == ours && absent.is_empty() {
            say(&format!("the filters leave out all {} of the input", counted(ours, "event")));
        }
        Ok(summary.exit)
    }
}

/// The ids that were asked for and that no event has, a message each.
fn absent(differ: &Differ) -> Vec<String> {
    let tickets = differ.absent_tickets().into_iter();
    let tickets = tickets.map(|it| format!("no event has the ticket `{it}` of `--ticket`"));
    let events = differ.absent_events().into_iter();
    tickets.chain(events.map(|it| format!("no event has the id `{it}` of `--event`"))).collect()
}

/// What a tally counts although its code is an error, each with the view that shows where.
fn denied(levels: &Levels, tally: &MovedTally) -> Vec<String> {
    let counted_as = [
        (Code::EventGap, tally.lost, "missing event", "--gaps"),
        (Code::LateEvent, tally.late, "late event", "--timeline"),
        (Code::DuplicateEvent, tally.duplicates, "duplicate", "--timeline"),
        (Code::TicketReopened, tally.reopened, "reopened ticket", "--timeline"),
    ];
    let is_denied = |code| levels.severity(code) == Some(Severity::Error);
    let denied = counted_as.into_iter().filter(|(code, count, ..)| *count > 0 && is_denied(*code));
    // A filter chooses which events are counted; of their tickets all is known.
    let of = if tally.is_filtered { " in the tickets' whole lives" } else { "" };
    denied
        .map(|(code, count, what, view)| {
            format!("{}{of} (`{}`); `{view}` shows where", counted(count, what), code.slug())
        })
        .collect()
}

/// Says what fails the run, and which expectations no event met.
fn say_what_is_wrong<'m>(wrong: impl Iterator<Item = &'m String>, missed: &[Missed], error: &str) {
    for message in wrong {
        say(&format!("{error} {message}"));
    }
    for missed in missed {
        let message = fitted(&visible(&missed.message()), "error: ".len(), 2, Break::Blank);
        let instead = fitted(&missed.instead(), 2, 2, Break::Comma);
        put(format!("{error} {message}\n  {instead}"));
    }
}

impl DocumentVisitor<JudgedEarly<Read>> for DiffRun<'_> {
    fn clean(
        &mut self,
        clean: &Clean,
        text: &[u8],
        origin: &Origin,
        row: Option<FormattedRow<'_>>,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        self.out.decide(Some(origin))?;
        if let Some(row) = row {
            // No filter leaves it out, but it may be what was expected.
            self.differ.judge(&clean.seen, text);
            self.read += 1;
            self.out.row(row, clean.seen.change().kind(), origin)?;
            return self.out.shown.go_on();
        }
        if self.depth == Depth::AllFields {
            return self.entry(document());
        }
        let role = clean.seen.role();
        if self.out.is_tally() && !self.differ.forbids() {
            let (ticket_id, state) = (&text[clean.seen.subject_id()], clean.seen.state());
            let passage = self.differ.judge(&clean.seen, text);
            let is_counted = passage == Passage::Counted;
            self.left_out += u64::from(!is_counted);
            self.read += 1;
            if passage != Passage::OtherTicket {
                self.out.count(ticket_id, role, state, clean.mark, origin, is_counted);
            }
            if is_counted {
                self.out.counts.any_change |= is_change(clean.seen.change().kind());
                self.out.shown.output.summary().documents += 1;
            }
            return self.out.shown.go_on();
        }
        let looked = self.differ.look_at(clean, text, origin);
        self.left_out += u64::from(matches!(looked, Looked::OtherTicket | Looked::LeftOut(..)));
        self.read += 1;
        self.out.take(looked, clean.mark, origin)?;
        self.out.shown.go_on()
    }

    fn other(
        &mut self,
        event_type: &[u8],
        origin: &Origin,
        document: impl FnOnce() -> Document,
    ) -> ControlFlow<()> {
        let Some(why) = self.out.other_types.told(event_type, origin.index) else {
            return self.entry(document());
        };
        self.out.decide(Some(origin))?;
        self.read += 1;
        self.out.shown.output.summary().left_out.count(&why);
        self.out.shown.go_on()
    }

    fn judged(&mut self, early: JudgedEarly<Read>, origin: &Origin) -> ControlFlow<()> {
        let lines = origin.line - early.entry.origin.line;
        self.take(early.judged.moved(origin.index, lines), origin)
    }

    fn entry(&mut self, entry: Document) -> ControlFlow<()> {
        self.take(Read::of(self.checker, &entry, self.depth), &entry.origin)
    }

    fn prefetch(&mut self, clean: &Clean, _: &[u8]) {
        if self.out.is_tally()
            && let Some(mark) = clean.mark
        {
            self.out.seen.fetch(mark);
        }
    }

    fn passed(&mut self, bytes: u64) {
        self.out.shown.progress.advance(bytes);
    }

    fn trouble(&mut self, error: InputError) -> ControlFlow<()> {
        self.out.shown.trouble(error)
    }
}
