//! A probe case in our JSON output, and the tally of a probe.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::time::Ms;
use crate::report;
use crate::report::ProbedTally;

/// A case that was put to a receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probed<'a> {
    pub(crate) target: Cow<'a, str>,
    pub(crate) case: Cow<'a, str>,
    pub(crate) title: Cow<'a, str>,
    /// `must`, `should` or `note`.
    pub(crate) weight: Cow<'a, str>,
    /// `pass`, `fail`, `warn` or `skipped`.
    pub(crate) verdict: Cow<'a, str>,
    pub(crate) expected: Cow<'a, str>,
    pub(crate) got: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) advice: Option<Cow<'a, str>>,
    /// The official SDK whose own deviation it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sdk: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Answer<'a>>,
    /// The request that decided it as a command, where it was made by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) curl: Option<Cow<'a, str>>,
    pub(crate) why: Cow<'a, str>,
    pub(crate) reference: Cow<'a, str>,
}

/// The answer that decided a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: Cow<'a, str>,
    pub(crate) took_ms: Ms,
}

/// The tally of a probe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProbedCounts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) warned: u64,
    pub(crate) of_sdk: u64,
    pub(crate) skipped: u64,
}

impl<'a> Probed<'a> {
    pub(crate) fn of(it: &'a report::Probed) -> Self {
        let answer = it.answer.as_ref().map(|it| Answer {
            status: it.status,
            body: (&*it.body).into(),
            took_ms: it.took.into(),
        });
        Self {
            target: (&*it.target).into(),
            case: it.case.into(),
            title: it.title.into(),
            weight: it.weight.name().into(),
            verdict: it.verdict.name().into(),
            expected: it.expected.into(),
            got: (&*it.got).into(),
            advice: it.advice.as_deref().map(Cow::Borrowed),
            sdk: it.sdk.map(Cow::Borrowed),
            answer,
            curl: it.curl.as_deref().map(Cow::Borrowed),
            why: it.why.into(),
            reference: it.reference.into(),
        }
    }
}

impl ProbedCounts {
    pub(crate) fn of(tally: &ProbedTally) -> Self {
        let ProbedTally { passed, failed, warned, of_sdk, skipped } = *tally;
        Self { passed, failed, warned, of_sdk, skipped }
    }
}
