//! The schema's verdict in plain words. The bundled schemas use few keywords, which are judged here; a test holds the
//! verdicts against those of `jsonschema`.

use std::ops::Range;

use serde_json::Value;

use super::finding_builder::{Draft, quoted};
use crate::catalog::EventKind;
use crate::json::{Kind, Node, Path};
use crate::model::{Lang, labels};
use crate::report::{Code, Documented};

/// Everything the schema of an event type has against a document.
pub(super) fn judge(
    kind: &'static EventKind,
    root: &Node<'_>,
    bytes: &[u8],
    lang: Lang,
    drafts: &mut Vec<Draft>,
) {
    SchemaWalk { kind, root, bytes, lang, drafts }.value(kind.json(), root, Path::Root);
}

struct SchemaWalk<'n> {
    kind: &'static EventKind,
    root: &'n Node<'n>,
    bytes: &'n [u8],
    lang: Lang,
    drafts: &'n mut Vec<Draft>,
}

impl SchemaWalk<'_> {
    fn value(&mut self, schema: &Value, node: &Node<'_>, path: Path<'_>) {
        for (keyword, rule) in schema.as_object().into_iter().flatten() {
            match (keyword.as_str(), &node.kind) {
                ("properties", Kind::Object(_)) => {
                    for (name, member) in rule.as_object().into_iter().flatten() {
                        if let Some(value) = node.get(name) {
                            self.value(member, value, Path::Key(&path, name));
                        }
                    }
                }
                ("items", Kind::Array(items)) => {
                    for (at, item) in items.iter().enumerate() {
                        self.value(rule, item, Path::Index(&path, at));
                    }
                }
                ("required", Kind::Object(_)) => {
                    for name in texts(rule).filter(|it| node.member(it).is_none()) {
                        self.drafts.push(self.missing(&path.pointer(), name));
                    }
                }
                _ if holds(keyword, rule, node) => {}
                _ => self.drafts.extend(self.draft(keyword, rule, node, path.pointer())),
            }
        }
    }

    /// `None` for an error that another one of the same value already says better.
    fn draft(&self, keyword: &str, rule: &Value, node: &Node<'_>, pointer: String) -> Option<Draft> {
        let (name, said) = (name(&pointer), self.said(node));
        let draft = |code, message| Draft::new(code, pointer.clone(), node.span.clone(), message);
        Some(match keyword {
            "type" => self.type_mismatch(&pointer, node, rule),
            "enum" if is_mistyped(rule, node) || is_added(&pointer, node) => return None,
            "enum" => self.unknown_code(pointer, node),
            "const" => {
                let code = if pointer == "/schema" { Code::SchemaVersion } else { Code::UnknownEventType };
                draft(code, format!("{name} is {said}; it must be {rule}"))
            }
            "pattern" => {
                draft(Code::TimeNotDigits, format!("{name} is {said}; it must be digits, ms as text"))
                    .help("write the time in ms as text: \"1700000000000\"")
            }
            "minLength" => draft(Code::EmptyValue, format!("{name} is the empty text"))
                .help("write the id; the platform leaves empty fields out"),
            _ => draft(
                Code::TimeNegative,
                format!("{name} is {said}; it must be a time in ms, or {rule} for none"),
            ),
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

    fn type_mismatch(&self, pointer: &str, node: &Node<'_>, types: &Value) -> Draft {
        let wanted = self.wanted(pointer, types);
        let (name, said) = (name(pointer), self.said(node));
        let span = match node.kind {
            Kind::Object(_) | Kind::Array(_) => node.span.start..node.span.start + 1,
            _ => node.span.clone(),
        };
        if matches!(node.kind, Kind::Null) {
            return Draft::new(
                Code::NullValue,
                pointer,
                span,
                format!("{name} is null; it must be {wanted}"),
            )
            .help("leave the field out: the platform never sends null");
        }
        let draft =
            Draft::new(Code::TypeMismatch, pointer, span, format!("{name} is {said}; it must be {wanted}"));
        match (&node.kind, wanted.contains("an integer"), wanted.contains("a text")) {
            (Kind::String(text), true, _) if text.parse::<i64>().is_ok() => {
                draft.help("write it without the quotes")
            }
            (Kind::Number(_), _, true) => draft.help("write it in quotes"),
            _ => draft,
        }
    }

    /// What a type is called in a message, with its unit.
    fn wanted(&self, pointer: &str, types: &Value) -> String {
        let word = |name| match name {
            "integer" if self.kind.times.contains(&pointer) => "an integer (ms)",
            "integer" => "an integer",
            "number" => "a number",
            "string" => "a text",
            "object" => "an object",
            "array" => "an array",
            _ => "true or false",
        };
        let mut names: Vec<_> = texts(types).collect();
        names.sort_unstable();
        names.into_iter().map(word).collect::<Vec<_>>().join(" or ")
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
        field.into_iter().flat_map(|it| &it.texts).map(|it| Documented::Text(it.clone()))
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

/// Whether a value is as a keyword wants it. What says nothing of values holds for all.
fn holds(keyword: &str, rule: &Value, node: &Node<'_>) -> bool {
    match (keyword, &node.kind) {
        ("type", _) => texts(rule).any(|it| is_a(it, node)),
        ("enum", _) => rule.as_array().is_none_or(|all| all.iter().any(|it| is_equal(it, node))),
        ("const", _) => is_equal(rule, node),
        // The one pattern and the one length that a bundled schema asks for.
        ("pattern", Kind::String(text)) => !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit()),
        ("minLength", Kind::String(text)) => !text.is_empty(),
        ("minimum", Kind::Number(digits)) => rule.as_f64().is_none_or(|least| number(digits) >= least),
        _ => true,
    }
}

fn is_a(name: &str, node: &Node<'_>) -> bool {
    match (name, &node.kind) {
        ("integer", Kind::Number(digits)) => number(digits).fract() == 0.0,
        ("number", Kind::Number(_))
        | ("string", Kind::String(_))
        | ("boolean", Kind::Bool(_))
        | ("object", Kind::Object(_))
        | ("array", Kind::Array(_)) => true,
        _ => false,
    }
}

/// 1 and 1.0 are one code.
fn is_equal(wanted: &Value, node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::String(text) => wanted.as_str() == Some(text),
        Kind::Number(digits) => wanted.as_f64() == Some(number(digits)),
        _ => false,
    }
}

/// Whether a value is neither text nor code where only such are listed: that its type is wrong is said.
fn is_mistyped(listed: &Value, node: &Node<'_>) -> bool {
    let could_be =
        |it: &Value| if it.is_string() { node.as_str().is_some() } else { node.as_i64().is_some() };
    !listed.as_array().is_some_and(|all| all.iter().any(could_be))
}

/// A number as a double; one beyond the range is the largest one.
fn number(digits: &str) -> f64 {
    digits.parse().unwrap_or(f64::MAX).clamp(f64::MIN, f64::MAX)
}

/// The text or the texts that a keyword has.
fn texts(rule: &Value) -> impl Iterator<Item = &str> {
    rule.as_array().map_or(std::slice::from_ref(rule), Vec::as_slice).iter().filter_map(Value::as_str)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::recognize::recognize;
    use super::super::screen::mutant::{Rng, mutated};
    use super::*;
    use crate::catalog;
    use crate::json::parse_lenient;

    /// The keywords whose verdicts are given here, and those that give none.
    const KEYWORDS: [&str; 15] = [
        "type", "properties", "items", "required", "enum", "const", "pattern", "minLength", "minimum",
        "$schema", "$id", "$comment", "title", "description", "examples",
    ];

    fn assert_is_judged(schema: &Value) {
        for (keyword, rule) in schema.as_object().unwrap() {
            assert!(KEYWORDS.contains(&keyword.as_str()), "{keyword}");
            match keyword.as_str() {
                "properties" => rule.as_object().unwrap().values().for_each(assert_is_judged),
                "items" => assert_is_judged(rule),
                "pattern" => assert_eq!(rule, "^[0-9]+$"),
                "minLength" => assert_eq!(rule, 1),
                "enum" => assert!(rule.as_array().unwrap().iter().all(|it| it.is_i64() || it.is_string())),
                "const" => assert!(rule.is_string()),
                _ => {}
            }
        }
    }

    #[test]
    fn every_keyword_of_a_bundled_schema_is_judged() {
        for kind in catalog::ALL {
            assert_is_judged(kind.json());
        }
    }

    /// The places of what `jsonschema` finds, but for codes that are of another type.
    fn expected(validator: &jsonschema::Validator, node: &Node<'_>) -> Vec<String> {
        let value = node.to_value();
        let errors = validator.iter_errors(&value).filter(|error| {
            let jsonschema::error::ValidationErrorKind::Enum { options } = error.kind() else { return true };
            !is_mistyped(options, node.at(error.instance_path().as_str()).unwrap().node)
        });
        errors.map(|it| it.instance_path().to_string()).collect()
    }

    #[test]
    fn what_is_found_is_found_where_jsonschema_finds_it() {
        let samples = std::fs::read_dir("samples/types").unwrap();
        let samples: Vec<_> = samples.map(|it| std::fs::read(it.unwrap().path()).unwrap()).collect();
        let validators = catalog::ALL.iter().map(|kind| jsonschema::draft202012::new(kind.json()).unwrap());
        let validators: BTreeMap<_, _> = catalog::ALL.iter().map(|it| it.name).zip(validators).collect();
        let (mut rng, mut faulty) = (Rng::new(5), 0);
        for case in 0..4_000 {
            let text = mutated(&samples[case % samples.len()], &samples, &mut rng);
            let Ok(parsed) = parse_lenient(&text) else { continue };
            let Ok(kind) = recognize(&parsed.root, &text) else { continue };
            let mut drafts = Vec::new();
            judge(kind, &parsed.root, &text, Lang::default(), &mut drafts);
            let mut expected = expected(&validators[kind.name], &parsed.root);
            let mut found: Vec<_> = drafts.into_iter().map(|it| it.pointer).collect();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(&text));
            faulty += usize::from(!found.is_empty());
        }
        assert!(faulty > 400, "{faulty}");
    }
}
