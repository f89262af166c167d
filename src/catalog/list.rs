//! The event types we know.

use serde_json::{Value, json};

use super::kind::EventKind;
use super::notification_approve_v1::NOTIFICATION_APPROVE_V1;
use super::ticket_created_v1::TICKET_CREATED_V1;
use super::ticket_message_created_v1::TICKET_MESSAGE_CREATED_V1;
use super::ticket_updated_v1::TICKET_UPDATED_V1;

/// Every event type we know, the commonest first.
pub static ALL: &[&EventKind] = &[
    &TICKET_UPDATED_V1,
    &TICKET_CREATED_V1,
    &TICKET_MESSAGE_CREATED_V1,
    &NOTIFICATION_APPROVE_V1,
    #[cfg(test)]
    &super::test_kind::TICKET_EXAMPLE_V1,
];

/// The vendor's page on how events of every type are delivered: tokens, encryption, the URL check, repetitions.
pub(crate) const DELIVERY_PAGE: &str = "https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM";

/// The event type that `header.event_type` names, or `None` for one we do not know.
pub(crate) fn find(event_type: &str) -> Option<&'static EventKind> {
    ALL.iter().copied().find(|kind| kind.name == event_type)
}

/// A schema that takes an event of any type we know: which one it is held to is decided by its `header.event_type`.
pub(crate) fn any_kind() -> Value {
    let cases = ALL.iter().map(|kind| {
        let named =
            json!({ "properties": { "event_type": { "const": kind.name } }, "required": ["event_type"] });
        json!({
            "if": { "properties": { "header": named }, "required": ["header"] },
            "then": kind.json(),
        })
    });
    let names: Vec<_> = ALL.iter().map(|kind| kind.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:helpdesk-evt:schema:helpdesk",
        "title": "A Helpdesk event",
        "type": "object",
        "required": ["header"],
        "properties": {
            "header": {
                "type": "object",
                "required": ["event_type"],
                "properties": { "event_type": { "enum": names } },
            },
        },
        "allOf": cases.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::field::Field;
    use super::*;
    use crate::model::Lang;

    #[test]
    fn every_event_type_is_found_by_its_own_name() {
        let mut seen = HashSet::new();
        for kind in ALL {
            assert!(seen.insert(kind.name), "{} twice", kind.name);
            assert_eq!(find(kind.name).unwrap().schema, kind.schema);
        }
        assert!(find("im.message.receive_v1").is_none());
    }

    #[test]
    fn what_a_kind_says_of_documented_fields_is_in_its_schema() {
        for kind in ALL {
            let said =
                kind.times.iter().chain(kind.not_carried).chain(kind.prefixes.iter().map(|(at, _)| at));
            let kept = kind.slots.iter().map(|(_, at)| at).chain(&kind.ticket).chain(&kind.before);
            let kept = kept.chain(&kind.inner_id).copied().chain(kind.sdk_facts.iter().map(|it| it.pointer));
            for pointer in said.copied().chain(kept).chain([kind.subject_id]) {
                assert!(kind.at(pointer).is_some(), "{pointer} is not in the schema of {}", kind.name);
            }
            for pointer in kind.sdk_fields {
                assert!(kind.at(pointer).is_none(), "{pointer} is documented by {}", kind.name);
            }
        }
    }

    fn is_of(value: &Value, kind: &str) -> bool {
        match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => false,
        }
    }

    fn fields() -> impl Iterator<Item = &'static Field> {
        ALL.iter().flat_map(|kind| kind.fields())
    }

    #[test]
    fn every_field_is_described_in_both_languages() {
        for field in fields() {
            assert!(!field.title.is_empty() && field.description.ends_with('.'), "{}", field.path);
            assert!(field.zh.chars().any(|c| c > '\u{2e80}'), "{} has no Chinese", field.path);
            let is_plain = field.types != ["integer"] || field.labels().is_some();
            assert!(is_plain || unit_is_named(field), "{}", field.path);
        }
    }

    fn unit_is_named(field: &Field) -> bool {
        let units = [("Milliseconds", "毫秒"), ("seconds", "秒")];
        matches!(field.name(), "position" | "id" | "user_id")
            || units.iter().any(|(en, zh)| field.description.contains(en) && field.zh.contains(zh))
    }

    #[test]
    fn codes_and_labels_are_those_of_the_model() {
        for field in fields() {
            let Some(labels) = field.labels() else {
                assert!(field.codes.is_empty(), "{} has codes without labels", field.path);
                continue;
            };
            let codes: Vec<_> = labels.iter().map(|label| label.code).collect();
            let is_open = field.name() == "channel";
            assert_eq!(field.codes, if is_open { Vec::new() } else { codes }, "{}", field.path);
            let listed = |lang| {
                let each = labels.iter().map(|it| format!("{} {}", it.code, it.text(lang)));
                each.collect::<Vec<_>>().join(", ")
            };
            assert!(field.description.contains(&listed(Lang::En)), "{}", field.path);
            assert!(field.zh.contains(&listed(Lang::Zh)), "{}", field.path);
        }
    }

    #[test]
    fn every_example_is_of_its_fields_type() {
        for field in fields() {
            assert!(!field.examples.is_empty(), "{} has no example", field.path);
            for example in &field.examples {
                assert!(field.types.iter().any(|it| is_of(example, it)), "{}: {example}", field.path);
                let code = example.as_i64().filter(|_| !field.codes.is_empty());
                assert!(code.is_none_or(|code| field.codes.contains(&code)), "{}: {example}", field.path);
            }
        }
    }
}
