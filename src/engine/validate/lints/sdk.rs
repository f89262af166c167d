//! `--sdk`: what a typed handler of an official SDK would make of an event. The rules are what the SDKs did when they
//! were run; what was not seen is not said.

use crate::catalog::{Branch, EventKind, Field, SdkModel};
use crate::engine::validate::{Draft, printable, quoted};
use crate::json::{Kind, Node, Path};
use crate::model::Sdk;
use crate::report::Code;

/// What each of `sdks` would refuse, the first fault of each as the SDK itself says, and what it would alter.
pub(crate) fn sdks(
    kind: &'static EventKind,
    root: &Node<'_>,
    sdks: &[Sdk],
    bytes: &[u8],
    drafts: &mut Vec<Draft>,
) {
    for sdk in sdks {
        let reader = Reader { kind, sdk: *sdk, bytes };
        let mut refused = reader.by_facts(root);
        match sdk {
            Sdk::Go => reader.strictly(root, kind.tree(), Path::Root, &mut refused),
            Sdk::Node => {
                drafts.extend(reader.shadowed(root));
                reader.rounded(root, Path::Root, drafts);
            }
            Sdk::Python | Sdk::Java => {}
        }
        drafts.extend(refused.into_iter().min_by_key(|it| it.span.start));
    }
}

struct Reader<'r> {
    kind: &'static EventKind,
    sdk: Sdk,
    bytes: &'r [u8],
}

impl Reader<'_> {
    fn facts(&self) -> impl Iterator<Item = (&'static str, SdkModel)> {
        let facts = self.kind.sdk_facts.iter();
        facts.filter(|it| it.sdk == self.sdk).map(|it| (it.pointer, it.model))
    }

    /// What the model of a field does not take.
    fn by_facts(&self, root: &Node<'_>) -> Vec<Draft> {
        let refusal = |(pointer, model): (&'static str, SdkModel)| {
            let node = root.at(pointer)?.node;
            let fault = match (model, &node.kind) {
                (SdkModel::Text, Kind::Number(_)) => "is a number, and its model has a text",
                (SdkModel::Object, Kind::Array(_)) => "is an array, and its model has an object",
                (SdkModel::List, Kind::Object(_)) => "is an object, and its model has an array",
                (SdkModel::Int32, Kind::Number(_)) if beyond_32_bits(node) => "is beyond 32 bits",
                _ => return None,
            };
            Some(self.refused(pointer.to_owned(), node, fault))
        };
        self.facts().filter_map(refusal).collect()
    }

    /// What Go's JSON decoder does not take for a documented type.
    fn strictly(&self, node: &Node<'_>, branch: &Branch, path: Path<'_>, refused: &mut Vec<Draft>) {
        if let Some(fault) = branch.field.and_then(|it| go_fault(it, node)) {
            refused.push(self.refused(path.pointer(), node, fault));
        }
        match (&node.kind, &branch.items) {
            (Kind::Object(members), _) => {
                for member in members {
                    if let Some(known) = branch.member(&member.key) {
                        self.strictly(&member.value, known, Path::Key(&path, &member.key), refused);
                    }
                }
            }
            (Kind::Array(items), Some(inner)) => {
                for (at, item) in items.iter().enumerate() {
                    self.strictly(item, inner, Path::Index(&path, at), refused);
                }
            }
            _ => {}
        }
    }

    fn refused(&self, pointer: String, node: &Node<'_>, fault: &str) -> Draft {
        let (sdk, name) = (self.sdk.title(), pointer.rsplit('/').next().unwrap_or_default());
        let message = format!("{sdk}: a typed handler answers 500: `{name}` {fault}");
        let (register, opening) = match self.sdk {
            Sdk::Python => ("register_p2_customized_event", ""),
            Sdk::Go => ("OnCustomizedEvent", " (`larkevent.EventDecrypt` opens it where there is a key)"),
            Sdk::Node | Sdk::Java => ("onCustomizedEvent", ""),
        };
        let kind = self.kind.name;
        let help = format!("register with `{register}(\"{kind}\", ..)` and read the JSON yourself{opening}");
        Draft::new(Code::SdkRefuses, pointer, node.span.clone(), message).help(help)
    }

    /// What hides a field of the header in what a handler is given.
    fn shadowed(&self, root: &Node<'_>) -> Vec<Draft> {
        let shadow = |(pointer, model)| {
            let found = root.at(pointer).filter(|_| model == SdkModel::Shadows)?;
            let name = pointer.rsplit('/').next()?;
            let message =
                format!("{}: a handler is given this `{name}` in place of the header's", self.sdk.title());
            Some(
                Draft::new(Code::SdkAlters, pointer, found.node.span.clone(), message)
                    .help(format!("dedupe by `header.{name}` of the raw body")),
            )
        };
        self.facts().filter_map(shadow).collect()
    }

    /// Integers that a double does not hold.
    fn rounded(&self, node: &Node<'_>, path: Path<'_>, drafts: &mut Vec<Draft>) {
        match &node.kind {
            Kind::Number(_) => {
                let Some(double) = node.as_i64().and_then(rounded) else { return };
                let pointer = path.pointer();
                let name = printable(pointer.rsplit('/').next().unwrap_or_default());
                let shown = quoted(self.bytes, node);
                let message = format!("{}: `{name}` is {shown} and becomes {double}", self.sdk.title());
                drafts.push(
                    Draft::new(Code::SdkAlters, pointer, node.span.clone(), message)
                        .help("a JavaScript number holds 53 bits: take it from the raw body as text"),
                );
            }
            Kind::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.rounded(item, Path::Index(&path, at), drafts);
                }
            }
            Kind::Object(members) => {
                for member in members {
                    self.rounded(&member.value, Path::Key(&path, &member.key), drafts);
                }
            }
            _ => {}
        }
    }
}

fn beyond_32_bits(node: &Node<'_>) -> bool {
    node.as_i64().is_none_or(|it| i32::try_from(it).is_err())
}

/// Why Go's decoder refuses a value of a field; null it takes for any.
fn go_fault(field: &Field, node: &Node<'_>) -> Option<&'static str> {
    let types: Vec<_> = field.types.iter().map(String::as_str).collect();
    match (types.as_slice(), &node.kind) {
        (["string"], Kind::Number(_)) => Some("is a number, and its model has a text"),
        (["integer" | "number"], Kind::String(_)) => Some("is a text, and its model has a number"),
        (["integer"], Kind::Number(digits)) if digits.contains(['.', 'e', 'E']) => {
            Some("is written with a fraction or an exponent, and its model has an integer")
        }
        (["integer"], Kind::Number(_)) if node.as_i64().is_none() => Some("is beyond 64 bits"),
        _ => None,
    }
}

/// What JavaScript writes for an integer that its numbers do not hold.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the loss is what is asked for"
)]
fn rounded(number: i64) -> Option<String> {
    let double = number as f64;
    (double as i128 != i128::from(number)).then(|| format!("{double}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::json::parse;

    fn said(text: &str, sdk: Sdk) -> Vec<String> {
        let root = parse(text.as_bytes()).unwrap();
        let mut drafts = Vec::new();
        sdks(catalog::kind_of(&root).unwrap(), &root, &[sdk], text.as_bytes(), &mut drafts);
        drafts.into_iter().map(|it| format!("{} {}", it.pointer, it.message)).collect()
    }

    const MESSAGE: &str = include_str!("../../../../samples/types/message-by-guest.json");
    const CREATED: &str = include_str!("../../../../samples/types/ticket-created.json");
    const REVIEW: &str = include_str!("../../../../samples/types/notification-approved.json");

    #[test]
    fn java_refuses_times_in_ms_and_says_the_first() {
        assert_eq!(
            said(CREATED, Sdk::Java),
            ["/event/created_at Java: a typed handler answers 500: `created_at` is beyond 32 bits"]
        );
        let sparse = CREATED.replace("\"created_at\":1700000000000,", "").replace("1700000000000}}", "-1}}");
        assert!(said(&sparse, Sdk::Java).is_empty());
        assert!(said(MESSAGE, Sdk::Java).is_empty() && said(REVIEW, Sdk::Java).is_empty());
    }

    #[test]
    fn go_refuses_the_position_of_real_messages_and_every_other_type() {
        let refused = "/event/position Go: a typed handler answers 500: `position` is a number, and its model has a text";
        assert_eq!(said(MESSAGE, Sdk::Go), [refused]);
        let text = MESSAGE.replace("\"position\":2", "\"position\":\"2\"");
        assert!(said(&text, Sdk::Go).is_empty() && said(CREATED, Sdk::Go).is_empty());
        for (from, to) in [
            ("\"stage\":1", "\"stage\":\"1\""),
            ("\"stage\":1", "\"stage\":1.0"),
            ("\"ticket_id\":\"7100000000000000950\"", "\"ticket_id\":7100000000000000950"),
            ("\"stage\":1", "\"stage\":18446744073709551616"),
        ] {
            assert!(CREATED.contains(from));
            assert_eq!(said(&CREATED.replace(from, to), Sdk::Go).len(), 1, "{to}");
        }
        assert!(said(&CREATED.replace("\"stage\":1", "\"stage\":null"), Sdk::Go).is_empty());
    }

    #[test]
    fn no_form_of_comments_passes_all() {
        let with = |comments: &str| {
            MESSAGE.replace("\"ticket\":{", &format!("\"ticket\":{{\"comments\":{comments},"))
        };
        let object = with(r#"{"content":"c","created_at":1700000000000,"user_id":7262656095919128578}"#);
        let array = with(r#"[{"content":"c"}]"#);
        let refused =
            |text: &str, sdk| said(text, sdk).iter().any(|it| it.contains("answers 500: `comments`"));
        assert!(refused(&object, Sdk::Python) && !refused(&array, Sdk::Python));
        assert!(
            refused(&array, Sdk::Java)
                && refused(&array.replace("\"position\":2", "\"position\":\"2\""), Sdk::Go)
        );
        assert!(said(&object, Sdk::Java)[0].starts_with("/event/ticket/comments/created_at Java"));
        let node = said(&object, Sdk::Node);
        assert!(
            node[1].ends_with("`user_id` is 7262656095919128578 and becomes 7262656095919129000"),
            "{node:?}"
        );
    }

    #[test]
    fn node_hides_the_header_s_event_id() {
        assert_eq!(
            said(MESSAGE, Sdk::Node),
            ["/event/event_id Node: a handler is given this `event_id` in place of the header's"]
        );
        assert!(said(CREATED, Sdk::Node).is_empty() && said(CREATED, Sdk::Python).is_empty());
    }
}
