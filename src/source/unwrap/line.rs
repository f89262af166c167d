//! What a line of a log wraps: recognised by the line alone.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use crate::json::{self, Fault, Node, SyntaxError};
use crate::model::{Coding, decode_string};
use crate::protocol::webhook::named_member;
use crate::report::LogWrapper;

/// What is in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrapped<'l> {
    /// A text, or a piece of one.
    Text {
        wrapper: LogWrapper,
        /// The stream that the pieces of one text come in.
        stream: &'l [u8],
        /// Where it stands in the line.
        raw: Range<usize>,
        coding: Coding,
        /// What stands there, decoded.
        text: Vec<u8>,
        /// Whether it is the last piece of its text.
        ends: bool,
    },
    /// A line of our own raw record that holds no event that was taken.
    NotReceived,
}

/// What a line holds, if it is of a wrapper that can be told by its form.
pub(super) fn unwrap(line: &[u8]) -> Option<Wrapped<'_>> {
    match line.first()? {
        b'{' => match first_name(line)? {
            b"log" | b"stream" | b"time" | b"attrs" => docker(line),
            b"at" => request_at_sight(line).or_else(|| request(line)),
            b"request_at" => json::parse(line).ok().map(|_| Wrapped::NotReceived),
            _ => None,
        },
        b'"' => string(line),
        b'0'..=b'9' => cri(line),
        _ => None,
    }
}

/// The same without a tree of what is ours: a line that needs one is taken out in the order of the lines, and parsed once.
pub(super) fn unwrap_at_sight(line: &[u8]) -> Option<Wrapped<'_>> {
    match first_name(line) {
        Some(b"at") => request_at_sight(line),
        Some(b"request_at") => None,
        _ => unwrap(line),
    }
}

/// Whether a line that begins like this may wrap something. Cheap: every line that is no event is asked.
pub(crate) fn may_wrap(line: &[u8]) -> bool {
    if line.first().is_some_and(u8::is_ascii_digit) {
        return line.get(10) == Some(&b'T');
    }
    first_name(line)
        .is_some_and(|name| matches!(name, b"log" | b"stream" | b"time" | b"attrs" | b"at" | b"request_at"))
}

/// The name of the first member of the object that a line begins with.
fn first_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    Some(&name[..memchr(b'"', name)?])
}

/// Decodes the JSON string whose inside begins at `from`, in the place of what `text` held. The place behind its closing
/// quote; none where it is not as JSON has it.
fn string_end(line: &[u8], from: usize, text: &mut Vec<u8>) -> Option<usize> {
    text.clear();
    let (end, is_json) = decode_string(line, from, text);
    (is_json && line.get(end) == Some(&b'"')).then_some(end + 1)
}

/// The value of a string without escapes that `text` begins with after `key`, and what follows it.
fn plain_value<'l>(text: &'l [u8], key: &[u8]) -> Option<(&'l [u8], &'l [u8])> {
    let value = text.strip_prefix(key)?;
    Some(value.split_at(memchr(b'"', value)?))
}

/// Whether all of these stand in a line: only then is it parsed to see whether it is a wrapper.
fn holds(line: &[u8], names: &[&[u8]]) -> Option<()> {
    names.iter().all(|name| memmem::find(line, name).is_some()).then_some(())
}

fn docker(line: &[u8]) -> Option<Wrapped<'_>> {
    let (raw, stream, text) = written_by_docker(line).or_else(|| written_by_others(line))?;
    let ends = text.ends_with(b"\n");
    Some(Wrapped::Text { wrapper: LogWrapper::Docker, stream, raw, coding: Coding::JsonString, text, ends })
}

/// Where the text stands, its stream, and what it says.
type DockerText<'l> = (Range<usize>, &'l [u8], Vec<u8>);

/// In a line just as docker writes it: told without a tree.
fn written_by_docker(line: &[u8]) -> Option<DockerText<'_>> {
    let from = b"{\"log\":\"".len();
    let mut text = Vec::with_capacity(line.len());
    let behind = line.starts_with(b"{\"log\":\"").then(|| string_end(line, from, &mut text))??;
    let (stream, rest) = plain_value(&line[behind..], b",\"stream\":\"")?;
    let (_, rest) = plain_value(rest, b"\",\"time\":\"")?;
    (rest == b"\"}").then_some((from..behind - 1, stream, text))
}

/// The same with blanks, more members, or in another order.
fn written_by_others(line: &[u8]) -> Option<DockerText<'_>> {
    holds(line, &[b"\"log\"", b"\"stream\"", b"\"time\""])?;
    let root = json::parse(line).ok()?;
    let string = |name: &str| {
        let node = root.get(name)?;
        Some((node.span.start + 1..node.span.end - 1, node.as_str()?))
    };
    let ((raw, text), (stream, _)) = (string("log")?, string("stream")?);
    root.get("time")?;
    Some((raw, &line[stream], text.as_bytes().to_vec()))
}

/// A request of our own raw record that was taken, where the line is just as we write it and holds no URL check.
fn request_at_sight(line: &[u8]) -> Option<Wrapped<'_>> {
    let (raw, text) = written_by_us(line)?;
    memmem::find(&text, b"url_verification").is_none().then(|| of_record(raw, text))
}

/// Any request of our own raw record.
fn request(line: &[u8]) -> Option<Wrapped<'_>> {
    holds(line, &[b"\"method\"", b"\"headers\""])?;
    let root = json::parse(line).ok()?;
    root.get("method").zip(root.get("headers"))?;
    if root.get("body_base64").is_some() && root.get("refused").is_none() {
        return None;
    }
    let Some(body) = root.get("body").filter(|_| root.get("refused").is_none()) else {
        return Some(Wrapped::NotReceived);
    };
    let text = body.as_str()?;
    let is_check = || {
        let body = text.contains("url_verification").then(|| json::parse(text.as_bytes()));
        body.is_some_and(|it| {
            it.is_ok_and(|it| it.get("type").and_then(Node::as_str) == Some("url_verification"))
        })
    };
    if text.trim().is_empty() || is_check() {
        return Some(Wrapped::NotReceived);
    }
    Some(of_record(body.span.start + 1..body.span.end - 1, text.as_bytes().to_vec()))
}

fn of_record(raw: Range<usize>, text: Vec<u8>) -> Wrapped<'static> {
    in_json_string(LogWrapper::RawRecord, raw, text)
}

/// Where the body stands, and what it says, in a line just as we write it, of a request that was taken: told without a tree.
fn written_by_us(line: &[u8]) -> Option<(Range<usize>, Vec<u8>)> {
    let mut text = Vec::with_capacity(line.len());
    let eat = |at: usize, text: &[u8]| line.get(at..)?.starts_with(text).then_some(at + text.len());
    let mut at = eat(0, b"{\"at\":")?;
    at += line[at..].iter().position(|it| !it.is_ascii_digit()).filter(|digits| *digits > 0)?;
    for key in [&b",\"method\":\""[..], b",\"target\":\""] {
        at = string_end(line, eat(at, key)?, &mut text)?;
    }
    at = eat(at, b",\"headers\":[")?;
    while let Some(name) = eat(at, b"[\"") {
        let value = eat(string_end(line, name, &mut text)?, b",\"")?;
        at = eat(string_end(line, value, &mut text)?, b"]")?;
        at = eat(at, b",").unwrap_or(at);
    }
    let from = eat(at, b"],\"body\":\"")?;
    let end = string_end(line, from, &mut text)?;
    (eat(end, b"}")? == line.len() && line.get(from) == Some(&b'{')).then_some((from..end - 1, text))
}

/// `2023-11-14T22:13:20.000000000Z stdout F …`
fn cri(line: &[u8]) -> Option<Wrapped<'_>> {
    let time = memchr(b' ', line)?;
    if time < 20 || line[4] != b'-' || line[10] != b'T' {
        return None;
    }
    let stream_at = time + 1;
    let stream = &line[stream_at..stream_at + memchr(b' ', &line[stream_at..])?];
    if stream != b"stdout" && stream != b"stderr" {
        return None;
    }
    let tag_at = stream_at + stream.len() + 1;
    let tag = &line[tag_at..];
    let tag = &tag[..memchr(b' ', tag).unwrap_or(tag.len())];
    let ends = match tag.split(|byte| *byte == b':').next()? {
        b"F" => true,
        b"P" => false,
        _ => return None,
    };
    let raw = (tag_at + tag.len() + 1).min(line.len())..line.len();
    let text = line[raw.clone()].to_vec();
    Some(Wrapped::Text { wrapper: LogWrapper::Cri, stream, raw, coding: Coding::Plain, text, ends })
}

/// A JSON string that holds an object.
fn string(line: &[u8]) -> Option<Wrapped<'_>> {
    let (raw, text) = object_in_string(line)?;
    Some(in_json_string(LogWrapper::JsonString, raw, text))
}

/// A text that is a JSON string of its own.
fn in_json_string(wrapper: LogWrapper, raw: Range<usize>, text: Vec<u8>) -> Wrapped<'static> {
    Wrapped::Text { wrapper, stream: b"", raw, coding: Coding::JsonString, text, ends: true }
}

/// Where the inside of the string stands, and what it says, if `text` is one JSON string that holds an object.
pub(super) fn object_in_string(text: &[u8]) -> Option<(Range<usize>, Vec<u8>)> {
    memchr(b'{', text)?;
    let root = json::parse(text).ok()?;
    let inside = root.as_str().filter(|it| it.trim_start().starts_with('{'))?;
    Some((root.span.start + 1..root.span.end - 1, inside.as_bytes().to_vec()))
}

/// Where the event stands in a line of text: text that holds a letter or a digit and neither `{` nor `"`, before what looks
/// like one object and names `schema` and `header`, or `encrypt`. Text may follow an object that is JSON, without a brace.
pub(super) fn event_in_text(line: &[u8]) -> Option<Range<usize>> {
    let at = object_behind_text(line)?;
    let has = |name: &[u8]| memmem::find(&line[at..], name).is_some();
    let is_event = has(b"\"schema\"") && has(b"\"header\"") || has(b"\"encrypt\"");
    if !is_event || line.ends_with(b"}") {
        return is_event.then_some(at..line.len());
    }
    let SyntaxError { offset, fault: Fault::Trailing, .. } = json::parse(&line[at..]).err()? else {
        return None;
    };
    let end = at + offset;
    memchr2(b'{', b'}', &line[end..]).is_none().then_some(at..end)
}

/// Where an object begins in such a line, if it names an event: its end may be missing.
pub(super) fn cut_behind_text(line: &[u8]) -> Option<usize> {
    object_behind_text(line).filter(|at| names_an_event(&line[*at..]))
}

fn object_behind_text(line: &[u8]) -> Option<usize> {
    let at = memchr(b'{', line)?;
    let text = std::str::from_utf8(&line[..at]).ok()?;
    (!text.contains('"') && text.contains(char::is_alphanumeric)).then_some(at)
}

/// Whether a text is JSON or begins like it.
pub(super) fn begins_json(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'{' | b'"')) || json::parse(text).is_ok()
}

/// Whether a line may be an event that is broken, or is escaped once too often: it is then an error, and no other line of a log.
pub(super) fn names_an_event(line: &[u8]) -> bool {
    named_member(line, &["schema", "encrypt"]).is_some()
}
