//! A ticket's life from its events: ordered by time, with the gaps, duplicates and late arrivals an operator must know.

use std::collections::{HashMap, HashSet};

use super::differ::finding;
use super::filter::Passage;
use super::known_state::{Evidence, KnownState};
use crate::engine::validate::Mark;
use crate::model::{Change, EventRole, EventState, Lang, Move, Sender, Slot, Stage, Status, Step, label_of};
use crate::report::{
    Code, Finding, Gap, LastKnown, Levels, LifeStep, Lived, Moment, Moved, Place, SentMessage,
};

/// What is kept of an event until its ticket's story is told.
#[derive(Clone, Debug)]
struct Kept {
    step: LifeStep,
    /// `header.create_time`, ms: the order of events of one update time.
    create_time: Option<i64>,
    /// Whether it is shown; one that is not is known all the same.
    is_shown: bool,
    /// What it says of stage and status.
    change: Change,
    event_id: Option<String>,
    /// Who sent it, where it is a message that says so.
    sender: Option<Sender>,
}

impl Kept {
    fn is_message(&self) -> bool {
        self.change.role == EventRole::Message
    }
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

/// Whether messages are part of the story. They are part of what is known either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Messages {
    #[default]
    Hidden,
    /// Each is a mark in the story.
    Told,
}

/// Gathers events by ticket.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) messages: Messages,
    lives: HashMap<String, Life>,
    order: Vec<String>,
    /// The time of the youngest event, ms.
    pub(crate) youngest: Option<i64>,
}

impl Timeline {
    pub(crate) fn new(messages: Messages) -> Self {
        Self { messages, ..Self::default() }
    }

    /// Adds an event at its place; `mark` is what it is known by again. The story is told of tickets of which an event is
    /// counted, with all their events in time.
    pub(crate) fn add(
        &mut self,
        (moved, state): (&Moved, &EventState),
        mark: Option<Mark>,
        place: Place,
        passage: Passage,
    ) {
        self.youngest = self.youngest.max(moved.transition.at);
        let messages = self.messages;
        let transition = &moved.transition;
        let life = self.life(&transition.ticket_id);
        let is_told = transition.role != EventRole::Message || messages == Messages::Told;
        life.is_wanted |= is_told && passage == Passage::Counted;
        let is_shown = passage != Passage::OutOfTime;
        if is_shown && is_told {
            life.findings.extend(moved.findings.iter().cloned());
        }
        let event_id = moved.subject.event_id.clone();
        if mark.is_some_and(|mark| !life.seen.insert(mark)) {
            if is_shown && is_told {
                life.duplicates.push((place, transition.at, event_id.unwrap_or_default()));
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
            is_shown,
            change: transition.change(),
            event_id,
            sender: state.get(Slot::SenderType).map(Sender::from_code),
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
        let (order, messages) = (std::mem::take(&mut self.order), self.messages);
        order.into_iter().filter_map(move |id| {
            let life = self.lives.remove(&id).filter(|life| life.is_wanted)?;
            Some(tell(life, id, levels, messages))
        })
    }
}

fn tell(mut life: Life, ticket_id: String, levels: &Levels, messages: Messages) -> Lived {
    mark_late(&mut life.kept);
    // Those of one time stay in the order they came in; none is less than any time.
    life.kept.sort_by_key(|it| (it.step.at, it.create_time));
    let told = |it: &&Kept| it.is_shown && !it.is_message();
    let events = life.kept.iter().filter(told).count() as u64;
    let mut story = Story {
        levels,
        ticket_id: &ticket_id,
        messages,
        findings: life.findings,
        moments: Vec::new(),
        known: KnownState::default(),
        last: None,
        since: None,
    };
    for kept in life.kept {
        story.event(kept);
    }
    let duplicates = life.duplicates.len() as u64;
    for (place, at, event_id) in life.duplicates {
        story.duplicate(place, at, event_id);
    }
    let Story { moments, mut findings, known, .. } = story;
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then(a.place.file.cmp(&b.place.file))
            .then(a.place.offset.cmp(&b.place.offset))
    });
    let (stage, status) = (known.stage.map(Stage::from_code), known.status.map(Status::from_code));
    Lived { ticket_id, moments, events, duplicates, stage, status, findings }
}

/// An event is late if the one that came before it is younger: one event that came too early makes one late, not all
/// that follow it. Messages change nothing, so that their order matters little.
fn mark_late(kept: &mut [Kept]) {
    let mut before = None;
    for it in kept.iter_mut().filter(|it| !it.is_message()) {
        it.step.is_late = it.step.at.is_some() && it.step.at < before;
        before = it.step.at.or(before);
    }
}

struct Story<'s> {
    levels: &'s Levels,
    ticket_id: &'s str,
    messages: Messages,
    findings: Vec<Finding>,
    moments: Vec<Moment>,
    known: KnownState,
    /// Where the latest event is that told of the state, and when.
    last: Option<(Place, Option<i64>)>,
    /// Since when the ticket is in its stage and status, ms, where the log shows it.
    since: Option<i64>,
}

impl Story<'_> {
    fn find(&mut self, code: Code, place: &Place, message: String, help: &str) {
        self.findings.extend(finding(self.levels, code, place.clone(), message, help));
    }

    /// Takes the story one event further.
    fn event(&mut self, mut kept: Kept) {
        let Change { at, stage, status, .. } = kept.change;
        match self.known.held_against(kept.change) {
            Evidence::Overlaps => return self.message(kept),
            Evidence::Contradicts { stage, status } => {
                if kept.is_shown {
                    self.gap(stage, status, &kept);
                }
                self.since = None;
            }
            Evidence::Fits => {}
        }
        self.known.stage = stage.map(|it| it.to).or(self.known.stage);
        self.known.status = status.map(|it| it.to).or(self.known.status);
        self.last = Some((kept.step.place.clone(), at));
        if kept.is_message() {
            return self.message(kept);
        }
        self.known.at = at.or(self.known.at);
        kept.step.after_ms = self.since.zip(at).and_then(|(from, to)| to.checked_sub(from));
        if kept.step.kind != Move::Stay {
            self.since = at;
        }
        if kept.is_shown {
            self.step(kept.step);
        }
    }

    fn message(&mut self, kept: Kept) {
        if kept.is_shown && self.messages == Messages::Told {
            let LifeStep { place, at, .. } = kept.step;
            self.moments.push(Moment::Message(SentMessage { place, at, sender: kept.sender }));
        }
    }

    fn gap(&mut self, stage: Option<Step<i64>>, status: Option<Step<i64>>, next: &Kept) {
        let parts = [("stage", stage), ("status", status)].into_iter().filter_map(|(field, step)| {
            let label = |code| label_of(field, code, Lang::En).unwrap_or("unknown");
            let Step { from, to } = step?;
            Some(format!("{field} {to} {}, not {from} {}", label(to), label(from)))
        });
        let parts: Vec<String> = parts.collect();
        let says = if next.is_message() { "message found the ticket in" } else { "event says it came from" };
        let (ticket, parts) = (self.ticket_id, parts.join(" and "));
        let message = format!("ticket {ticket}: this {says} {parts}; an event is missing before it");
        let place = next.step.place.clone();
        let help = "look for the missing event; query the ticket's details to catch up";
        self.find(Code::EventGap, &place, message, help);
        let (last, at) = self.last.clone().unwrap_or_else(|| (place.clone(), None));
        self.moments.push(Moment::Gap(Gap {
            place,
            event_id: next.event_id.clone(),
            role: next.change.role,
            at: next.step.at,
            stage: stage.map(|it| it.map(Stage::from_code)),
            status: status.map(|it| it.map(Status::from_code)),
            known: LastKnown {
                place: last,
                at,
                stage: self.known.stage.map(Stage::from_code),
                status: self.known.status.map(Status::from_code),
            },
        }));
    }

    fn step(&mut self, step: LifeStep) {
        let ticket = self.ticket_id;
        if step.is_late {
            let message = format!("ticket {ticket}: this event came after a younger one");
            let help = "order by `updated_at`; the platform promises no order";
            self.find(Code::LateEvent, &step.place, message, help);
        }
        if step.kind == Move::Reopen {
            let message = format!("ticket {ticket}: the ticket was closed and is open again");
            let help = "nothing to mend; closing is a state, not the end";
            self.find(Code::TicketReopened, &step.place, message, help);
        }
        self.moments.push(Moment::Step(step));
    }

    /// A duplicate stands where its time puts it: after the steps that are not younger.
    fn duplicate(&mut self, place: Place, at: Option<i64>, event_id: String) {
        let message = format!("ticket {}: event {event_id} came before; dropped", self.ticket_id);
        let help = "delivery is at least once; receivers dedupe by `event_id`";
        self.find(Code::DuplicateEvent, &place, message, help);
        let younger = |moment: &Moment| match moment {
            Moment::Step(step) => step.at > at,
            Moment::Message(message) => message.at > at,
            _ => false,
        };
        let mut spot = self.moments.iter().position(younger).unwrap_or(self.moments.len());
        // A gap belongs to the step after it.
        while spot > 0 && matches!(self.moments[spot - 1], Moment::Gap(_)) {
            spot -= 1;
        }
        self.moments.insert(spot, Moment::Duplicate { place, at, event_id });
    }
}
