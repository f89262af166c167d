//! The checks a schema cannot make: keys, numbers, ids and times, anywhere in a document.

use std::collections::HashSet;

use super::draft::{Draft, printable, quoted};
use crate::catalog::{EventKind, Field};
use crate::json::{self, Kind, Node};
use crate::report::Code;

/// A key this close to a documented one is a typing error (Damerau-Levenshtein, in characters).
const NEAR: usize = 2;

/// Checks that hold for any JSON: keys that come twice, numbers that fit nowhere.
pub(super) fn text(node: &Node<'_>, pointer: &str, bytes: &[u8], drafts: &mut Vec<Draft>) {
    match &node.kind {
        Kind::Number(digits) if digits.parse::<f64>().is_ok_and(f64::is_infinite) => drafts.push(
            Draft::new(
                Code::NumberOutOfRange,
                pointer,
                node.span.clone(),
                format!("{} is beyond the range of a double", quoted(bytes, node)),
            )
            .help("no parser keeps this number; write one that fits"),
        ),
        Kind::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                text(item, &json::index(pointer, at), bytes, drafts);
            }
        }
        Kind::Object(members) => {
            let mut seen = HashSet::new();
            for member in members {
                let inner = json::child(pointer, &member.key);
                if !seen.insert(member.key.as_ref()) {
                    let key = printable(&member.key);
                    let message = format!("the key `{key}` comes twice in this object");
                    drafts.push(
                        Draft::new(Code::DuplicateKey, &inner, member.key_span.clone(), message)
                            .help("remove one: parsers disagree on which of them counts"),
                    );
                }
                text(&member.value, &inner, bytes, drafts);
            }
        }
        _ => {}
    }
}

/// Checks of the documented fields of an event.
pub(super) fn fields(kind: &EventKind, root: &Node<'_>, bytes: &[u8], drafts: &mut Vec<Draft>) {
    let mut walk = Walk { kind, bytes, drafts };
    walk.object(root, "");
    if root.get("header").is_some_and(|it| matches!(it.kind, Kind::Object(_)) && it.get("token").is_none()) {
        let span = root.member("header").map_or(0..1, |it| it.key_span.clone());
        drafts.push(
            Draft::new(Code::MissingToken, "/header", span, "`header` has no `token`")
                .help("add the app's Verification Token, or \"\" as the long connection does"),
        );
    }
}

struct Walk<'w> {
    kind: &'w EventKind,
    bytes: &'w [u8],
    drafts: &'w mut Vec<Draft>,
}

impl Walk<'_> {
    fn object(&mut self, node: &Node<'_>, pointer: &str) {
        let documented = self.kind.children(pointer);
        for member in node.members() {
            let inner = json::child(pointer, &member.key);
            if !documented.contains(&member.key.as_ref()) {
                self.undocumented(&inner, &member.key, &member.key_span, &documented);
                continue;
            }
            if self.kind.not_carried.contains(&inner.as_str()) {
                let message =
                    format!("`{}` is here, although the page says the event does not carry it", member.key);
                self.drafts.push(
                    Draft::new(Code::CustomizedFieldsPresent, &inner, member.key_span.clone(), message)
                        .help("do not rely on it: query the ticket's details by its `ticket_id`"),
                );
            }
            self.value(&member.value, &inner);
        }
    }

    fn value(&mut self, node: &Node<'_>, pointer: &str) {
        match &node.kind {
            Kind::Object(members) if !members.is_empty() && !self.kind.children(pointer).is_empty() => {
                self.object(node, pointer);
            }
            Kind::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(item, &json::index(pointer, at));
                }
            }
            Kind::Number(digits) => {
                if let Some(field) = self.kind.at(pointer) {
                    self.number(node, digits, pointer, field);
                }
            }
            Kind::String(text) => {
                if let Some(field) = self.kind.at(pointer) {
                    self.string(node, text, pointer, field);
                }
            }
            _ => {}
        }
    }

    fn undocumented(&mut self, pointer: &str, key: &str, span: &std::ops::Range<usize>, documented: &[&str]) {
        let shown = printable(key);
        if self.kind.is_sdk_field(pointer) {
            let message = format!("`{shown}` is not on the page, but the official SDKs' models know it");
            let draft = Draft::new(Code::SdkField, pointer, span.clone(), message);
            self.drafts.push(draft.help("nothing to mend; do not rely on it"));
            return;
        }
        let near = documented
            .iter()
            .map(|name| (strsim::damerau_levenshtein(name, key), *name))
            .filter(|(distance, name)| *distance <= NEAR && *distance < name.len().min(key.len()))
            .min();
        let draft = if let Some((_, name)) = near {
            let message = format!("`{shown}` is not a documented field; did you mean `{name}`?");
            Draft::new(Code::UndocumentedField, pointer, span.clone(), message)
                .help(format!("rename it to `{name}`"))
        } else {
            let message = format!("`{shown}` is not a documented field");
            Draft::new(Code::UndocumentedField, pointer, span.clone(), message)
                .help("remove it, or pass `--allow undocumented-field` if the platform sends it")
        };
        self.drafts.push(draft);
    }

    fn number(&mut self, node: &Node<'_>, digits: &str, pointer: &str, field: &Field) {
        if field.types != ["integer"] {
            return;
        }
        let name = field.name();
        let Some(number) = node.as_i64() else {
            // A fraction is the schema's to refuse; what is left is an integer that fits nowhere.
            if digits.parse::<f64>().is_ok_and(|it| it.is_finite() && it.fract() == 0.0) {
                let message = format!("`{name}` is {}, beyond 64 bits", quoted(self.bytes, node));
                self.drafts.push(
                    Draft::new(Code::NumberOutOfRange, pointer, node.span.clone(), message)
                        .help("the SDKs refuse it; write an integer that fits"),
                );
            }
            return;
        };
        if digits.contains(['.', 'e', 'E']) {
            let message = format!("`{name}` is written as {}", quoted(self.bytes, node));
            self.drafts.push(
                Draft::new(Code::FloatInteger, pointer, node.span.clone(), message)
                    .help(format!("write {number}: the Go SDK refuses a fraction or an exponent")),
            );
        }
        if self.kind.times.contains(&field.pointer.as_str()) {
            self.time(node, number, pointer, name);
        }
    }

    fn string(&mut self, node: &Node<'_>, text: &str, pointer: &str, field: &Field) {
        let name = field.name();
        let pattern = field.pointer.as_str();
        let digits = text.bytes().all(|it| it.is_ascii_digit());
        if let (true, true, Ok(number)) = (digits, self.kind.times.contains(&pattern), text.parse()) {
            self.time(node, number, pointer, name);
        }
        let prefix = self.kind.prefixes.iter().find(|(name, _)| *name == pattern).map(|(_, prefix)| *prefix);
        let Some(prefix) = prefix.filter(|it| !text.is_empty() && !text.starts_with(*it)) else { return };
        let message = format!("`{name}` is {}; such ids begin with `{prefix}`", quoted(self.bytes, node));
        let owner = self.kind.prefixes.iter().find(|(_, other)| text.starts_with(other));
        let help = match owner {
            Some((other, _)) => {
                let other = other.rsplit('/').next().unwrap_or_default();
                format!("this looks like a `{other}`; check that the ids are in the right fields")
            }
            None => "check that the right id is in this field".to_owned(),
        };
        self.drafts.push(Draft::new(Code::IdPrefix, pointer, node.span.clone(), message).help(help));
    }

    /// Times of this century are 13 digits in ms; 10 are seconds, 16 microseconds, 19 nanoseconds.
    fn time(&mut self, node: &Node<'_>, number: i64, pointer: &str, name: &str) {
        let (unit, ms) = match number {
            100_000_000..100_000_000_000 => ("seconds", number * 1_000),
            100_000_000_000_000..100_000_000_000_000_000 => ("microseconds", number / 1_000),
            100_000_000_000_000_000.. => ("nanoseconds", number / 1_000_000),
            _ => return,
        };
        let message =
            format!("`{name}` is {}, which looks like {unit}; times are ms", quoted(self.bytes, node));
        let shown = if matches!(node.kind, Kind::String(_)) { format!("\"{ms}\"") } else { ms.to_string() };
        self.drafts.push(
            Draft::new(Code::TimeUnit, pointer, node.span.clone(), message).help(format!("write {shown}")),
        );
    }
}
