//! Values that are set in a document that was parsed: every other token stays as it is written, and nothing is parsed again.

use std::borrow::Cow;

use super::compact::compact_into;
use super::node::{Kind, Member, Node};
use super::pointer::unescaped;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EditError {
    #[error("`{pointer}` is not a JSON pointer; it begins with `/`, as in `/event/object/status`")]
    NotAPointer { pointer: String },
    #[error("`{pointer}` cannot be set: {holder} is {found}")]
    NoPlace { pointer: String, holder: String, found: &'static str },
}

/// A value that can be edited: as it was read, but for the levels that an edit reached.
#[derive(Clone, Debug)]
pub(crate) enum Editable<'t> {
    /// What was parsed, and the text that it stands in.
    Read(&'t Node<'t>, &'t [u8]),
    Array(Vec<Editable<'t>>),
    Object(Vec<EditableMember<'t>>),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct EditableMember<'t> {
    /// The key, its escapes resolved.
    pub(crate) key: Cow<'t, str>,
    /// The key as it is written, quotes included.
    written: Cow<'t, [u8]>,
    pub(crate) value: Editable<'t>,
}

/// Where a value finds no place: how many steps of the pointer were walked, and what is there.
type Obstacle = (usize, &'static str);

impl<'t> Editable<'t> {
    /// Sets a value at `pointer` (RFC 6901). A value that is there is replaced, of duplicate keys the last; a member that is
    /// absent is added at the end of its object, with objects around it where those are absent too; `-` appends to an
    /// array.
    pub(crate) fn set(&mut self, pointer: &str, value: Editable<'t>) -> Result<(), EditError> {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err(EditError::NotAPointer { pointer: pointer.to_owned() });
        }
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        self.put(&parts, value).map_err(|(walked, found)| EditError::NoPlace {
            pointer: pointer.to_owned(),
            holder: match parts[..walked].join("/") {
                at if at.is_empty() => "the document".to_owned(),
                at => format!("`/{at}`"),
            },
            found,
        })
    }

    fn put(&mut self, parts: &[&str], value: Self) -> Result<(), Obstacle> {
        let Some((first, rest)) = parts.split_first() else {
            *self = value;
            return Ok(());
        };
        let deeper = |(walked, found): Obstacle| (walked + 1, found);
        match self.opened() {
            Self::Object(members) => {
                let key = unescaped(first);
                if let Some(member) = members.iter_mut().rev().find(|it| it.key == key) {
                    return member.value.put(rest, value).map_err(deeper);
                }
                members.push(EditableMember::new(first, nested(rest, value)));
            }
            Self::Array(items) if *first == "-" => items.push(nested(rest, value)),
            Self::Array(items) => {
                let item = first.parse().ok().and_then(|at: usize| items.get_mut(at));
                let item = item.ok_or((0, "an array without that item"))?;
                return item.put(rest, value).map_err(deeper);
            }
            Self::Read(node, _) => return Err((0, named(node))),
        }
        Ok(())
    }

    /// The same value, the parts of an array or object at hand.
    fn opened(&mut self) -> &mut Self {
        if let Self::Read(node, text) = *self {
            match &node.kind {
                Kind::Array(items) => {
                    *self = Self::Array(items.iter().map(|it| Self::Read(it, text)).collect());
                }
                Kind::Object(members) => {
                    let member = |it: &'t Member<'t>| EditableMember {
                        key: Cow::Borrowed(&it.key),
                        written: Cow::Borrowed(&text[it.key_span.clone()]),
                        value: Self::Read(&it.value, text),
                    };
                    *self = Self::Object(members.iter().map(member).collect());
                }
                _ => {}
            }
        }
        self
    }

    /// The members, where this is an object.
    pub(crate) fn members(&mut self) -> &mut [EditableMember<'t>] {
        if let Self::Object(members) = self.opened() { members } else { &mut [] }
    }

    /// The member of a key; of duplicates the last.
    pub(crate) fn member(&mut self, key: &str) -> Option<&mut Self> {
        self.members().iter_mut().rev().find(|it| it.key == key).map(|it| &mut it.value)
    }

    /// A text, or a number as it is written.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Read(Node { kind: Kind::String(text), .. }, _) => Some(text),
            Self::Read(Node { kind: Kind::Number(text), .. }, _) => Some(text),
            _ => None,
        }
    }

    /// The compact form: see [`compact`](super::compact()).
    pub(crate) fn compact(&self, out: &mut Vec<u8>) {
        match self {
            Self::Read(node, text) => compact_into(&text[node.span.clone()], out),
            Self::Array(items) => list(*b"[]", items, out, Self::compact),
            Self::Object(members) => list(*b"{}", members, out, |it, out| {
                out.extend_from_slice(&it.written);
                out.push(b':');
                it.value.compact(out);
            }),
        }
    }
}

impl<'t> EditableMember<'t> {
    /// A member that was not there; its name is written as in a pointer.
    fn new(part: &str, value: Editable<'t>) -> Self {
        let key = unescaped(part).into_owned();
        let written = serde_json::Value::from(&*key).to_string().into_bytes();
        Self { key: Cow::Owned(key), written: Cow::Owned(written), value }
    }
}

/// A value with objects of one member around it.
fn nested<'t>(names: &[&str], value: Editable<'t>) -> Editable<'t> {
    names.iter().rev().fold(value, |inner, name| Editable::Object(vec![EditableMember::new(name, inner)]))
}

fn list<T>(brackets: [u8; 2], items: &[T], out: &mut Vec<u8>, each: impl Fn(&T, &mut Vec<u8>)) {
    out.push(brackets[0]);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        each(item, out);
    }
    out.push(brackets[1]);
}

/// What a value is that has no members and no items.
fn named(node: &Node<'_>) -> &'static str {
    match node.kind {
        Kind::Null => "null",
        Kind::Bool(_) => "true or false",
        Kind::Number(_) => "a number",
        Kind::String(_) => "a text",
        Kind::Array(_) | Kind::Object(_) => "a value with parts",
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    /// The text with values set one after the other.
    fn edited(text: &str, changes: &[(&str, &str)]) -> Result<String, EditError> {
        let root = parse(text.as_bytes()).unwrap();
        let values: Vec<_> = changes.iter().map(|it| parse(it.1.as_bytes()).unwrap()).collect();
        let mut editable = Editable::Read(&root, text.as_bytes());
        for ((pointer, value), node) in changes.iter().zip(&values) {
            editable.set(pointer, Editable::Read(node, value.as_bytes()))?;
        }
        let mut out = Vec::new();
        editable.compact(&mut out);
        Ok(String::from_utf8(out).unwrap())
    }

    fn set(text: &str, pointer: &str, value: &str) -> String {
        edited(text, &[(pointer, value)]).unwrap()
    }

    #[test]
    fn a_value_that_is_there_is_replaced_and_every_other_token_stays() {
        let text = r#"{"n" : 1.50, "a":{ "b" :"x\u0041", "\u0062": [1,2] } }"#;
        assert_eq!(set(text, "/n", "7"), r#"{"n":7,"a":{"b":"x\u0041","\u0062":[1,2]}}"#);
        assert_eq!(set(text, "/a/b", "null"), r#"{"n":1.50,"a":{"b":"x\u0041","\u0062":null}}"#);
        assert_eq!(set(text, "/a/b/1", "9"), r#"{"n":1.50,"a":{"b":"x\u0041","\u0062":[1,9]}}"#);
        assert_eq!(set(text, "", "{}"), "{}");
    }

    #[test]
    fn a_member_that_is_absent_is_added_at_the_end() {
        assert_eq!(set(r#"{"a":1}"#, "/b", "2"), r#"{"a":1,"b":2}"#);
        assert_eq!(set("{}", "/header/token", r#""t""#), r#"{"header":{"token":"t"}}"#);
        assert_eq!(set(r#"{"x":{}}"#, "/x/a~1b/c~0\"d", "1"), r#"{"x":{"a/b":{"c~\"d":1}}}"#);
        assert_eq!(set("[1]", "/-", "2"), "[1,2]");
        assert_eq!(set("[]", "/-/a", "2"), r#"[{"a":2}]"#);
    }

    #[test]
    fn a_later_value_is_set_in_what_an_earlier_one_made() {
        let text = r#"{"header":{"token":"t"},"event":{"a":1,"b":{}}}"#;
        for (changes, made) in [
            (&[("/event/b/c", "1"), ("/event/b/d/e", "2")][..], r#"{"a":1,"b":{"c":1,"d":{"e":2}}}"#),
            (
                &[("/event/a", "1"), ("/event/a", "{\"x\": []}"), ("/event/a/x/-", "3")],
                r#"{"a":{"x":[3]},"b":{}}"#,
            ),
            (&[("/event", "{}"), ("/event/a", "2")], r#"{"a":2}"#),
            (&[("/event/n/m", "1"), ("/event/n", "2")], r#"{"a":1,"b":{},"n":2}"#),
        ] {
            assert_eq!(
                edited(text, changes).unwrap(),
                format!(r#"{{"header":{{"token":"t"}},"event":{made}}}"#)
            );
        }
        assert!(edited(text, &[("/event", "1"), ("/event/a", "2")]).is_err());
    }

    #[test]
    fn what_has_no_place_says_what_stands_in_the_way() {
        let said = |text: &str, pointer: &str| edited(text, &[(pointer, "1")]).unwrap_err().to_string();
        assert_eq!(said(r#"{"a":{"b":5}}"#, "/a/b/c"), "`/a/b/c` cannot be set: `/a/b` is a number");
        assert_eq!(said("[1]", "/3"), "`/3` cannot be set: the document is an array without that item");
        assert!(said("{}", "a").contains("not a JSON pointer"));
    }
}
