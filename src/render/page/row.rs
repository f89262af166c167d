//! An event as the list shows it.

use serde::Serialize;

use crate::model::{Lang, Stage, Status, Step};
use crate::render::text::{Paint, labels};
use crate::report::{Exchange, LiveEvent, Receipt, Severity, Way};

/// An event in the list. Times are ms since the epoch, or a length in ms.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    id: u64,
    at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<&'a str>,
    /// When the event says that it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_at: Option<i64>,
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<[i64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<[i64; 2]>,
    /// What it says that changed, or why it was refused, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    verdict: &'static str,
    /// The HTTP status of the latest exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    took_ms: f64,
    attempts: u64,
    errors: usize,
    warnings: usize,
}

impl<'a> Row<'a> {
    /// The row of an event, its words in `lang`.
    pub(crate) fn of(event: &'a LiveEvent, lang: Lang) -> Self {
        let transition = event.transition.as_ref();
        let last = event.last();
        Self {
            id: event.id,
            at: event.first().map_or(0, Exchange::at_ms),
            event_id: event.event_id.as_deref(),
            event_type: event.event_type.as_deref(),
            ticket_id: event.ticket_id.as_deref(),
            event_at: transition.and_then(|it| it.at),
            kind: transition.map(|it| it.kind().name()),
            stage: transition.and_then(|it| it.stage).map(|it| codes(it.map(Stage::code))),
            status: transition.and_then(|it| it.status).map(|it| codes(it.map(Status::code))),
            words: transition
                .map(|it| labels::transition(it, lang, Paint::default()))
                .or_else(|| refusal(event)),
            verdict: last.map_or("accepted", |it| it.verdict().name()),
            code: last.and_then(Exchange::status),
            took_ms: last.map_or(0.0, |it| it.took_ms),
            attempts: event.attempts,
            errors: event.count(Severity::Error),
            warnings: event.count(Severity::Warning),
        }
    }
}

/// Why the request was refused.
fn refusal(event: &LiveEvent) -> Option<String> {
    let Way::Received(received) = &event.first()?.way else { return None };
    if let Receipt::Refused(refusal) = &received.receipt { Some(refusal.message.clone()) } else { None }
}

fn codes(step: Step<i64>) -> [i64; 2] {
    [step.from, step.to]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventRole, Transition};

    #[test]
    fn a_row_says_what_changed_in_codes_and_in_words() {
        let step = |from, to| Some(Step { from: Status::from_code(from), to: Status::from_code(to) });
        let transition = Transition {
            role: EventRole::Update,
            ticket_id: "7".to_owned(),
            at: Some(5),
            stage: None,
            status: step(2, 51),
        };
        let event = LiveEvent { id: 3, transition: Some(transition), attempts: 1, ..LiveEvent::default() };
        let row = serde_json::to_value(Row::of(&event, Lang::Zh)).unwrap();
        assert_eq!((&row["id"], &row["event_at"], &row["move"]), (&3.into(), &5.into(), &"close".into()));
        assert_eq!(row["status"], serde_json::json!([2, 51]));
        assert_eq!(row["words"], "处理中 → 被客服关闭");
        assert!(row.get("stage").is_none() && row.get("event_id").is_none());
    }
}
