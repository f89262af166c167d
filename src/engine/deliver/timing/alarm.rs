//! Waits for the moment of the next event, which stays the same while other things happen.

use std::future::pending;

use tokio::time::Instant;

use crate::engine::deliver::{Surroundings, Wait};

/// The moment that is waited for.
#[derive(Default)]
pub(crate) struct Alarm(Option<(Instant, Wait)>);

impl Alarm {
    /// Done at `at`; without a moment never. May be dropped and asked again.
    pub(crate) async fn at(&mut self, at: Option<Instant>, surroundings: &dyn Surroundings) {
        let Some(at) = at else { return pending().await };
        let set = self.0.take().filter(|(set, _)| *set == at);
        let (_, wait) = self.0.insert(set.unwrap_or_else(|| (at, surroundings.until(at))));
        wait.await;
        self.0 = None;
    }
}
