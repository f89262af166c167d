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
    drafts: &mut impl Extend<Draft>,
) {
    for sdk in sdks {
        let reader = Reader { kind, sdk: *sdk, bytes };
        let mut refused = reader.by_facts(root);
        match sdk {
            Sdk::Go => refused.extend(reader.strictly(root, kind.tree(), Path::Root)),
            Sdk::Node => {
                drafts.extend(reader.shadowed(root));
                root.each(Path::Root, &mut |node, path| drafts.extend(reader.rounded(node, path)));
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

    /// The first that Go's JSON decoder does not take for a documented type.
    fn strictly(&self, node: &Node<'_>, branch: &Branch, path: Path<'_>) -> Option<Draft> {
        if let Some(fault) = branch.field.and_then(|it| go_fault(it, node)) {
            return Some(self.refused(path.pointer(), node, fault));
        }
        match (&node.kind, &branch.items) {
            (Kind::Object(members), _) => members
                .iter()
                .find_map(|it| self.strictly(&it.value, branch.member(&it.key)?, Path::Key(&path, &it.key))),
            (Kind::Array(items), Some(inner)) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(at, item)| self.strictly(item, inner, Path::Index(&path, at)))
            }
            _ => None,
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
            let draft = Draft::new(Code::SdkAlters, pointer, found.node.span.clone(), message);
            Some(draft.help(format!("dedupe by `header.{name}` of the raw body")))
        };
        self.facts().filter_map(shadow).collect()
    }

    /// An integer that a double does not hold.
    fn rounded(&self, node: &Node<'_>, path: Path<'_>) -> Option<Draft> {
        let Kind::Number(digits) = &node.kind else { return None };
        let (double, pointer) = (rounded(digits)?, path.pointer());
        let name = printable(pointer.rsplit('/').next().unwrap_or_default());
        let shown = quoted(self.bytes, node);
        let message = format!("{}: `{name}` is {shown} and becomes {double}", self.sdk.title());
        let draft = Draft::new(Code::SdkAlters, pointer, node.span.clone(), message);
        Some(draft.help("a JavaScript number holds 53 bits: take it from the raw body as text"))
    }
}

fn beyond_32_bits(node: &Node<'_>) -> bool {
    node.as_i64().is_none_or(|it| i32::try_from(it).is_err())
}

/// Why Go's decoder refuses a value of a field; null it takes for any.
fn go_fault(field: &Field, node: &Node<'_>) -> Option<&'static str> {
    match (field.types.as_slice(), &node.kind) {
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
fn rounded(digits: &str) -> Option<String> {
    let number: i128 = digits.parse().ok()?;
    let double = number as f64;
    let written =
        if double.abs() < 1e21 { format!("{double}") } else { format!("{double:e}").replace('e', "e+") };
    (double as i128 != number).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::json::{compact, parse};

    fn said(text: &str, sdk: Sdk) -> Vec<String> {
        let root = parse(text.as_bytes()).unwrap();
        let mut drafts = Vec::new();
        sdks(catalog::kind_of(&root).unwrap(), &root, &[sdk], text.as_bytes(), &mut drafts);
        drafts.into_iter().map(|it| format!("{} {}", it.pointer, it.message)).collect()
    }

    const UPDATED: &[u8] = include_bytes!("../../../../samples/bot-closes.json");
    const MESSAGE: &str = include_str!("../../../../samples/types/message-by-guest.json");
    const CREATED: &str = include_str!("../../../../samples/types/ticket-created.json");
    const REVIEW: &str = include_str!("../../../../samples/types/notification-approved.json");

    /// The first word of what each SDK is said to make of an event, in the order of [`SDKS`]; "" where nothing is said.
    type Row<'r> = (&'r str, String, [&'r str; 4]);

    const SDKS: [Sdk; 4] = [Sdk::Python, Sdk::Node, Sdk::Go, Sdk::Java];

    /// What the SDKs did when they were run: a refusal is the field that it names, an alteration `~` and the field.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn rows() -> Vec<Row<'static>> {
        let created = |from: &str, to: &str| replaced(CREATED, from, to);
        let updated = String::from_utf8(compact(UPDATED)).unwrap();
        let untimed = ["\"closed_at\":1700001800000,", "\"created_at\":1699999637000,"]
            .into_iter()
            .chain([",\"updated_at\":1700001800000", ",\"updated_at\":1699999637000"])
            .fold(updated.clone(), |text, time| replaced(&text, time, ""));
        let message = |from: &str, to: &str| replaced(MESSAGE, from, to);
        let comments = |comments: &str| {
            message("\"ticket\":{", &format!("\"ticket\":{{\"comments\":{comments},"))
                .replace("\"position\":2", "\"position\":\"2\"")
        };
        vec![
            ("a move as it comes", updated, ["", "", "", "closed_at"]),
            ("a move without times", untimed.clone(), ["", "", "", ""]),
            (
                "a stage as a text",
                replaced(&untimed, "\"stage\":1", "\"stage\":\"1\""),
                ["", "", "stage", ""],
            ),
            (
                "a stage with a fraction",
                replaced(&untimed, "\"stage\":1", "\"stage\":1.0"),
                ["", "", "stage", ""],
            ),
            (
                "a stage beyond 64 bits",
                created("\"stage\":1", "\"stage\":18446744073709551616"),
                ["", "", "stage", "created_at"],
            ),
            ("null", created("\"stage\":1", "\"stage\":null"), ["", "", "", "created_at"]),
            (
                "a short id as a number",
                created("\"7100000000000000950\"", "71"),
                ["", "", "ticket_id", "created_at"],
            ),
            (
                "an id as a number",
                created("\"7100000000000000950\"", "7100000000000000950"),
                ["", "~ticket_id", "ticket_id", "created_at"],
            ),
            ("a created ticket", CREATED.to_owned(), ["", "", "", "created_at"]),
            ("no time", CREATED.replace(":1700000000000", ":-1"), ["", "", "", ""]),
            ("a message as it comes", MESSAGE.to_owned(), ["", "~event_id", "position", ""]),
            (
                "its position as a text",
                message("\"position\":2", "\"position\":\"2\""),
                ["", "~event_id", "", ""],
            ),
            (
                "without an id of its own",
                message("\"event_id\":\"00000000-", "\"other_id\":\"00000000-"),
                ["", "", "position", ""],
            ),
            (
                "comments as the page has them",
                comments(r#"{"content":"c","created_at":1700000000000}"#),
                ["comments", "~event_id", "", "created_at"],
            ),
            ("comments of 32 bits", comments(r#"{"content":"c","id":1}"#), ["comments", "~event_id", "", ""]),
            (
                "a user id of 19 digits",
                comments(r#"{"user_id":7262656095919128578}"#),
                ["comments", "~event_id ~user_id", "", "user_id"],
            ),
            (
                "comments as an array",
                comments(r#"[{"content":"c"}]"#),
                ["", "~event_id", "comments", "comments"],
            ),
            (
                "times of the ticket",
                message("\"status\":1,", "\"status\":1,\"created_at\":1700000000000,"),
                ["", "~event_id", "position", ""],
            ),
            ("a review", REVIEW.to_owned(), ["", "", "", ""]),
        ]
    }

    fn replaced(text: &str, from: &str, to: &str) -> String {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1)
    }

    #[test]
    fn every_row_of_what_the_sdks_did_is_said_and_no_more() {
        for (name, text, expected) in rows() {
            for (sdk, expected) in SDKS.into_iter().zip(expected) {
                let said: Vec<String> = said(&text, sdk)
                    .iter()
                    .map(|it| {
                        let alters = if it.contains("answers 500") { "" } else { "~" };
                        format!("{alters}{}", it.split('`').nth(1).unwrap())
                    })
                    .collect();
                assert_eq!(said.join(" "), expected, "{name}, {sdk:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_what_the_sdk_answers_and_the_way_out() {
        assert_eq!(
            said(CREATED, Sdk::Java),
            ["/event/created_at Java: a typed handler answers 500: `created_at` is beyond 32 bits"]
        );
        assert_eq!(
            said(MESSAGE, Sdk::Go),
            [
                "/event/position Go: a typed handler answers 500: `position` is a number, and its model has a text"
            ]
        );
        assert_eq!(
            said(MESSAGE, Sdk::Node),
            ["/event/event_id Node: a handler is given this `event_id` in place of the header's"]
        );
    }

    #[test]
    fn numbers_that_javascript_rounds_are_told_as_it_writes_them() {
        let written = |number: &str| rounded(number).unwrap_or_default();
        assert_eq!(written("7262656095919128578"), "7262656095919129000");
        assert_eq!(written("18446744073709551615"), "18446744073709552000");
        assert_eq!(written("99999999999999999999999"), "1e+23");
        assert_eq!(written("-9007199254740993"), "-9007199254740992");
        assert_eq!([written("9007199254740992"), written("1700000000000"), written("1.5")], ["", "", ""]);
    }
}
