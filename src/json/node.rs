//! A JSON value that remembers where it stood.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::{Map, Number, Value};

/// A value and its byte range in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// The bytes of the value, quotes and brackets included.
    pub span: Range<usize>,
    pub kind: Kind<'a>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    /// A string, its escapes resolved.
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    /// An object, every member as written, duplicates included.
    Object(Vec<Member<'a>>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The key, its escapes resolved.
    pub key: Cow<'a, str>,
    /// The bytes of the key, quotes included.
    pub key_span: Range<usize>,
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    pub fn members(&self) -> &[Member<'a>] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The member of a key; of duplicates the last, as `serde_json` and most parsers do.
    pub fn member(&self, key: &str) -> Option<&Member<'a>> {
        self.members().iter().rev().find(|member| member.key == key)
    }

    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.member(key).map(|member| &member.value)
    }

    pub(crate) fn items(&self) -> Option<&[Node<'a>]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, where this is a number written as one (or as a whole float like `1.0`) that fits a signed 64-bit integer.
    pub fn as_i64(&self) -> Option<i64> {
        let Kind::Number(text) = self.kind else { return None };
        text.parse().ok().or_else(|| Number::from_f64(text.parse().ok()?).and_then(|it| whole(&it)))
    }

    /// The same value for those who need no positions. A number beyond double precision becomes the largest one.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(it) => Value::Bool(*it),
            Kind::Number(text) => Value::Number(number(text)),
            Kind::String(text) => Value::String(text.to_string()),
            Kind::Array(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Kind::Object(members) => {
                let pairs = members.iter().map(|it| (it.key.to_string(), it.value.to_value()));
                Value::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
}

fn number(text: &str) -> Number {
    // -0 is no integer that differs from 0, and stays what it is.
    if let Ok(it) = text.parse::<i64>()
        && text != "-0"
    {
        return it.into();
    }
    if let Ok(it) = text.parse::<u64>() {
        return it.into();
    }
    let float = text.parse::<f64>().unwrap_or(f64::MAX).clamp(f64::MIN, f64::MAX);
    Number::from_f64(float).unwrap_or_else(|| 0.into())
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64()?;
    (float.fract() == 0.0 && float.abs() < 9_223_372_036_854_775_808.0).then_some(float as i64)
}
