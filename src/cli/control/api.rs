//! The control API: what programs and the page can ask of a run.

use std::sync::Arc;

use memchr::memmem;
use serde::Serialize;
use serde_json::json;

use super::disturbances::Disturbance;
use super::live::WatchedRun;
use super::messages::{CallBody, DeliveryShape, RowsShape, RunShape, StateShape, all_labels, written};
use super::on_demand::{DefaultTarget, OnDemand};
use crate::json::{Editable, parse_lenient};
use crate::mask::MASK;
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::page::{Detail, Row};
use crate::wire::control::{ApiReply, Call, ControlApi, StreamMessage};
use crate::wire::gateway::DropHow;

/// How many rows a message of the stream holds at most.
const MAX_ROWS: usize = 500;

/// A run as its watchers see it.
pub(crate) struct RunApi {
    pub(crate) live: Arc<WatchedRun>,
    pub(crate) on_demand: OnDemand,
    pub(crate) command: &'static str,
    /// What tells this run from others.
    pub(crate) run: String,
}

/// A message's id: how often the list was emptied, and the last change that is known.
#[derive(Clone, Copy, Default)]
struct StreamPosition {
    reset: u64,
    change: u64,
}

impl ControlApi for RunApi {
    async fn call(&self, call: Call) -> ApiReply {
        match call {
            Call::Read { path } => self.read(&path),
            Call::Act { path, body } => {
                let is_object = body.trim_ascii_start().starts_with(b"{");
                if !is_object && !body.is_empty() {
                    return self.fault(400, "the body is no JSON object");
                }
                let asked =
                    if body.is_empty() { Ok(CallBody::default()) } else { serde_json::from_slice(&body) };
                match asked {
                    Ok(asked) => self.act(&path, asked).await,
                    Err(error) => self.fault(400, &format!("the body cannot be read: {error}")),
                }
            }
        }
    }

    async fn next(&self, last: Option<String>) -> Option<Vec<StreamMessage>> {
        let known = last.as_deref().and_then(|it| self.position(it));
        let position = known.unwrap_or_default();
        let reset = self.live.store.changes_after(0, 0, |_| ()).reset;
        if known.is_none() || position.reset != reset {
            let id = self.id(StreamPosition { reset, change: 0 });
            return Some(vec![StreamMessage { event: "run", id, data: text(&self.run_shape()) }]);
        }
        if !self.live.store.changed_after(position.change, position.reset).await {
            return None;
        }
        let (rows, through, reset) = self.rows(position.change, MAX_ROWS);
        if reset != position.reset {
            return Some(Vec::new());
        }
        let id = self.id(StreamPosition { reset, change: through });
        Some(vec![StreamMessage { event: "rows", id, data: text(&rows) }])
    }
}

impl RunApi {
    fn id(&self, position: StreamPosition) -> String {
        format!("{}.{}.{}", self.run, position.reset, position.change)
    }

    /// Where the client of an id stands in this run; `None` for one of another run.
    fn position(&self, id: &str) -> Option<StreamPosition> {
        let (reset, change) = id.strip_prefix(&*self.run)?.strip_prefix('.')?.split_once('.')?;
        Some(StreamPosition { reset: reset.parse().ok()?, change: change.parse().ok()? })
    }

    fn state(&self) -> StateShape {
        let connections = self.on_demand.gateway().map(|it| it.count());
        let to_come = self.on_demand.disturbances().map(|it| it.names());
        StateShape { held: *self.live.held.borrow(), connections, to_come }
    }

    fn run_shape(&self) -> RunShape<'_> {
        RunShape {
            run: &self.run,
            command: self.command,
            version: env!("CARGO_PKG_VERSION"),
            lang: if self.live.lang == Lang::Zh { "zh" } else { "en" },
            target: said(&self.on_demand.target(), self.live.lang).into_owned(),
            delivers: self.command != "listen",
            is_gateway: matches!(self.on_demand.usual, DefaultTarget::Gateway(_)),
            labels: all_labels(self.live.lang),
            state: self.state(),
        }
    }

    /// The events that changed after a change, up to which they are that, and how often the list was emptied.
    fn rows(&self, after: u64, most: usize) -> (RowsShape, u64, u64) {
        let changes = self.live.store.changes_after(after, most, |it| written(&Row::of(it, self.live.lang)));
        let (events, first, dropped) = (changes.events, changes.first, changes.dropped);
        (RowsShape { events, first, dropped, state: self.state() }, changes.through, changes.reset)
    }

    fn read(&self, path: &str) -> ApiReply {
        match path {
            "state" => done(&self.run_shape()),
            "events" => done(&self.rows(0, usize::MAX).0),
            _ => match path.strip_prefix("events/").and_then(|it| it.parse().ok()) {
                Some(id) => {
                    let (lang, mask) = (self.live.lang, &self.live.mask);
                    let found = self.live.store.with(id, |it| done(&Detail::of(it, lang, mask)));
                    found.unwrap_or_else(|| self.fault(404, &format!("event {id} is not in the list")))
                }
                None => self.fault(404, "it is GET state, events, events/NUMBER or stream"),
            },
        }
    }

    async fn act(&self, path: &str, asked: CallBody) -> ApiReply {
        let read: &[&str] = match path {
            "deliver" => &["events", "of", "to"],
            "search" => &["text"],
            "drop" if self.on_demand.gateway().is_some() => &["how"],
            _ => &[],
        };
        if let Some(name) = asked.names().find(|it| !read.contains(it)) {
            return self.fault(400, &format!("`{path}` reads no `{name}`"));
        }
        match path {
            "search" if asked.text.is_empty() => self.fault(400, "`text` says what to look for"),
            "deliver" => self.deliver(asked).await,
            "search" => done(&json!({ "ids": self.search(&asked.text) })),
            "reset" => {
                self.live.store.reset();
                if let Some(disturbances) = self.on_demand.disturbances() {
                    disturbances.clear();
                }
                self.hold(false)
            }
            "hold" | "release" if self.command != "listen" => self.hold(path == "hold"),
            "stall" => self.disturb(DropHow::Stall),
            "drop" => match asked.how.as_deref() {
                None | Some("tcp") => self.disturb(DropHow::Tcp),
                Some("close") => self.disturb(DropHow::Close),
                Some(other) => self.fault(400, &format!("`how` is `{other}`; it is tcp or close")),
            },
            _ => self.fault(404, "it is POST deliver, search, reset, hold, release, drop or stall"),
        }
    }

    fn hold(&self, held: bool) -> ApiReply {
        self.live.held.send_replace(held);
        if let (false, Some(disturbances)) = (held, self.on_demand.disturbances()) {
            disturbances.release();
        }
        self.changed()
    }

    /// The state, which all who watch are told.
    fn changed(&self) -> ApiReply {
        self.live.store.touch();
        done(&self.state())
    }

    /// Ends the connections of a gateway, or has the next delivery over HTTP go wrong.
    fn disturb(&self, how: DropHow) -> ApiReply {
        let of_next = if how == DropHow::Stall { Disturbance::Stall } else { Disturbance::Drop };
        match &self.on_demand.usual {
            DefaultTarget::Gateway(registry) => {
                done(&json!({ "connections": registry.end_connections(how) }))
            }
            DefaultTarget::Url(_, Some(disturbances)) => match disturbances.ask_for(of_next) {
                Ok(()) => self.changed(),
                Err(reason) => self.fault(409, &format!("no delivery can be dropped or stalled: {reason}")),
            },
            DefaultTarget::None | DefaultTarget::Url(_, None) => {
                self.fault(409, "a listener has no deliveries of its own")
            }
        }
    }

    /// The numbers of the events in whose text something stands, in any case.
    fn search(&self, text: &str) -> Vec<u64> {
        let text = text.to_lowercase();
        self.live.store.matching(|it| {
            let body = it.body.as_deref().or(it.first().and_then(|it| Some(&*it.sent.as_ref()?.body)));
            body.is_some_and(|it| String::from_utf8_lossy(it).to_lowercase().contains(&text))
        })
    }

    /// Delivers events one after the other; stops at the first that cannot be sent.
    async fn deliver(&self, asked: CallBody) -> ApiReply {
        let original = asked.of.map(|id| self.live.store.with(id, |it| it.body.clone()));
        let original = match original {
            None => None,
            Some(Some(Some(body))) => Some(body),
            Some(_) => return self.fault(404, "that event is not in the list, or has no text"),
        };
        let mut texts: Vec<Vec<u8>> =
            asked.events.iter().map(|it| with_token(given(it.get()), original.as_deref())).collect();
        if texts.is_empty() {
            texts.extend(original);
        }
        if texts.is_empty() {
            return self.fault(400, "`events` or `of` says what to deliver");
        }
        let mut deliveries = Vec::new();
        for text in texts {
            match self.on_demand.deliver(&self.live, text, asked.to.as_deref()).await {
                Ok((id, delivered)) => deliveries.push(DeliveryShape::of(id, &delivered, self.live.lang)),
                Err(reason) => return self.fault(409, &reason),
            }
        }
        done(&json!({ "deliveries": deliveries }))
    }

    fn fault(&self, status: u16, message: &str) -> ApiReply {
        ApiReply { status, json: json!({ "error": said(message, self.live.lang) }).to_string() }
    }
}

/// An event as it was given: an object, or its text in a JSON string.
fn given(raw: &str) -> Vec<u8> {
    serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned()).into_bytes()
}

/// The text with the token of the original, where its own token is the mask that the page showed.
fn with_token(text: Vec<u8>, original: Option<&[u8]>) -> Vec<u8> {
    let restored = original.filter(|_| memmem::find(&text, MASK.as_bytes()).is_some()).and_then(|original| {
        let (parsed, edited) = (parse_lenient(original).ok()?, parse_lenient(&text).ok()?);
        let is_masked = |at: &&str| edited.root.at(at).is_some_and(|it| it.node.as_str() == Some(MASK));
        let pointer = ["/header/token", "/token"].into_iter().find(is_masked)?;
        let mut document = Editable::Read(&edited.root, &text);
        document.set(pointer, Editable::Read(parsed.root.at(pointer)?.node, original)).ok()?;
        let mut restored = Vec::new();
        document.compact(&mut restored);
        Some(restored)
    });
    restored.unwrap_or(text)
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers are always JSON")
}

fn done(value: &impl Serialize) -> ApiReply {
    ApiReply { status: 200, json: text(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_text_gets_back_the_token_that_the_page_did_not_show() {
        let original = br#"{"header":{"token":"example-token"},"event":{}}"#;
        let edited = br#"{"header":{"token":"[redacted]"},"event":{"a":"[redacted]"}}"#.to_vec();
        let sent = with_token(edited.clone(), Some(original));
        assert_eq!(sent, br#"{"header":{"token":"example-token"},"event":{"a":"[redacted]"}}"#);
        assert_eq!(with_token(edited.clone(), None), edited);
        assert_eq!(with_token(b"\xff".to_vec(), Some(original)), b"\xff");
    }

    #[test]
    fn an_event_is_given_as_an_object_or_as_a_text() {
        assert_eq!(given(r#"{"n":1.0}"#), br#"{"n":1.0}"#);
        assert_eq!(given(r#""{broken""#), b"{broken");
    }
}
