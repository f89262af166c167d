//! Who is next: tickets side by side, the events of one in order, and who waits until when. Pure: it is told the time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;

use tokio::time::Instant;

use crate::engine::deliver::prepare::Event;
use crate::report::{Outcome, Purpose};

/// How many events are held at most, whatever they wait for.
const HELD: usize = 10_000;
/// And how many bytes they may hold together.
const HELD_BYTES: usize = 32 << 20;

/// An event on its way, and how far it has come.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) event: Box<Event>,
    pub(crate) purpose: Purpose,
    /// The number of the attempt that comes, from 1.
    pub(crate) attempt: u32,
    /// Set once a kept connection died under it: it is not sent again for that a second time.
    pub(crate) resent: Option<Resent>,
    pub(crate) due: Option<Instant>,
    /// Its turn: what was taken first goes first, if nothing holds it up.
    pub(crate) turn: u64,
}

/// An attempt that is made again over a fresh connection.
#[derive(Clone, Debug)]
pub(crate) struct Resent {
    pub(crate) attempt: u32,
    /// How it ended over the kept one.
    pub(crate) cause: Outcome,
}

/// All events that were read and are not decided.
#[derive(Debug, Default)]
pub(crate) struct Scheduler {
    /// Tickets with something to send. A ticket is in here as long as it has something waiting or in flight.
    tickets: HashMap<Arc<str>, VecDeque<Delivery>>,
    /// Tickets whose first delivery may go now, by its turn.
    ready: BinaryHeap<Reverse<(u64, Arc<str>)>>,
    /// Tickets whose first delivery may go later.
    later: BinaryHeap<Reverse<(Instant, u64, Arc<str>)>>,
    /// Events that are not due yet, in the order of their due times.
    coming: VecDeque<Delivery>,
    taken: u64,
    /// Events that were read and are not decided.
    pub(crate) held: usize,
    bytes: usize,
}

impl Scheduler {
    /// Takes an event that was read. Due times never decrease.
    pub(crate) fn take(&mut self, event: Box<Event>, due: Option<Instant>) {
        self.held += 1;
        self.bytes += event.weight();
        self.taken += 1;
        let delivery =
            Delivery { event, purpose: Purpose::Delivery, attempt: 1, resent: None, due, turn: self.taken };
        if delivery.due.is_some() {
            self.coming.push_back(delivery);
        } else {
            self.line_up(delivery);
        }
    }

    fn line_up(&mut self, delivery: Delivery) {
        let ticket = Arc::clone(&delivery.event.ticket);
        if let Some(waiting) = self.tickets.get_mut(&ticket) {
            waiting.push_back(delivery);
        } else {
            self.ready.push(Reverse((delivery.turn, Arc::clone(&ticket))));
            self.tickets.insert(ticket, VecDeque::from([delivery]));
        }
    }

    /// Lets everything come forward whose time has come.
    pub(crate) fn advance(&mut self, now: Instant) {
        while self.coming.front().is_some_and(|it| it.due.is_none_or(|due| due <= now)) {
            if let Some(delivery) = self.coming.pop_front() {
                self.line_up(delivery);
            }
        }
        while self.later.peek().is_some_and(|Reverse((at, ..))| *at <= now) {
            if let Some(Reverse((_, turn, ticket))) = self.later.pop() {
                self.ready.push(Reverse((turn, ticket)));
            }
        }
    }

    /// The next delivery to send. Its ticket is in flight until [`Scheduler::again`], [`Scheduler::later`] or [`Scheduler::done`].
    pub(crate) fn next(&mut self) -> Option<Delivery> {
        let Reverse((_, ticket)) = self.ready.pop()?;
        self.tickets.get_mut(&ticket)?.pop_front()
    }

    /// The event that goes next: now, or when it is due.
    pub(crate) fn front(&mut self) -> Option<&mut Event> {
        let delivery = match self.ready.peek() {
            Some(Reverse((_, ticket))) => self.tickets.get_mut(ticket)?.front_mut(),
            None => self.coming.front_mut(),
        };
        delivery.map(|it| &mut *it.event)
    }

    /// When something comes forward that cannot go now.
    pub(crate) fn wakes(&self) -> Option<Instant> {
        let coming = self.coming.front().and_then(|it| it.due);
        let later = self.later.peek().map(|Reverse((at, ..))| *at);
        coming.into_iter().chain(later).min()
    }

    /// The delivery is to be sent again at once, before anything else of its ticket.
    pub(crate) fn again(&mut self, delivery: Delivery) {
        let turn = delivery.turn;
        let ticket = self.return_to_line(delivery);
        self.ready.push(Reverse((turn, ticket)));
    }

    /// The delivery is to be sent again at `at`; until then its ticket waits, and no other does.
    pub(crate) fn later(&mut self, delivery: Delivery, at: Instant) {
        let turn = delivery.turn;
        let ticket = self.return_to_line(delivery);
        self.later.push(Reverse((at, turn, ticket)));
    }

    fn return_to_line(&mut self, delivery: Delivery) -> Arc<str> {
        let ticket = Arc::clone(&delivery.event.ticket);
        self.tickets.entry(Arc::clone(&ticket)).or_default().push_front(delivery);
        ticket
    }

    /// The event is decided; the ticket's next may go.
    pub(crate) fn done(&mut self, event: &Event) {
        self.held -= 1;
        self.bytes -= event.weight();
        match self.tickets.get(&event.ticket).and_then(VecDeque::front) {
            Some(next) => self.ready.push(Reverse((next.turn, Arc::clone(&event.ticket)))),
            None => {
                self.tickets.remove(&event.ticket);
            }
        }
    }

    /// Whether another event may be read: the limit is not reached, and nothing that could go instead. With a schedule a few are
    /// read ahead, so that none starts late for being read late.
    pub(crate) fn wants_more(&self) -> bool {
        const AHEAD: usize = 64;
        self.held < HELD && self.bytes < HELD_BYTES && self.ready.is_empty() && self.coming.len() < AHEAD
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn scheduler(events: &[(u64, &str)]) -> Scheduler {
        let mut scheduler = Scheduler::default();
        for (number, ticket) in events {
            scheduler.take(Box::new(Event::sample(*number, ticket)), None);
        }
        scheduler
    }

    fn number(delivery: Option<&Delivery>) -> Option<u64> {
        delivery.map(|it| it.event.number)
    }

    #[test]
    fn events_of_one_ticket_never_leave_together() {
        let mut scheduler = scheduler(&[(1, "a"), (2, "a"), (3, "b")]);
        let first = scheduler.next().unwrap();
        assert_eq!(first.event.number, 1);
        assert_eq!(number(scheduler.next().as_ref()), Some(3));
        assert!(scheduler.next().is_none());
        scheduler.done(&first.event);
        assert_eq!(number(scheduler.next().as_ref()), Some(2));
    }

    #[test]
    fn what_was_taken_first_goes_first_whatever_its_ticket() {
        let mut scheduler = scheduler(&[(1, "a"), (2, "a"), (3, "b"), (4, "a")]);
        let mut order = Vec::new();
        while let Some(delivery) = scheduler.next() {
            order.push(delivery.event.number);
            scheduler.done(&delivery.event);
        }
        assert_eq!(order, [1, 2, 3, 4]);
    }

    #[test]
    fn a_ticket_that_waits_holds_its_own_events_back_and_no_others() {
        let mut scheduler = scheduler(&[(1, "a"), (2, "a"), (3, "b")]);
        let now = Instant::now();
        let first = scheduler.next().unwrap();
        scheduler.later(first, now + Duration::from_secs(6));
        assert_eq!(number(scheduler.next().as_ref()), Some(3));
        assert!(scheduler.next().is_none());
        assert_eq!(scheduler.wakes(), Some(now + Duration::from_secs(6)));
        scheduler.advance(now + Duration::from_secs(6));
        let again = scheduler.next().unwrap();
        assert_eq!(again.event.number, 1);
        scheduler.done(&again.event);
        assert_eq!(number(scheduler.next().as_ref()), Some(2));
    }

    #[test]
    fn what_is_sent_again_goes_before_the_rest_of_its_ticket() {
        let mut scheduler = scheduler(&[(1, "a"), (2, "a")]);
        let first = scheduler.next().unwrap();
        scheduler.again(first);
        assert_eq!(number(scheduler.next().as_ref()), Some(1));
    }

    #[test]
    fn an_event_that_is_not_due_stays_until_its_time() {
        let now = Instant::now();
        let mut scheduler = Scheduler::default();
        scheduler.take(Box::new(Event::sample(1, "a")), Some(now));
        scheduler.take(Box::new(Event::sample(2, "b")), Some(now + Duration::from_secs(1)));
        scheduler.advance(now);
        assert_eq!(number(scheduler.next().as_ref()), Some(1));
        assert!(scheduler.next().is_none());
        assert_eq!(scheduler.wakes(), Some(now + Duration::from_secs(1)));
        scheduler.advance(now + Duration::from_secs(2));
        assert_eq!(number(scheduler.next().as_ref()), Some(2));
    }

    #[test]
    fn nothing_is_kept_of_what_is_decided() {
        let mut scheduler = scheduler(&[(1, "a"), (2, "a"), (3, "b")]);
        while let Some(delivery) = scheduler.next() {
            scheduler.done(&delivery.event);
        }
        assert_eq!((scheduler.held, scheduler.bytes, scheduler.tickets.len()), (0, 0, 0));
    }

    #[test]
    fn reading_stops_when_too_much_waits() {
        let mut scheduler = Scheduler::default();
        for number in 0..HELD as u64 {
            scheduler.take(Box::new(Event::sample(number, "a")), None);
        }
        let _in_flight = scheduler.next();
        assert!(!scheduler.wants_more());
    }
}
