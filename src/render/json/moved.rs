//! What one event changed, in our JSON output.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Place};
use super::time::Time;
use super::transition::Transition;
use crate::report;

/// What one event changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved<'a> {
    pub(crate) place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    pub(crate) ticket_id: Cow<'a, str>,
    pub(crate) transition: Transition<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) create_time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated_at: Option<Updated>,
    pub(crate) valid: bool,
    pub(crate) findings: Vec<Finding<'a>>,
}

/// The ticket's `updated_at` before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Updated {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Time>,
}

impl<'a> Moved<'a> {
    /// The JSON of `moved`; `shown` are those of its findings that are written.
    pub(crate) fn of(moved: &'a report::Moved, shown: &'a [report::Finding]) -> Self {
        // -1 on the wire means that there is no time.
        let time = |ms: Option<i64>| ms.filter(|ms| *ms > 0).map(Time::of);
        let (from, to) = (time(moved.old.updated_at), time(moved.ticket.updated_at));
        Self {
            place: Place::document(&moved.subject),
            event_id: moved.subject.event_id.as_deref().map(Cow::Borrowed),
            ticket_id: (&*moved.transition.ticket_id).into(),
            transition: Transition::of(&moved.transition),
            create_time: moved.create_time.map(Time::of),
            updated_at: (from.is_some() || to.is_some()).then_some(Updated { from, to }),
            valid: moved.is_valid(),
            findings: Finding::all(shown),
        }
    }
}
