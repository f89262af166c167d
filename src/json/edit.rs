//! Setting one value in a document: every other byte stays as it is.

use std::ops::Range;

use super::fault::SyntaxError;
use super::node::{Kind, Node};
use super::parse::parse_lenient;
use super::pointer::unescaped;

/// Why a value cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EditError {
    #[error("the document is not JSON: {}", .0.fault)]
    Syntax(SyntaxError),
    #[error("`{pointer}` is not a JSON pointer; it begins with `/`, as in `/event/object/status`")]
    NotAPointer { pointer: String },
    #[error("`{pointer}` cannot be set: {holder} is {found}")]
    NoPlace { pointer: String, holder: String, found: &'static str },
}

/// The document with `value`, compact JSON, at `pointer` (RFC 6901). A value that is there is replaced, of duplicate
/// keys the last; a member that is absent is added at the end of its object, with objects around it where those are
/// absent too; `-` appends to an array.
pub(crate) fn set(text: &[u8], pointer: &str, value: &[u8]) -> Result<Vec<u8>, EditError> {
    let (span, piece) = splice_at(&parse_lenient(text).map_err(EditError::Syntax)?.root, pointer, value)?;
    Ok([&text[..span.start], &piece, &text[span.end..]].concat())
}

/// A value for a place: the pointer, and compact JSON.
pub(crate) type Edit = (String, Vec<u8>);

/// Several values at once, in a document that is parsed already: `root` is what `text` was parsed to. `None` where one
/// cannot be set, or where one may depend on another: one after the other they mean something else then.
pub(crate) fn set_all(text: &[u8], root: &Node<'_>, changes: &[Edit]) -> Option<Vec<u8>> {
    let mut pieces = Vec::with_capacity(changes.len());
    for (pointer, value) in changes {
        let is_nested = value.starts_with(b"{") || value.starts_with(b"[");
        if is_nested && changes.len() > 1 {
            return None;
        }
        pieces.push(splice_at(root, pointer, value).ok()?);
    }
    pieces.sort_by_key(|(span, _)| span.start);
    if pieces.windows(2).any(|pair| pair[0].0.end >= pair[1].0.start) {
        return None;
    }
    let (mut edited, mut at) = (Vec::with_capacity(text.len() + 64), 0);
    for (span, piece) in pieces {
        edited.extend_from_slice(&text[at..span.start]);
        edited.extend_from_slice(&piece);
        at = span.end;
    }
    edited.extend_from_slice(&text[at..]);
    Some(edited)
}

/// Which bytes become which.
fn splice_at(root: &Node<'_>, pointer: &str, value: &[u8]) -> Result<(Range<usize>, Vec<u8>), EditError> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(EditError::NotAPointer { pointer: pointer.to_owned() });
    }
    let mut node = root;
    let mut parts = pointer.split('/').skip(1);
    let mut walked = 0;
    while let Some(part) = parts.next() {
        let Some(inner) = step(node, part) else {
            let missing: Vec<String> =
                std::iter::once(part).chain(parts).map(|it| unescaped(it).into_owned()).collect();
            return place(node, &missing, value).ok_or_else(|| EditError::NoPlace {
                pointer: pointer.to_owned(),
                holder: if walked == 0 {
                    "the document".to_owned()
                } else {
                    format!("`{}`", &pointer[..walked])
                },
                found: found(node),
            });
        };
        node = inner;
        walked += 1 + part.len();
    }
    Ok((node.span.clone(), value.to_vec()))
}

fn step<'n, 'a>(node: &'n Node<'a>, part: &str) -> Option<&'n Node<'a>> {
    match &node.kind {
        Kind::Object(_) => node.get(&unescaped(part)),
        Kind::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Where the missing members go, and their text.
fn place(holder: &Node<'_>, missing: &[String], value: &[u8]) -> Option<(Range<usize>, Vec<u8>)> {
    let (first, deeper) = missing.split_first()?;
    let is_empty = match &holder.kind {
        Kind::Object(members) => members.is_empty(),
        Kind::Array(items) if first == "-" => items.is_empty(),
        _ => return None,
    };
    let mut piece = if is_empty { Vec::new() } else { vec![b','] };
    if matches!(holder.kind, Kind::Object(_)) {
        piece.extend(key(first));
    }
    for name in deeper {
        piece.push(b'{');
        piece.extend(key(name));
    }
    piece.extend_from_slice(value);
    piece.extend(std::iter::repeat_n(b'}', deeper.len()));
    let end = holder.span.end - 1;
    Some((end..end, piece))
}

/// `"name":`.
fn key(name: &str) -> Vec<u8> {
    let mut text = serde_json::Value::from(name).to_string().into_bytes();
    text.push(b':');
    text
}

fn found(node: &Node<'_>) -> &'static str {
    match node.kind {
        Kind::Null => "null",
        Kind::Bool(_) => "true or false",
        Kind::Number(_) => "a number",
        Kind::String(_) => "a text",
        Kind::Array(_) => "an array without that item",
        Kind::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, pointer: &str, value: &str) -> String {
        String::from_utf8(set(text.as_bytes(), pointer, value.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn a_value_that_is_there_is_replaced_and_every_other_byte_stays() {
        let text = "{\"n\" : 1.50, \"a\":{ \"b\" :\"x\\u0041\", \"b\": [1,2] } }";
        assert_eq!(edited(text, "/n", "7"), text.replace("1.50", "7"));
        assert_eq!(edited(text, "/a/b", "null"), text.replace("[1,2]", "null"));
        assert_eq!(edited(text, "/a/b/1", "9"), text.replace("1,2", "1,9"));
        assert_eq!(edited(text, "", "{}"), "{}");
    }

    #[test]
    fn a_member_that_is_absent_is_added_at_the_end() {
        assert_eq!(edited(r#"{"a":1}"#, "/b", "2"), r#"{"a":1,"b":2}"#);
        assert_eq!(edited("{}", "/header/token", r#""t""#), r#"{"header":{"token":"t"}}"#);
        assert_eq!(edited(r#"{"x":{}}"#, "/x/a~1b/c~0\"d", "1"), r#"{"x":{"a/b":{"c~\"d":1}}}"#);
        assert_eq!(edited("[1]", "/-", "2"), "[1,2]");
        assert_eq!(edited("[]", "/-/a", "2"), r#"[{"a":2}]"#);
    }

    #[test]
    fn several_are_set_at_once_as_one_after_the_other() {
        let text = r#"{"header":{"token":"t","event_id":"e"},"event":{"a":1,"b":{}}}"#;
        let all = |changes: &[(&str, &str)]| {
            let changes: Vec<Edit> =
                changes.iter().map(|it| (it.0.to_owned(), it.1.as_bytes().to_vec())).collect();
            let edited = set_all(text.as_bytes(), &parse_lenient(text.as_bytes()).unwrap().root, &changes)?;
            let one_by_one = changes
                .iter()
                .fold(text.as_bytes().to_vec(), |text, (pointer, value)| set(&text, pointer, value).unwrap());
            assert_eq!(edited, one_by_one);
            Some(())
        };
        assert!(
            all(&[("/header/event_id", r#""f""#), ("/header/token", "\"\""), ("/event/b/c", "2")]).is_some()
        );
        assert!(all(&[("/event/b", "{}")]).is_some());
        for dependent in [
            [("/event/b/c", "1"), ("/event/b/d", "2")],
            [("/event/a", "1"), ("/event/a", "2")],
            [("/event", "1"), ("/event/a", "2")],
            [("/event/b", "{\"x\":1}"), ("/header/token", "2")],
        ] {
            let changes = dependent.map(|it| (it.0.to_owned(), it.1.as_bytes().to_vec()));
            assert_eq!(
                set_all(text.as_bytes(), &parse_lenient(text.as_bytes()).unwrap().root, &changes),
                None
            );
        }
    }

    #[test]
    fn what_has_no_place_says_what_stands_in_the_way() {
        let said = |text: &str, pointer: &str| set(text.as_bytes(), pointer, b"1").unwrap_err().to_string();
        assert_eq!(said(r#"{"a":{"b":5}}"#, "/a/b/c"), "`/a/b/c` cannot be set: `/a/b` is a number");
        assert_eq!(said("[1]", "/3"), "`/3` cannot be set: the document is an array without that item");
        assert!(said("{}", "a").contains("not a JSON pointer"));
        assert!(said("{", "/a").starts_with("the document is not JSON"));
    }
}
