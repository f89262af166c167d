//! What a run tells those who watch it: each request that came or went, as an event of the list.

use std::sync::Arc;

use tokio::sync::watch;

use crate::engine::deliver::prepare::{Event, SentReading};
use crate::engine::live::EventStore;
use crate::engine::validate::{Checker, Depth};
use crate::mask::Mask;
use crate::model::{Document, Lang, Origin};
use crate::protocol::Keys;
use crate::protocol::webhook::Header;
use crate::report::{Delivered, Exchange, ExchangeKind, Levels, LiveEvent, Receipt, Received, SentText};

/// The list of a run's events, and whether the run is held.
pub(crate) struct WatchedRun {
    pub(crate) store: EventStore,
    pub(crate) lang: Lang,
    /// What no watcher is shown.
    pub(crate) mask: Mask,
    pub(crate) held: watch::Sender<bool>,
    checker: Checker,
    /// Where the run delivers, masked; empty for one that receives.
    target: String,
    /// The headers that go with every request of the run.
    headers: Vec<Header>,
}

impl WatchedRun {
    pub(crate) fn new(keys: &Keys, lang: Lang, target: String, headers: Vec<Header>) -> Arc<Self> {
        Arc::new(Self {
            store: EventStore::default(),
            lang,
            mask: keys.mask(),
            held: watch::Sender::default(),
            checker: Checker::new(Levels::default(), None).lang(lang),
            target,
            headers,
        })
    }

    pub(crate) fn received(&self, received: &Received) {
        let event = match &received.receipt {
            Receipt::Event(it) => LiveEvent {
                event_id: it.event_id.clone().filter(|it| !it.is_empty()),
                event_type: it.event_type.clone(),
                ticket_id: it.ticket_id.clone(),
                transition: it.transition.clone(),
                ..LiveEvent::default()
            },
            _ => LiveEvent::default(),
        };
        let request = received.request.as_ref();
        let exchange = Exchange {
            took: received.took,
            target: request.map_or(String::new(), |it| self.mask.target(&it.target)),
            sent: request.map(|it| SentText {
                headers: it.headers.clone(),
                body: it.body.clone(),
                answer: None,
            }),
            way: ExchangeKind::Received(Box::new(Received {
                findings: Vec::new(),
                request: None,
                ..received.clone()
            })),
        };
        self.store.put(LiveEvent {
            body: request.and_then(|it| it.event.clone()),
            findings: received.findings.clone(),
            attempts: 1,
            exchanges: vec![exchange],
            ..event
        });
    }

    pub(crate) fn attempted(&self, delivered: &Delivered, event: &Event) {
        self.sent(ExchangeKind::Sent(Box::new(delivered.clone())), delivered, event, self.target.clone());
    }

    /// An event was delivered to `target` because that was asked for. Its number in the list.
    pub(crate) fn delivered_on_demand(&self, delivered: &Delivered, event: &Event, target: String) -> u64 {
        self.sent(ExchangeKind::SentOnDemand(Box::new(delivered.clone())), delivered, event, target)
    }

    fn sent(&self, way: ExchangeKind, delivered: &Delivered, event: &Event, target: String) -> u64 {
        let body = event.body.as_ref().ok();
        // Once for all its attempts.
        let reading = body.map(|it| event.looked_at.get_or_init(|| self.reading(it)));
        let text = event.sent.as_ref().map(|it| SentText {
            headers: [owned(&self.headers), owned(&it.packet.headers)].concat(),
            body: it.packet.body.clone(),
            answer: it.answer.clone(),
        });
        self.store.put(LiveEvent {
            event_id: delivered.subject.event_id.clone().filter(|it| !it.is_empty()),
            event_type: reading.and_then(|it| it.event_type.clone()),
            ticket_id: delivered.subject.ticket_id.clone(),
            transition: delivered.transition.clone(),
            findings: reading.map(|it| it.findings.clone()).unwrap_or_default(),
            body: body.cloned(),
            attempts: 1,
            exchanges: vec![Exchange { way, took: delivered.took, target, sent: text }],
            ..LiveEvent::default()
        })
    }

    fn reading(&self, text: &[u8]) -> SentReading {
        let document = Document::new(Origin::start_of("event"), text.to_vec());
        let examined = self.checker.examine(&document, Depth::View);
        let event_type = examined.any_view().and_then(|it| it.event_type.as_deref().map(str::to_owned));
        SentReading { event_type, findings: examined.validation.checked.findings }
    }
}

fn owned(headers: &[Header]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}
