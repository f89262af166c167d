//! The schema's verdict in plain words. The only place that uses `jsonschema`; compiled at the first document, then kept.

use std::ops::Range;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};

use super::finding_builder::{Draft, Drafts, quoted};
use crate::catalog::EventKind;
use crate::json::{Kind, Node};
use crate::model::{Lang, labels};
use crate::report::{Code, Documented};

/// The compiled schema of one event type.
pub(crate) struct SchemaJudge {
    kind: &'static EventKind,
    validator: Validator,
}

impl SchemaJudge {
    /// Compiles the schema of `kind`. The schemas are part of the program, so a broken one is a bug that a test finds.
    pub(crate) fn new(kind: &'static EventKind) -> Self {
        let validator =
            jsonschema::draft202012::new(kind.json()).expect("a bundled schema is a valid schema");
        Self { kind, validator }
    }

    /// Everything the schema has against a document.
    pub(crate) fn judge(&self, node: &Node<'_>, bytes: &[u8], lang: Lang, drafts: &mut Drafts) {
        let value = node.to_value();
        if self.validator.is_valid(&value) {
            return;
        }
        let case = ErrorContext { kind: self.kind, root: node, bytes, lang };
        drafts.extend(self.validator.iter_errors(&value).filter_map(|error| case.draft(&error)));
    }
}

struct ErrorContext<'n> {
    kind: &'static EventKind,
    root: &'n Node<'n>,
    bytes: &'n [u8],
    lang: Lang,
}

impl ErrorContext<'_> {
    /// `None` for an error that another one of the same value already says better.
    fn draft(&self, error: &ValidationError<'_>) -> Option<Draft> {
        let pointer = error.instance_path().as_str().to_owned();
        let node = self.root.at(&pointer).map_or(self.root, |it| it.node);
        let mistyped = self.kind.at(&pointer).is_some_and(|it| !it.takes(node));
        if mistyped && matches!(error.kind(), ValidationErrorKind::Enum { .. }) {
            return None;
        }
        Some(match error.kind() {
            ValidationErrorKind::Required { property } => {
                self.missing(&pointer, property.as_str().unwrap_or_default())
            }
            ValidationErrorKind::Type { kind } => self.type_mismatch(&pointer, node, kind),
            ValidationErrorKind::Enum { .. } if is_added(&pointer, node) => return None,
            ValidationErrorKind::Enum { .. } => self.unknown_code(pointer, node),
            ValidationErrorKind::Constant { expected_value } => {
                let code = if pointer == "/schema" { Code::SchemaVersion } else { Code::UnknownEventType };
                let message = self.must_be(&pointer, node, &expected_value.to_string());
                Draft::new(code, pointer, node.span.clone(), message)
            }
            ValidationErrorKind::Pattern { .. } => {
                let message = self.must_be(&pointer, node, "digits, ms as text");
                Draft::new(Code::TimeNotDigits, pointer, node.span.clone(), message)
                    .help("write the time in ms as text: \"1700000000000\"")
            }
            ValidationErrorKind::MinLength { .. } => {
                let message = format!("{} is the empty text", name(&pointer));
                Draft::new(Code::EmptyValue, pointer, node.span.clone(), message)
                    .help("write the id; the platform leaves empty fields out")
            }
            ValidationErrorKind::Minimum { limit } => {
                let message = self.must_be(&pointer, node, &format!("a time in ms, or {limit} for none"));
                Draft::new(Code::TimeNegative, pointer, node.span.clone(), message)
            }
            // A keyword the schema gains later is still reported, in the validator's own words.
            _ => Draft::new(Code::TypeMismatch, pointer, node.span.clone(), error.to_string()),
        })
    }

    fn missing(&self, parent: &str, property: &str) -> Draft {
        let place = if parent.is_empty() { "the document".to_owned() } else { name(parent) };
        let span = self.key_or_bracket(parent);
        Draft::new(Code::MissingField, parent, span, format!("{place} has no `{property}`"))
            .documented(Documented::codes(property, self.lang))
            .help(format!("add `{property}`: every event carries it"))
    }

    /// The key of an object, or its opening bracket: something on one line to point at.
    fn key_or_bracket(&self, pointer: &str) -> Range<usize> {
        let found = self.root.at(pointer);
        let span = found.as_ref().map_or(self.root.span.clone(), |it| it.node.span.clone());
        found.and_then(|it| it.key_span).unwrap_or(span.start..span.start + 1)
    }

    fn type_mismatch(&self, pointer: &str, node: &Node<'_>, kind: &TypeKind) -> Draft {
        let wanted = self.wanted(pointer, kind);
        let span = match node.kind {
            Kind::Object(_) | Kind::Array(_) => node.span.start..node.span.start + 1,
            _ => node.span.clone(),
        };
        if matches!(node.kind, Kind::Null) {
            return Draft::new(Code::NullValue, pointer, span, self.must_be(pointer, node, &wanted))
                .help("leave the field out: the platform never sends null");
        }
        let draft = Draft::new(Code::TypeMismatch, pointer, span, self.must_be(pointer, node, &wanted));
        match (&node.kind, wanted.contains("an integer"), wanted.contains("a text")) {
            (Kind::String(text), true, _) if text.parse::<i64>().is_ok() => {
                draft.help("write it without the quotes")
            }
            (Kind::Number(_), _, true) => draft.help("write it in quotes"),
            _ => draft,
        }
    }

    /// What a type is called in a message, with its unit.
    fn wanted(&self, pointer: &str, kind: &TypeKind) -> String {
        let word = |name: &str| match name {
            "integer" if self.kind.times.contains(&pointer) => "an integer (ms)",
            "integer" => "an integer",
            "number" => "a number",
            "string" => "a text",
            "object" => "an object",
            "array" => "an array",
            "boolean" => "true or false",
            _ => "null",
        };
        match kind {
            TypeKind::Single(one) => word(&one.to_string()).to_owned(),
            TypeKind::Multiple(many) => {
                many.iter().map(|one| word(&one.to_string()).to_owned()).collect::<Vec<_>>().join(" or ")
            }
        }
    }

    fn unknown_code(&self, pointer: String, node: &Node<'_>) -> Draft {
        let field = pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let code = match field.as_str() {
            "stage" | "ticket_type" => Code::StageUnknown,
            "status" => Code::StatusUnknown,
            "score" => Code::ScoreUnknown,
            "solve" => Code::SolveUnknown,
            _ => Code::CodeUnknown,
        };
        let noun = if code == Code::CodeUnknown { "code".to_owned() } else { format!("ticket {field}") };
        let place = if pointer.contains("/old_object/") { " in `old_object`" } else { "" };
        let found = quoted(self.bytes, node);
        let message = format!("`{field}`{place} is {found}, which is not a documented {noun}");
        let mut values = Documented::codes(&field, self.lang);
        values.extend(self.texts(&pointer));
        Draft::new(code, pointer, node.span.clone(), message).documented(values)
    }

    /// The texts that a field may be, where its codes are texts.
    fn texts(&self, pointer: &str) -> impl Iterator<Item = Documented> {
        let field = self.kind.at(pointer);
        field.into_iter().flat_map(|it| &it.texts).map(|it| Documented::Text((*it).to_owned()))
    }

    fn must_be(&self, pointer: &str, node: &Node<'_>, wanted: &str) -> String {
        format!("{} is {}; it must be {wanted}", name(pointer), self.said(node))
    }

    fn said(&self, node: &Node<'_>) -> String {
        match node.kind {
            Kind::Object(_) => "an object".to_owned(),
            Kind::Array(_) => "an array".to_owned(),
            Kind::String(_) => format!("the text {}", quoted(self.bytes, node)),
            _ => quoted(self.bytes, node),
        }
    }
}

/// Whether the configuration adds the code.
fn is_added(pointer: &str, node: &Node<'_>) -> bool {
    let field = pointer.rsplit('/').next().unwrap_or_default();
    node.as_i64().is_some_and(|code| labels(field).is_some_and(|it| it.iter().any(|it| it.code == code)))
}

/// A field's name for a message: its last key, and its parent's where the name alone is not enough.
fn name(pointer: &str) -> String {
    let parts: Vec<_> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        [] => "the document".to_owned(),
        [.., list, at] if at.bytes().all(|it| it.is_ascii_digit()) => format!("`{list}[{at}]`"),
        [.., "old_object", field] => format!("`old_object.{field}`"),
        [.., last] => format!("`{last}`"),
    }
}
