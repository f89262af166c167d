//! The tally against an oracle that is slow and plain: it keeps every event, sorts them all, and looks at each ticket by
//! itself.

use std::collections::HashMap;

use super::filter::Passage;
use super::moved_record::{blank, rewrite};
use super::tally::Tally;
use super::timeline::{Messages, Timeline};
use crate::model::{EventRole, EventState, EventView, Origin, Sender, Slot, Status};
use crate::report::{Durations, Levels, Moment, MovedTally};

/// An event of a random log.
#[derive(Clone, Debug)]
struct LoggedEvent {
    ticket: u64,
    role: EventRole,
    at: Option<i64>,
    created_at: Option<i64>,
    before: Option<i64>,
    stage: (Option<i64>, Option<i64>),
    status: (Option<i64>, Option<i64>),
    sender: Option<i64>,
    is_counted: bool,
}

impl LoggedEvent {
    fn state(&self) -> EventState {
        let mut state = EventState::default();
        let mut set = |slot, value: Option<i64>| value.into_iter().for_each(|value| state.set(slot, value));
        set(if self.is_message() { Slot::CreateTime } else { Slot::UpdatedAt }, self.at);
        set(Slot::SenderType, self.sender);
        set(Slot::CreatedAt, self.created_at);
        set(Slot::OldUpdatedAt, self.before);
        set(Slot::OldStage, self.stage.0);
        set(Slot::Stage, self.stage.1);
        set(Slot::OldStatus, self.status.0);
        set(Slot::Status, self.status.1);
        state
    }

    fn is_message(&self) -> bool {
        self.role == EventRole::Message
    }

    /// Its place among the events of its ticket but for those of one time, which stand as they came.
    fn time(&self) -> (i64, i64) {
        let at = self.at.unwrap_or(i64::MIN);
        (at, if self.is_message() { at } else { i64::MIN })
    }
}

/// Of the events that change a ticket: how many came right after a younger one.
fn late(events: &[(usize, &LoggedEvent)]) -> u64 {
    let mut by_arrival: Vec<_> =
        events.iter().filter(|(_, it)| !it.is_message() && it.at.is_some()).collect();
    by_arrival.sort_by_key(|(arrival, _)| *arrival);
    by_arrival.windows(2).filter(|it| it[1].1.at < it[0].1.at).count() as u64
}

/// What the messages of a ticket tell of answers.
fn answers(events: &[(usize, &LoggedEvent)], told: &mut MovedTally) {
    let birth = events.iter().find(|(_, it)| it.role == EventRole::Birth).map(|(_, it)| *it);
    let answer = events.iter().position(|(_, it)| it.is_message() && it.sender == Some(3));
    told.created += u64::from(birth.is_some());
    if birth.is_some() && answer.is_none() {
        told.unanswered = told.unanswered.map(|it| it + 1);
    }
    let Some((birth, at)) = birth.zip(answer) else { return };
    let born_first = events[..at].iter().any(|(_, it)| it.role == EventRole::Birth);
    let (from, to) = (birth.created_at.or(birth.at), events[at].1.at);
    if let (Some(from), Some(to), true, true) = (from, to, born_first, events[at].1.is_counted)
        && to >= from
    {
        told.first_answers.add(to.abs_diff(from));
    }
}

/// A field of an update, the code it had and the code it has; where only one is told, it did not change.
fn step((from, to): (Option<i64>, Option<i64>)) -> Option<(i64, i64)> {
    to.map(|to| (from.unwrap_or(to), to))
}

/// What can be said of the events without a look at others.
fn counted<'e>(events: impl Iterator<Item = &'e LoggedEvent>, told: &mut MovedTally) {
    for event in events {
        if event.is_message() {
            *told.messages.entry(event.sender.map(Sender::from_code)).or_default() += 1;
            continue;
        }
        told.events += 1;
        if let Some(at) = event.at {
            *told.days.entry(day(at)).or_default() += 1;
            told.hours[usize::try_from(at.rem_euclid(86_400_000) / 3_600_000).unwrap()] += 1;
        }
        if event.role == EventRole::Birth {
            continue;
        }
        let (stage, status) = (step(event.stage), step(event.status));
        told.changed +=
            u64::from(stage.is_some_and(|it| it.0 != it.1) || status.is_some_and(|it| it.0 != it.1));
        if let Some(it) = stage {
            *told.stages.entry(it).or_default() += 1;
        }
        if let Some((from, to)) = status {
            *told.statuses.entry((from, to)).or_default() += 1;
            if from != to && Status::closes(to) {
                *told.closed_by.entry(to).or_default() += 1;
            }
        }
    }
}

/// What happened to a ticket at least once, in whatever order its events came.
fn happened(events: &[(usize, &LoggedEvent)], told: &mut MovedTally) {
    let any = |field: fn(&LoggedEvent) -> (Option<i64>, Option<i64>), is: fn(i64, i64) -> bool| {
        u64::from(events.iter().filter_map(|(_, it)| step(field(it))).any(|(from, to)| is(from, to)))
    };
    told.handed_over += any(|it| it.stage, |from, to| (from, to) == (1, 2));
    told.closed += any(|it| it.status, |from, to| from != to && Status::closes(to));
    told.reopened += any(|it| it.status, |from, to| Status::closes(from) && !Status::closes(to));
}

fn day(ms: i64) -> i64 {
    ms.div_euclid(86_400_000)
}

/// Tells it of a whole log at once.
#[expect(clippy::too_many_lines, reason = "an oracle is read from top to bottom")]
fn oracle(log: &[LoggedEvent]) -> MovedTally {
    let mut tickets: HashMap<u64, Vec<(usize, &LoggedEvent)>> = HashMap::new();
    for (arrival, event) in log.iter().enumerate() {
        tickets.entry(event.ticket).or_default().push((arrival, event));
    }
    let mut told = MovedTally { tickets: tickets.len() as u64, ..MovedTally::default() };
    told.unanswered = log.iter().any(LoggedEvent::is_message).then_some(0);
    counted(log.iter().filter(|it| it.is_counted), &mut told);
    for mut events in tickets.into_values() {
        told.late += late(&events);
        happened(&events, &mut told);
        let lost_before = told.lost;
        events.sort_by_key(|(arrival, it)| (it.time(), *arrival));
        answers(&events, &mut told);
        // Stage and status after each event, as far as they are known, and whether anything but messages told them.
        let mut known: (Option<i64>, Option<i64>) = (None, None);
        let mut changed = false;
        let mut entered: Option<i64> = None;
        let mut youngest: Option<i64> = None;
        for (_, event) in events {
            if youngest.is_some() && event.at.is_none() {
                told.beyond_window += 1;
                entered = None;
                continue;
            }
            let [from_stage, from_status] = [event.stage, event.status].map(|it| step(it).map(|it| it.0));
            let differs = |a: Option<i64>, b: Option<i64>| matches!((a, b), (Some(a), Some(b)) if a != b);
            let (stage, status) = known;
            let contradicts = event.role != EventRole::Birth
                && (differs(stage, from_stage) || differs(status, from_status));
            if contradicts && event.is_message() {
                let near = event.at.is_none_or(|at| youngest.is_some_and(|it| at < it + 10_000));
                if near {
                    continue;
                }
            }
            if contradicts {
                told.lost += 1;
                event.at.into_iter().for_each(|at| *told.lost_days.entry(day(at)).or_default() += 1);
            }
            if let (Some(from), Some(to)) = (from_status, event.status.1) {
                let begin = if contradicts {
                    None
                } else if !changed && event.role == EventRole::Birth {
                    event.created_at.or(event.at)
                } else if !changed && event.role == EventRole::Update {
                    let created = event.created_at.filter(|_| from == 1);
                    created.filter(|created| event.before.is_none_or(|before| before == *created))
                } else {
                    entered.filter(|_| status == Some(from))
                };
                if from == to {
                    entered = begin;
                } else {
                    if let (Some(begin), Some(end), true) = (begin, event.at, event.is_counted)
                        && end >= begin
                    {
                        told.stays.entry(from).or_default().add(end.abs_diff(begin));
                    }
                    entered = event.at;
                }
            }
            known = (event.stage.1.or(stage), event.status.1.or(status));
            if !event.is_message() {
                changed = true;
                youngest = event.at.or(youngest);
            }
        }
        told.lost_tickets += u64::from(told.lost > lost_before);
    }
    told
}

fn tally(log: &[LoggedEvent]) -> MovedTally {
    let mut tally = Tally::new(|ms| Some(ms.div_euclid(3_600_000)));
    for event in log {
        let id = event.ticket.to_string();
        tally.add(id.as_bytes(), event.role, &event.state(), event.is_counted);
    }
    tally.into_counts()
}

/// How many gaps the timeline tells, and how many late events.
fn timeline(log: &[LoggedEvent]) -> (u64, u64) {
    let mut timeline = Timeline::new(Messages::Told);
    let (origin, mut moved) = (Origin::start_of("log.ndjson"), blank());
    for event in log {
        let (id, state) = (event.ticket.to_string(), event.state());
        let view = EventView { role: event.role, subject_id: Some(id.into()), state, ..EventView::default() };
        rewrite(&mut moved, &view, None, &origin);
        timeline.add((&moved, &state), None, super::beginning(&origin), Passage::Counted);
    }
    let moments: Vec<_> = timeline.tell(&Levels::default()).flat_map(|it| it.moments).collect();
    let count = |is: fn(&&Moment) -> bool| moments.iter().filter(is).count() as u64;
    let is_late = |it: &&Moment| matches!(it, Moment::Step(step) if step.is_late);
    (count(|it| matches!(it, Moment::Gap(_))), count(is_late))
}

#[test]
fn codes_that_are_documented_nowhere_are_told_apart() {
    let update = |at, from, to| LoggedEvent {
        ticket: 7,
        role: EventRole::Update,
        at: Some(at),
        created_at: None,
        before: None,
        stage: (None, None),
        status: (Some(from), Some(to)),
        sender: None,
        is_counted: true,
    };
    for base in [1 << 31, 1 << 40, -(1 << 40)] {
        let log =
            [update(1, 1, base), update(2, base, base + 1), update(3, base + (1 << 30), 3), update(4, 3, 50)];
        assert_eq!((tally(&log).lost, timeline(&log).0), (1, 1), "{base}");
        assert_eq!(tally(&log).stays.keys().copied().collect::<Vec<_>>(), [3], "{base}");
    }
}

/// A message at `at` that finds a ticket in a state; now and then in another one.
fn message(rng: &mut fastrand::Rng, ticket: u64, at: i64, (stage, status): (i64, i64)) -> LoggedEvent {
    let status = if rng.u64(..8) == 0 { 4 } else { status };
    LoggedEvent {
        ticket,
        role: EventRole::Message,
        at: (rng.u64(..30) > 0).then_some(at + i64::try_from(rng.u64(..20)).unwrap() * 1_000),
        created_at: None,
        before: None,
        stage: (None, (rng.u64(..2) == 0).then_some(stage)),
        status: (None, (rng.u64(..4) > 0).then_some(status)),
        sender: (rng.u64(..8) > 0).then(|| i64::try_from(rng.u64(1..5)).unwrap()),
        is_counted: rng.u64(..5) > 0,
    }
}

/// A log of lives that may lack events, hold them twice as far as codes go, in disorder, at equal times, of unknown
/// codes, sparse, with messages, or with a birth, whose state may not be the one that the first update came from.
#[expect(clippy::too_many_lines, reason = "what a log may hold, one after the other")]
fn log(rng: &mut fastrand::Rng) -> Vec<LoggedEvent> {
    let mut log = Vec::new();
    for ticket in 0..rng.u64(1..7) {
        let created = 1_700_000_000_000 + i64::try_from(rng.u64(..1_000)).unwrap() * 60_000;
        let (mut at, mut stage, mut status, mut before) = (created, 1, 1, created);
        let is_sparse = rng.u64(..2) == 0;
        if rng.u64(..4) == 0 {
            let role = EventRole::Birth;
            let (stage, status) =
                ((None, Some(stage)), (None, Some(if rng.u64(..4) == 0 { 3 } else { status })));
            let birth = LoggedEvent {
                ticket,
                role,
                at: Some(at + i64::try_from(rng.u64(..3)).unwrap() * 1_000),
                created_at: (rng.u64(..4) > 0).then_some(created),
                sender: None,
                before: None,
                stage,
                status,
                is_counted: rng.u64(..5) > 0,
            };
            // Some are told of twice, by events of their own.
            let times = if rng.u64(..6) == 0 { 2 } else { 1 };
            log.extend(std::iter::repeat_n(birth, times));
        }
        for _ in 0..rng.u64(..8) {
            at += i64::try_from(rng.u64(..4)).unwrap() * 300_000;
            let new_stage = if rng.u64(..3) == 0 { 3 - stage } else { stage };
            let code = [1, 2, 3, 4, 5, 50, 51, 52, 99, 70_000];
            let new_status =
                if rng.u64(..4) == 0 { status } else { code[usize::try_from(rng.u64(..10)).unwrap()] };
            let changed = |from: i64, to: i64| (from != to).then_some(from);
            let event = LoggedEvent {
                ticket,
                role: EventRole::Update,
                at: (rng.u64(..30) > 0).then_some(at),
                created_at: (!is_sparse || rng.u64(..2) == 0).then_some(created),
                before: (rng.u64(..4) > 0).then_some(before),
                stage: (changed(stage, new_stage), (!is_sparse || new_stage != stage).then_some(new_stage)),
                status: (
                    changed(status, new_status),
                    (!is_sparse || new_status != status).then_some(new_status),
                ),
                sender: None,
                is_counted: rng.u64(..5) > 0,
            };
            if rng.u64(..6) == 0 {
                log.push(message(rng, ticket, at, (stage, status)));
            }
            (stage, status, before) = (new_stage, new_status, at);
            // Some are lost.
            if rng.u64(..8) > 0 {
                log.push(event);
            }
            if rng.u64(..4) == 0 {
                log.push(message(rng, ticket, at, (stage, status)));
            }
        }
    }
    // Some lines are swapped with others.
    for _ in 0..rng.u64(..5) {
        if let Some(last) = (log.len() as u64).checked_sub(1) {
            let [a, b] = [0; 2].map(|_| usize::try_from(rng.u64(..=last)).unwrap());
            log.swap(a, b);
        }
    }
    log
}

/// An update of a ticket from a status to another, at a minute.
fn update(ticket: u64, minute: i64, (from, to): (i64, i64)) -> LoggedEvent {
    LoggedEvent {
        ticket,
        role: EventRole::Update,
        at: Some(1_700_000_000_000 + minute * 60_000),
        created_at: None,
        before: None,
        stage: (None, None),
        status: ((from != to).then_some(from), Some(to)),
        sender: None,
        is_counted: true,
    }
}

#[test]
fn what_comes_later_than_the_window_reaches_leaves_the_stays_around_it_out() {
    for is_late in [false, true] {
        let mut log = vec![update(1, 100, (1, 3))];
        log.extend((0..5_000).map(|minute| update(2, 200 + minute, (2, 2))));
        if is_late {
            log.push(update(1, 50, (3, 3)));
        }
        log.push(update(1, 6_000, (3, 2)));
        let counts = tally(&log);
        assert_eq!(counts.beyond_window, u64::from(is_late));
        assert_eq!(counts.stays.contains_key(&3), !is_late);
    }
}

#[test]
fn a_time_of_creation_that_is_zero_is_none() {
    for (created_at, stays) in [(0, 0), (1, 1)] {
        let created = LoggedEvent { created_at: Some(created_at), before: None, ..update(1, 100, (1, 3)) };
        assert_eq!(tally(&[created]).stays.len(), stays);
    }
}

#[test]
fn the_tally_says_what_the_oracle_says() {
    let rounds: u64 = std::env::var("ORACLE_LOGS").ok().and_then(|it| it.parse().ok()).unwrap_or(5_000);
    let (mut stays, mut lost, mut late, mut answers) = (0, 0, 0, 0);
    for seed in 0..rounds {
        let log = log(&mut fastrand::Rng::with_seed(seed));
        let counts = tally(&log);
        stays += counts.stays.values().map(Durations::count).sum::<u64>();
        lost += counts.lost;
        late += counts.late;
        answers += counts.first_answers.count();
        assert_eq!(timeline(&log), (counts.lost, counts.late), "seed {seed}: {log:#?}");
        assert_eq!(counts, oracle(&log), "seed {seed}: {log:#?}");
    }
    assert!(
        stays > rounds && lost > rounds && late > rounds && answers * 10 > rounds,
        "the logs show too little: {stays} {lost} {late} {answers}"
    );
}
