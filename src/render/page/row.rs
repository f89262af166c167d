//! An event as the list shows it.

use serde::Serialize;

use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::json::{Ms, Time, Transition};
use crate::render::text::{Paint, labels};
use crate::report::{Exchange, ExchangeKind, LiveEvent, Receipt, Severity};

/// An event in the list, with the shapes of our JSON output.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    id: u64,
    at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transition: Option<Transition<'a>>,
    /// What it says that changed, or why it was refused, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    verdict: &'static str,
    /// The HTTP status of the latest exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    took_ms: Ms,
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
            at: Time::of(event.first().map_or(0, Exchange::at_ms)),
            event_id: event.event_id.as_deref(),
            event_type: event.event_type.as_deref(),
            ticket_id: event.ticket_id.as_deref(),
            transition: transition.map(Transition::of),
            words: transition
                .map(|it| labels::transition(it, lang, Paint::default()))
                .or_else(|| refusal(event, lang)),
            verdict: last.map_or("accepted", |it| it.verdict().name()),
            status: last.and_then(Exchange::status),
            took_ms: last.map(|it| it.took).unwrap_or_default().into(),
            attempts: event.attempts,
            errors: event.count(Severity::Error),
            warnings: event.count(Severity::Warning),
        }
    }
}

/// Why the request was refused.
fn refusal(event: &LiveEvent, lang: Lang) -> Option<String> {
    let ExchangeKind::Received(received) = &event.first()?.way else { return None };
    let Receipt::Refused(refusal) = &received.receipt else { return None };
    Some(said(&refusal.message, lang).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventRole, Status, Step, Transition};

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
        assert_eq!(row["id"], 3);
        let moved = &row["transition"];
        assert_eq!((&moved["at"]["ms"], &moved["move"]), (&5.into(), &"close".into()));
        assert_eq!(moved["status"]["to"], serde_json::json!({ "code": 51, "name": "closed-by-agent" }));
        assert_eq!(row["words"], "处理中 → 被客服关闭");
        assert!(moved.get("stage").is_none() && row.get("event_id").is_none());
    }
}
