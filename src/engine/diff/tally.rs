//! The tally of a log (`--summary`): counts and stays, in bounded memory for each ticket.

use std::collections::BTreeMap;

use super::per_day::Days;
use super::tickets::{Known, TicketId, Tickets};
use super::time_in_status::Stays;
use crate::model::{Change, EventRole, EventState, Move, Slot, Stage, Status};
use crate::report::MovedTally;

/// Counts events as they come. A ticket costs a fixed number of bytes, however many events it has.
#[derive(Default)]
pub struct Tally {
    counts: MovedTally,
    tickets: Tickets,
    stages: Edges,
    statuses: Edges,
    stays: Stays,
    days: Option<Days>,
}

impl Tally {
    /// A tally that asks `day` on which day, counted from 1970-01-01, a time in ms falls.
    pub fn new(day: impl Fn(i64) -> Option<i64> + Send + 'static) -> Self {
        Self { days: Some(Days::new(day)), ..Self::default() }
    }

    /// Counts an event of a ticket.
    pub fn add(&mut self, id: TicketId<'_>, role: EventRole, state: &EventState) {
        let change = state.change(role);
        let Change { at, stage, status, .. } = change;
        let (kind, counts) = (change.kind(), &mut self.counts);
        counts.events += 1;
        if let Some((at, days)) = at.zip(self.days.as_mut()) {
            days.count(at);
        }
        let is_update = role == EventRole::Update;
        if let Some(step) = stage.filter(|_| is_update) {
            self.stages.add(step.from, step.to);
        }
        if let Some(step) = status.filter(|_| is_update) {
            self.statuses.add(step.from, step.to);
        }
        counts.changed += u64::from(!matches!(kind, Move::Stay | Move::Create));
        let known = self.tickets.known(id);
        stay(&mut self.stays, known, state, change);
        marks(counts, known, change, kind);
    }

    /// Fetches what is known of a ticket into the caches. Done for several before they are counted, it waits for all of
    /// them at once.
    pub fn fetch(&self, id: TicketId<'_>) {
        self.tickets.fetch(id);
    }

    /// Counts an event that is not part of the story: its `event_id` came before.
    pub fn add_duplicate(&mut self) {
        self.counts.duplicates += 1;
    }

    /// The tally so far.
    pub fn into_counts(self) -> MovedTally {
        MovedTally {
            tickets: self.tickets.count(),
            stages: self.stages.into_counts(),
            statuses: self.statuses.into_counts(),
            stays: self.stays.into_durations(),
            days: self.days.map(Days::into_counts).unwrap_or_default(),
            ..self.counts
        }
    }
}

/// Closes the stay in the status before, where its begin and its end are known and in order.
///
/// An event may be missing or late. Its own old values then tell more than what we remember: `old_object.updated_at`
/// is when the ticket last changed, so the stay began no earlier.
fn stay(stays: &mut Stays, known: &mut Known, state: &EventState, change: Change) {
    let Some(step) = change.status else { return };
    let at = change.at;
    if step.changed() {
        let begin = begin(known, state, at, step.from);
        let ms = begin.zip(at).and_then(|(begin, at)| at.checked_sub(begin));
        if let Some(ms) = ms.and_then(|ms| u64::try_from(ms).ok()) {
            stays.add(step.from, ms);
        }
    }
    // A late event does not take the ticket back to where it was.
    let is_late = known.last.get().is_some_and(|last| at.is_none_or(|at| at < last));
    if !is_late {
        if step.changed() || known.status.get() != Some(step.to) {
            known.since = at.into();
        }
        known.status = step.to.into();
        known.last = at.or(known.last.get()).into();
    }
}

/// When the ticket entered the status it now leaves.
fn begin(known: &Known, state: &EventState, at: Option<i64>, from: i64) -> Option<i64> {
    let (status, since) = (known.status.get(), known.since.get());
    let remembered = status == Some(from) && since <= at;
    let created =
        state.get(Slot::CreatedAt).filter(|at| from == Status::Created.code() && status.is_none() && *at > 0);
    let old = state.get(Slot::OldUpdatedAt).filter(|at| *at > 0);
    if remembered { since.or(old) } else { created.or(old) }
}

fn marks(counts: &mut MovedTally, known: &mut Known, change: Change, kind: Move) {
    let handed_over =
        change.stage.is_some_and(|it| it.from == Stage::Bot.code() && it.to == Stage::Human.code());
    if handed_over && !std::mem::replace(&mut known.handed_over, true) {
        counts.handed_over += 1;
    }
    let Some(step) = change.status else { return };
    if Status::closes(step.to) && step.changed() {
        *counts.closed_by.entry(step.to).or_default() += 1;
        if !std::mem::replace(&mut known.closed, true) {
            counts.closed += 1;
        }
    }
    if kind == Move::Reopen && !std::mem::replace(&mut known.reopened, true) {
        counts.reopened += 1;
    }
}

/// Codes below this have a row and a column of their own.
const ROWS: usize = 64;

/// How often a code became another one. The documented codes are counted in a table, for there is one count or two for
/// every event of a log.
#[derive(Clone, Debug)]
struct Edges {
    table: Box<[u64]>,
    others: BTreeMap<(i64, i64), u64>,
}

impl Default for Edges {
    fn default() -> Self {
        Self { table: vec![0; ROWS * ROWS].into(), others: BTreeMap::new() }
    }
}

impl Edges {
    /// Counts one.
    fn add(&mut self, from: i64, to: i64) {
        match (row(from), row(to)) {
            (Some(from), Some(to)) => self.table[from * ROWS + to] += 1,
            _ => *self.others.entry((from, to)).or_default() += 1,
        }
    }

    /// All that were counted.
    fn into_counts(self) -> BTreeMap<(i64, i64), u64> {
        let code = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let counted = self.table.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut counts = self.others;
        counts.extend(counted.map(|(at, count)| ((code(at / ROWS), code(at % ROWS)), *count)));
        counts
    }
}

fn row(code: i64) -> Option<usize> {
    usize::try_from(code).ok().filter(|row| *row < ROWS)
}

#[cfg(test)]
mod tests {
    use super::super::differ::{Contract, Differ, Filter, Looked, Read};
    use super::*;
    use crate::engine::validate::Checker;
    use crate::model::{Document, Origin};
    use crate::report::{Levels, Record};

    fn tally(lines: &[&str]) -> MovedTally {
        let checker = Checker::default();
        let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
        let mut tally = Tally::new(|ms| Some(ms.div_euclid(86_400_000)));
        for line in lines {
            let entry = Document::new(Origin::start_of("log.ndjson"), line.as_bytes().to_vec());
            if let Looked::Moved(Record::Moved(moved), state) = differ.look(Read::of(&checker, &entry, false))
            {
                tally.add(TicketId::of(moved.transition.ticket_id.as_bytes()), moved.transition.role, &state);
            }
        }
        tally.into_counts()
    }

    fn longest(tally: &MovedTally) -> Vec<(i64, u64)> {
        tally.stays.iter().map(|(code, stays)| (*code, stays.max() / 1_000)).collect()
    }

    #[test]
    fn a_disordered_log_and_one_with_a_hole_give_the_stays_of_the_true_order() {
        let story = include_str!("../../../samples/stories/solved-by-agent.ndjson");
        let lines: Vec<_> = story.lines().collect();
        let ordered = tally(&lines);
        let mut swapped = lines.clone();
        swapped.swap(1, 2);
        assert_eq!(tally(&swapped).statuses, ordered.statuses);
        assert_eq!(longest(&tally(&swapped)), longest(&ordered));
        let with_hole: Vec<_> =
            lines.iter().copied().enumerate().filter(|(at, _)| *at != 2).map(|(_, it)| it).collect();
        for (code, stay) in longest(&tally(&with_hole)) {
            assert!(longest(&ordered).contains(&(code, stay)), "{code}: {stay} s");
        }
        assert_eq!((ordered.tickets, ordered.handed_over, ordered.closed), (1, 1, 1));
    }

    #[test]
    fn times_beyond_reason_do_not_overflow() {
        let line = r#"{"header":{"create_time":"-9223372036854775808"},"event":{"object":{"ticket_id":"7","stage":1,"status":50,"created_at":1},"old_object":{"status":1}}}"#;
        assert!(tally(&[line]).stays.is_empty());
    }

    #[test]
    fn every_pair_of_codes_is_counted_by_itself() {
        let codes = [i64::MIN, -1, 0, 1, 2, 50, 63, 64, i64::MAX];
        let mut edges = Edges::default();
        for (round, from) in codes.iter().enumerate() {
            for to in codes {
                (0..=round).for_each(|_| edges.add(*from, to));
            }
        }
        let counts = edges.into_counts();
        assert_eq!(counts.len(), codes.len() * codes.len());
        assert!(codes.iter().enumerate().all(|(round, from)| counts[&(*from, 64)] == round as u64 + 1));
    }
}
