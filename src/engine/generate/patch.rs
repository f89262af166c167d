//! Changes one member of a line that the [writer](super::writer) wrote, and leaves the rest of its bytes as they are.

use std::ops::Range;

use crate::json;
use crate::json::parse_lenient;

/// A line without its newline.
pub(crate) struct Patch<'l>(pub(crate) &'l mut Vec<u8>);

/// The way to an object: the keys from the root.
pub(crate) type ObjectPath = &'static [&'static str];

pub(crate) const ROOT: ObjectPath = &[];
pub(crate) const HEADER: ObjectPath = &["header"];
pub(crate) const EVENT: ObjectPath = &["event"];
pub(crate) const OBJECT: ObjectPath = &["event", "object"];
pub(crate) const GUEST: ObjectPath = &["event", "object", "guest"];
pub(crate) const GUEST_ID: ObjectPath = &["event", "object", "guest", "id"];
pub(crate) const OLD: ObjectPath = &["event", "old_object"];

/// A member, where its key begins, and the bytes of its value.
struct Member {
    key: String,
    start: usize,
    value: Range<usize>,
}

impl Patch<'_> {
    /// The text of a value as it stands, quotes included.
    pub(crate) fn get(&self, part: ObjectPath, key: &str) -> Option<String> {
        let member = self.member(part, key)?;
        Some(String::from_utf8_lossy(&self.0[member.value]).into_owned())
    }

    pub(crate) fn integer(&self, part: ObjectPath, key: &str) -> Option<i64> {
        self.get(part, key)?.parse().ok()
    }

    /// Gives a member another value; where there is none, puts it where the alphabet wants it.
    pub(crate) fn set(&mut self, part: ObjectPath, key: &str, value: &str) {
        if let Some(member) = self.member(part, key) {
            self.0.splice(member.value, value.bytes());
            return;
        }
        let Some((start, members)) = self.members(part) else { return };
        let text = format!("\"{key}\":{value}");
        let next = members.iter().find(|it| &*it.key > key);
        let (at, text) = match (next, members.last()) {
            (Some(next), _) => (next.start, text + ","),
            (None, Some(last)) => (last.value.end, format!(",{text}")),
            (None, None) => (start + 1, text),
        };
        self.0.splice(at..at, text.into_bytes());
    }

    /// Writes a member twice, one after the other.
    pub(crate) fn double(&mut self, part: ObjectPath, key: &str) {
        if let Some(member) = self.member(part, key) {
            let mut text = self.0[member.start..member.value.end].to_vec();
            text.push(b',');
            self.0.splice(member.start..member.start, text);
        }
    }

    pub(crate) fn remove(&mut self, part: ObjectPath, key: &str) {
        let Some(Member { start, value, .. }) = self.member(part, key) else { return };
        let (mut from, mut to) = (start, value.end);
        if self.0.get(to) == Some(&b',') {
            to += 1;
        } else if self.0[from - 1] == b',' {
            from -= 1;
        }
        self.0.drain(from..to);
    }

    /// Puts raw bytes at the end of a text value, before its closing quote.
    pub(crate) fn append_raw(&mut self, part: ObjectPath, key: &str, bytes: &[u8]) {
        if let Some(member) = self.member(part, key) {
            let at = member.value.end - 1;
            self.0.splice(at..at, bytes.iter().copied());
        }
    }

    pub(crate) fn span(&self, part: ObjectPath, key: &str) -> Option<Range<usize>> {
        self.member(part, key).map(|it| it.value)
    }

    fn member(&self, part: ObjectPath, key: &str) -> Option<Member> {
        self.members(part)?.1.into_iter().find(|it| it.key == key)
    }

    /// Where an object begins, and its members.
    fn members(&self, part: ObjectPath) -> Option<(usize, Vec<Member>)> {
        let parsed = parse_lenient(self.0).ok()?;
        let object = part.iter().try_fold(&parsed.root, |object, key| object.get(key))?;
        let member = |it: &json::Member<'_>| Member {
            key: it.key.to_string(),
            start: it.key_span.start,
            value: it.value.span.clone(),
        };
        Some((object.span.start, object.members().iter().map(member).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(change: impl FnOnce(&mut Patch<'_>)) -> String {
        let text = r#"{"header":{"a":"x\"}"},"event":{"object":{"b":1,"d":[{"e":2}]},"old_object":{}}}"#;
        let mut line = text.as_bytes().to_vec();
        change(&mut Patch(&mut line));
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn a_member_is_found_set_put_doubled_and_taken_out() {
        patched(|it| {
            assert_eq!(it.get(HEADER, "a").as_deref(), Some(r#""x\"}""#));
            assert_eq!(it.integer(OBJECT, "b"), Some(1));
            assert_eq!((it.get(OBJECT, "e"), it.get(GUEST, "b")), (None, None));
        });
        let object = |text: &str| {
            format!(r#"{{"header":{{"a":"x\"}}"}},"event":{{"object":{{{text}}},"old_object":{{}}}}}}"#)
        };
        assert_eq!(patched(|it| it.set(OBJECT, "b", "9")), object(r#""b":9,"d":[{"e":2}]"#));
        assert_eq!(patched(|it| it.set(OBJECT, "c", "0")), object(r#""b":1,"c":0,"d":[{"e":2}]"#));
        assert_eq!(patched(|it| it.set(OBJECT, "f", "0")), object(r#""b":1,"d":[{"e":2}],"f":0"#));
        assert_eq!(patched(|it| it.double(OBJECT, "b")), object(r#""b":1,"b":1,"d":[{"e":2}]"#));
        assert_eq!(patched(|it| it.remove(OBJECT, "b")), object(r#""d":[{"e":2}]"#));
        assert_eq!(patched(|it| it.remove(OBJECT, "d")), object(r#""b":1"#));
        assert!(patched(|it| it.set(OLD, "c", "0")).ends_with(r#""old_object":{"c":0}}}"#));
        assert!(patched(|it| it.append_raw(HEADER, "a", b"!")).starts_with(r#"{"header":{"a":"x\"}!"}"#));
        assert!(patched(|it| it.remove(ROOT, "event")).ends_with(r#""}}"#));
    }
}
