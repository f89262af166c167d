//! The command line that takes events out of a text or a record which is not opened.

use super::finding_builder::printable;
use crate::json::{Kind, Member, Node};
use crate::model::{Coding, Origin};
use crate::protocol::webhook::{base64_text, encrypted_body, named_member};

/// The way out by a command that takes events out of a file like that of `origin`, or of the texts in its wrapper; `then`
/// goes on with what comes of it.
pub(super) fn piped(origin: &Origin, command: &str, then: &str) -> String {
    let piece = origin.map.as_ref().and_then(|it| it.pieces.first());
    let command = match piece.map(|it| it.coding) {
        None => format!("{command} FILE"),
        Some(Coding::Plain) => format!("sed 's/^[^{{]*//' FILE | {command}"),
        Some(Coding::JsonString) => format!("jq -r '.log? // .body? // .' FILE | {command}"),
    };
    format!("take it out: `{command}{then} | helpdesk-evt validate -`")
}

/// `jq` for a command that [`piped`] takes: a file may hold one array; in a wrapper each line is a text of its own, JSON or
/// not.
pub(super) fn jq(output: &str, filter: &str, origin: &Origin) -> String {
    match origin.map {
        None => format!("jq {output} 'arrays[] // . | {filter}'"),
        Some(_) => format!("jq -R {output} 'fromjson? | {filter}'"),
    }
}

/// The filter that takes events out of a record which is written around them: of a logger, an archive, an API gateway.
pub(super) fn filter_to_event(node: &Node<'_>) -> Option<String> {
    let has = |key| node.get(key).is_some();
    // Of a REST API and of an HTTP API.
    if has("requestContext") && has("body") && (has("httpMethod") || has("routeKey") || has("rawPath")) {
        return Some("if .isBase64Encoded then .body | @base64d else .body end".to_owned());
    }
    let (path, decoder) = path_to_event(node, MAX_WRAPPING)?;
    (!path.is_empty()).then(|| format!("{path} // empty{decoder}"))
}

/// How deep in a record an event is looked for.
const MAX_WRAPPING: usize = 8;

/// Where the first event stands in a value, and how it is decoded there, as `jq` has it; an event in an array stands for all
/// of them.
fn path_to_event(node: &Node<'_>, depth: usize) -> Option<(String, &'static str)> {
    if let Some(decoder) = decoder_of(node) {
        return Some((String::new(), decoder));
    }
    let depth = depth.checked_sub(1)?;
    if let Kind::Array(items) = &node.kind {
        return items.iter().enumerate().find_map(|(at, item)| {
            let (rest, decoder) = path_to_event(item, depth)?;
            // What stands before a text is none: a time, as Loki has it.
            let step = if rest.is_empty() && at > 0 { format!("[{at}]") } else { "[]".to_owned() };
            Some((step + &rest, decoder))
        });
    }
    node.members().iter().find_map(|Member { key, value, .. }| {
        let (rest, decoder) = path_to_event(value, depth)?;
        // A quote would end the filter on the command line.
        let is_name = !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        let is_plain = is_name && !key.starts_with(|it: char| it.is_ascii_digit());
        let step = if is_plain { format!(".{key}") } else { format!(".{:?}", printable(key)) };
        (!step.contains('\'')).then(|| (step + &rest, decoder))
    })
}

/// What `jq` makes an event of a value by, where it is one: as an object, as a text, in base64, as an array of bytes.
fn decoder_of(node: &Node<'_>) -> Option<&'static str> {
    let names_event =
        |it: &str| it.contains('{') && named_member(it.as_bytes(), &["event_type", "encrypt"]).is_some();
    if let Kind::Array(items) = &node.kind {
        let bytes: Option<Vec<u8>> = items.iter().map(|it| u8::try_from(it.as_i64()?).ok()).collect();
        let text = String::from_utf8(bytes?).ok()?;
        return names_event(&text).then_some(" | if type == \"array\" then implode else . end");
    }
    let Some(text) = node.as_str() else {
        let is_event = node.get("header").is_some_and(|it| it.get("event_type").is_some());
        return (is_event || encrypted_body(node).is_some()).then_some("");
    };
    // The beginnings of objects in base64.
    let is_base64 = || {
        ["ey", "ew"].iter().any(|it| text.starts_with(it))
            && base64_text(text).is_some_and(|it| names_event(&it))
    };
    if names_event(text) { Some("") } else { is_base64().then_some(" | @base64d") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::model::{SourceMap, SourcePiece};

    #[test]
    fn the_way_out_of_a_wrapped_text_begins_with_the_wrapper() {
        let said = |coding: Option<Coding>| {
            let map = coding.map(|coding| {
                let piece = SourcePiece { before: 0, offset: 0, line: 1, column: 1, raw: Vec::new(), coding };
                Arc::new(SourceMap { pieces: vec![piece], skipped: 0, outer: None })
            });
            let origin = Origin { map, ..Origin::start_of("a") };
            piped(&origin, &jq("-r", ".a", &origin), "")
        };
        for (coding, command) in [
            (None, "jq -r 'arrays[] // . | .a' FILE"),
            (Some(Coding::Plain), "sed 's/^[^{]*//' FILE | jq -R -r 'fromjson? | .a'"),
            (Some(Coding::JsonString), "jq -r '.log? // .body? // .' FILE | jq -R -r 'fromjson? | .a'"),
        ] {
            assert_eq!(said(coding), format!("take it out: `{command} | helpdesk-evt validate -`"));
        }
    }

    #[test]
    fn the_place_of_an_event_in_a_record_is_told_as_jq_has_it() {
        let event = json!({"schema": "2.0", "header": {"event_type": "helpdesk.ticket.updated_v1"}});
        let text = event.to_string();
        for (record, jq) in [
            (json!({"MESSAGE": text, "_PID": "1"}), Some(".MESSAGE // empty")),
            (json!({"level": 30, "body": event}), Some(".body // empty")),
            (json!({"_source": {"@message": text}}), Some("._source.\"@message\" // empty")),
            (
                json!({"events": [{"message": "GET /"}, {"message": text}]}),
                Some(".events[].message // empty"),
            ),
            (json!({"line": "{\"encrypt\": \"YQ==\"}"}), Some(".line // empty")),
            (
                json!({"requestContext": {}, "rawPath": "/", "body": "YQ=="}),
                Some("if .isBase64Encoded then .body | @base64d else .body end"),
            ),
            (
                json!({"streams": [{"stream": {}, "values": [["1700000000000000000", format!("INFO got {text}")]]}]}),
                Some(".streams[].values[][1] // empty"),
            ),
            (json!({"messages": [text, text]}), Some(".messages[] // empty")),
            (
                json!({"MESSAGE": text.as_bytes(), "_PID": "1"}),
                Some(".MESSAGE // empty | if type == \"array\" then implode else . end"),
            ),
            (
                json!({"request": {"body": "eyJlbmNyeXB0IjoiWVE9PSJ9"}}),
                Some(".request.body // empty | @base64d"),
            ),
            (json!({"data": {"encrypt": "YQ=="}}), Some(".data // empty")),
            (json!({"token": "eyJhIjoxfQ=="}), None),
            (json!({"msg": "no \"event_type\" here"}), None),
            (json!({"it's": text}), None),
            (json!({}), None),
        ] {
            let bytes = record.to_string();
            let root = crate::json::parse(bytes.as_bytes()).unwrap();
            assert_eq!(filter_to_event(&root).as_deref(), jq, "{record}");
        }
    }
}
