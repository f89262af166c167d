//! A request that was looked at, in our JSON output.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Place};
use super::transition::Transition;
use crate::report;
use crate::report::{PartGrade, PartVerdict, VerifiedContent};

/// A request that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verified<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) sound: bool,
    pub(crate) parts: Vec<Verdict<'a>>,
    /// `url-check` or `event`; absent where the body could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_type: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transition: Option<Transition<'a>>,
    pub(crate) findings: Vec<Finding<'a>>,
}

/// What one part of a request is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Verdict<'a> {
    pub(crate) part: Cow<'a, str>,
    pub(crate) state: Cow<'a, str>,
    /// `right`, `wrong`, or `open` where it could not be judged.
    pub(crate) grade: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<Cow<'a, str>>,
    /// The sender's known mistakes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) mistakes: Vec<Cow<'a, str>>,
}

impl<'a> Verified<'a> {
    pub(crate) fn of(it: &'a report::Verified, shown: &'a [report::Finding]) -> Self {
        let (kind, event) = match &it.content {
            Some(VerifiedContent::Event(event)) => (Some("event"), Some(&**event)),
            Some(VerifiedContent::UrlCheck) => (Some("url-check"), None),
            None => (None, None),
        };
        Self {
            place: Place::document(&it.subject),
            sound: it.is_sound(),
            parts: it.points.iter().map(Verdict::of).collect(),
            kind: kind.map(Cow::Borrowed),
            event_id: event.and_then(|it| it.event_id.as_deref()).map(Cow::Borrowed),
            event_type: event.and_then(|it| it.event_type.as_deref()).map(Cow::Borrowed),
            ticket_id: event.and_then(|it| it.ticket_id.as_deref()).map(Cow::Borrowed),
            transition: event.and_then(|it| it.transition.as_ref()).map(Transition::of),
            findings: Finding::all(shown),
        }
    }
}

impl<'a> Verdict<'a> {
    fn of(it: &'a PartVerdict) -> Self {
        let grade = match it.state.grade() {
            PartGrade::Right => "right",
            PartGrade::Wrong => "wrong",
            PartGrade::Open => "open",
        };
        Self {
            part: it.part.name().into(),
            state: it.state.name().into(),
            grade: grade.into(),
            reason: it.reason.as_deref().map(Cow::Borrowed),
            help: it.help.as_deref().map(Cow::Borrowed),
            mistakes: it.mistakes.iter().map(|it| Cow::Borrowed(*it)).collect(),
        }
    }
}
