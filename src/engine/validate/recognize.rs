//! Which event a document is, or what it is instead.

use std::sync::Arc;

use super::extraction::{filter_to_event, jq, piped};
use super::finding_builder::{Draft, printable, quoted};
use crate::catalog;
use crate::catalog::EventKind;
use crate::json::{Kind, Node};
use crate::model::Origin;
use crate::protocol::webhook::named_event;
use crate::report::{Code, Documented, nearest};

/// Why a document is none of our events, with its type where that is none of the help desk's and not meant to be one.
pub(crate) type NoneOfOurs = Box<(Draft, Option<Arc<str>>)>;

/// The kind of an event, whose bytes stand at `origin`.
pub(crate) fn recognize(
    node: &Node<'_>,
    bytes: &[u8],
    origin: &Origin,
) -> Result<&'static EventKind, NoneOfOurs> {
    let named = node.at("/header/event_type").and_then(|it| it.node.as_str().map(str::to_owned));
    match named.filter(|_| !is_url_check(node)) {
        Some(name) => catalog::find(&name).ok_or_else(|| unknown_type(node, &name)),
        None => unnamed(node, bytes, origin).map_err(|draft| Box::new((draft, None))),
    }
}

fn is_url_check(node: &Node<'_>) -> bool {
    node.get("type").and_then(Node::as_str) == Some("url_verification")
}

/// The same of a document that names no type.
fn unnamed(node: &Node<'_>, bytes: &[u8], origin: &Origin) -> Result<&'static EventKind, Draft> {
    let head = node.span.start..(node.span.start + 1).min(node.span.end);
    let Kind::Object(members) = &node.kind else {
        let (what, filter) = match node.kind {
            Kind::Array(_) => ("an array of its own, not an event".to_owned(), "arrays[], objects"),
            Kind::String(ref text) if named_event(text.as_bytes()).is_some() => (
                "an event as JSON in a string, encoded once too often".to_owned(),
                "until(type != \"string\"; fromjson)",
            ),
            _ => (format!("the value {}, not an event", quoted(bytes, node)), ""),
        };
        let help = if filter.is_empty() {
            "an event is an object with `schema`, `header` and `event`".to_owned()
        } else {
            piped(origin, &jq("-c", filter, origin), "")
        };
        return Err(Draft::new(Code::NotAnEvent, "", head, format!("this is {what}")).help(help));
    };
    if is_url_check(node) {
        return Err(url_verification(node));
    }
    if node.get("header").is_none() && node.get("schema").is_none() {
        let callback = node.get("type").and_then(Node::as_str) == Some("event_callback");
        if callback || node.get("uuid").is_some() && node.get("event").is_some() {
            return Err(v1_event(node, head));
        }
    }
    // Without a readable event type, what looks like our event is judged as one: the schema names what is missing.
    if let Some(kind) = catalog::form_of(node) {
        return Ok(kind);
    }
    if let Some(filter) = filter_to_event(node) {
        let message = "this is a record around an event: the event stands inside";
        let help = piped(origin, &jq("-r", &filter, origin), "");
        return Err(Draft::new(Code::NotAnEvent, "", head, message).help(help));
    }
    let message = if members.is_empty() {
        "this is an empty object, not an event".to_owned()
    } else {
        let keys: Vec<_> = members.iter().take(4).map(|it| format!("`{}`", printable(&it.key))).collect();
        let more = if members.len() > 4 { ", …" } else { "" };
        format!("this is an object with {}{more}, not an event", keys.join(", "))
    };
    Err(Draft::new(Code::NotAnEvent, "", head, message)
        .help("an event is an object with `schema`, `header` and `event`; record the whole request body"))
}

fn url_verification(node: &Node<'_>) -> Draft {
    let span = node.get("type").map_or(node.span.clone(), |it| it.span.clone());
    Draft::new(Code::UrlVerification, "/type", span, "this is the platform's URL check, not an event")
        .help("leave it out here; a receiver answers it within 1 s with {\"challenge\": …}")
}

fn v1_event(node: &Node<'_>, head: std::ops::Range<usize>) -> Draft {
    let inner = node.at("/event/type").and_then(|it| it.node.as_str().map(printable));
    let named = inner.map_or(String::new(), |it| format!(" (`{it}`)"));
    Draft::new(Code::V1Event, "", head, format!("this is an event of the old 1.0 format{named}"))
        .help("subscribe to the 2.0 version of the event; its body has `schema`, `header` and `event`")
}

fn unknown_type(node: &Node<'_>, found: &str) -> NoneOfOurs {
    let span = node.at("/header/event_type").map_or(node.span.clone(), |it| it.node.span.clone());
    let known = || catalog::ALL.iter().map(|kind| kind.name);
    let near = nearest(found, known());
    let hint = near.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let message = format!("`{}` is not an event type this tool knows{hint}", printable(found));
    let draft = Draft::new(Code::UnknownEventType, "/header/event_type", span, message)
        .documented(known().map(|it| Documented::Text(it.to_owned())).collect())
        .help("correct the name, or leave the event out; `helpdesk-evt schema --list` has the names");
    let is_ours = near.is_some() || found.to_ascii_lowercase().starts_with("helpdesk");
    let other = !is_ours && !found.trim().is_empty();
    Box::new((draft, other.then(|| printable(found).into())))
}
