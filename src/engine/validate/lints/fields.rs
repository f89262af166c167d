//! The checks a schema cannot make: keys, numbers, ids and times, anywhere in a document.

use std::collections::HashSet;
use std::ops::Range;

use crate::catalog::{Branch, EventKind};
use crate::engine::validate::{Draft, Drafts, printable, quoted};
use crate::json::{Kind, Member, Node, Path};
use crate::model::OtherUnit;
use crate::report::{Code, nearest};

/// An object with more members than this is checked for twins with a set.
const SET_FROM: usize = 32;

/// An object and a member of it that the schema leaves open and a lint asks for.
pub(crate) const DEMANDED: (&str, &str) = ("/header", "token");

/// Checks that hold for any JSON: keys that come twice, numbers that fit nowhere.
pub(crate) fn text(root: &Node<'_>, bytes: &[u8], drafts: &mut Drafts) {
    root.each(Path::Root, &mut |node, path| match &node.kind {
        Kind::Number(digits) if digits.parse::<f64>().is_ok_and(f64::is_infinite) => {
            let message = format!("{} is beyond the range of a double", quoted(bytes, node));
            let draft = Draft::new(Code::NumberOutOfRange, path.pointer(), node.span.clone(), message);
            drafts.push(draft.help("no parser keeps this number; write one that fits"));
        }
        Kind::Object(members) => twins(members, path, drafts),
        _ => {}
    });
}

fn twins(members: &[Member<'_>], path: Path<'_>, drafts: &mut Drafts) {
    // Most objects have few members: comparing them beats hashing them.
    let mut set = (members.len() > SET_FROM).then(HashSet::new);
    for (at, member) in members.iter().enumerate() {
        let key = member.key.as_ref();
        let twice = match &mut set {
            Some(set) => !set.insert(key),
            None => members[..at].iter().any(|it| it.key == key),
        };
        if twice {
            let message = format!("the key `{}` comes twice in this object", printable(key));
            let pointer = Path::Key(&path, key).pointer();
            let draft = Draft::new(Code::DuplicateKey, pointer, member.key_span.clone(), message);
            drafts.push(draft.help("remove one: parsers disagree on which of them counts"));
        }
    }
}

/// Checks of the documented fields of an event.
pub(crate) fn fields(kind: &'static EventKind, root: &Node<'_>, bytes: &[u8], drafts: &mut Drafts) {
    let mut walk = FieldWalk { kind, bytes, drafts };
    walk.object(root.members(), kind.tree(), Path::Root);
    let header = root.member("header").filter(|it| matches!(it.value.kind, Kind::Object(_)));
    if let Some(header) = header.filter(|it| it.value.get(DEMANDED.1).is_none()) {
        let draft =
            Draft::new(Code::MissingToken, "/header", header.key_span.clone(), "`header` has no `token`");
        drafts.push(draft.help("add the app's Verification Token, or \"\" as the long connection does"));
    }
}

struct FieldWalk<'w> {
    kind: &'w EventKind,
    bytes: &'w [u8],
    drafts: &'w mut Drafts,
}

impl FieldWalk<'_> {
    fn object(&mut self, members: &[Member<'_>], branch: &Branch, path: Path<'_>) {
        for member in members {
            let inner = Path::Key(&path, &member.key);
            let Some(known) = branch.member(&member.key) else {
                self.undocumented(inner, &member.key, &member.key_span, branch);
                continue;
            };
            if known.is_not_carried {
                let message =
                    format!("`{}` is here, although the page says the event does not carry it", known.name);
                let (pointer, span) = (inner.pointer(), member.key_span.clone());
                let draft = Draft::new(Code::CustomizedFieldsPresent, pointer, span, message);
                self.drafts
                    .push(draft.help("do not rely on it: query the ticket's details by its `ticket_id`"));
            }
            self.value(&member.value, known, inner);
        }
    }

    fn value(&mut self, node: &Node<'_>, branch: &Branch, path: Path<'_>) {
        match (&node.kind, branch.field, &branch.items) {
            (Kind::Object(members), ..) if !branch.members.is_empty() => self.object(members, branch, path),
            (Kind::Array(items), _, Some(inner)) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(item, inner, Path::Index(&path, at));
                }
            }
            (Kind::Number(digits), Some(field), _) if field.types == ["integer"] => {
                self.number(node, digits, branch, path);
            }
            (Kind::String(text), ..) => self.string(node, text, branch, path),
            _ => {}
        }
    }

    fn undocumented(&mut self, path: Path<'_>, key: &str, span: &Range<usize>, branch: &Branch) {
        let (shown, pointer) = (printable(key), path.pointer());
        if self.kind.is_sdk_field(&pointer) {
            let message = format!("`{shown}` is not on the page, but the official SDKs' models know it");
            let draft = Draft::new(Code::SdkField, pointer, span.clone(), message);
            self.drafts.push(draft.help("nothing to mend; do not rely on it"));
            return;
        }
        let near = nearest(key, branch.members.iter().map(|it| it.name));
        let hint = near.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        let message = format!("`{shown}` is not a documented field{hint}");
        let help = near.map_or_else(
            || "remove it, or pass `--allow undocumented-field` if the platform sends it".to_owned(),
            |name| format!("rename it to `{name}`"),
        );
        self.drafts.push(Draft::new(Code::UndocumentedField, pointer, span.clone(), message).help(help));
    }

    fn number(&mut self, node: &Node<'_>, digits: &str, branch: &Branch, path: Path<'_>) {
        let name = branch.name;
        let Some(number) = node.as_i64() else {
            // A fraction is the schema's to refuse; what is left is an integer that fits nowhere.
            if digits.parse::<f64>().is_ok_and(|it| it.is_finite() && it.fract() == 0.0) {
                self.beyond(node, name, path);
            }
            return;
        };
        if digits.contains(['.', 'e', 'E']) {
            let message = format!("`{name}` is written as {}", quoted(self.bytes, node));
            let draft = Draft::new(Code::FloatInteger, path.pointer(), node.span.clone(), message);
            self.drafts
                .push(draft.help(format!("write {number}: the Go SDK refuses a fraction or an exponent")));
        }
        if branch.is_time {
            self.time(node, number, name, path);
        }
    }

    fn beyond(&mut self, node: &Node<'_>, name: &str, path: Path<'_>) {
        let message = format!("`{name}` is {}, beyond a signed 64-bit integer", quoted(self.bytes, node));
        let draft = Draft::new(Code::NumberOutOfRange, path.pointer(), node.span.clone(), message);
        self.drafts.push(draft.help("the SDKs refuse it; write an integer that fits"));
    }

    fn string(&mut self, node: &Node<'_>, text: &str, branch: &Branch, path: Path<'_>) {
        let name = branch.name;
        let digits = branch.is_time && text.bytes().all(|it| it.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits => self.time(node, number, name, path),
            Err(_) if digits && !text.is_empty() => self.beyond(node, name, path),
            _ => {}
        }
        let prefix = branch.prefix.filter(|it| !text.is_empty() && !text.starts_with(*it));
        let Some(prefix) = prefix else { return };
        let message = format!("`{name}` is {}; such ids begin with `{prefix}`", quoted(self.bytes, node));
        let owner = self.kind.prefixes.iter().find(|(_, other)| text.starts_with(other));
        let help = match owner {
            Some((other, _)) => {
                let other = other.rsplit('/').next().unwrap_or_default();
                format!("this looks like a `{other}`; check that the ids are in the right fields")
            }
            None => "check that the right id is in this field".to_owned(),
        };
        self.drafts.push(Draft::new(Code::IdPrefix, path.pointer(), node.span.clone(), message).help(help));
    }

    fn time(&mut self, node: &Node<'_>, number: i64, name: &str, path: Path<'_>) {
        let Some(unit) = OtherUnit::of(number) else { return };
        let (shown, ms) = (quoted(self.bytes, node), unit.ms(number));
        let message = format!("`{name}` is {shown}, which looks like {}; times are ms", unit.name());
        let wanted = if matches!(node.kind, Kind::String(_)) { format!("\"{ms}\"") } else { ms.to_string() };
        let draft = Draft::new(Code::TimeUnit, path.pointer(), node.span.clone(), message);
        self.drafts.push(draft.help(format!("write {wanted}")));
    }
}
