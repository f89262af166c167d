//! What is counted of an event.

use crate::engine::validate::screen::Glimpse;
use crate::model::{Change, Step, Transition};
use crate::report::Moved;

/// What is counted of an event: what it changed, and what tells how long its ticket was as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gist {
    /// What changed.
    pub change: Change,
    /// When the ticket was created, ms.
    pub created_at: Option<i64>,
    /// When the ticket was updated before, ms.
    pub old_updated_at: Option<i64>,
}

impl Gist {
    /// The gist of an event that was read.
    pub fn of(moved: &Moved) -> Self {
        Self {
            change: moved.transition.change(),
            created_at: moved.ticket.created_at,
            old_updated_at: moved.old.updated_at,
        }
    }

    /// The gist of a clean event that was only seen in passing.
    pub fn seen(seen: &Glimpse) -> Self {
        let step = |from: Option<i64>, to: Option<i64>| to.map(|to| Step { from: from.unwrap_or(to), to });
        Self {
            change: Change {
                at: Transition::time(seen.updated_at(), seen.create_time()),
                stage: step(seen.old_stage(), seen.stage()),
                status: step(seen.old_status(), seen.status()),
            },
            created_at: seen.created_at(),
            old_updated_at: seen.old_updated_at(),
        }
    }
}
