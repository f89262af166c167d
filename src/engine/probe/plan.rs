//! How a receiver is probed, in one value, and what a probe is done with.

use std::sync::Arc;
use std::time::Duration;

use super::case::{Case, Need};
use super::select::Selection;
use crate::engine::deliver::Surroundings;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::sdks::Sdk;

#[derive(Clone, Debug)]
pub(crate) struct ProbePlan {
    /// The receiver's URL as it is shown.
    pub target: Arc<str>,
    pub selection: Selection,
    /// The SDK the receiver is built on, whose own deviations are not counted against it.
    pub sdk: Option<Sdk>,
    /// How long an answer to an event may take.
    pub limit: Duration,
    /// How long an answer to the URL check may take.
    pub url_check_limit: Duration,
    /// How long an effect may come after the answer, before it is counted.
    pub effect_wait: Duration,
    /// The key that the app's key replaced, where both are in use.
    pub old_key: Option<Secret>,
    /// The valid events that are made from the schema.
    pub generate: Option<Generate>,
    /// Whether a must-case that fails with a clear cause ends the probe.
    pub once_clear: OnceClear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generate {
    pub count: u32,
    /// What chance follows: the same events for the same seed.
    pub seed: u64,
}

/// What is done once a must-case has failed with a cause that is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnceClear {
    End,
    KeepGoing,
}

impl ProbePlan {
    /// As the platform: 3 s for an event, 1 s for the URL check. Source: the vendor's pages on both.
    pub(crate) fn new(target: impl Into<Arc<str>>) -> Self {
        Self {
            target: target.into(),
            selection: Selection::default(),
            sdk: None,
            limit: Duration::from_secs(3),
            url_check_limit: Duration::from_secs(1),
            effect_wait: Duration::from_millis(500),
            old_key: None,
            generate: None,
            once_clear: OnceClear::End,
        }
    }

    /// The cases in order, without those that only an option asks for.
    pub(crate) fn cases(&self) -> Vec<&'static Case> {
        let asked = |need: &Need| match need {
            Need::OldKey => self.old_key.is_some(),
            Need::Generated => self.generate.is_some(),
            _ => true,
        };
        let mut cases = self.selection.cases();
        cases.retain(|case| self.selection.asks_for(case.slug) || case.needs.iter().all(asked));
        cases
    }
}

/// Counts the effects of an event, given its id: the text that a command of the user's printed, or why there is none.
pub(crate) type CountEffects = Box<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

pub(crate) struct Instruments<T, D> {
    pub keys: Keys,
    pub surroundings: Arc<dyn Surroundings>,
    pub transport: Arc<T>,
    /// Holds a connection by hand, or why none can be held.
    pub dialogue: Result<D, &'static str>,
    pub effect: Option<CountEffects>,
}
