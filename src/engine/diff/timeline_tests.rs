//! Lives, gaps and open tickets of small logs.

use super::filter::Passage;
use super::moved_record::{blank, rewrite};
use super::timeline::{Messages, Timeline};
use super::{Read, beginning, gaps, open};
use crate::engine::validate::{Checker, Depth, Mark};
use crate::model::{Document, EventRole, EventState, EventView, Origin, Slot, Status};
use crate::report::{Levels, Lived, Moment, OpenTicket, TicketList};

const MINUTE: i64 = 60_000;

/// A log that is being gathered; each event has a line of its own.
struct Log {
    timeline: Timeline,
    line: u64,
    /// The field that events tell, before and after.
    field: [Slot; 2],
}

impl Log {
    fn new(messages: Messages) -> Self {
        Self { timeline: Timeline::new(messages), line: 0, field: [Slot::OldStatus, Slot::Status] }
    }

    fn add(&mut self, ticket: &str, role: EventRole, minute: i64, (from, to): (i64, i64), passage: Passage) {
        self.add_marked(ticket, role, (minute, (from, to)), passage, None);
    }

    fn add_marked(
        &mut self,
        ticket: &str,
        role: EventRole,
        (minute, (from, to)): (i64, (i64, i64)),
        passage: Passage,
        mark: Option<Mark>,
    ) {
        self.line += 1;
        let mut state = EventState::default();
        let time = if role == EventRole::Message { Slot::CreateTime } else { Slot::UpdatedAt };
        state.set(time, (1_000 + minute) * MINUTE);
        state.set(self.field[1], to);
        if from != to {
            state.set(self.field[0], from);
        }
        let view = EventView { role, subject_id: Some(ticket.into()), state, ..EventView::default() };
        let mut origin = Origin::start_of("log.ndjson");
        origin.line = self.line;
        let mut moved = blank();
        rewrite(&mut moved, &view, mark, &origin);
        self.timeline.add((&moved, &state), mark, beginning(&origin), passage);
    }

    fn update(&mut self, ticket: &str, minute: i64, status: (i64, i64)) {
        self.add(ticket, EventRole::Update, minute, status, Passage::Counted);
    }

    fn message(&mut self, ticket: &str, minute: i64, status: i64) {
        self.add(ticket, EventRole::Message, minute, (status, status), Passage::Counted);
    }

    fn lives(self) -> Vec<Lived> {
        self.timeline.tell(&Levels::default()).collect()
    }

    fn open(self) -> (Vec<OpenTicket>, TicketList) {
        let until = self.timeline.youngest;
        open(self.timeline.tell(&Levels::default()), until)
    }
}

/// What stands in a life: `s` a step with its minutes in the state before, `g` a gap, `m` a message, `d` a duplicate.
fn told(life: &Lived) -> String {
    let moment = |it: &Moment| match it {
        Moment::Step(step) => {
            format!("s{}", step.after_ms.map_or("-".to_owned(), |it| (it / MINUTE).to_string()))
        }
        Moment::Gap(_) => "g".to_owned(),
        Moment::Message(_) => "m".to_owned(),
        Moment::Duplicate { .. } => "d".to_owned(),
    };
    life.moments.iter().map(moment).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_step_tells_the_time_in_the_state_before_and_none_across_a_gap() {
    let mut log = Log::new(Messages::Hidden);
    for (minute, status) in [(0, (1, 3)), (5, (3, 3)), (10, (3, 2)), (20, (5, 2)), (25, (2, 51))] {
        log.update("7", minute, status);
    }
    assert_eq!(told(&log.lives()[0]), "s- s5 s10 g s- s5");
}

/// A log in which an event came twice, with these times.
fn repeated(minutes: [i64; 2]) -> Log {
    repeated_as(EventRole::Update, Messages::Told, minutes)
}

fn repeated_as(role: EventRole, messages: Messages, minutes: [i64; 2]) -> Log {
    let event = include_bytes!("../../../samples/handed-over.json").to_vec();
    let document = Document::new(Origin::start_of("a.json"), event);
    let mark = Read::of(&Checker::default(), &document, Depth::View).mark();
    let mut log = Log::new(messages);
    for minute in minutes {
        log.add_marked("7", role, (minute, (1, 3)), Passage::Counted, mark);
    }
    log
}

#[test]
fn a_duplicate_stands_behind_the_event_that_it_repeats() {
    let mut log = repeated([0, 0]);
    log.update("7", 5, (3, 2));
    let life = &log.lives()[0];
    assert_eq!((told(life).as_str(), life.events, life.duplicates), ("s- d s5", 2, 1));
}

#[test]
fn a_duplicate_stands_before_what_is_younger_and_before_the_gap_of_the_next_step() {
    let mut log = repeated([0, 0]);
    log.message("7", 0, 3);
    log.message("7", 1, 3);
    assert_eq!(told(&log.lives()[0]), "s- m d m");
    let mut log = repeated([0, 0]);
    log.update("7", 5, (2, 51));
    assert_eq!(told(&log.lives()[0]), "s- d g s-");
    for (messages, expected) in [(Messages::Told, "m d s-"), (Messages::Hidden, "s-")] {
        let mut log = repeated_as(EventRole::Message, messages, [0, 0]);
        log.update("7", 5, (3, 2));
        assert_eq!(told(&log.lives()[0]), expected, "a message that came twice, {messages:?}");
    }
    assert_eq!(told(&repeated([5, 0]).lives()[0]), "d s-", "an event whose id was given to another one");
}

#[test]
fn messages_alone_make_a_life_only_where_they_are_told() {
    for (messages, lives) in [(Messages::Hidden, 0), (Messages::Told, 1)] {
        let mut log = Log::new(messages);
        log.message("7", 0, 1);
        assert_eq!(log.lives().len(), lives);
    }
}

#[test]
fn what_is_out_of_time_is_known_and_not_shown() {
    let mut log = Log::new(Messages::Hidden);
    log.add("7", EventRole::Update, 0, (1, 3), Passage::OutOfTime);
    log.update("7", 5, (3, 2));
    log.add("7", EventRole::Update, 9, (2, 51), Passage::OutOfTime);
    let life = &log.lives()[0];
    assert_eq!((told(life).as_str(), life.events), ("s5", 1));
    assert_eq!(life.status.map(Status::code), Some(51));
}

#[test]
fn open_tickets_stand_by_how_long_they_are_known_to_wait() {
    let mut log = Log::new(Messages::Told);
    log.update("closed", 0, (1, 51));
    log.update("queued", 0, (1, 3));
    log.update("unchanged", 2, (3, 3));
    log.update("gap", 1, (1, 3));
    log.update("gap", 6, (2, 2));
    log.message("messages", 3, 2);
    log.message("messages", 9, 2);
    log.update("queued", 4, (3, 3));
    log.update("stage", 0, (1, 3));
    log.field = [Slot::OldStage, Slot::Stage];
    log.update("stage", 1, (1, 2));
    log.update("stage", 6, (1, 1));
    let (tickets, list) = log.open();
    assert_eq!((list.tickets, list.listed), (6, 5));
    let waits: Vec<_> = tickets
        .into_iter()
        .map(|it| (it.ticket_id, it.waiting_ms.map(|it| it / MINUTE), it.is_longer))
        .collect();
    let expected = [
        ("queued", 9, false),
        ("stage", 9, false),
        ("unchanged", 7, true),
        ("messages", 6, true),
        ("gap", 3, true),
    ];
    assert_eq!(waits, expected.map(|(id, minutes, longer)| (id.to_owned(), Some(minutes), longer)));
}

#[test]
fn gaps_stand_by_time_each_with_its_own_finding() {
    let mut log = Log::new(Messages::Told);
    log.update("1", 0, (1, 3));
    log.update("1", 30, (2, 3));
    log.update("1", 40, (2, 51));
    log.update("2", 0, (1, 3));
    log.message("2", 10, 2);
    log.update("3", 5, (1, 3));
    let until = log.timeline.youngest;
    let (gaps, list) = gaps(log.timeline.tell(&Levels::default()), until);
    let rows: Vec<_> = gaps
        .iter()
        .map(|it| (&*it.ticket_id, it.gap.place.line, it.gap.between_ms(), it.findings.len()))
        .collect();
    let minutes = |it: i64| Some(it * MINUTE);
    assert_eq!(rows, [("2", 5, minutes(10), 1), ("1", 2, minutes(30), 1), ("1", 3, minutes(10), 1)]);
    assert_eq!((list.tickets, list.listed, list.until), (3, 2, Some(1_040 * MINUTE)));
}
