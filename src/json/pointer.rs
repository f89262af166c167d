//! JSON pointers (RFC 6901): writing them and following them.

use std::borrow::Cow;
use std::ops::Range;

use super::node::{Kind, Node};

/// The way to a value during a walk; it becomes a pointer only when one is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    pub(crate) fn pointer(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(text);
                text.push('/');
                text.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Self::Index(parent, index) => {
                parent.write(text);
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
    }
}

/// A value found by its pointer.
#[derive(Clone, Debug)]
pub struct Found<'n, 'a> {
    /// The bytes of its key, where it is a member of an object.
    pub key_span: Option<Range<usize>>,
    pub node: &'n Node<'a>,
}

impl<'a> Node<'a> {
    /// Follows a pointer; of duplicate keys the last.
    pub fn at(&self, pointer: &str) -> Option<Found<'_, 'a>> {
        let mut found = Found { key_span: None, node: self };
        for part in pointer.split('/').skip(1) {
            found = match &found.node.kind {
                Kind::Object(_) => {
                    let member = found.node.member(&unescaped(part))?;
                    Found { key_span: Some(member.key_span.clone()), node: &member.value }
                }
                Kind::Array(items) => Found { key_span: None, node: items.get(part.parse::<usize>().ok()?)? },
                _ => return None,
            };
        }
        Some(found)
    }

    /// Shows `see` every value, each before those in it, with the way to it.
    pub(crate) fn each(&self, path: Path<'_>, see: &mut impl FnMut(&Self, Path<'_>)) {
        see(self, path);
        match &self.kind {
            Kind::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    item.each(Path::Index(&path, at), see);
                }
            }
            Kind::Object(members) => {
                for member in members {
                    member.value.each(Path::Key(&path, &member.key), see);
                }
            }
            _ => {}
        }
    }
}

/// A step of a pointer as the key that it names.
pub(super) fn unescaped(part: &str) -> Cow<'_, str> {
    if part.contains('~') { part.replace("~1", "/").replace("~0", "~").into() } else { part.into() }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    #[test]
    fn a_pointer_finds_what_it_was_made_for() {
        let node = parse(br#"{"a/b":[{"c~d":7}]}"#).unwrap();
        let list = Path::Key(&Path::Root, "a/b");
        let pointer = Path::Key(&Path::Index(&list, 0), "c~d").pointer();
        assert_eq!(pointer, "/a~1b/0/c~0d");
        assert_eq!(node.at(&pointer).unwrap().node.as_i64(), Some(7));
        assert!(node.at("/a~1b/1").is_none());
        assert_eq!(node.at("").unwrap().node, &node);
    }
}
