//! The run itself: reads, starts what may start, takes back what ended, until there is nothing left or it is stopped.

use std::future::{Future, pending, ready};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::attempt::EventSender;
use super::deliver_once::{DeliveredOnce, deliver_once};
use super::plan::{DeliveryPlan, GiveUp};
use super::surroundings::Wait;
use crate::engine::deliver::ledger::{History, Ledger, LedgerError, LedgerState};
use crate::engine::deliver::prepare::{Batch, Event, InputItem};
use crate::engine::deliver::timing::{Delivery, Pace, Schedule, Scheduler};
use crate::model::OtherUnit;
use crate::protocol::webhook::Transport;
use crate::report::{Delivered, Next, Outcome, Purpose};

/// What watches a run: told of everything in the order it happens, and free to end it.
pub(crate) trait Observer<A> {
    fn attempted(&mut self, delivered: Delivered, event: &Event) -> ControlFlow<()>;

    /// The input had something else to say.
    fn aside(&mut self, aside: A) -> ControlFlow<()>;

    /// The time of an event, by which a recorded pace goes, is in another unit than ms. Told once, before it is waited for.
    fn other_unit(&mut self, _: &Event, _: OtherUnit) {}

    /// Does what was put off, whenever there is nothing else to do; may be dropped half-way and called again.
    fn settle(&mut self) -> impl Future<Output = ControlFlow<()>> + Send {
        ready(ControlFlow::Continue(()))
    }

    /// Whether so much was put off that nothing new is to be started.
    fn is_behind(&self) -> bool {
        false
    }
}

/// Whether a run is to be ended from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Halt {
    #[default]
    No,
    /// Take nothing new, and wait for what is in flight.
    Finish,
    /// Do not wait either.
    Abandon,
}

/// How a run ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
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

/// Delivers what `feed` yields. Every attempt is in the ledger, on disk, before the next event of that ticket is sent.
pub(crate) async fn deliver_all<T: Transport, A, W: Observer<A>>(
    feed: &mut mpsc::Receiver<Batch<A>>,
    sender: Arc<EventSender<T>>,
    plan: DeliveryPlan,
    ledger: Option<(Ledger, History)>,
    watch: &mut W,
    mut halt: watch::Receiver<Halt>,
) -> Ended {
    let (ledger, history) = ledger.unzip();
    let halts = halt.clone();
    let mut run = Run::new(plan, history.unwrap_or_default(), watch);
    let mut in_flight = FuturesUnordered::new();
    let mut alarm: Option<(Instant, Wait)> = None;
    loop {
        run.read(feed);
        run.start(|delivery| {
            let (sender, ledger, halts) = (&sender, ledger.as_ref(), &halts);
            in_flight.push(async move {
                let begins = may_begin(sender, halts).await;
                if begins { Some(deliver_once(sender, ledger, plan.delays, delivery).await) } else { None }
            });
        });
        if run.is_over() {
            return run.end();
        }
        if run.has_unread() {
            continue;
        }
        let wakes = run.wakes();
        // Set once for a moment, which stays the same while other things happen.
        if alarm.as_ref().map(|(at, _)| *at) != wakes {
            alarm = wakes.map(|at| (at, sender.request_builder.surroundings.until(at)));
        }
        tokio::select! {
            biased;
            Ok(()) = halt.changed() => {
                run.halt(*halt.borrow_and_update());
                if run.in_flight == 0 {
                    in_flight.clear();
                }
            }
            Some(back) = in_flight.next(), if run.in_flight > 0 => {
                run.finish(back);
                // What ended together is looked at together.
                while let Some(Some(back)) = in_flight.next().now_or_never() {
                    run.finish(back);
                }
            }
            batch = feed.recv(), if run.wants_more() => run.take(batch),
            () = rings(&mut alarm), if alarm.is_some() => alarm = None,
            () = ready(()), if run.upcoming().is_some() => {
                if let Some(event) = run.upcoming() {
                    sender.request_builder.build_ahead(event);
                }
            }
            flow = run.watch.settle(), if run.unsettled => run.settled(flow),
        }
    }
}

/// Waits until the transport is ready; whether that came before the run was halted.
async fn may_begin<T: Transport>(sender: &EventSender<T>, halt: &watch::Receiver<Halt>) -> bool {
    if sender.transport.ready().now_or_never().is_some() {
        return true;
    }
    let mut halt = halt.clone();
    tokio::select! {
        biased;
        Ok(_) = halt.wait_for(|it| *it != Halt::No) => false,
        () = sender.transport.ready() => true,
    }
}

/// Done when the moment that is waited for has come.
async fn rings(alarm: &mut Option<(Instant, Wait)>) {
    match alarm {
        Some((_, wait)) => wait.await,
        None => pending().await,
    }
}

/// Whether an attempt has reached the target.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contact {
    None,
    Made,
}

struct Run<'a, A, W> {
    plan: DeliveryPlan,
    history: History,
    watch: &'a mut W,
    /// Whether the watcher was told of something since it settled.
    unsettled: bool,
    schedule: Schedule,
    begun: Option<Instant>,
    scheduler: Scheduler,
    in_flight: usize,
    /// What was read and not looked at.
    batch: std::vec::IntoIter<InputItem<A>>,
    /// The highest number of an event that was looked at.
    count: u64,
    fed: bool,
    stopping: bool,
    /// The unit other than ms that was told of.
    other_unit: Option<OtherUnit>,
    contact: Contact,
    ended: Ended,
}

impl<'a, A, W: Observer<A>> Run<'a, A, W> {
    fn new(plan: DeliveryPlan, history: History, watch: &'a mut W) -> Self {
        Self {
            schedule: Schedule::new(plan.pace),
            plan,
            history,
            watch,
            unsettled: false,
            begun: None,
            scheduler: Scheduler::default(),
            in_flight: 0,
            batch: Vec::new().into_iter(),
            count: 0,
            fed: false,
            stopping: false,
            other_unit: None,
            contact: Contact::None,
            ended: Ended::default(),
        }
    }

    /// Without a schedule nothing is read that could not start; with one, being read must not make it late.
    fn wants_more(&self) -> bool {
        let could_start = self.plan.pace != Pace::Free || self.has_room();
        !self.fed && !self.stopping && could_start && !self.watch.is_behind() && self.scheduler.wants_more()
    }

    fn has_room(&self) -> bool {
        self.in_flight < self.plan.jobs.max(1) && !self.watch.is_behind()
    }

    /// Takes what is there to be read, without waiting for it.
    fn read(&mut self, feed: &mut mpsc::Receiver<Batch<A>>) {
        while self.wants_more() {
            match self.batch.next() {
                Some(InputItem::Event(event)) => self.take_event(event),
                Some(InputItem::Aside(aside)) => {
                    self.unsettled = true;
                    self.stopping |= self.watch.aside(aside).is_break();
                }
                None => match feed.try_recv() {
                    Ok(batch) => self.batch = batch.into_iter(),
                    Err(_) => return,
                },
            }
        }
    }

    /// Whether there is more to be read without waiting: what started may have fallen below the limit.
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
        match self.history.seen(event.number, event.digests) {
            Ok(LedgerState::Open) => {}
            Ok(LedgerState::Accepted) => {
                self.ended.resumed += 1;
                return;
            }
            Err(error) => return self.give_up(error),
        }
        if let (Pace::Recorded { .. }, Some(unit), None) = (self.plan.pace, event.unit, self.other_unit) {
            (self.other_unit, self.unsettled) = (Some(unit), true);
            self.watch.other_unit(&event, unit);
        }
        let begun = *self.begun.get_or_insert_with(Instant::now);
        let due = self.schedule.next(event.create_ms).and_then(|due| begun.checked_add(due));
        self.scheduler.take(event, due);
    }

    fn give_up(&mut self, error: LedgerError) {
        self.stopping = true;
        self.ended.broken.get_or_insert(error);
    }

    fn start(&mut self, mut send: impl FnMut(Delivery)) {
        self.scheduler.advance(Instant::now());
        while !self.stopping && self.has_room() {
            let Some(delivery) = self.scheduler.next() else { return };
            self.in_flight += 1;
            send(delivery);
        }
    }

    /// When to look again though nothing comes back. With every place taken nothing could start anyway.
    fn wakes(&self) -> Option<Instant> {
        self.scheduler.wakes().filter(|_| !self.stopping && self.has_room())
    }

    /// The event that goes next, as far as is known, while its request is not made.
    fn upcoming(&mut self) -> Option<&mut Event> {
        let unread = match self.batch.as_mut_slice().first_mut() {
            Some(InputItem::Event(event)) if !self.stopping => Some(&mut **event),
            _ => None,
        };
        self.scheduler.front().or(unread).filter(|it| it.built.is_none() && it.body.is_ok())
    }

    fn is_over(&self) -> bool {
        let nothing_left = self.fed && self.scheduler.held == 0;
        self.in_flight == 0 && (self.stopping || nothing_left)
    }

    /// What is abandoned stays among what is left.
    fn halt(&mut self, halt: Halt) {
        self.stopping |= halt != Halt::No;
        if halt == Halt::Abandon {
            self.in_flight = 0;
        }
    }

    fn settled(&mut self, flow: ControlFlow<()>) {
        self.unsettled = false;
        self.stopping |= flow.is_break();
    }

    /// Takes back what was in flight; `None` was not begun, for the run was halted, and stays among what is left.
    fn finish(&mut self, back: Option<DeliveredOnce>) {
        self.in_flight -= 1;
        let Some(DeliveredOnce { delivery, delivered, recorded }) = back else { return };
        self.unsettled = true;
        self.stop_where_nothing_listens(&delivered);
        let (next, accepted) = (delivered.next, delivered.outcome.is_accepted());
        self.stopping |= self.watch.attempted(delivered, &delivery.event).is_break();
        if let Err(error) = recorded {
            self.give_up(error);
        }
        let Delivery { purpose, attempt, .. } = delivery;
        match next {
            Next::Retry { after, .. } => {
                let at = Instant::now().checked_add(after).unwrap_or_else(far_away);
                self.scheduler.later(Delivery { attempt: attempt + 1, ..delivery }, at);
            }
            Next::Resend => self.scheduler.again(delivery),
            Next::Done if purpose == Purpose::Delivery && self.is_doubled(&delivery.event) => {
                let again = Delivery { purpose: Purpose::Duplicate, attempt: 1, resent: None, ..delivery };
                self.scheduler.again(again);
            }
            Next::Done | Next::GaveUp => {
                self.scheduler.done(&delivery.event);
                self.stopping |= !accepted && self.plan.give_up == GiveUp::FirstFailure;
            }
        }
    }

    fn is_doubled(&self, event: &Event) -> bool {
        self.plan.duplicate.holds(event.number, self.plan.seed)
    }

    /// Stops a run whose target is not there, instead of saying so for every event.
    fn stop_where_nothing_listens(&mut self, delivered: &Delivered) {
        if delivered.outcome.connected() {
            self.contact = Contact::Made;
        }
        let was_sent = !matches!(delivered.outcome, Outcome::Unsendable { .. });
        self.stopping |= self.contact == Contact::None && was_sent && delivered.is_final();
    }

    fn end(self) -> Ended {
        let left = self.scheduler.held as u64;
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
