//! Where the events of a run of `diff` go: shown, kept until their ticket's story is told, or counted.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::view::{Counting, DiffView, LifeView};
use crate::cli::read::ScanOutput;
use crate::engine::diff::{Looked, Passage, beginning};
use crate::engine::validate::{Duplicates, Mark, OtherTypes, Sighting};
use crate::model::{EventRole, EventState, Move, Origin};
use crate::render::FormattedRow;
use crate::render::text::counted;
use crate::report::{Checked, Ignored, Moved, Record, Severity};

/// Where events go.
pub(super) struct DiffOutput {
    pub(super) shown: ScanOutput,
    pub(super) view: DiffView,
    pub(super) counting: Option<Counting>,
    pub(super) seen: Duplicates,
    pub(super) counts: DiffCounts,
    /// The first file that a document is of.
    pub(super) first: Option<Arc<str>>,
    pub(super) other_types: OtherTypes,
    /// Whether only some events were asked for.
    pub(super) is_focused: bool,
}

/// What is said at the end beside the view.
#[derive(Default)]
pub(super) struct DiffCounts {
    pub(super) any_change: bool,
    /// Events that change no ticket: messages, and reviews of push tasks.
    pub(super) messages: u64,
    pub(super) reviews: u64,
    /// Events without the id of a ticket: they are of none, where tickets are told of.
    pub(super) nameless: u64,
    /// Documents that were not shown because only some events were asked for, though they cannot be read.
    pub(super) unreadable: u64,
}

impl DiffCounts {
    /// That some documents were not shown because they cannot be read.
    pub(super) fn not_shown(&self) -> Option<String> {
        let what = counted(self.unreadable, "document");
        (self.unreadable > 0).then(|| format!("not shown: {what} that cannot be read (`validate` tells why)"))
    }

    /// What was read and has no place in the view.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.nameless > 0 {
            let verbs = if self.nameless == 1 { ("has", "belongs") } else { ("have", "belong") };
            let what = counted(self.nameless, "event");
            remarks.push(format!("{what} {} no ticket id and {} to no ticket", verbs.0, verbs.1));
        }
        let parts = [(self.messages, "message"), (self.reviews, "review")];
        let parts: Vec<_> = parts.iter().filter(|(count, _)| *count > 0).collect();
        if !parts.is_empty() {
            let parts: Vec<_> = parts.into_iter().map(|(count, what)| counted(*count, what)).collect();
            let verb = if self.messages + self.reviews == 1 { "changes" } else { "change" };
            let way_out = if self.messages > 0 { " (--messages)" } else { "" };
            remarks.push(format!("not shown: {}, which {verb} no ticket{way_out}", parts.join(" and ")));
        }
        remarks
    }
}

/// Whether a ticket that was there before is another one now.
pub(super) fn is_change(kind: Move) -> bool {
    !matches!(kind, Move::Stay | Move::Create)
}

impl DiffOutput {
    pub(super) fn new(
        shown: ScanOutput,
        view: DiffView,
        counting: Option<Counting>,
        other_types: OtherTypes,
        is_focused: bool,
    ) -> Self {
        Self {
            shown,
            view,
            counting,
            seen: Duplicates::default(),
            counts: DiffCounts::default(),
            first: None,
            other_types,
            is_focused,
        }
    }

    pub(super) fn is_tally(&self) -> bool {
        matches!(self.view, DiffView::Summary)
    }

    /// Counts an event, where events are counted.
    pub(super) fn count(
        &mut self,
        ticket_id: &[u8],
        role: EventRole,
        state: &EventState,
        mark: Option<Mark>,
        origin: &Origin,
        is_counted: bool,
    ) {
        let Some(counting) = &mut self.counting else { return };
        if !mark.is_some_and(|mark| matches!(self.seen.saw(mark, origin), Sighting::Same(_))) {
            counting.tally.add(ticket_id, role, state, is_counted);
        } else if is_counted {
            counting.tally.counts.duplicates += 1;
        }
    }

    /// Takes what an event says of its ticket, although a filter leaves it out.
    pub(super) fn known(
        &mut self,
        moved: &Moved,
        state: &EventState,
        mark: Option<Mark>,
        origin: &Origin,
        passage: Passage,
    ) {
        let transition = &moved.transition;
        self.count(transition.ticket_id.as_bytes(), transition.role, state, mark, origin, false);
        if let DiffView::Lives(timeline, life_view) = &mut self.view
            && !transition.ticket_id.is_empty()
        {
            // A ticket is open or closed by all its events.
            let is_open = *life_view == LifeView::Open && passage == Passage::OutOfTime;
            let passage = if is_open { Passage::NoRule } else { passage };
            timeline.add((moved, state), mark, beginning(origin), passage);
        }
    }

    pub(super) fn take(
        &mut self,
        looked: Looked<'_>,
        mark: Option<Mark>,
        origin: &Origin,
    ) -> ControlFlow<()> {
        match looked {
            Looked::OtherTicket => ControlFlow::Continue(()),
            Looked::LeftOut(record, state, passage) => {
                if let Record::Moved(moved) = record {
                    self.known(moved, &state, mark, origin, passage);
                }
                ControlFlow::Continue(())
            }
            Looked::Unreadable(checked) => {
                self.other_types.take(checked).map_or(ControlFlow::Continue(()), |it| self.unreadable(it))
            }
            Looked::Moved(record, state) => {
                let Record::Moved(moved) = record else { return self.shown.record(record) };
                self.counts.any_change |= is_change(moved.transition.kind());
                self.moved(record, moved, &state, mark, origin)
            }
        }
    }

    /// Says what is said of a document that waited for the next one.
    pub(super) fn decide(&mut self, next: Option<&Origin>) -> ControlFlow<()> {
        if let (None, Some(origin)) = (&self.first, next) {
            self.first = Some(Arc::clone(&origin.file));
        }
        let decided = self.other_types.decide(next);
        decided.map_or(ControlFlow::Continue(()), |checked| self.unreadable(checked))
    }

    /// Shows why a document cannot be read, unless only some events were asked for: it may be none of them.
    pub(super) fn unreadable(&mut self, mut checked: Checked) -> ControlFlow<()> {
        // That a type is left out is told by its count.
        let is_other = matches!(checked.ignored, Some(Ignored::OtherType(_)));
        checked.findings.retain(|it| it.severity == Severity::Error || !is_other);
        let is_asked_for = !self.is_focused || checked.subject.ticket_id.is_some();
        if !checked.is_valid() && !is_asked_for {
            self.counts.unreadable += 1;
            return ControlFlow::Continue(());
        }
        if !is_asked_for {
            checked.findings.clear();
        }
        self.shown.record(&Record::Checked(checked))
    }

    pub(super) fn moved(
        &mut self,
        record: &Record,
        moved: &Moved,
        state: &EventState,
        mark: Option<Mark>,
        origin: &Origin,
    ) -> ControlFlow<()> {
        let transition = &moved.transition;
        let role = transition.role;
        let is_shown = self.view.shows(role);
        self.count(transition.ticket_id.as_bytes(), role, state, mark, origin, true);
        match role {
            EventRole::Message => self.counts.messages += u64::from(!is_shown),
            EventRole::Review => self.counts.reviews += u64::from(!is_shown),
            EventRole::Update | EventRole::Birth => {}
        }
        let is_nameless = role != EventRole::Review && transition.ticket_id.is_empty();
        self.counts.nameless += u64::from(is_nameless && !matches!(self.view, DiffView::Rows));
        match &mut self.view {
            DiffView::Rows if is_shown => return self.shown.record(record),
            DiffView::Rows | DiffView::Summary => {}
            DiffView::Lives(..) if role == EventRole::Review || is_nameless => {}
            DiffView::Lives(timeline, life_view) => {
                timeline.add((moved, state), mark, beginning(origin), Passage::Counted);
                if *life_view == LifeView::Story && is_shown {
                    let summary = self.shown.output.summary();
                    summary.documents += 1;
                    summary.faulty += u64::from(!moved.is_valid());
                    return ControlFlow::Continue(());
                }
            }
        }
        if moved.findings.is_empty() {
            self.shown.output.summary().documents += 1;
            return ControlFlow::Continue(());
        }
        // What is wrong with an event is said, although the event itself is only counted.
        let (subject, findings) = (moved.subject.clone(), moved.findings.clone());
        self.shown.record(&Record::Checked(Checked { subject, findings, ignored: None }))
    }

    /// Shows an event by the row that was formatted ahead.
    pub(super) fn row(&mut self, row: FormattedRow<'_>, kind: Move, origin: &Origin) -> ControlFlow<()> {
        self.counts.any_change |= is_change(kind);
        self.shown.write(|output| output.row(row, origin.index, origin.line))
    }
}
