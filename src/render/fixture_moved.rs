//! What `diff` shows, for the tests of this room.

use super::fixture::{checked, finding};
use crate::model::{Guest, Move, Stage, Status, Step, Ticket, TicketPatch, Transition};
use crate::report::{Code, Finding, LifeStep, Lived, Moment, Moved, MovedTally, Place, Record};

/// 2023-11-14 22:13:20 UTC.
pub(super) const MS: i64 = 1_700_000_000_000;

/// The ticket of every event here.
pub(super) const TICKET: &str = "7100000000000000340";

/// An event at `at` with codes from and to.
pub(super) fn event(at: i64, stage: (i64, i64), status: (i64, i64), findings: Vec<Finding>) -> Moved {
    let stage = Step { from: Stage::from_code(stage.0), to: Stage::from_code(stage.1) };
    let status = Step { from: Status::from_code(status.0), to: Status::from_code(status.1) };
    let ticket = Ticket {
        ticket_id: TICKET.to_owned(),
        helpdesk_id: Some("7100000000000000001".to_owned()),
        guest: Guest {
            open_id: Some("ou_0000".to_owned()),
            name: Some("客人甲".to_owned()),
            ..Guest::default()
        },
        stage: Some(stage.to),
        status: Some(status.to),
        score: Some(3),
        solve: Some(2),
        channel: Some(9),
        created_at: Some(MS - 600_000),
        updated_at: Some(at),
        closed_at: None,
        chat_id: Some("oc_0000".to_owned()),
    };
    let old = TicketPatch {
        stage: stage.changed().then_some(stage.from),
        status: Some(status.from),
        updated_at: Some(at - 363_000),
    };
    let Record::Checked(base) = checked(1, vec![]) else { unreachable!() };
    Moved {
        subject: base.subject,
        transition: Transition {
            ticket_id: TICKET.to_owned(),
            at: Some(at),
            stage: Some(stage),
            status: Some(status),
        },
        ticket,
        old,
        create_time: Some(at + 5),
        findings,
    }
}

/// A hand-over to a human.
pub(super) fn moved() -> Moved {
    event(MS, (1, 2), (1, 3), vec![])
}

/// The record of it.
pub(super) fn record(moved: Moved) -> Record {
    Record::Moved(Box::new(moved))
}

/// A place at a line of a log.
pub(super) fn place(line: u64) -> Place {
    Place { file: "log.ndjson".into(), line, column: 1, end_line: line, ..finding(Code::EventGap).place }
}

fn step(line: u64, at: i64, stage: (i64, i64), status: (i64, i64), after_ms: Option<i64>) -> LifeStep {
    let transition = event(at, stage, status, vec![]).transition;
    let kind = transition.kind();
    LifeStep {
        place: place(line),
        at: Some(at),
        stage: transition.stage,
        status: transition.status,
        kind,
        after_ms,
        is_late: line == 4,
    }
}

/// A life with a hand-over, a gap, a late event, a closing, a duplicate and a reopening on the next day.
pub(super) fn lived() -> Lived {
    let gap = Step { from: Status::Processing, to: Status::AwaitingGuest };
    let moments = vec![
        Moment::Step(step(1, MS - 363_000, (1, 1), (1, 1), None)),
        Moment::Step(step(2, MS, (1, 2), (1, 3), Some(363_000))),
        Moment::Step(step(4, MS + 100_000, (2, 2), (3, 2), Some(100_000))),
        Moment::Gap { place: place(18), stage: None, status: Some(gap) },
        Moment::Step(step(18, MS + 1_662_000, (2, 2), (5, 51), None)),
        Moment::Duplicate {
            place: place(20),
            at: Some(MS + 1_662_000),
            event_id: "00000000000000000000000000002002".to_owned(),
        },
        Moment::Step(step(21, MS + 86_400_000, (2, 2), (51, 2), Some(84_738_000))),
    ];
    assert!(matches!(&moments[1], Moment::Step(it) if it.kind == Move::HandOver));
    Lived {
        ticket_id: TICKET.to_owned(),
        moments,
        events: 5,
        duplicates: 1,
        stage: Some(Stage::Human),
        status: Some(Status::Processing),
        findings: vec![finding(Code::EventGap)],
    }
}

/// The tally of a small log.
pub(super) fn tally() -> MovedTally {
    let mut tally =
        MovedTally { events: 1_240, tickets: 200, duplicates: 3, changed: 1_100, ..MovedTally::default() };
    tally.stages.extend([((1, 1), 400), ((1, 2), 150), ((2, 2), 690)]);
    tally.statuses.extend([((1, 3), 150), ((3, 2), 140), ((2, 51), 90), ((51, 2), 10), ((2, 99), 1)]);
    for ms in [950, 100_000, 363_000, 7_200_000] {
        tally.stays.entry(1).or_default().add(ms);
    }
    (tally.handed_over, tally.closed, tally.reopened) = (150, 120, 10);
    tally.closed_by.extend([(50, 30), (51, 90)]);
    tally.days.extend([(19_674, 40), (19_675, 1_000), (19_676, 200)]);
    tally
}
