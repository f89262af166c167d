//! The JSON of the control API.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{Lang, labels};
use crate::render::chinese::said;
use crate::render::json::Ms;
use crate::render::page::Row;
use crate::report::Delivered;

/// The fields whose codes have labels.
const CODED: [&str; 7] = ["stage", "ticket_type", "status", "score", "solve", "channel", "sender_type"];

#[derive(Serialize)]
pub(crate) struct RunShape<'a> {
    /// Another one for another run, and after a reset.
    pub(crate) run: &'a str,
    pub(crate) command: &'static str,
    pub(crate) version: &'static str,
    /// `en` or `zh`.
    pub(crate) lang: &'static str,
    /// Where events are delivered when nothing else is said; empty for nowhere.
    pub(crate) target: String,
    /// Whether it can be held.
    pub(crate) delivers: bool,
    pub(crate) is_gateway: bool,
    /// The labels of codes, by field.
    pub(crate) labels: BTreeMap<&'static str, BTreeMap<i64, &'static str>>,
    #[serde(flatten)]
    pub(crate) state: StateShape,
}

/// What of a run changes.
#[derive(Clone, Serialize)]
pub(crate) struct StateShape {
    pub(crate) held: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connections: Option<usize>,
    /// What will go wrong with the next deliveries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to_come: Option<Vec<&'static str>>,
}

/// Events that changed.
#[derive(Serialize)]
pub(crate) struct RowsShape {
    pub(crate) events: Vec<Box<RawValue>>,
    /// The number of the oldest event that is kept.
    pub(crate) first: u64,
    pub(crate) dropped: u64,
    #[serde(flatten)]
    pub(crate) state: StateShape,
}

/// What is asked for in a POST; each call reads its own part.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CallBody {
    /// Events to deliver: objects, or texts that are sent as they are.
    pub(crate) events: Vec<Box<RawValue>>,
    /// The number of an event in the list: the one to deliver, or the one that an edited text was made from.
    pub(crate) of: Option<u64>,
    pub(crate) to: Option<String>,
    /// How a connection is dropped: `tcp` or `close`.
    pub(crate) how: Option<String>,
    pub(crate) text: String,
}

impl CallBody {
    /// The names of what it holds.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        let held = [
            ("events", !self.events.is_empty()),
            ("of", self.of.is_some()),
            ("to", self.to.is_some()),
            ("how", self.how.is_some()),
            ("text", !self.text.is_empty()),
        ];
        held.into_iter().filter_map(|(name, is_held)| is_held.then_some(name))
    }
}

/// What came of a delivery that was asked for.
#[derive(Serialize)]
pub(crate) struct DeliveryShape {
    id: u64,
    accepted: bool,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    took_ms: Ms,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

impl DeliveryShape {
    pub(crate) fn of(id: u64, it: &Delivered, lang: Lang) -> Self {
        let accepted = it.outcome.is_accepted();
        Self {
            id,
            accepted,
            outcome: it.outcome.name(),
            status: it.outcome.status(),
            took_ms: it.took.into(),
            reason: (!accepted).then(|| said(&it.outcome.to_string(), lang).into_owned()),
            said: it.said.clone(),
        }
    }
}

pub(crate) fn all_labels(lang: Lang) -> BTreeMap<&'static str, BTreeMap<i64, &'static str>> {
    let of = |field| labels(field).unwrap_or_default().iter().map(|it| (it.code, it.text(lang))).collect();
    CODED.into_iter().map(|field| (field, of(field))).collect()
}

pub(crate) fn written(row: &Row<'_>) -> Box<RawValue> {
    serde_json::value::to_raw_value(row).expect("texts and numbers are always JSON")
}
