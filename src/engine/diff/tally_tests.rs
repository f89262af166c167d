//! The tally against an oracle that is slow and plain: it keeps every event, sorts them all, and looks at each ticket by
//! itself.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tally::Tally;
use super::tickets::TicketId;
use crate::model::{EventRole, EventState, Slot, Status};
use crate::report::{Durations, MovedTally};

/// An event of a random log.
#[derive(Clone, Debug)]
struct Event {
    ticket: u64,
    role: EventRole,
    at: Option<i64>,
    created_at: Option<i64>,
    before: Option<i64>,
    stage: (Option<i64>, Option<i64>),
    status: (Option<i64>, Option<i64>),
    is_counted: bool,
}

impl Event {
    fn state(&self) -> EventState {
        let mut state = EventState::default();
        let mut set = |slot, value: Option<i64>| value.into_iter().for_each(|value| state.set(slot, value));
        set(Slot::UpdatedAt, self.at);
        set(Slot::CreatedAt, self.created_at);
        set(Slot::OldUpdatedAt, self.before);
        set(Slot::OldStage, self.stage.0);
        set(Slot::Stage, self.stage.1);
        set(Slot::OldStatus, self.status.0);
        set(Slot::Status, self.status.1);
        state
    }
}

/// What the tally must say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    stays: BTreeMap<i64, Durations>,
    lost: u64,
    lost_tickets: u64,
    beyond_window: u64,
    closed: u64,
}

/// Tells it of a whole log at once.
fn oracle(log: &[Event]) -> Told {
    let mut tickets: HashMap<u64, Vec<(usize, &Event)>> = HashMap::new();
    for (arrival, event) in log.iter().enumerate() {
        tickets.entry(event.ticket).or_default().push((arrival, event));
    }
    let (mut told, mut lost_tickets, mut closed) = (Told::default(), HashSet::new(), HashSet::new());
    for (ticket, mut events) in tickets {
        events.sort_by_key(|(arrival, it)| (it.at.unwrap_or(i64::MIN), *arrival));
        // The state after each event, as far as anything is known of it; `None` of a ticket of which nothing is.
        let mut known: Option<(Option<i64>, Option<i64>)> = None;
        let mut entered: Option<i64> = None;
        let mut youngest: Option<i64> = None;
        for (_, event) in events {
            if event
                .status
                .1
                .is_some_and(|to| Status::closes(to) && event.status.0.is_some_and(|from| from != to))
            {
                closed.insert(ticket);
            }
            if youngest.is_some() && event.at.is_none() {
                told.beyond_window += 1;
                entered = None;
                continue;
            }
            let from_stage = event.stage.1.map(|to| event.stage.0.unwrap_or(to));
            let from_status = event.status.1.map(|to| event.status.0.unwrap_or(to));
            let differs = |a: Option<i64>, b: Option<i64>| matches!((a, b), (Some(a), Some(b)) if a != b);
            let is_gap = event.role == EventRole::Update
                && known.is_some_and(|(stage, status)| {
                    differs(stage, from_stage) || differs(status, from_status)
                });
            if is_gap {
                told.lost += 1;
                lost_tickets.insert(ticket);
            }
            if let (Some(from), Some(to)) = (from_status, event.status.1) {
                let begin = match known {
                    _ if is_gap => None,
                    None => event
                        .created_at
                        .filter(|created| from == 1 && event.before.is_none_or(|before| before == *created)),
                    Some((_, status)) if status == Some(from) => entered,
                    Some(_) => None,
                };
                if from == to {
                    entered = begin;
                } else {
                    if let (Some(begin), Some(end)) = (begin, event.at)
                        && end >= begin
                        && event.is_counted
                        && event.role == EventRole::Update
                    {
                        told.stays.entry(from).or_default().add(end.abs_diff(begin));
                    }
                    entered = event.at;
                }
            }
            let (stage, status) = known.unwrap_or_default();
            known = Some((event.stage.1.or(stage), event.status.1.or(status)));
            youngest = event.at.or(youngest);
        }
    }
    told.lost_tickets = lost_tickets.len() as u64;
    told.closed = closed.len() as u64;
    told
}

fn tally(log: &[Event]) -> MovedTally {
    let mut tally = Tally::new(|ms| Some(ms.div_euclid(86_400_000)));
    for event in log {
        let id = event.ticket.to_string();
        tally.add(TicketId::of(id.as_bytes()), event.role, &event.state(), event.is_counted);
    }
    tally.into_counts()
}

/// A log of lives that may lack events, hold them twice as far as codes go, in disorder, at equal times, of unknown
/// codes, sparse or with a birth.
fn log(rng: &mut fastrand::Rng) -> Vec<Event> {
    let mut log = Vec::new();
    for ticket in 0..rng.u64(1..7) {
        let created = 1_700_000_000_000 + i64::try_from(rng.u64(..1_000)).unwrap() * 60_000;
        let (mut at, mut stage, mut status, mut before) = (created, 1, 1, created);
        let is_sparse = rng.u64(..2) == 0;
        if rng.u64(..4) == 0 {
            let role = EventRole::Birth;
            let (stage, status) = ((None, Some(stage)), (None, Some(status)));
            log.push(Event {
                ticket,
                role,
                at: Some(at),
                created_at: Some(created),
                before: None,
                stage,
                status,
                is_counted: true,
            });
        }
        for _ in 0..rng.u64(..8) {
            at += i64::try_from(rng.u64(..4)).unwrap() * 300_000;
            let new_stage = if rng.u64(..3) == 0 { 3 - stage } else { stage };
            let code = [1, 2, 3, 4, 5, 50, 51, 52, 99, 70_000];
            let new_status =
                if rng.u64(..4) == 0 { status } else { code[usize::try_from(rng.u64(..10)).unwrap()] };
            let changed = |from: i64, to: i64| (from != to).then_some(from);
            let event = Event {
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
                is_counted: rng.u64(..5) > 0,
            };
            (stage, status, before) = (new_stage, new_status, at);
            // Some are lost.
            if rng.u64(..8) > 0 {
                log.push(event);
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

#[test]
fn the_tally_says_what_the_oracle_says() {
    let rounds: u64 = std::env::var("ORACLE_LOGS").ok().and_then(|it| it.parse().ok()).unwrap_or(5_000);
    let (mut stays, mut lost, mut late) = (0, 0, 0);
    for seed in 0..rounds {
        let log = log(&mut fastrand::Rng::with_seed(seed));
        let counts = tally(&log);
        stays += counts.stays.values().map(Durations::count).sum::<u64>();
        lost += counts.lost;
        late += counts.late;
        let told = Told {
            stays: counts.stays,
            lost: counts.lost,
            lost_tickets: counts.lost_tickets,
            beyond_window: counts.beyond_window,
            closed: counts.closed,
        };
        assert_eq!(told, oracle(&log), "seed {seed}: {log:#?}");
    }
    assert!(
        stays > rounds && lost > rounds && late > rounds,
        "the logs show too little: {stays} {lost} {late}"
    );
}
