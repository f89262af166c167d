//! How a run delivers, in one value.

use std::time::Duration;

use crate::engine::Portion;
use crate::engine::deliver::timing::{Delays, Pace};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DeliveryPlan {
    /// How many tickets are in flight at most; one where it is 0.
    pub jobs: usize,
    pub pace: Pace,
    pub delays: Delays,
    /// Which events are sent again after they were accepted.
    pub duplicate: Portion,
    /// What `duplicate` is chosen by.
    pub seed: u64,
    pub give_up: GiveUp,
}

/// After which failures the rest is not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GiveUp {
    /// Only when the first attempt does not reach the target.
    #[default]
    Unreachable,
    /// After the first event that failed for good (`--fail-fast`).
    FirstFailure,
}

/// How far behind its due time an attempt may start without being late: more than the grain of timers.
pub(crate) const ON_TIME: Duration = Duration::from_millis(10);
