//! JSON pointers (RFC 6901): writing them and following them.

use std::ops::Range;

use super::{Kind, Node};

/// Appends a key to a pointer, escaped.
pub fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Appends an array index to a pointer.
pub fn index(pointer: &str, index: usize) -> String {
    format!("{pointer}/{index}")
}

/// A value found by its pointer.
#[derive(Clone, Debug)]
pub struct Found<'n, 'a> {
    /// The bytes of its key, where it is a member of an object.
    pub key_span: Option<Range<usize>>,
    /// The value.
    pub node: &'n Node<'a>,
}

impl<'a> Node<'a> {
    /// Follows a pointer; of duplicate keys the last.
    pub fn at(&self, pointer: &str) -> Option<Found<'_, 'a>> {
        let mut found = Found { key_span: None, node: self };
        for part in pointer.split('/').skip(1) {
            found = match &found.node.kind {
                Kind::Object(_) => {
                    let member = found.node.member(&part.replace("~1", "/").replace("~0", "~"))?;
                    Found { key_span: Some(member.key_span.clone()), node: &member.value }
                }
                Kind::Array(items) => Found { key_span: None, node: items.get(part.parse::<usize>().ok()?)? },
                _ => return None,
            };
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_pointer_finds_what_it_was_made_for() {
        let node = parse(br#"{"a/b":[{"c~d":7}]}"#).unwrap();
        let pointer = child(&index(&child("", "a/b"), 0), "c~d");
        assert_eq!(pointer, "/a~1b/0/c~0d");
        assert_eq!(node.at(&pointer).unwrap().node.as_i64(), Some(7));
        assert!(node.at("/a~1b/1").is_none());
        assert_eq!(node.at("").unwrap().node, &node);
    }
}
