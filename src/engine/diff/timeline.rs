//! A ticket's life from its events: ordered by time, with the gaps, duplicates and late arrivals an operator must know.

use std::collections::{HashMap, HashSet};

use super::differ::Passage;
use crate::engine::validate::Mark;
use crate::model::{Lang, Move, Stage, Status, Step};
use crate::report::{Code, Finding, Levels, LifeStep, Lived, Moment, Moved, Place};

/// What is kept of an event until its ticket's story is told.
#[derive(Clone, Debug)]
struct Kept {
    step: LifeStep,
    /// `header.create_time`, ms: the order of events of one update time.
    create_time: Option<i64>,
    /// The number of the event in the run: the order of arrival.
    arrival: u64,
    /// Whether it is shown; one that is not is known all the same.
    is_shown: bool,
    /// The stage and status after, as the event says them.
    stage: Option<Stage>,
    status: Option<Status>,
}

#[derive(Debug, Default)]
struct Life {
    kept: Vec<Kept>,
    seen: HashSet<Mark>,
    duplicates: Vec<(Place, Option<i64>, String)>,
    findings: Vec<Finding>,
    /// Whether a filter asks for the ticket: an event of it passes.
    is_wanted: bool,
}

/// Gathers events by ticket.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    lives: HashMap<String, Life>,
    order: Vec<String>,
    arrivals: u64,
}

impl Timeline {
    /// Adds an event at its place; `mark` is what it is known by again. The story is told of tickets of which an event is
    /// counted, with all their events in time.
    pub(crate) fn add(&mut self, moved: &Moved, mark: Option<Mark>, place: Place, passage: Passage) {
        self.arrivals += 1;
        let arrival = self.arrivals;
        let transition = &moved.transition;
        let life = self.life(&transition.ticket_id);
        life.is_wanted |= passage == Passage::Counted;
        let is_shown = passage != Passage::OutOfTime;
        if is_shown {
            life.findings.extend(moved.findings.iter().cloned());
        }
        if mark.is_some_and(|mark| !life.seen.insert(mark)) {
            if is_shown {
                let id = moved.subject.event_id.clone().unwrap_or_default();
                life.duplicates.push((place, transition.at, id));
            }
            return;
        }
        life.kept.push(Kept {
            step: LifeStep {
                place,
                at: transition.at,
                stage: transition.stage,
                status: transition.status,
                kind: transition.kind(),
                after_ms: None,
                is_late: false,
            },
            create_time: moved.create_time,
            arrival,
            is_shown,
            stage: moved.ticket.stage,
            status: moved.ticket.status,
        });
    }

    fn life(&mut self, ticket_id: &str) -> &mut Life {
        if !self.lives.contains_key(ticket_id) {
            self.order.push(ticket_id.to_owned());
        }
        self.lives.entry(ticket_id.to_owned()).or_default()
    }

    /// Tells every ticket's story, in the order of their first events.
    pub(crate) fn tell(mut self, levels: &Levels) -> impl Iterator<Item = Lived> {
        let order = std::mem::take(&mut self.order);
        order.into_iter().filter_map(move |id| {
            let life = self.lives.remove(&id).filter(|life| life.is_wanted)?;
            Some(tell(life, id, levels))
        })
    }
}

fn tell(mut life: Life, ticket_id: String, levels: &Levels) -> Lived {
    mark_late(&mut life.kept);
    life.kept
        .sort_by_key(|it| (it.step.at.unwrap_or(i64::MIN), it.create_time.unwrap_or(i64::MIN), it.arrival));
    let mut story = Story { levels, ticket_id: &ticket_id, findings: life.findings, moments: Vec::new() };
    let (mut stage, mut status, mut since) = (None, None, None);
    let events = life.kept.iter().filter(|it| it.is_shown).count() as u64;
    for mut kept in life.kept {
        if kept.is_shown && kept.step.kind != Move::Create {
            story.gap(stage, status, &kept.step);
        }
        kept.step.after_ms = since.zip(kept.step.at).and_then(|(from, to): (i64, i64)| to.checked_sub(from));
        since = kept.step.at.or(since);
        (stage, status) = (kept.stage.or(stage), kept.status.or(status));
        if kept.is_shown {
            story.step(kept.step);
        }
    }
    let duplicates = life.duplicates.len() as u64;
    for (place, at, event_id) in life.duplicates {
        story.duplicate(place, at, event_id);
    }
    let Story { moments, mut findings, .. } = story;
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then(a.place.file.cmp(&b.place.file))
            .then(a.place.offset.cmp(&b.place.offset))
    });
    Lived { ticket_id, moments, events, duplicates, stage, status, findings }
}

/// An event is late if the one that came before it is younger: one event that came too early makes one late, not all
/// that follow it.
fn mark_late(kept: &mut [Kept]) {
    let mut before = None;
    for it in kept {
        it.step.is_late = it.step.at.is_some() && it.step.at < before;
        before = it.step.at.or(before);
    }
}

struct Story<'s> {
    levels: &'s Levels,
    ticket_id: &'s str,
    findings: Vec<Finding>,
    moments: Vec<Moment>,
}

impl Story<'_> {
    fn find(&mut self, code: Code, place: &Place, message: String, help: &str) {
        let Some(severity) = self.levels.severity(code) else { return };
        self.findings.push(Finding {
            code,
            severity,
            pointer: String::new(),
            place: place.clone(),
            excerpt: None,
            message,
            documented: Vec::new(),
            help: Some(help.to_owned()),
        });
    }

    fn gap(&mut self, stage: Option<Stage>, status: Option<Status>, next: &LifeStep) {
        let stage = stage.zip(next.stage.map(|it| it.from)).filter(|(a, b)| a != b);
        let status = status.zip(next.status.map(|it| it.from)).filter(|(a, b)| a != b);
        if stage.is_none() && status.is_none() {
            return;
        }
        let word = |field: &str, known: (i64, &str), says: (i64, &str)| {
            format!("{field} {} {}, not {} {}", says.0, says.1, known.0, known.1)
        };
        let en = Lang::En;
        let parts: Vec<String> = [
            stage.map(|(a, b)| word("stage", (a.code(), a.label(en)), (b.code(), b.label(en)))),
            status.map(|(a, b)| word("status", (a.code(), a.label(en)), (b.code(), b.label(en)))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let message = format!(
            "ticket {}: this event says it came from {}; an event is missing before it",
            self.ticket_id,
            parts.join(" and ")
        );
        self.find(
            Code::EventGap,
            &next.place,
            message,
            "look for the missing event; query the ticket's details to catch up",
        );
        self.moments.push(Moment::Gap {
            place: next.place.clone(),
            stage: stage.map(|(from, to)| Step { from, to }),
            status: status.map(|(from, to)| Step { from, to }),
        });
    }

    fn step(&mut self, step: LifeStep) {
        let ticket = self.ticket_id;
        if step.is_late {
            let message = format!("ticket {ticket}: this event came after a younger one");
            self.find(
                Code::LateEvent,
                &step.place,
                message,
                "order by `updated_at`; the platform promises no order",
            );
        }
        if step.kind == Move::Reopen {
            let message = format!("ticket {ticket}: the ticket was closed and is open again");
            self.find(
                Code::TicketReopened,
                &step.place,
                message,
                "nothing to mend; closing is a state, not the end",
            );
        }
        self.moments.push(Moment::Step(step));
    }

    /// A duplicate stands where its time puts it: after the steps that are not younger.
    fn duplicate(&mut self, place: Place, at: Option<i64>, event_id: String) {
        let message = format!("ticket {}: event {event_id} came before; dropped", self.ticket_id);
        self.find(
            Code::DuplicateEvent,
            &place,
            message,
            "delivery is at least once; receivers dedupe by `event_id`",
        );
        let younger = |moment: &Moment| matches!(moment, Moment::Step(step) if step.at > at);
        let mut spot = self.moments.iter().position(younger).unwrap_or(self.moments.len());
        // A gap belongs to the step after it.
        while spot > 0 && matches!(self.moments[spot - 1], Moment::Gap { .. }) {
            spot -= 1;
        }
        self.moments.insert(spot, Moment::Duplicate { place, at, event_id });
    }
}
