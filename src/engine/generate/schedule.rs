//! Who does what when: tickets arrive over the whole time, live their lives side by side, and everything comes out in
//! the order of time. The memory is that of the open tickets.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use super::lifecycle;
use super::lifecycle::LifecycleStep;
use super::plan::{LATENCY, Recipe};
use super::rng::Rng;
use super::ticket_fields::{Detail, TicketLook};
use crate::model::{Stage, Status};

/// How many tickets are open at once, about, at most: where more would be, lives go faster.
const OPEN: u64 = 8_192;
/// Speeds are in units of 1/2^20.
const SPEED: u32 = 20;

/// One thing that happened to a ticket: all that an event says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TicketUpdate {
    pub(crate) number: u64,
    pub(crate) ticket: u64,
    pub(crate) look: TicketLook,
    pub(crate) made: i64,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) stage: Stage,
    pub(crate) status: Status,
    pub(crate) old_stage: Stage,
    pub(crate) old_status: Status,
    pub(crate) old_updated: i64,
    pub(crate) score: Option<u64>,
    pub(crate) solve: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Creation {
    pub(crate) ticket: u64,
    pub(crate) created: i64,
}

/// A ticket that something will still happen to.
#[derive(Debug)]
struct Open {
    ticket: u64,
    created: i64,
    updated: i64,
    stage: Stage,
    status: Status,
    /// Events to come, the next included.
    left: u64,
    /// When the next one comes, ms, and where it leads.
    at: i64,
    next: LifecycleStep,
}

impl Ord for Open {
    /// The earliest is the greatest, as a heap wants it; of two at once, the older ticket's.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.ticket).cmp(&(self.at, self.ticket))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

/// The happenings of a recipe, in the order of time.
pub(crate) struct Calendar {
    recipe: Recipe,
    rng: Rng,
    guests: u64,
    /// No ticket is updated after this, ms.
    end: i64,
    /// The time over which tickets arrive, ms.
    arrivals: i64,
    speed: u64,
    arrived: u64,
    /// When the next one arrives, ms.
    arrival: i64,
    /// The events of the second ticket of a pair.
    partner: Option<u64>,
    open: BinaryHeap<Open>,
    told: u64,
    made: i64,
    /// Tickets that were created and not yet told of, where that is asked for.
    births: VecDeque<Creation>,
}

impl Calendar {
    pub(crate) fn new(recipe: Recipe) -> Self {
        let end = recipe.to - LATENCY;
        let span = end - recipe.from;
        let mut calendar = Self {
            recipe,
            rng: Rng::new(recipe.seed, 0),
            guests: recipe.tickets / 3 + 1,
            end,
            // The last tenth is for those who came last.
            arrivals: span - span / 10,
            speed: speed(&recipe, span),
            arrived: 0,
            arrival: 0,
            partner: None,
            open: BinaryHeap::new(),
            told: 0,
            made: 0,
            births: VecDeque::new(),
        };
        calendar.arrival = calendar.arrival_of(0);
        calendar
    }

    /// When ticket `index` (from 0) arrives: somewhere in its own part of the time, so that arrivals come in order.
    fn arrival_of(&mut self, index: u64) -> i64 {
        let window = u128::from(self.arrivals.unsigned_abs());
        let start = window * u128::from(index) / u128::from(self.recipe.tickets);
        let width = self.arrivals.unsigned_abs() / self.recipe.tickets;
        let offset = u64::try_from(start).unwrap_or(0) + self.rng.below(width);
        self.recipe.from + i64::try_from(offset).unwrap_or(0)
    }

    /// How many events the next ticket gets. Two neighbours share what is theirs on average, unevenly, so that the sum
    /// over all is exact and no life is longer than twice the average.
    fn share(&mut self) -> u64 {
        if let Some(events) = self.partner.take() {
            return events;
        }
        let Recipe { tickets, events, .. } = self.recipe;
        let upto = |index: u64| {
            let sum = u128::from(events) * u128::from(index) / u128::from(tickets);
            u64::try_from(sum).unwrap_or(events)
        };
        let index = self.arrived;
        let mine = upto(index + 1) - upto(index);
        if index + 1 == tickets {
            return mine;
        }
        let theirs = upto(index + 2) - upto(index + 1);
        let given = self.rng.below(mine.min(theirs));
        let (mine, theirs) =
            if self.rng.chance(50) { (mine - given, theirs + given) } else { (mine + given, theirs - given) };
        self.partner = Some(theirs);
        mine
    }

    fn arrive(&mut self) {
        let created = self.arrival;
        let left = self.share();
        self.arrived += 1;
        let (stage, status) = (Stage::Bot, Status::Created);
        let (at, next) = self.plan(stage, status, created, left);
        let ticket = self.arrived;
        if self.recipe.others.types {
            self.births.push_back(Creation { ticket, created });
        }
        self.open.push(Open { ticket, created, updated: created, stage, status, left, at, next });
        if self.arrived < self.recipe.tickets {
            self.arrival = self.arrival_of(self.arrived);
        }
    }

    /// What comes next and when: at least 1 ms later, and early enough that what follows has its ms too.
    fn plan(&mut self, stage: Stage, status: Status, now: i64, left: u64) -> (i64, LifecycleStep) {
        let way = lifecycle::onward(stage, status, left == 1, |end| self.rng.below(end));
        let typical = (u128::from(way.typical) * u128::from(self.speed)) >> SPEED;
        // The product of two even throws: most are short, some are four times the average.
        let throws = u128::from(self.rng.below(1 << 16)) * u128::from(self.rng.below(1 << 16));
        let wanted = u64::try_from((typical * throws) >> 30).unwrap_or(u64::MAX);
        let most = (self.end - now).unsigned_abs() / left;
        let delay = wanted.min(most).max(1);
        (now + i64::try_from(delay).unwrap_or(1), way)
    }

    /// The tickets that were created up to the latest happening, in the order of time; each is told once.
    pub(crate) fn births(&mut self) -> impl Iterator<Item = Creation> {
        self.births.drain(..)
    }

    pub(crate) fn look(&self, ticket: u64) -> TicketLook {
        TicketLook::of(self.recipe.seed, ticket, self.guests)
    }

    pub(crate) fn next(&mut self) -> Option<TicketUpdate> {
        while self.arrived < self.recipe.tickets && self.open.peek().is_none_or(|top| self.arrival <= top.at)
        {
            self.arrive();
        }
        let (happening, left) = self.happen()?;
        if left == 0 {
            self.open.pop();
        } else {
            let TicketUpdate { stage, status, updated, .. } = happening;
            let (at, next) = self.plan(stage, status, updated, left);
            let mut top = self.open.peek_mut()?;
            *top = Open { updated, stage, status, left, at, next, ..*top };
        }
        Some(happening)
    }

    /// What happens to the first of the open tickets, and how many more events it has.
    fn happen(&mut self) -> Option<(TicketUpdate, u64)> {
        let top = self.open.peek()?;
        let (rng, closed) = (&mut self.rng, top.next.status.is_closed());
        let look = TicketLook::of(self.recipe.seed, top.ticket, self.guests);
        let (solved, scored) = match look.detail {
            Detail::Minimal => (0, 0),
            Detail::Usual => (80, 45),
            Detail::Full => (100, 100),
        };
        let latency = 80 + i64::try_from(rng.below(700)).unwrap_or(0);
        let solve = (closed && rng.chance(solved)).then(|| 1 + u64::from(rng.chance(75)));
        let by_bot = top.next.status == Status::ClosedByBot && look.detail != Detail::Full;
        let score = (closed && !by_bot && rng.chance(scored)).then(|| 1 + rng.below(3));
        self.told += 1;
        // A recorder of the log sees events in the order in which they were made.
        self.made = self.made.max(top.at + latency);
        let happening = TicketUpdate {
            number: self.told,
            ticket: top.ticket,
            look,
            made: self.made,
            created: top.created,
            updated: top.at,
            stage: top.next.stage,
            status: top.next.status,
            old_stage: top.stage,
            old_status: top.status,
            old_updated: top.updated,
            score,
            solve,
        };
        Some((happening, top.left - 1))
    }
}

/// How fast lives go: as they are, unless the time is short or the tickets are very many.
fn speed(recipe: &Recipe, span: i64) -> u64 {
    let life = u128::from(lifecycle::STEP) * u128::from(recipe.events) / u128::from(recipe.tickets);
    let span = u128::from(span.unsigned_abs());
    let most = (span / 5).min(span * u128::from(OPEN) / u128::from(recipe.tickets));
    let full = 1_u128 << SPEED;
    u64::try_from((full * most / life.max(1)).min(full)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const FROM: i64 = 1_704_067_200_000;

    fn all(tickets: u64, events: u64, seed: u64, span: i64) -> Vec<TicketUpdate> {
        let recipe = Recipe::new(tickets, events, seed, FROM, FROM + span).unwrap();
        let mut calendar = Calendar::new(recipe);
        std::iter::from_fn(|| calendar.next()).collect()
    }

    #[test]
    fn there_are_exactly_as_many_events_and_tickets_as_asked_for() {
        for (tickets, events) in [(1, 1), (1, 500), (7, 7), (10, 33), (99, 1_000), (100, 250)] {
            let log = all(tickets, events, tickets ^ events, 86_400_000);
            assert_eq!(log.len() as u64, events);
            let mut lives: HashMap<u64, u64> = HashMap::new();
            for it in &log {
                *lives.entry(it.ticket).or_default() += 1;
            }
            assert_eq!(lives.len() as u64, tickets);
            assert!(lives.values().all(|it| *it <= 2 * events.div_ceil(tickets)));
        }
    }

    #[test]
    fn time_never_goes_back_and_stays_within_its_bounds() {
        for span in [1_000 + 20 * 12, 60_000, 31 * 86_400_000] {
            let log = all(50, 300, 3, span);
            for pair in log.windows(2) {
                assert!(pair[0].updated <= pair[1].updated && pair[0].made <= pair[1].made);
            }
            for it in &log {
                assert!(FROM <= it.created && it.created <= it.old_updated);
                assert!(it.old_updated < it.updated && it.updated < it.made && it.made < FROM + span);
            }
        }
    }

    #[test]
    fn the_tickets_open_at_once_are_bounded() {
        let recipe = Recipe::new(300_000, 600_000, 1, FROM, FROM + 600_000).unwrap();
        let mut calendar = Calendar::new(recipe);
        let mut most = 0;
        while calendar.next().is_some() {
            most = most.max(calendar.open.len());
        }
        assert!(most < 40_000, "{most} open tickets");
    }
}
