//! The tally of a log (`--summary`): counts and stays, in bounded memory for each ticket.

use std::collections::BTreeMap;

use super::known_state::{Evidence, KnownState};
use super::per_day::Days;
use super::tickets::{KnownTicket, LargeCodes, MaybeTime, Milestone, TicketKey, Tickets};
use super::time_in_status::Stays;
use super::time_order::{BATCH, TimeOrder, WINDOW};
use crate::model::{Change, EventRole, EventState, Review, Sender, Slot, Stage, Status, Step};
use crate::report::MovedTally;

/// From which number on a stage is remembered as another one, so that all fit a byte; and a status, in 32 bits.
const LARGE_STAGE: i64 = 64;
const LARGE_STATUS: i64 = 1 << 30;

/// Counts events as they come, and follows tickets in the order of time. A ticket costs a fixed number of bytes, however
/// many events it has.
#[derive(Default)]
pub struct Tally {
    pub(crate) counts: MovedTally,
    tickets: Tickets,
    large_stages: LargeCodes<LARGE_STAGE>,
    large_statuses: LargeCodes<LARGE_STATUS>,
    stages: ChangeCounts,
    statuses: ChangeCounts,
    stays: Stays,
    days: Option<Days>,
    lost_days: Option<Days>,
    order: TimeOrder<TicketKey, TallyEvent>,
    batch: Vec<(usize, TallyEvent)>,
    /// Whether any message came, counted or not: without one nothing is known of answers.
    has_messages: bool,
}

/// What is kept of an event until its turn in the order of time comes: little, so that the window stays in the caches.
#[derive(Clone, Copy, Debug)]
struct TallyEvent {
    role: EventRole,
    at: MaybeTime,
    stage: Option<Step<i8>>,
    status: Option<Step<i32>>,
    /// When its ticket was created, or entered the status that this event says it came from, if this is the first event.
    begun: MaybeTime,
    /// Whether it is a message of an agent.
    is_answer: bool,
    /// Whether a filter lets it through: it is counted, and so is the stay that it ends.
    is_counted: bool,
}

impl TallyEvent {
    fn is_message(&self) -> bool {
        self.role == EventRole::Message
    }

    fn change(&self) -> Change {
        Change {
            role: self.role,
            at: self.at.get(),
            stage: self.stage.map(|it| it.map(i64::from)),
            status: self.status.map(|it| it.map(i64::from)),
        }
    }
}

impl Tally {
    /// A tally that asks `hour` on which hour of its zone, counted from 1970-01-01 00:00, a time in ms falls.
    pub fn new(hour: impl Fn(i64) -> Option<i64> + Clone + Send + 'static) -> Self {
        Self { days: Some(Days::new(hour.clone())), lost_days: Some(Days::new(hour)), ..Self::default() }
    }

    /// Takes an event of a ticket. One that a filter leaves out is not counted, but what it says of the ticket is known;
    /// one without the id of a ticket is only counted.
    pub fn add(&mut self, id: &[u8], role: EventRole, state: &EventState, is_counted: bool) {
        let change = state.change(role);
        if role == EventRole::Review {
            return self.review(state, is_counted);
        }
        let sender = state.get(Slot::SenderType).map(Sender::from_code);
        self.has_messages |= role == EventRole::Message;
        if is_counted && role == EventRole::Message {
            *self.counts.messages.entry(sender).or_default() += 1;
        } else if is_counted {
            self.count(change);
        }
        if id.is_empty() {
            return;
        }
        let Self { large_stages, large_statuses, .. } = self;
        let as_stage = |code| i8::try_from(large_stages.small(code)).unwrap_or(i8::MAX);
        let as_status = |code| i32::try_from(large_statuses.small(code)).unwrap_or(i32::MAX);
        let event = TallyEvent {
            role,
            at: change.at.into(),
            stage: change.stage.map(|it| it.map(as_stage)),
            status: change.status.map(|it| it.map(as_status)),
            begun: begun(state, change).into(),
            is_answer: sender == Some(Sender::Agent),
            is_counted,
        };
        let times = (change.at, state.get(Slot::CreateTime));
        let is_late = self.order.push(times, self.tickets.key(id), event, |it| !it.is_message());
        self.counts.late += u64::from(is_late);
        if self.order.len() >= WINDOW + BATCH {
            self.follow(WINDOW);
        }
    }

    fn review(&mut self, state: &EventState, is_counted: bool) {
        let review = state.get(Slot::Review).and_then(Review::from_number);
        if is_counted {
            *self.counts.reviews.entry(review).or_default() += 1;
        }
    }

    fn count(&mut self, change: Change) {
        self.counts.events += 1;
        if let Some((at, days)) = change.at.zip(self.days.as_mut()) {
            days.count(at);
        }
        if change.role == EventRole::Update {
            let changed = self.stages.add(change.stage) | self.statuses.add(change.status);
            self.counts.changed += u64::from(changed);
        }
    }

    /// Follows the tickets of all events but the youngest `held`, in the order of time.
    fn follow(&mut self, held: usize) {
        let Self { counts, tickets, stays, lost_days, order, batch, .. } = self;
        // One look-up right after the other: it is waited for all of them at once.
        while let Some((key, event)) = order.pop(held) {
            batch.push((tickets.place(key), event));
        }
        for (place, event) in batch.drain(..) {
            let known = tickets.at(place);
            if event.is_message() {
                answered(counts, known, &event);
            }
            marks(counts, known, &event);
            follow(known, &event, counts, stays, lost_days.as_mut());
        }
    }

    /// The tally of all.
    pub fn into_counts(mut self) -> MovedTally {
        self.follow(0);
        let (tickets, unanswered) = (self.tickets.count(), self.tickets.unanswered());
        // It is large.
        drop(self.tickets);
        let statuses = self.statuses.into_counts();
        let mut closed_by = BTreeMap::new();
        for ((_, to), count) in statuses.iter().filter(|((from, to), _)| from != to && Status::closes(*to)) {
            *closed_by.entry(*to).or_default() += count;
        }
        let (days, hours) = self.days.map(Days::into_counts).unwrap_or_default();
        MovedTally {
            tickets,
            unanswered: self.has_messages.then_some(unanswered),
            stages: self.stages.into_counts(),
            statuses,
            closed_by,
            stays: self.stays.into_durations(),
            days,
            hours,
            lost_days: self.lost_days.map(|it| it.into_counts().0).unwrap_or_default(),
            ..self.counts
        }
    }
}

/// Takes a ticket one event further: counts the stay that ends, where its begin and its end are known and no event is
/// missing between them, and an event that is missing.
fn follow(
    known: &mut KnownTicket,
    event: &TallyEvent,
    counts: &mut MovedTally,
    stays: &mut Stays,
    days: Option<&mut Days>,
) {
    let change = event.change();
    let Change { at, stage, status, .. } = change;
    if known.last.get().is_some_and(|last| at.is_none_or(|at| at < last)) {
        // It came later than the window reaches back: what was counted since does not know of it.
        if !event.is_message() {
            counts.beyond_window += 1;
            known.since = None.into();
        }
        return;
    }
    let state = KnownState { stage: known.stage.get(), status: known.status.get(), at: known.last.get() };
    let is_gap = match state.held_against(change) {
        Evidence::Overlaps => return,
        Evidence::Contradicts { .. } => true,
        Evidence::Fits => false,
    };
    if is_gap {
        counts.lost += 1;
        counts.lost_tickets += u64::from(known.note(Milestone::Lost));
        if let Some((at, days)) = at.zip(days) {
            days.count(at);
        }
    }
    let is_first = !event.is_message() && known.note(Milestone::Seen);
    if let Some(step) = status {
        let since = match (is_first, is_gap) {
            (_, true) => None,
            (true, _) => event.begun.get(),
            (false, _) => known.since.get().filter(|_| known.status.get() == Some(step.from)),
        };
        if step.changed() {
            let ms = since.zip(at).and_then(|(since, at)| u64::try_from(at.checked_sub(since)?).ok());
            // What stands for a large code is no status that could be told.
            if let Some(ms) = ms.filter(|_| event.is_counted && step.from < LARGE_STATUS) {
                stays.add(step.from, ms);
            }
            known.since = at.into();
        } else {
            known.since = since.into();
        }
        known.status = step.to.into();
    }
    if let Some(step) = stage {
        known.stage = step.to.into();
    }
    if !event.is_message() {
        known.last = at.or(known.last.get()).into();
    }
}

/// When a ticket of which nothing was known was created, by the event of its creation, or entered the status that its first
/// event says it came from: of a ticket that was just created, and was not updated before, the first update tells it.
fn begun(state: &EventState, change: Change) -> Option<i64> {
    let time = |slot| MaybeTime::from(state.get(slot).filter(|ms| *ms > 0)).get();
    let created_at = time(Slot::CreatedAt);
    if change.role == EventRole::Birth {
        return created_at.or(change.at);
    }
    let was_created = change.status.is_some_and(|it| it.from == Status::Created.code());
    let created_at = created_at.filter(|_| was_created)?;
    time(Slot::OldUpdatedAt).is_none_or(|before| before == created_at).then_some(created_at)
}

/// Counts how long a ticket waited for the first answer of an agent, where its creation was read.
fn answered(counts: &mut MovedTally, known: &mut KnownTicket, event: &TallyEvent) {
    if !event.is_answer || !known.note(Milestone::Answered) || !event.is_counted {
        return;
    }
    let waited = known.created.get().zip(event.at.get());
    if let Some(ms) = waited.and_then(|(from, to)| u64::try_from(to.checked_sub(from)?).ok()) {
        counts.first_answers.add(ms);
    }
}

fn marks(counts: &mut MovedTally, known: &mut KnownTicket, event: &TallyEvent) {
    if event.role == EventRole::Birth && known.note(Milestone::Born) {
        counts.created += 1;
        known.created = event.begun;
    }
    let change = event.change();
    let handed_over =
        change.stage.is_some_and(|it| it.from == Stage::Bot.code() && it.to == Stage::Human.code());
    if handed_over && known.note(Milestone::HandedOver) {
        counts.handed_over += 1;
    }
    let Some(step) = change.status.filter(Step::changed) else { return };
    match [step.from, step.to].map(Status::closes) {
        [_, true] if known.note(Milestone::Closed) => counts.closed += 1,
        [true, false] if known.note(Milestone::Reopened) => counts.reopened += 1,
        _ => {}
    }
}

/// Codes below this have a row and a column of their own.
const ROWS: usize = 64;

/// How often a code became another one. The documented codes are counted in a table, for there is one count or two for
/// every event of a log.
#[derive(Clone, Debug)]
struct ChangeCounts {
    table: Box<[u64]>,
    others: BTreeMap<(i64, i64), u64>,
}

impl Default for ChangeCounts {
    fn default() -> Self {
        Self { table: vec![0; ROWS * ROWS].into(), others: BTreeMap::new() }
    }
}

impl ChangeCounts {
    /// Counts a step, where there is one. Whether it changed something.
    fn add(&mut self, step: Option<Step<i64>>) -> bool {
        let Some(Step { from, to }) = step else { return false };
        match (row(from), row(to)) {
            (Some(from), Some(to)) => self.table[from * ROWS + to] += 1,
            _ => *self.others.entry((from, to)).or_default() += 1,
        }
        from != to
    }

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
    use super::super::differ::{Contract, Differ, Looked, Read};
    use super::super::filter::Filter;
    use super::*;
    use crate::engine::validate::{Checker, Depth};
    use crate::model::{Document, Origin, Transition};
    use crate::report::{Levels, Record};

    fn tally(lines: &[&str]) -> MovedTally {
        let checker = Checker::default();
        let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
        let mut tally = Tally::new(|ms| Some(ms.div_euclid(3_600_000)));
        for line in lines {
            let entry = Document::new(Origin::start_of("log.ndjson"), line.as_bytes().to_vec());
            if let Looked::Moved(Record::Moved(moved), state) =
                differ.look(Read::of(&checker, &entry, Depth::View))
            {
                let Transition { ticket_id, role, .. } = &moved.transition;
                tally.add(ticket_id.as_bytes(), *role, &state, true);
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
        let mut edges = ChangeCounts::default();
        for (round, from) in codes.iter().enumerate() {
            for to in codes {
                for _ in 0..=round {
                    assert_eq!(edges.add(Some(Step { from: *from, to })), *from != to);
                }
            }
        }
        let counts = edges.into_counts();
        assert_eq!(counts.len(), codes.len() * codes.len());
        assert!(codes.iter().enumerate().all(|(round, from)| counts[&(*from, 64)] == round as u64 + 1));
    }
}
