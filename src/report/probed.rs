//! What a receiver did with one probe case, and the tally of a probe.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::names::named;

named! {
    /// How much a case weighs.
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Weight {
        /// Without it events are lost or forged ones pass: a miss fails the run.
        Must "must"
        /// It is better so: a miss is a warning.
        Should "should"
        /// Worth knowing: there is no wrong answer.
        Note "note"
    }

    /// How a case went.
    pub enum Verdict {
        Pass "pass"
        /// A must-case that was missed.
        Fail "fail"
        /// A should-case that was missed, or an answer that is right but odd.
        Warn "warn"
        /// Not judged; `got` says why.
        Skipped "skipped"
    }
}

/// What the receiver answered, where one answer decided the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    /// The body as text, or its beginning.
    pub body: String,
    /// From sending to the end of the answer.
    pub took: Duration,
}

/// A case that was put to a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// The receiver's URL, without credentials.
    pub target: Arc<str>,
    /// The case's slug, unique and lasting.
    pub case: &'static str,
    /// What the receiver does when it does it right: `refuses a forged body`.
    pub title: &'static str,
    pub weight: Weight,
    pub verdict: Verdict,
    pub expected: &'static str,
    /// What came back; for a skipped case the reason.
    pub got: String,
    pub advice: Option<String>,
    /// The official SDK that answers so by itself: the deviation is its own and does not fail the run.
    pub sdk: Option<&'static str>,
    pub answer: Option<Answered>,
    /// The request that decided it as a command, where it was made by chance.
    pub curl: Option<String>,
    pub why: &'static str,
    pub reference: &'static str,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProbedTally {
    pub passed: u64,
    /// Must-cases missed.
    pub failed: u64,
    /// Should-cases missed and odd answers, those of an SDK among them.
    pub warned: u64,
    /// Warnings that would have counted more, were they not an SDK's own.
    pub of_sdk: u64,
    pub skipped: u64,
}

impl ProbedTally {
    pub(crate) fn count(&mut self, probed: &Probed) {
        match probed.verdict {
            Verdict::Pass => self.passed += 1,
            Verdict::Fail => self.failed += 1,
            Verdict::Warn => self.warned += 1,
            Verdict::Skipped => self.skipped += 1,
        }
        self.of_sdk += u64::from(probed.sdk.is_some());
    }
}
