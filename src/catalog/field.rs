//! The documented fields of an event, flattened from its schema file: the one source of what a field means.

use serde_json::Value;

use crate::json::{Kind, Member, Node};
use crate::model::{Label, labels};

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its path as the vendor's page writes it: `event.object.status`. The items of an array add nothing to it.
    pub path: String,
    /// Its JSON pointer, `*` for any index of an array: `/event/object/customized_fields/*/id`.
    pub pointer: String,
    /// The JSON Schema types it may have: `string`, `integer`, `number`, `boolean`, `object`, `array`.
    pub types: Vec<&'static str>,
    pub title: &'static str,
    /// A sentence or two, with units and codes.
    pub description: &'static str,
    /// The same in Chinese, after the vendor's page.
    pub zh: &'static str,
    pub examples: Vec<Value>,
    /// The only codes it may have; empty where any value of its type will do.
    pub codes: Vec<i64>,
    /// The only texts it may be; empty where any text will do.
    pub texts: Vec<&'static str>,
    pub required: bool,
}

impl Field {
    pub fn name(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// Whether a value is of one of its types.
    pub(crate) fn takes(&self, node: &Node<'_>) -> bool {
        self.types.iter().any(|it| match (*it, &node.kind) {
            ("integer", Kind::Number(_)) => node.as_i64().is_some(),
            ("number", Kind::Number(_))
            | ("string", Kind::String(_))
            | ("boolean", Kind::Bool(_))
            | ("object", Kind::Object(_))
            | ("array", Kind::Array(_)) => true,
            _ => false,
        })
    }

    /// The labels of its codes. `channel` has labels for some codes and takes any other.
    pub fn labels(&self) -> Option<&'static [Label]> {
        if self.types == ["integer"] { labels(self.name()) } else { None }
    }
}

/// Flattens a schema into its fields, a parent before its members.
pub(crate) fn flatten(schema: &'static Node<'static>) -> Vec<Field> {
    let mut fields = Vec::new();
    collect(schema, "", "", &mut fields);
    fields
}

/// Whether a pointer leads where a pattern points: `*` takes any index, and itself.
pub(crate) fn fits(pattern: &str, pointer: &str) -> bool {
    let mut steps = pointer.split('/');
    let all = pattern.split('/').all(|wanted| steps.next().is_some_and(|step| takes(wanted, step)));
    all && steps.next().is_none()
}

fn takes(wanted: &str, step: &str) -> bool {
    let is_index = || !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    wanted == step || (wanted == "*" && is_index())
}

fn collect(node: &'static Node<'static>, path: &str, pointer: &str, fields: &mut Vec<Field>) {
    let required = list(node, "required");
    for Member { key, value, .. } in node.get("properties").map_or(&[][..], Node::members) {
        let dot = if path.is_empty() { "" } else { "." };
        let (path, pointer) = ([path, dot, key].concat(), [pointer, "/", key].concat());
        let is_required = required.iter().any(|it| it.as_str() == Some(key));
        fields.push(field(value, path.clone(), pointer.clone(), is_required));
        collect(value, &path, &pointer, fields);
    }
    if let Some(items) = node.get("items") {
        collect(items, path, &[pointer, "/*"].concat(), fields);
    }
}

fn field(node: &'static Node<'static>, path: String, pointer: String, required: bool) -> Field {
    let one_type = node.get("type").and_then(Node::as_str);
    Field {
        path,
        pointer,
        types: one_type.into_iter().chain(list(node, "type").iter().filter_map(Node::as_str)).collect(),
        title: text(node, "title"),
        description: text(node, "description"),
        zh: text(node, "$comment"),
        examples: list(node, "examples").iter().map(Node::to_value).collect(),
        codes: list(node, "enum").iter().filter_map(Node::as_i64).collect(),
        texts: list(node, "enum").iter().filter_map(Node::as_str).collect(),
        required,
    }
}

fn list(node: &'static Node<'static>, key: &str) -> &'static [Node<'static>] {
    node.get(key).and_then(Node::items).unwrap_or_default()
}

fn text(node: &'static Node<'static>, key: &str) -> &'static str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_schema_flattens_with_its_arrays_and_its_required_members() {
        let schema = parse(
            br#"{"properties": {"a": {"type": "array", "items": {"required": ["b"], "properties": {
                "b": {"type": ["integer", "string"], "enum": [2, 1], "title": "B"}, "c": {}}}}}}"#,
        )
        .unwrap();
        let fields = flatten(Box::leak(Box::new(schema)));
        let shape: Vec<_> =
            fields.iter().map(|it| (it.path.as_str(), it.pointer.as_str(), it.required)).collect();
        assert_eq!(shape, [("a", "/a", false), ("a.b", "/a/*/b", true), ("a.c", "/a/*/c", false)]);
        assert_eq!(fields[1].types, ["integer", "string"]);
        assert_eq!((fields[1].codes.as_slice(), fields[1].title), (&[2, 1][..], "B"));
        assert_eq!(fields[1].name(), "b");
    }

    #[test]
    fn a_star_takes_an_index_and_nothing_else() {
        assert!(fits("/a/*/b", "/a/0/b") && fits("/a/*/b", "/a/*/b") && fits("", ""));
        assert!(!fits("/a/*/b", "/a/x/b"));
        assert!(!fits("/a/*/b", "/a//b"));
        assert!(!fits("/a/*/b", "/a/0"));
        assert!(!fits("/a/*", "/a/0/b"));
    }
}
