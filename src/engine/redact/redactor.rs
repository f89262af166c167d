//! Redacts one document: every byte stays where it is, but for names and values that are not known as safe.

use std::collections::BTreeMap;
use std::ops::Range;

use super::place::{MemberPlace, is_known_name};
use super::pseudonym::Pseudonyms;
use super::{broken, event_type, literal, marks};
use crate::catalog;
use crate::catalog::EventKind;
use crate::json::{Kind, Node, Parsed, parse_lenient};
use crate::protocol::webhook::{Cipher, encrypted_body};

/// How many places that no page documents are kept for the report.
const PLACES: usize = 1000;
/// How deep JSON in texts of JSON is looked into.
const DEPTH: usize = 4;

/// Redacts documents, and counts what it did.
#[derive(Clone, Debug)]
pub(crate) struct Redactor {
    pseudonyms: Pseudonyms,
    /// What opens encrypted documents.
    cipher: Option<Cipher>,
    pub(crate) done: Redacted,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Redacted {
    pub(crate) documents: u64,
    /// Names and values that were replaced.
    pub(crate) values: u64,
    /// Of the documents: those that are no JSON, whose letters and digits were replaced as they stand.
    pub(crate) broken: u64,
    /// Of the documents: encrypted ones that were not opened, whose text opens no more.
    pub(crate) sealed: u64,
    /// Places that no page documents, and how many values were replaced there. Names in them are replaced, too.
    pub(crate) unknown: BTreeMap<String, u64>,
}

impl Redactor {
    /// Replaces by pseudonyms of this salt; opens what is encrypted where there is a cipher.
    pub(crate) fn new(pseudonyms: Pseudonyms, cipher: Option<Cipher>) -> Self {
        Self { pseudonyms, cipher, done: Redacted::default() }
    }

    /// The document, opened, without what identifies anybody.
    pub(crate) fn redact(&mut self, text: &[u8]) -> Vec<u8> {
        let parsed = parse_lenient(text).ok();
        let sealed = parsed.as_ref().and_then(|it| encrypted_body(&it.root)).zip(self.cipher.as_ref());
        match sealed.and_then(|(body, cipher)| cipher.unlock(body).ok()) {
            Some(opened) => self.redact_parsed(&opened, parse_lenient(&opened).ok().as_ref()),
            None => self.redact_parsed(text, parsed.as_ref()),
        }
    }

    /// The same of a text that was parsed already, where it is JSON.
    pub(crate) fn redact_parsed(&mut self, text: &[u8], parsed: Option<&Parsed<'_>>) -> Vec<u8> {
        self.done.documents += 1;
        let Some(Parsed { root, .. }) = parsed else {
            self.done.broken += 1;
            return broken::scrubbed(text, &self.pseudonyms);
        };
        let kind = catalog::kind_of(root);
        self.done.sealed += u64::from(kind.is_none() && root.get("encrypt").is_some());
        self.walked(text, root, MemberPlace::root(kind.map(EventKind::tree)), 0)
    }

    fn walked(&mut self, text: &[u8], root: &Node<'_>, place: MemberPlace<'_>, depth: usize) -> Vec<u8> {
        let mut walk = Walk { text, depth, edits: Vec::new(), pointer: String::new(), redactor: self };
        walk.value(root, place);
        let edits = walk.edits;
        self.done.values += edits.len() as u64;
        spliced(text, &edits)
    }
}

struct Walk<'w> {
    text: &'w [u8],
    depth: usize,
    /// What is replaced, in the order of the text.
    edits: Vec<(Range<usize>, String)>,
    /// The place, its replaced names in it.
    pointer: String,
    redactor: &'w mut Redactor,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node<'_>, place: MemberPlace<'_>) {
        match &node.kind {
            Kind::Null | Kind::Bool(_) => {}
            Kind::Number(number) => {
                if !place.keeps_number(number) {
                    let made = self.redactor.pseudonyms.number(number);
                    self.replace(node.span.clone(), made, place);
                }
            }
            Kind::String(text) => self.string(node, text, place),
            Kind::Array(items) => {
                let len = self.pointer.len();
                self.pointer.push_str("/*");
                for item in items {
                    self.value(item, place.item());
                }
                self.pointer.truncate(len);
            }
            Kind::Object(members) => {
                for member in members {
                    let len = self.pointer.len();
                    self.pointer.push('/');
                    if is_known_name(&member.key) {
                        self.pointer.push_str(&member.key);
                    } else {
                        let made = self.literal(&member.key_span);
                        self.pointer.push_str(&made[1..made.len() - 1]);
                        self.replace(member.key_span.clone(), made, place.member(&member.key));
                    }
                    self.value(&member.value, place.member(&member.key));
                    self.pointer.truncate(len);
                }
            }
        }
    }

    fn string(&mut self, node: &Node<'_>, text: &str, place: MemberPlace<'_>) {
        if place.keeps_text(text) {
            return;
        }
        let pseudonyms = &self.redactor.pseudonyms;
        let names_type = matches!(place.name, "event_type" | "type");
        let event_type = event_type::replaced(text, pseudonyms).filter(|_| names_type);
        let marked = event_type.or_else(|| marks::marked(place.name, text, pseudonyms));
        let made = match marked.or_else(|| self.inner(text)) {
            Some(made) => quoted(&made),
            None => self.literal(&node.span),
        };
        self.replace(node.span.clone(), made, place);
    }

    /// A text that is an object or an array of JSON.
    fn inner(&mut self, text: &str) -> Option<String> {
        let start = text.trim_start();
        if self.depth >= DEPTH || !(start.starts_with('{') || start.starts_with('[')) {
            return None;
        }
        let parsed = parse_lenient(text.as_bytes()).ok()?;
        let made =
            self.redactor.walked(text.as_bytes(), &parsed.root, MemberPlace::root(None), self.depth + 1);
        String::from_utf8(made).ok()
    }

    /// A literal with its inside replaced.
    fn literal(&self, span: &Range<usize>) -> String {
        let inside = &self.text[span.start + 1..span.end - 1];
        let inside = std::str::from_utf8(inside).expect("what was parsed is UTF-8");
        format!("\"{}\"", literal::replaced(inside, &self.redactor.pseudonyms))
    }

    fn replace(&mut self, span: Range<usize>, made: String, place: MemberPlace<'_>) {
        if self.text[span.clone()] == *made.as_bytes() {
            return;
        }
        self.edits.push((span, made));
        let unknown = &mut self.redactor.done.unknown;
        if !place.is_known() && (unknown.len() < PLACES || unknown.contains_key(&self.pointer)) {
            *unknown.entry(self.pointer.clone()).or_default() += 1;
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn spliced(text: &[u8], edits: &[(Range<usize>, String)]) -> Vec<u8> {
    let mut made = Vec::with_capacity(text.len());
    let mut at = 0;
    for (span, piece) in edits {
        made.extend_from_slice(&text[at..span.start]);
        made.extend_from_slice(piece.as_bytes());
        at = span.end;
    }
    made.extend_from_slice(&text[at..]);
    made
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Looks, looks};
    use super::*;

    fn redactor() -> Redactor {
        Redactor::new(Pseudonyms::new(b"example-salt"), None)
    }

    fn redacted(text: &str) -> String {
        String::from_utf8(redactor().redact(text.as_bytes())).unwrap()
    }

    const EVENT: &str = r#"{"schema":"2.0","header":{"event_id":"5e3702a84e847582be8db7fb73283c02","token":"rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV","create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"2ca1d211f64f6438","app_id":"cli_9f5343c580712544"},"event":{"object":{"guest":{"name":"张三","email":"san.zhang@firm.example","age":42},"stage":2,"status":3,"ticket_id":"6626871355780366331","updated_at":1700000000000},"old_object":{"stage":1,"status":1}}}"#;

    #[test]
    fn what_identifies_is_replaced_and_the_story_stays() {
        let made = redacted(EVENT);
        assert_eq!(made.len(), EVENT.len());
        for gone in [
            "5e3702a84e847582be8db7fb73283c02",
            "rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV",
            "2ca1d211f64f6438",
            "9f5343c580712544",
            "张三",
            "zhang",
            "firm",
            "6626871355780366331",
            "\"age\"",
            ":42",
        ] {
            assert!(!made.contains(gone), "{gone}: {made}");
        }
        for kept in [
            "\"schema\":\"2.0\"",
            "\"create_time\":\"1700000000000\"",
            "\"event_type\":\"helpdesk.ticket.updated_v1\"",
            "\"stage\":2,\"status\":3",
            "\"updated_at\":1700000000000},\"old_object\":{\"stage\":1,\"status\":1}",
            "@",
            "cli_",
        ] {
            assert!(made.contains(kept), "{kept}: {made}");
        }
        assert_eq!((looks(EVENT.as_bytes()), looks(made.as_bytes())), (Looks::Real, Looks::Redacted));
    }

    #[test]
    fn what_no_page_documents_is_reported_by_its_replaced_name() {
        let mut it = redactor();
        it.redact(EVENT.as_bytes());
        assert_eq!(it.done.unknown.values().copied().collect::<Vec<_>>(), [2]);
        let pointer = it.done.unknown.keys().next().unwrap();
        assert!(pointer.starts_with("/event/object/guest/") && !pointer.ends_with("age"), "{pointer}");
    }

    #[test]
    fn white_space_and_what_is_wrong_stay_and_json_in_a_text_is_redacted_inside() {
        let made = redacted(
            "{ \"event\" : {\n \"text\": \"{\\\"text\\\":\\\"hello 李四\\\"}\", \"text\": \"\\ud83d\" } }",
        );
        assert!(made.starts_with("{ \"event\" : {\n \"text\": \"{\\\"text\\\":\\\""), "{made}");
        assert!(!made.contains("李四") && !made.contains("hello") && made.contains("\\ud83d"), "{made}");
    }

    #[test]
    fn equal_values_stay_equal_and_a_second_time_gives_the_same() {
        assert_eq!(redacted(EVENT), redacted(EVENT));
        let made = redacted(r#"{"event":{"ticket_id":"6626871355780366331","x":6626871355780366331}}"#);
        let digits: Vec<String> = made
            .split(|c: char| !c.is_ascii_digit())
            .filter(|it| it.len() == 19)
            .map(str::to_owned)
            .collect();
        assert!(digits.len() == 2 && digits[0] == digits[1], "{made}");
    }
}
