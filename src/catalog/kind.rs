//! What an event type must tell us: its schema, and as data the facts about its fields that no schema can say.
//!
//! Pointers are JSON pointers from the document's root; `*` in them stands for any index of an array.

use std::sync::OnceLock;

use serde_json::Value;

use super::branch::Branch;
use super::field::{Field, fits, flatten};
use super::sdk_fact::SdkFact;
use crate::json::{Node, parse};
use crate::model::{EventRole, Slot};

#[derive(Debug)]
pub struct EventKind {
    /// The name in `header.event_type`.
    pub name: &'static str,
    pub page: &'static str,
    /// When the platform sends it, one sentence.
    pub about: &'static str,
    /// Its JSON Schema, draft 2020-12, as text.
    pub schema: &'static str,
    /// Fields that the page does not document but the official SDKs' models know. Each stands for all below it.
    pub sdk_fields: &'static [&'static str],
    /// Documented fields of which the page says that the event does not carry them.
    pub not_carried: &'static [&'static str],
    /// Ids and the prefix each usually has.
    pub prefixes: &'static [(&'static str, &'static str)],
    /// Times in ms. All are integers, but for `/header/create_time`, which is digits in a text.
    pub times: &'static [&'static str],
    pub(crate) role: EventRole,
    pub subject_id: &'static str,
    /// Where its codes and times stand, each if the event has it.
    pub(crate) slots: &'static [(Slot, &'static str)],
    /// The object that has the fields of a ticket, where there is one.
    pub ticket: Option<&'static str>,
    /// The object that has the old values of updated fields, where there is one.
    pub before: Option<&'static str>,
    /// Another id of the event, which is not the header's.
    pub(crate) inner_id: Option<&'static str>,
    /// What the official SDKs make of its fields.
    pub(crate) sdk_facts: &'static [SdkFact],
    /// What follows from the schema.
    pub(crate) derived: Derived,
}

/// What follows from a schema, made when it is first asked for.
#[derive(Debug)]
pub(crate) struct Derived {
    json: OnceLock<Value>,
    node: OnceLock<Node<'static>>,
    fields: OnceLock<Vec<Field>>,
    tree: OnceLock<Branch>,
}

impl Derived {
    pub(super) const fn new() -> Self {
        Self { json: OnceLock::new(), node: OnceLock::new(), fields: OnceLock::new(), tree: OnceLock::new() }
    }
}

/// The order of an object's members on the wire, by the object's pointer, as captures of every type show it. Members
/// that are not named here follow by alphabet.
const WIRE: &[(&str, &[&str])] = &[
    ("", &["schema", "header", "event"]),
    ("/header", &["event_id", "token", "create_time", "event_type", "tenant_key", "app_id"]),
];

impl EventKind {
    /// Its JSON Schema for others than us: as a value of their own.
    pub fn json(&self) -> &Value {
        let parsed = || serde_json::from_str(self.schema).expect("a compiled-in schema is JSON");
        self.derived.json.get_or_init(parsed)
    }

    /// Its JSON Schema.
    pub(crate) fn node(&self) -> &Node<'static> {
        let parsed = || parse(self.schema.as_bytes()).expect("a compiled-in schema is JSON");
        self.derived.node.get_or_init(parsed)
    }

    /// Every documented field in the order of the schema, a parent before its members.
    pub fn fields(&'static self) -> &'static [Field] {
        self.derived.fields.get_or_init(|| flatten(self.node()))
    }

    pub fn tree(&'static self) -> &'static Branch {
        self.derived.tree.get_or_init(|| self.grow())
    }

    /// The pointer of a code or a time, where the event has it.
    pub(crate) fn pointer(&self, slot: Slot) -> Option<&'static str> {
        self.slots.iter().find(|(it, _)| *it == slot).map(|(_, pointer)| *pointer)
    }

    /// What stands at a pointer, where it is a code or a time that is kept.
    pub(crate) fn slot(&self, pointer: &str) -> Option<Slot> {
        self.slots.iter().find(|(_, it)| *it == pointer).map(|(slot, _)| *slot)
    }

    fn grow(&'static self) -> Branch {
        let mut root = Branch::default();
        for field in self.fields() {
            let place = root.grow(&field.pointer);
            let named = |it: &&str| *it == field.pointer;
            place.field = Some(field);
            place.is_time = self.times.iter().any(&named);
            place.is_not_carried = self.not_carried.iter().any(&named);
            place.prefix = self.prefixes.iter().find(|(it, _)| named(it)).map(|(_, prefix)| *prefix);
        }
        root
    }

    /// The members of the object at `pointer` that come first on the wire, in their order.
    pub fn wire_order(pointer: &str) -> &'static [&'static str] {
        WIRE.iter().find(|(it, _)| *it == pointer).map_or(&[], |(_, names)| names)
    }

    /// The fields a user may mean: by the whole path (`event.object.status`), by its end (`object.status`, `status`),
    /// or by a JSON pointer. There may be several: `status` is in the object and in the old object.
    pub fn find(&'static self, words: &str) -> Vec<&'static Field> {
        let means = |field: &&Field| {
            let end = field.path.strip_suffix(words);
            end.is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) || fits(&field.pointer, words)
        };
        if words.is_empty() { Vec::new() } else { self.fields().iter().filter(means).collect() }
    }

    /// The field that a pointer into a document leads to (`/event/object/customized_fields/0/id`), or `None` where
    /// nothing is documented.
    pub fn at(&'static self, pointer: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| fits(&field.pointer, pointer))
    }

    /// Whether a pointer leads to a field that only the SDKs know, or into one.
    pub fn is_sdk_field(&self, pointer: &str) -> bool {
        self.sdk_fields.iter().any(|known| {
            pointer.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::field::Field;
    use super::super::ticket_updated_v1::TICKET_UPDATED_V1 as KIND;

    fn pointers(found: &[&'static Field]) -> Vec<&'static str> {
        found.iter().map(|field| field.pointer.as_str()).collect()
    }

    #[test]
    fn a_name_finds_every_field_of_that_name() {
        assert_eq!(pointers(&KIND.find("status")), ["/event/object/status", "/event/old_object/status"]);
        assert_eq!(pointers(&KIND.find("old_object.status")), ["/event/old_object/status"]);
        assert_eq!(pointers(&KIND.find("event.object.status")), ["/event/object/status"]);
        assert_eq!(pointers(&KIND.find("/event/object/status")), ["/event/object/status"]);
        assert_eq!(pointers(&KIND.find("event")), ["/event"]);
        assert!(KIND.find("tatus").is_empty());
        assert!(KIND.find("").is_empty());
    }

    #[test]
    fn a_pointer_into_an_array_finds_the_field_of_its_items() {
        let field = KIND.at("/event/object/customized_fields/12/id").unwrap();
        assert_eq!(field.path, "event.object.customized_fields.id");
        assert_eq!(field.pointer, "/event/object/customized_fields/*/id");
        assert!(KIND.at("/event/object/customized_fields/x/id").is_none());
        assert!(KIND.at("/event/object/staus").is_none());
    }

    #[test]
    fn an_sdk_field_stands_for_all_below_it() {
        assert!(KIND.is_sdk_field("/event/object/agents"));
        assert!(KIND.is_sdk_field("/event/object/agents/0/name"));
        assert!(!KIND.is_sdk_field("/event/object/agents_and_more"));
        assert!(!KIND.is_sdk_field("/event/object/status"));
    }
}
