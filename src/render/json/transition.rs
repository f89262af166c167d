//! Codes of the platform with their names, and what became what, in our JSON output.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::time::Time;
use crate::model;
use crate::model::{EventRole, Move, Review, Sender, Stage, Status, Step, label_name};
use crate::report::Documented;

/// A code of the platform and its stable name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Code<'a> {
    /// A number; of a field whose codes are texts, a text.
    pub(crate) code: CodeValue<'a>,
    /// Absent for a code without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<Cow<'a, str>>,
}

/// A code as it is on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum CodeValue<'a> {
    Number(i64),
    Text(Cow<'a, str>),
}

impl<'a> Code<'a> {
    pub(crate) fn stage(stage: Stage) -> Self {
        Self::named("stage", stage.code(), stage.name())
    }

    pub(crate) fn status(status: Status) -> Self {
        Self::named("status", status.code(), status.name())
    }

    pub(crate) fn sender(sender: Sender) -> Self {
        Self::named("sender_type", sender.code(), sender.name())
    }

    /// How a review ended: its text.
    pub(crate) fn review(review: Review) -> Self {
        Self { code: CodeValue::Text(review.text().into()), name: None }
    }

    pub(crate) fn documented(it: &'a Documented) -> Self {
        match it {
            Documented::Code { code, name, .. } => {
                Self { code: CodeValue::Number(*code), name: Some(Cow::Borrowed(name)) }
            }
            Documented::Text(text) => Self { code: CodeValue::Text(Cow::Borrowed(text)), name: None },
        }
    }

    /// A code that the page does not know may have a name from the configuration.
    fn named(field: &str, code: i64, name: Option<&'static str>) -> Self {
        let name = name.map(Cow::Borrowed).or_else(|| label_name(field, code));
        Self { code: CodeValue::Number(code), name }
    }
}

/// A code before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Change<'a> {
    pub(crate) from: Code<'a>,
    pub(crate) to: Code<'a>,
    pub(crate) changed: bool,
}

impl Change<'_> {
    /// The codes, which a stage and a status have as numbers.
    fn step(&self) -> Option<Step<i64>> {
        match (&self.from.code, &self.to.code) {
            (CodeValue::Number(from), CodeValue::Number(to)) => Some(Step { from: *from, to: *to }),
            _ => None,
        }
    }

    pub(crate) fn stage(step: Step<Stage>) -> Self {
        Self { from: Code::stage(step.from), to: Code::stage(step.to), changed: step.changed() }
    }

    pub(crate) fn status(step: Step<Status>) -> Self {
        Self { from: Code::status(step.from), to: Code::status(step.to), changed: step.changed() }
    }
}

/// What an event changed of its ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Transition<'a> {
    /// What it is called: `hand-over`.
    pub(crate) r#move: Cow<'a, str>,
    /// When: the ticket's `updated_at`, else the event's `create_time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Time>,
    /// Absent where the event does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Change<'a>>,
}

impl Transition<'_> {
    /// What changed, read back.
    pub(crate) fn change(&self) -> model::Change {
        let step = |it: &Option<Change<'_>>| it.as_ref().and_then(Change::step);
        let (stage, status) = (step(&self.stage), step(&self.status));
        model::Change { role: EventRole::Update, at: None, stage, status }
    }

    pub(crate) fn of(it: &model::Transition) -> Self {
        Self::new(it.kind(), it.at, it.stage, it.status)
    }

    pub(crate) fn new(
        kind: Move,
        at: Option<i64>,
        stage: Option<Step<Stage>>,
        status: Option<Step<Status>>,
    ) -> Self {
        Self {
            r#move: kind.name().into(),
            at: at.map(Time::of),
            stage: stage.map(Change::stage),
            status: status.map(Change::status),
        }
    }
}
