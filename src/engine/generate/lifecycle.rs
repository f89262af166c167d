//! How a ticket's life goes on: from each stage and status the moves that help desks make, how often, how soon.

use crate::model::Stage::{self, Bot, Human};
use crate::model::Status::{
    self, AwaitingGuest, ClosedByAgent, ClosedByBot, ClosedByGuest, Created, Pending, Processing, Queueing,
};

/// One way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LifecycleStep {
    pub(crate) stage: Stage,
    pub(crate) status: Status,
    weight: u64,
    /// How long it takes on average, ms.
    pub(crate) typical: u64,
}

const MINUTE: u64 = 60_000;

/// How long a step takes on average over all lives, ms; to plan with.
pub(crate) const STEP: u64 = 20 * MINUTE;

const fn way(stage: Stage, status: Status, weight: u64, minutes: u64) -> LifecycleStep {
    LifecycleStep { stage, status, weight, typical: minutes * MINUTE }
}

const WITH_BOT: &[LifecycleStep] = &[
    way(Human, Queueing, 55, 4),
    way(Human, Processing, 9, 3),
    way(Human, Created, 4, 3),
    way(Bot, ClosedByBot, 24, 30),
    way(Bot, ClosedByGuest, 8, 6),
];
const HANDED_OVER: &[LifecycleStep] = &[way(Human, Queueing, 60, 1), way(Human, Processing, 40, 2)];
const QUEUEING: &[LifecycleStep] = &[
    way(Human, Processing, 82, 3),
    way(Human, Pending, 5, 10),
    way(Bot, Created, 3, 15),
    way(Human, ClosedByGuest, 10, 12),
];
const PROCESSING: &[LifecycleStep] = &[
    way(Human, AwaitingGuest, 35, 6),
    way(Human, Pending, 14, 12),
    way(Human, Queueing, 6, 8),
    way(Bot, Created, 2, 10),
    way(Human, ClosedByAgent, 35, 14),
    way(Human, ClosedByGuest, 8, 10),
];
const PENDING: &[LifecycleStep] =
    &[way(Human, Processing, 85, 90), way(Human, AwaitingGuest, 5, 40), way(Human, ClosedByAgent, 10, 120)];
const AWAITING: &[LifecycleStep] =
    &[way(Human, Processing, 70, 25), way(Human, ClosedByAgent, 20, 180), way(Human, ClosedByGuest, 10, 35)];
const CLOSED_WITH_BOT: &[LifecycleStep] = &[way(Bot, Created, 60, 20), way(Human, Queueing, 40, 15)];
const CLOSED_WITH_HUMAN: &[LifecycleStep] = &[way(Human, Processing, 60, 180), way(Human, Queueing, 40, 120)];

fn ways(stage: Stage, status: Status) -> &'static [LifecycleStep] {
    match (stage, status) {
        (Bot, Created) => WITH_BOT,
        (Bot, _) => CLOSED_WITH_BOT,
        (_, Created) => HANDED_OVER,
        (_, Queueing) => QUEUEING,
        (_, Processing) => PROCESSING,
        (_, Pending) => PENDING,
        (_, AwaitingGuest) => AWAITING,
        _ => CLOSED_WITH_HUMAN,
    }
}

/// The way on. `choice` is a number below its argument; most lives end closed, and few close before they end.
pub(crate) fn onward(
    stage: Stage,
    status: Status,
    last: bool,
    choice: impl FnOnce(u64) -> u64,
) -> LifecycleStep {
    let ways = ways(stage, status);
    let weight =
        |way: &LifecycleStep| if way.status.is_closed() == last { way.weight * 10 } else { way.weight };
    let mut left = choice(ways.iter().map(weight).sum());
    for way in ways {
        match left.checked_sub(weight(way)) {
            Some(rest) => left = rest,
            None => return *way,
        }
    }
    ways[0]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_way_changes_something_and_every_documented_code_is_reached() {
        let mut open = vec![(Bot, Created)];
        let mut seen = BTreeSet::new();
        while let Some(state) = open.pop() {
            if !seen.insert(state) {
                continue;
            }
            for way in ways(state.0, state.1) {
                assert_ne!(state, (way.stage, way.status));
                open.push((way.stage, way.status));
            }
        }
        let statuses: BTreeSet<_> = seen.iter().map(|it| it.1).collect();
        assert_eq!(statuses, Status::ALL.iter().copied().collect());
        assert_eq!(seen.len(), 10);
    }

    #[test]
    fn a_choice_beyond_the_last_way_is_not_asked_for() {
        let total = std::cell::Cell::new(0);
        let first = onward(Human, Pending, false, |end| {
            total.set(end);
            0
        });
        assert_eq!((first.status, total.get()), (Processing, 910));
        assert_eq!(onward(Human, Pending, false, |end| end - 1).status, ClosedByAgent);
        assert_eq!(onward(Human, Pending, true, |end| end - 1).status, ClosedByAgent);
    }
}
