//! The machine for a run that keeps a schedule.

use std::sync::Arc;

use tokio::time::Instant;

use super::precise_timer::PreciseTimer;
use crate::cli::Machine;
use crate::engine::deliver::timing::Pace;
use crate::engine::deliver::{Surroundings, Wait};

/// This machine, and a timer for what is due at a moment.
struct Timed(PreciseTimer);

impl Surroundings for Timed {
    fn now_ms(&self) -> i64 {
        Machine.now_ms()
    }

    fn random(&self) -> [u8; 16] {
        Machine.random()
    }

    fn until(&self, at: Instant) -> Wait {
        Box::pin(self.0.until(at.into_std()))
    }
}

/// What a run at this pace needs of the machine.
pub(crate) fn surroundings(pace: Pace) -> Arc<dyn Surroundings> {
    if pace == Pace::Free { Arc::new(Machine) } else { Arc::new(Timed(PreciseTimer::start())) }
}
