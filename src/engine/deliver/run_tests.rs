//! Runs against a transport of the tests' own, in a time that passes at once.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::plan::GiveUp;
use super::prepare::{Event, EventDigests, InputItem};
use super::timing::{Delays, Retry};
use super::*;
use crate::engine::Rate;
use crate::engine::deliver::ledger::{History, Ledger, Start};
use crate::engine::deliver::timing::Pace;
use crate::protocol::Keys;
use crate::protocol::webhook::{Extent, Packet, Reply, SendError, Transport};
use crate::report::{Delivered, Next, Purpose};

/// What the transport saw, and what it does: takes its time, then answers by its script.
#[derive(Default)]
struct Fake {
    /// Bodies in the order they came, with the time since the start.
    seen: Mutex<Vec<(u64, Duration)>>,
    begun: Mutex<Option<Instant>>,
    in_flight: Mutex<HashSet<u64>>,
    most: Mutex<usize>,
    takes: Duration,
    /// How often an event is refused before it is accepted.
    refuses: HashMap<u64, u32>,
    /// The ticket of every event, to see that none is in flight twice.
    tickets: HashMap<u64, &'static str>,
    unreachable: bool,
    /// Events under which a kept connection dies.
    kills: HashSet<u64>,
    /// Whether nothing listens after that.
    gone: bool,
    /// Whether the next send goes over a fresh connection.
    is_fresh: AtomicBool,
}

impl Fake {
    fn order(&self) -> Vec<u64> {
        self.seen.lock().unwrap().iter().map(|(number, _)| *number).collect()
    }

    fn arrive(&self, number: u64) -> u32 {
        let begun = *self.begun.lock().unwrap().get_or_insert_with(Instant::now);
        let mut seen = self.seen.lock().unwrap();
        let before = seen.iter().filter(|(it, _)| *it == number).count();
        seen.push((number, begun.elapsed()));
        let mut in_flight = self.in_flight.lock().unwrap();
        let ticket = self.tickets.get(&number);
        assert!(
            ticket.is_none() || in_flight.iter().all(|it| self.tickets.get(it) != ticket),
            "two events of one ticket in flight"
        );
        in_flight.insert(number);
        let mut most = self.most.lock().unwrap();
        *most = in_flight.len().max(*most);
        u32::try_from(before).unwrap()
    }
}

impl Transport for Fake {
    fn forget_connections(&self) {
        self.is_fresh.store(true, Ordering::Relaxed);
    }

    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        let number = String::from_utf8(packet.body).unwrap().parse().unwrap();
        if self.is_fresh.swap(false, Ordering::Relaxed) {
            if self.gone {
                return Err(SendError::Unreachable { target: "t".into(), reason: "refused".into() });
            }
            self.arrive(number);
            self.in_flight.lock().unwrap().remove(&number);
            return Ok(Reply { status: 200, headers: vec![], body: b"{}".to_vec(), extent: Extent::Whole });
        }
        let before = self.arrive(number);
        sleep(self.takes).await;
        self.in_flight.lock().unwrap().remove(&number);
        if self.kills.contains(&number) {
            return Err(SendError::ReusedClosed { reason: "closed".into() });
        }
        if self.unreachable {
            return Err(SendError::Unreachable { target: "t".into(), reason: "refused".into() });
        }
        let status = if before < self.refuses.get(&number).copied().unwrap_or(0) { 500 } else { 200 };
        Ok(Reply { status, headers: vec![], body: b"{}".to_vec(), extent: Extent::Whole })
    }
}

struct Fixed;

impl Surroundings for Fixed {
    fn now_ms(&self) -> i64 {
        1_700_000_000_000
    }

    fn random(&self) -> [u8; 16] {
        [7; 16]
    }
}

#[derive(Default)]
struct Witness {
    all: Vec<Delivered>,
    stop_after: Option<usize>,
}

impl Observer<()> for Witness {
    fn attempted(&mut self, delivered: Delivered, _: &Event) -> ControlFlow<()> {
        self.all.push(delivered);
        if self.stop_after == Some(self.all.len()) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn aside(&mut self, (): ()) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

struct Course {
    plan: DeliveryPlan,
    fake: Fake,
    ledger: Option<(Ledger, History)>,
    witness: Witness,
    halt: Option<(Duration, Halt)>,
}

impl Course {
    fn of(fake: Fake) -> Self {
        Self { plan: DeliveryPlan::default(), fake, ledger: None, witness: Witness::default(), halt: None }
    }

    async fn run(self, events: &[(u64, &'static str)]) -> (Ended, Vec<Delivered>, Arc<EventSender<Fake>>) {
        let fake = Fake { tickets: events.iter().copied().collect(), ..self.fake };
        let sender = Arc::new(EventSender::new(Keys::default(), fake, Arc::new(Fixed), false));
        let (send, mut feed) = mpsc::channel(events.len().max(1));
        for few in events.chunks(3) {
            let event =
                |(number, ticket): &(u64, &str)| InputItem::Event(Box::new(Event::sample(*number, ticket)));
            send.send(few.iter().map(event).collect()).await.unwrap();
        }
        drop(send);
        let (tell, halts) = watch::channel(Halt::No);
        if let Some((after, halt)) = self.halt {
            tokio::spawn(async move {
                sleep(after).await;
                tell.send_replace(halt);
            });
        }
        let mut witness = self.witness;
        let shared = Arc::clone(&sender);
        let ended = deliver_all(&mut feed, shared, self.plan, self.ledger, &mut witness, halts).await;
        (ended, witness.all, sender)
    }
}

fn taking(ms: u64) -> Fake {
    Fake { takes: Duration::from_millis(ms), ..Fake::default() }
}

const MANY: &[(u64, &str)] =
    &[(1, "a"), (2, "a"), (3, "b"), (4, "c"), (5, "b"), (6, "a"), (7, "d"), (8, "c")];

#[tokio::test(start_paused = true)]
async fn one_at_a_time_keeps_the_order_of_the_input() {
    let (ended, all, sender) = Course::of(taking(5)).run(MANY).await;
    assert_eq!(sender.transport.order(), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!((ended.left, ended.stopped, all.len()), (0, false, 8));
    assert_eq!(*sender.transport.most.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn tickets_run_side_by_side_and_the_events_of_one_in_order() {
    let mut course = Course::of(taking(5));
    course.plan.jobs = 3;
    let (_, all, sender) = course.run(MANY).await;
    let order = sender.transport.order();
    for ticket in ["a", "b", "c", "d"] {
        let own: Vec<u64> =
            order.iter().copied().filter(|it| MANY[usize::try_from(it - 1).unwrap()].1 == ticket).collect();
        assert!(own.is_sorted(), "{ticket}: {own:?}");
    }
    assert_eq!(*sender.transport.most.lock().unwrap(), 3);
    assert_eq!(all.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_retry_holds_back_its_ticket_and_no_other() {
    let mut course = Course::of(Fake { refuses: HashMap::from([(1, 2)]), ..taking(1) });
    course.plan.delays = Delays { retry: Retry::Platform, scale: 1.0 };
    let (ended, all, sender) = course.run(MANY).await;
    assert_eq!(sender.transport.order(), [1, 3, 4, 5, 7, 8, 1, 1, 2, 6]);
    let next: Vec<Next> = all.iter().filter(|it| it.subject.index == 1).map(|it| it.next).collect();
    let retry = |s, number| Next::Retry { after: Duration::from_secs(s), number, of: 4 };
    assert_eq!(next, [retry(15, 1), retry(300, 2), Next::Done]);
    assert!(ended.elapsed >= Duration::from_secs(315) && ended.elapsed < Duration::from_secs(316));
    assert!(all.iter().all(|it| it.subject.event_id == Some(format!("e{}", it.subject.index))));
}

#[tokio::test(start_paused = true)]
async fn after_the_last_retry_the_ticket_goes_on() {
    let mut course = Course::of(Fake { refuses: HashMap::from([(1, 99)]), ..taking(1) });
    course.plan.delays = Delays { retry: Retry::Times(2), scale: 0.001 };
    let (_, all, sender) = course.run(&[(1, "a"), (2, "a")]).await;
    assert_eq!(sender.transport.order(), [1, 1, 1, 2]);
    assert_eq!(all[2].next, Next::GaveUp);
}

#[tokio::test(start_paused = true)]
async fn a_rate_is_kept_on_an_absolute_schedule_whatever_the_answers_take() {
    let mut course = Course::of(taking(700));
    course.plan.pace = Pace::Rate(Rate { per_s: 4.0 });
    course.plan.jobs = 64;
    let events: Vec<(u64, &str)> = (0..400)
        .map(|it| (it + 1, ["a", "b", "c", "d", "e", "f", "g", "h"][usize::try_from(it).unwrap() % 8]))
        .collect();
    let (_, all, sender) = course.run(&events).await;
    let seen = sender.transport.seen.lock().unwrap();
    for (at, (_, since)) in seen.iter().enumerate() {
        let due = Duration::from_millis(250 * at as u64);
        assert!(since.abs_diff(due) <= Duration::from_millis(2), "event {at}: {since:?} and not {due:?}");
    }
    assert!(seen.len() == 400 && all.iter().all(|it| it.late.is_none()));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_start_in_time_is_late_and_its_latency_counts_from_when_it_was_due() {
    let mut course = Course::of(taking(100));
    course.plan.pace = Pace::Rate(Rate { per_s: 20.0 });
    let (_, all, _) = course.run(&[(1, "a"), (2, "b"), (3, "c")]).await;
    let ms = |it: Duration| (it.as_millis() + 5) / 10 * 10;
    let late: Vec<_> = all.iter().map(|it| it.late.map(ms)).collect();
    assert_eq!(late, [None, Some(50), Some(100)]);
    let latency: Vec<_> = all.iter().map(|it| ms(it.latency)).collect();
    assert_eq!(latency, [100, 150, 200]);
    assert!(all.iter().all(|it| ms(it.took) == 100));
}

#[tokio::test(start_paused = true)]
async fn an_accepted_event_is_sent_again_before_the_next_of_its_ticket() {
    let mut course = Course::of(taking(1));
    course.plan.duplicate = "all".parse().unwrap();
    let (_, all, sender) = course.run(&[(1, "a"), (2, "a")]).await;
    assert_eq!(sender.transport.order(), [1, 1, 2, 2]);
    let purposes: Vec<_> = all.iter().map(|it| it.purpose).collect();
    assert_eq!(purposes, [Purpose::Delivery, Purpose::Duplicate, Purpose::Delivery, Purpose::Duplicate]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_for_what_is_in_flight_and_takes_nothing_new() {
    let mut course = Course::of(taking(100));
    course.plan.jobs = 2;
    course.halt = Some((Duration::from_millis(150), Halt::Finish));
    let (ended, all, _) = course.run(MANY).await;
    assert_eq!((all.len(), ended.stopped), (4, true));
}

#[tokio::test(start_paused = true)]
async fn an_abandoned_run_waits_for_nothing() {
    let mut course = Course::of(taking(100_000));
    course.plan.jobs = 2;
    course.halt = Some((Duration::from_millis(150), Halt::Abandon));
    let (ended, all, _) = course.run(MANY).await;
    assert_eq!((all.len(), ended.stopped), (0, true));
    assert!(ended.left >= 2 && ended.elapsed < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn the_first_failure_ends_a_run_that_is_to_fail_fast() {
    let mut course = Course::of(Fake { refuses: HashMap::from([(2, 99)]), ..taking(1) });
    course.plan.give_up = GiveUp::FirstFailure;
    let (ended, all, sender) = course.run(MANY).await;
    assert_eq!(sender.transport.order(), [1, 2]);
    assert_eq!((ended.stopped, all[1].next), (true, Next::GaveUp));
}

#[tokio::test(start_paused = true)]
async fn a_target_that_is_not_there_ends_the_run_at_the_first_event() {
    let events: Vec<(u64, &str)> = (1..=500).map(|it| (it, "a")).collect();
    let (ended, all, _) = Course::of(Fake { unreachable: true, ..taking(1) }).run(&events).await;
    assert_eq!((all.len(), ended.stopped), (1, true));
    let mut retried = Course::of(Fake { unreachable: true, ..taking(1) });
    retried.plan.delays = Delays { retry: Retry::Times(2), scale: 1.0 };
    let (ended, all, _) = retried.run(&events).await;
    assert_eq!((all.len(), ended.stopped, all[2].next), (3, true, Next::GaveUp));
}

#[tokio::test(start_paused = true)]
async fn what_dies_with_a_kept_connection_is_sent_once_more_over_a_fresh_one() {
    let course = Course::of(Fake { kills: HashSet::from([1]), ..taking(1) });
    let (_, all, sender) = course.run(&[(1, "a"), (2, "a")]).await;
    assert_eq!(sender.transport.order(), [1, 1, 2]);
    let next: Vec<Next> = all.iter().map(|it| it.next).collect();
    assert_eq!(next, [Next::Resend, Next::Done, Next::Done]);
    assert!(all.iter().all(|it| it.attempt == 1));
}

#[tokio::test(start_paused = true)]
async fn an_event_that_killed_one_connection_is_not_sent_again_for_it_and_an_app_that_is_gone_is_told_as_that()
 {
    let mut course = Course::of(Fake { kills: HashSet::from([1]), gone: true, ..taking(1) });
    course.plan.delays = Delays { retry: Retry::Times(1), scale: 1.0 };
    let (_, all, _) = course.run(&[(1, "a")]).await;
    let next: Vec<Next> = all.iter().map(|it| it.next).collect();
    let retry = Next::Retry { after: Duration::from_secs(1), number: 1, of: 1 };
    assert_eq!(next, [Next::Resend, retry, Next::GaveUp]);
    assert!(all.iter().all(|it| it.outcome.name() == "reset"), "{all:?}");
    assert!(all[1].warnings[0].contains("it has ended"));
}

#[tokio::test(start_paused = true)]
async fn a_watcher_can_end_the_run() {
    let mut course = Course::of(taking(1));
    course.witness.stop_after = Some(3);
    let (ended, all, _) = course.run(MANY).await;
    assert_eq!((all.len(), ended.stopped), (3, true));
}

fn open(path: &Path, start: Start) -> (Ledger, History) {
    Ledger::open(path, "http://host/", start, |_, _| {}).unwrap()
}

// Here the time is real: the ledger writes on a thread of its own, which a paused clock does not wait for.
#[tokio::test]
async fn a_resumed_run_sends_what_was_not_accepted_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.ndjson");
    let mut first = Course::of(Fake { refuses: HashMap::from([(3, 99)]), ..Fake::default() });
    first.ledger = Some(open(&path, Start::Anew));
    first.witness.stop_after = Some(5);
    let (ended, all, _) = first.run(MANY).await;
    assert_eq!((all.len(), ended.stopped), (5, true));

    let mut second = Course::of(Fake::default());
    second.ledger = Some(open(&path, Start::Resume));
    let (ended, _, sender) = second.run(MANY).await;
    assert_eq!(sender.transport.order(), [3, 6, 7, 8]);
    assert_eq!((ended.resumed, ended.left), (4, 0));

    let mut third = Course::of(Fake::default());
    third.ledger = Some(open(&path, Start::Resume));
    let (ended, all, _) = third.run(MANY).await;
    assert_eq!((all.len(), ended.resumed), (0, 8));
}

#[tokio::test]
async fn a_ledger_of_another_input_ends_the_run_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.ndjson");
    let mut first = Course::of(Fake::default());
    first.ledger = Some(open(&path, Start::Anew));
    first.run(&[(1, "a"), (2, "a")]).await;

    let mut shorter = Course::of(Fake::default());
    shorter.ledger = Some(open(&path, Start::Resume));
    let (ended, all, _) = shorter.run(&[(1, "a")]).await;
    assert!(all.is_empty());
    assert!(ended.broken.unwrap().to_string().contains("it knows event 2, and the input ends before"));

    let mut other = Course::of(Fake::default());
    other.ledger = Some(open(&path, Start::Resume));
    let (send, mut feed) = mpsc::channel(1);
    let event = Event { digests: EventDigests { text: 99, event: None }, ..Event::sample(1, "a") };
    send.send(vec![InputItem::Event(Box::new(event))]).await.unwrap();
    let sender = Arc::new(EventSender::new(Keys::default(), other.fake, Arc::new(Fixed), false));
    let (_tell, halts) = watch::channel(Halt::No);
    let mut witness = Witness::default();
    let ended =
        deliver_all(&mut feed, sender, DeliveryPlan::default(), other.ledger, &mut witness, halts).await;
    assert!(witness.all.is_empty());
    assert!(ended.broken.unwrap().to_string().contains("event 1 is not the one it recorded"));
}
