//! From a schema and what the catalog knows beside it to nodes. A keyword that is not known here makes its node one
//! that decides nothing, so that a schema may grow before the screen does.

use super::literal::Literal;
use super::node::{IntegerRule, ScreenMember, ScreenNode, ScreenObject, TextRule};
use super::screened_event::Text;
use crate::catalog::{Branch, EventKind};
use crate::engine::validate::lints::fields;
use crate::json::Node;
use crate::model::Slot;

/// Keywords that say nothing of what is valid.
const NOTES: [&str; 6] = ["$schema", "$id", "$comment", "title", "description", "examples"];

/// The root node of an event type.
pub(crate) fn compile(kind: &'static EventKind) -> ScreenNode {
    node(kind.node(), kind.tree(), &SchemaPlace { kind, pointer: String::new() })
}

/// The root node of an event of any product: of what stands in it only its type is kept.
pub(crate) fn envelope() -> ScreenNode {
    let header = |name: &str| match name {
        "event_type" => ScreenNode::Text(TextRule { least: 1, prefix: "", keep: Text::OtherType }),
        _ => ScreenNode::Any,
    };
    let header = wire_object("/header", header);
    wire_object("", |name| if name == "header" { header.clone() } else { ScreenNode::Any })
}

/// The object at a pointer that has the members that every event has there.
fn wire_object(pointer: &str, value: impl Fn(&str) -> ScreenNode) -> ScreenNode {
    let members = EventKind::wire_order(pointer).iter().filter_map(|name| member(name, value(name)));
    let members = numbered(members.collect());
    ScreenNode::Object(ScreenObject { required: (1 << members.len()) - 1, members, keep: Slot::Unused })
}

struct SchemaPlace {
    kind: &'static EventKind,
    pointer: String,
}

impl SchemaPlace {
    fn text(&self) -> Text {
        match self.pointer.as_str() {
            "/header/event_id" => Text::EventId,
            it if it == self.kind.subject_id => Text::SubjectId,
            it if Some(it) == self.kind.inner_id => Text::InnerId,
            _ => Text::Unused,
        }
    }

    fn number(&self) -> Slot {
        self.kind.slot(&self.pointer).unwrap_or(Slot::Unused)
    }
}

fn node(schema: &Node<'_>, branch: &'static Branch, place: &SchemaPlace) -> ScreenNode {
    let kind = schema.get("type").and_then(Node::as_str);
    let node = match kind {
        _ if branch.is_not_carried => None,
        Some("object") => object(schema, branch, place),
        Some("string") => text(schema, branch, place),
        Some("integer") => integer(schema, branch, place),
        None if is_text_or_integer(schema) => Some(ScreenNode::TextOrInteger),
        Some("boolean") => knows(schema, &[]).then_some(ScreenNode::Boolean),
        _ => None,
    };
    node.unwrap_or(ScreenNode::Unknown)
}

/// Whether every keyword is a note, the type, or one of `known`.
fn knows(schema: &Node<'_>, known: &[&str]) -> bool {
    schema.members().iter().all(|it| {
        let key = it.key.as_ref();
        key == "type" || NOTES.contains(&key) || known.contains(&key)
    })
}

fn object(schema: &Node<'_>, branch: &'static Branch, place: &SchemaPlace) -> Option<ScreenNode> {
    if !knows(schema, &["required", "properties"]) || branch.members.len() > 32 {
        return None;
    }
    let properties = schema.get("properties")?;
    let mut members = Vec::new();
    for branch in &branch.members {
        let pointer = format!("{}/{}", place.pointer, branch.name);
        let value = node(properties.get(branch.name)?, branch, &SchemaPlace { kind: place.kind, pointer });
        members.push(member(branch.name, value)?);
    }
    let order = EventKind::wire_order(&place.pointer);
    let rank = |name: &str| order.iter().position(|it| *it == name).unwrap_or(order.len());
    members.sort_by_key(|it| (rank(it.name), it.name));
    let members = numbered(members);
    let demanded = (place.pointer == fields::DEMANDED.0).then_some(fields::DEMANDED.1);
    let named = schema.get("required").map_or(Some(&[][..]), Node::items)?;
    let mut required = 0;
    for name in named.iter().map(Node::as_str).chain(demanded.map(Some)) {
        required |= members.iter().find(|it| Some(it.name) == name)?.bit;
    }
    Some(ScreenNode::Object(ScreenObject { members, required, keep: place.number() }))
}

fn member(name: &'static str, value: ScreenNode) -> Option<ScreenMember> {
    let quote = if value.is_text() { "\"" } else { "" };
    let key = format!("\"{name}\":{quote}");
    let (value_at, key) = (key.len(), Literal::new((key + value.prefix()).as_bytes())?);
    Some(ScreenMember { name, bit: 0, key, value_at, value })
}

/// The members of an object, each with its bit.
fn numbered(mut members: Vec<ScreenMember>) -> Vec<ScreenMember> {
    (0..).zip(&mut members).for_each(|(number, member)| member.bit = 1 << number);
    members
}

fn is_text_or_integer(schema: &Node<'_>) -> bool {
    let types = schema.get("type").and_then(Node::items).unwrap_or_default();
    types.iter().map(Node::as_str).eq([Some("string"), Some("integer")]) && knows(schema, &[])
}

/// A text without characters that have to be escaped, and its closing quote, in pieces that fit a literal.
fn pieces(value: &Node<'_>) -> Option<Vec<Literal>> {
    let value = value.as_str().filter(|it| it.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\'))?;
    format!("{value}\"").as_bytes().chunks(32).map(Literal::new).collect()
}

/// The texts that a value may be, each without characters that have to be escaped and within one literal.
fn one_of(texts: &Node<'_>) -> Option<Vec<Literal>> {
    let single = |it| pieces(it).filter(|it| it.len() == 1)?.pop();
    texts.items()?.iter().map(single).collect()
}

fn text(schema: &Node<'_>, branch: &'static Branch, place: &SchemaPlace) -> Option<ScreenNode> {
    let is_lintless = branch.prefix.is_none() && !branch.is_time && place.text() == Text::Unused;
    if let Some(texts) = schema.get("enum").filter(|_| knows(schema, &["enum"])) {
        let texts = one_of(texts).filter(|_| is_lintless)?;
        return Some(ScreenNode::OneOf { texts, keep: place.number() });
    }
    if !knows(schema, &["const", "minLength", "pattern"]) {
        return None;
    }
    let least = schema.get("minLength").map_or(Some(0), Node::as_i64)?;
    let (value, pattern) = (schema.get("const"), schema.get("pattern"));
    if least > 1 || (value.is_some() && pattern.is_some()) || ((value.or(pattern)).is_some() && least > 0) {
        return None;
    }
    if let Some(value) = value {
        return pieces(value).filter(|_| is_lintless).map(ScreenNode::Exactly);
    }
    if let Some(pattern) = pattern {
        let is_digits = pattern.as_str() == Some("^[0-9]+$") && branch.prefix.is_none();
        return is_digits.then(|| ScreenNode::Digits { is_time: branch.is_time, keep: place.number() });
    }
    let prefix = branch.prefix.unwrap_or_default();
    let rule = TextRule { least: usize::try_from(least).ok()?, prefix, keep: place.text() };
    (!branch.is_time).then_some(ScreenNode::Text(rule))
}

fn integer(schema: &Node<'_>, branch: &'static Branch, place: &SchemaPlace) -> Option<ScreenNode> {
    if !knows(schema, &["enum", "minimum"]) {
        return None;
    }
    let keep = place.number();
    let Some(codes) = schema.get("enum") else {
        let least = schema.get("minimum").map_or(Some(i64::MIN), Node::as_i64)?;
        return Some(ScreenNode::Integer(IntegerRule { least, is_time: branch.is_time, keep }));
    };
    let codes = codes.items().filter(|_| schema.get("minimum").is_none() && !branch.is_time)?;
    let bits = codes.iter().try_fold(0, |bits, code| Some(bits | bit(code.as_i64()?)?))?;
    Some(ScreenNode::Code { bits, keep })
}

/// The bit of a code below 64.
fn bit(code: i64) -> Option<u64> {
    1_u64.checked_shl(u32::try_from(code).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::json::parse;

    fn unknown(node: &ScreenNode, name: &str, found: &mut Vec<String>) {
        match node {
            ScreenNode::Unknown => found.push(name.to_owned()),
            ScreenNode::Object(object) => {
                object.members.iter().for_each(|it| unknown(&it.value, it.name, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_field_is_decided_but_what_the_event_does_not_carry() {
        for kind in catalog::ALL {
            let mut found = Vec::new();
            unknown(&compile(kind), "", &mut found);
            let undecided: &[&str] = match kind.name {
                "helpdesk.ticket_message.created_v1" => {
                    &["image_keys", "agent_service_duration", "comments", "customized_fields"]
                }
                "helpdesk.notification.approve_v1" | "helpdesk.ticket.example_v1" => &[],
                _ => &["customized_fields"],
            };
            found.sort_by_key(|it| undecided.iter().position(|name| name == it));
            assert_eq!(found, undecided);
        }
    }

    #[test]
    fn a_keyword_that_is_not_known_decides_nothing() {
        let branch = catalog::ALL[0].tree().member("schema").unwrap();
        let place = SchemaPlace { kind: catalog::ALL[0], pointer: "/schema".to_owned() };
        for schema in [
            r#"{"type": "string", "format": "uuid"}"#,
            r#"{"type": "string", "pattern": "^a"}"#,
            r#"{"type": "string", "minLength": 2}"#,
            r#"{"type": "string", "const": "a\"b"}"#,
            r#"{"type": "integer", "maximum": 5}"#,
            r#"{"type": "integer", "enum": [1, "2"]}"#,
            r#"{"type": "integer", "enum": [1, 64]}"#,
            r#"{"type": "integer", "enum": [-1, 1]}"#,
            r#"{"type": "integer", "enum": [1], "minimum": 1}"#,
            r#"{"type": ["string", "null"]}"#,
            r#"{"type": "number"}"#,
            r#"{"type": "boolean", "const": true}"#,
            r#"{"type": "object", "properties": {}, "required": ["a"]}"#,
            r#"{"const": "2.0"}"#,
            "true",
        ] {
            let parsed = parse(schema.as_bytes()).unwrap();
            assert!(matches!(node(&parsed, branch, &place), ScreenNode::Unknown), "{schema}");
        }
    }
}
