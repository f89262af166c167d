//! What a line of a log wraps: recognised by the line alone, and taken out without a tree of it. Only what comes out is parsed.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::members::{each_member, string, value_end};
use crate::json;
use crate::model::Coding;
use crate::protocol::webhook::{named_event, named_otherwise};
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
        /// Whether it is the last piece of its text.
        ends: bool,
    },
    /// A line of our own raw record that holds no event that was taken.
    NotReceived,
}

/// What a line holds, if it is of a wrapper that can be told by its form. What stands in it is
/// appended to `text`, decoded; without a result `text` holds anything behind what it held.
pub(super) fn unwrap<'l>(line: &'l [u8], text: &mut Vec<u8>) -> Option<Wrapped<'l>> {
    match line.first()? {
        b'{' => match first_name(line)? {
            b"log" | b"stream" | b"time" | b"attrs" => docker(line, text),
            b"at" => request(line, text),
            b"request_at" => each_member(line, b"", text, |_, _| {}).map(|()| Wrapped::NotReceived),
            _ => None,
        },
        b'"' => object_in_string(line, text).map(|raw| in_json_string(LogWrapper::JsonString, raw)),
        b'0'..=b'9' => cri(line, text),
        _ => None,
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

/// A line of docker's json-file, also with blanks, more members, or in another order.
fn docker<'l>(line: &'l [u8], text: &mut Vec<u8>) -> Option<Wrapped<'l>> {
    let (mut log, mut stream, mut has_time) = (None, None, false);
    each_member(line, b"log", text, |name, inside| match name {
        b"log" => log = inside,
        b"stream" => stream = inside.map(|it| &line[it]),
        b"time" => has_time = true,
        _ => {}
    })?;
    let (raw, stream) = log.zip(stream).filter(|_| has_time)?;
    let ends = !raw.is_empty() && text.ends_with(b"\n");
    Some(Wrapped::Text { wrapper: LogWrapper::Docker, stream, raw, coding: Coding::JsonString, ends })
}

/// A request of our own raw record.
fn request<'l>(line: &'l [u8], text: &mut Vec<u8>) -> Option<Wrapped<'l>> {
    let (mut names, mut body, before) = (Vec::with_capacity(8), None, text.len());
    each_member(line, b"body", text, |name, inside| {
        names.push(name);
        if name == b"body" {
            body = inside;
        }
    })?;
    let has = |name: &[u8]| names.contains(&name);
    if !has(b"method") || !has(b"headers") || (has(b"body_base64") && !has(b"refused")) {
        return None;
    }
    if !has(b"body") || has(b"refused") {
        return Some(Wrapped::NotReceived);
    }
    let raw = body?;
    if text[before..].trim_ascii().is_empty() || is_url_check(&text[before..]) {
        return Some(Wrapped::NotReceived);
    }
    Some(in_json_string(LogWrapper::RawRecord, raw))
}

fn is_url_check(body: &[u8]) -> bool {
    let (kind, mut said) = (b"url_verification", Vec::new());
    let is_named = memmem::find(body, kind).is_some();
    is_named && each_member(body, b"type", &mut said, |_, _| {}).is_some_and(|()| said == kind)
}

/// `2023-11-14T22:13:20.000000000Z stdout F …`
fn cri<'l>(line: &'l [u8], text: &mut Vec<u8>) -> Option<Wrapped<'l>> {
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
    // Where line ends were converted, a piece ends before the carriage return.
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let raw = (tag_at + tag.len() + 1).min(line.len())..line.len();
    text.extend_from_slice(&line[raw.clone()]);
    Some(Wrapped::Text { wrapper: LogWrapper::Cri, stream, raw, coding: Coding::Plain, ends })
}

/// A text that is a JSON string of its own.
fn in_json_string(wrapper: LogWrapper, raw: Range<usize>) -> Wrapped<'static> {
    Wrapped::Text { wrapper, stream: b"", raw, coding: Coding::JsonString, ends: true }
}

/// Where the inside of the string stands, if `text` is one JSON string that holds an object; that is appended to `said`.
pub(super) fn object_in_string(text: &[u8], said: &mut Vec<u8>) -> Option<Range<usize>> {
    memchr2(b'{', b'\\', text)?;
    let before = said.len();
    string(text, said).filter(|_| said[before..].trim_ascii_start().starts_with(b"{"))
}

/// Where the event stands in a line of text: text that holds a letter or a digit and neither `{` nor `"`, before what looks
/// like one object and names `schema` and `header`, or `encrypt`. Text without a brace may follow.
pub(super) fn event_in_text(line: &[u8]) -> Option<Range<usize>> {
    let at = object_behind_text(line)?;
    let has = |name: &[u8]| memmem::find(&line[at..], name).is_some();
    let is_event = has(b"\"schema\"") && has(b"\"header\"") || has(b"\"encrypt\"");
    if !is_event || line.ends_with(b"}") {
        return is_event.then_some(at..line.len());
    }
    let end = value_end(line, at)?;
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

/// Whether a line may be an event that is broken, escaped once too often, or in another notation: it is then an error, and no
/// other line of a log.
pub(super) fn names_an_event(line: &[u8]) -> bool {
    let has_schema = memmem::find(line, b"\"schema\"").is_some();
    has_schema || named_event(line).is_some() || named_otherwise(line).is_some()
}
