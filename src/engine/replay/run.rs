//! The run itself: reads, starts what may start, takes back what ended, until there is nothing left or it is stopped.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::desk::{Delivery, Desk};
use super::plan::GiveUp;
use super::step::{Stepped, step};
use super::{Batch, Event, Fed, Plan, Postman};
use crate::engine::ledger::{History, Ledger, LedgerError, Seen};
use crate::engine::{Pace, Schedule};
use crate::protocol::Transport;
use crate::report::{Delivered, Next, Purpose};

/// How many events in a row may fail to reach a target that was never reached, before the rest is not tried.
const HOPELESS: u32 = 100;

/// Whoever watches a run: told of everything in the order it happens, and free to end it.
pub trait Watch<A> {
    /// An attempt ended.
    fn attempted(&mut self, delivered: Delivered, event: &Event) -> ControlFlow<()>;

    /// The input had something else to say.
    fn aside(&mut self, aside: A) -> ControlFlow<()>;
}

/// Whether a run is to be ended from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Halt {
    /// Not yet.
    #[default]
    No,
    /// Take nothing new, and wait for what is in flight.
    Finish,
    /// Do not wait either.
    Abandon,
}

/// How a run ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// Events that were read and not decided.
    pub left: u64,
    /// Events left out because the ledger has them as accepted.
    pub resumed: u64,
    /// From the first event to the end.
    pub elapsed: Duration,
    /// Whether it ended before its input did.
    pub stopped: bool,
    /// Why the ledger could not be used any longer, if that ended it.
    pub broken: Option<LedgerError>,
}

/// Delivers what `feed` yields. The ledger, if there is one, has every attempt on disk before the next event of that
/// ticket is sent.
pub async fn replay<T, A, W>(
    feed: &mut mpsc::Receiver<Batch<A>>,
    postman: Arc<Postman<T>>,
    plan: Plan,
    ledger: Option<(Ledger, History)>,
    watch: &mut W,
    mut halt: watch::Receiver<Halt>,
) -> Ended
where
    T: Transport + Send + Sync + 'static,
    W: Watch<A>,
{
    let mut run = Run::new(postman, plan, ledger, watch);
    loop {
        run.read(feed);
        run.start();
        if run.is_over() {
            return run.end();
        }
        if run.has_unread() {
            continue;
        }
        let wakes = run.wakes();
        tokio::select! {
            biased;
            Ok(()) = halt.changed() => run.halt(*halt.borrow_and_update()),
            Some(back) = run.in_flight.join_next(), if !run.in_flight.is_empty() => run.finish(back),
            batch = feed.recv(), if run.wants_more() => run.take(batch),
            () = until(wakes), if wakes.is_some() => {}
        }
    }
}

async fn until(at: Option<Instant>) {
    if let Some(at) = at {
        sleep_until(at).await;
    }
}

struct Run<'a, T, A, W> {
    postman: Arc<Postman<T>>,
    plan: Plan,
    ledger: Option<Arc<Ledger>>,
    history: History,
    watch: &'a mut W,
    schedule: Schedule,
    begun: Option<Instant>,
    desk: Desk,
    in_flight: JoinSet<Stepped>,
    /// What was read and not looked at.
    batch: std::vec::IntoIter<Fed<A>>,
    /// The highest number of an event that was looked at.
    count: u64,
    fed: bool,
    stopping: bool,
    /// Events in a row that did not reach the target; `None` once one did.
    hopeless: Option<u32>,
    ended: Ended,
}

impl<'a, T, A, W> Run<'a, T, A, W>
where
    T: Transport + Send + Sync + 'static,
    W: Watch<A>,
{
    fn new(
        postman: Arc<Postman<T>>,
        plan: Plan,
        ledger: Option<(Ledger, History)>,
        watch: &'a mut W,
    ) -> Self {
        let (ledger, history) = ledger.unzip();
        Self {
            postman,
            schedule: Schedule::new(plan.pace),
            plan,
            ledger: ledger.map(Arc::new),
            history: history.unwrap_or_default(),
            watch,
            begun: None,
            desk: Desk::default(),
            in_flight: JoinSet::new(),
            batch: Vec::new().into_iter(),
            count: 0,
            fed: false,
            stopping: false,
            hopeless: Some(0),
            ended: Ended::default(),
        }
    }

    /// Without a schedule nothing is read that could not start; with one, being read must not make it late.
    fn wants_more(&self) -> bool {
        let could_start = self.plan.pace != Pace::Free || self.has_room();
        !self.fed && !self.stopping && could_start && self.desk.wants_more()
    }

    fn has_room(&self) -> bool {
        self.in_flight.len() < self.plan.jobs.count()
    }

    /// Takes what is there to be read, without waiting for it.
    fn read(&mut self, feed: &mut mpsc::Receiver<Batch<A>>) {
        while self.wants_more() {
            match self.batch.next() {
                Some(Fed::Event(event)) => self.take_event(event),
                Some(Fed::Aside(aside)) => self.stopping |= self.watch.aside(aside).is_break(),
                None => match feed.try_recv() {
                    Ok(batch) => self.batch = batch.into_iter(),
                    Err(_) => return,
                },
            }
        }
    }

    /// Whether there is more to be read without waiting: what started may have made room for it.
    fn has_unread(&self) -> bool {
        self.wants_more() && !self.batch.as_slice().is_empty()
    }

    /// Takes a batch to be looked at, once the last one is used up, or the end of the input.
    fn take(&mut self, batch: Option<Batch<A>>) {
        if let Some(batch) = batch {
            debug_assert!(self.batch.as_slice().is_empty(), "a batch would be lost");
            self.batch = batch.into_iter();
            return;
        }
        self.fed = true;
        if let Err(error) = self.history.check_end(self.count) {
            self.give_up(error);
        }
    }

    fn take_event(&mut self, event: Box<Event>) {
        self.count = self.count.max(event.number);
        match self.history.seen(event.number, event.digest) {
            Ok(Seen::Open) => {}
            Ok(Seen::Accepted) => {
                self.ended.resumed += 1;
                return;
            }
            Err(error) => return self.give_up(error),
        }
        let begun = *self.begun.get_or_insert_with(Instant::now);
        let due = self.schedule.next(event.create_ms).and_then(|due| begun.checked_add(due));
        self.desk.take(event, due);
    }

    fn give_up(&mut self, error: LedgerError) {
        self.stopping = true;
        self.ended.broken.get_or_insert(error);
    }

    fn start(&mut self) {
        self.desk.advance(Instant::now());
        while !self.stopping && self.has_room() {
            let Some(delivery) = self.desk.next() else { return };
            let (postman, ledger) = (Arc::clone(&self.postman), self.ledger.clone());
            self.in_flight.spawn(step(postman, ledger, self.plan.delays, delivery));
        }
    }

    /// When to look again though nothing comes back. With every place taken nothing could start anyway.
    fn wakes(&self) -> Option<Instant> {
        self.desk.wakes().filter(|_| !self.stopping && self.has_room())
    }

    fn is_over(&self) -> bool {
        let nothing_left = self.fed && self.desk.held() == 0;
        self.in_flight.is_empty() && (self.stopping || nothing_left)
    }

    fn halt(&mut self, halt: Halt) {
        self.stopping |= halt != Halt::No;
        if halt == Halt::Abandon {
            self.in_flight.abort_all();
        }
    }

    fn finish(&mut self, back: Result<Stepped, JoinError>) {
        let Stepped { delivery, delivered, recorded } = match back {
            Ok(stepped) => stepped,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // Abandoned: it stays among what is left.
            Err(_) => return,
        };
        self.despair(&delivered);
        let (next, accepted) = (delivered.next, delivered.outcome.is_accepted());
        self.stopping |= self.watch.attempted(delivered, &delivery.event).is_break();
        if let Err(error) = recorded {
            self.give_up(error);
        }
        let Delivery { purpose, attempt, .. } = delivery;
        match next {
            Next::Retry { after, .. } => {
                let at = Instant::now().checked_add(after).unwrap_or_else(far_away);
                self.desk.later(Delivery { attempt: attempt + 1, ..delivery }, at);
            }
            Next::Done if purpose == Purpose::Delivery && self.is_doubled(&delivery.event) => {
                self.desk.again(Delivery { purpose: Purpose::Duplicate, attempt: 1, ..delivery });
            }
            Next::Done | Next::GaveUp => {
                self.desk.done(&delivery.event);
                self.stopping |= !accepted && self.plan.give_up == GiveUp::FirstFailure;
            }
        }
    }

    fn is_doubled(&self, event: &Event) -> bool {
        self.plan.duplicate.holds(event.number, self.plan.seed)
    }

    /// Stops a run whose target is not there, instead of saying so for every event of a long input.
    fn despair(&mut self, delivered: &Delivered) {
        if delivered.outcome.connected() {
            self.hopeless = None;
        } else if let Some(count) = self.hopeless.as_mut().filter(|_| delivered.is_final()) {
            *count += 1;
            self.stopping |= *count >= HOPELESS;
        }
    }

    fn end(self) -> Ended {
        let left = self.desk.held() as u64;
        Ended {
            left,
            elapsed: self.begun.map_or(Duration::ZERO, |begun| begun.elapsed()),
            stopped: self.stopping && (left > 0 || !self.fed),
            ..self.ended
        }
    }
}

/// A moment no run lives to see.
fn far_away() -> Instant {
    Instant::now() + Duration::from_hours(24 * 365)
}
