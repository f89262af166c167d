//! What each official SDK answers by itself, as observed on loopback: its own deviations from what the platform asks for.

use super::judge::Seen;

/// An official SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sdk {
    /// `lark-oapi` for Python.
    Python,
    /// `@larksuiteoapi/node-sdk`.
    Node,
    /// `oapi-sdk-go`, version 3.
    Go,
    /// `oapi-sdk` for Java.
    Java,
}

const NO_TOKEN: &str = "checks the token of the URL check only: compare `header.token` in your handler";

impl Sdk {
    /// `python`, `node`, `go`, `java`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
            Self::Go => "go",
            Self::Java => "java",
        }
    }

    /// As its users write it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node",
            Self::Go => "Go",
            Self::Java => "Java",
        }
    }

    /// What the SDK does by itself that explains this answer, if it does. Another answer to the same case is the app's.
    pub(crate) fn own(self, case: &str, seen: Seen) -> Option<&'static str> {
        match self {
            Self::Python => python(case, seen),
            Self::Node => node(case, seen),
            Self::Go => go(case, seen),
            Self::Java => java(case, seen),
        }
    }
}

fn python(case: &str, seen: Seen) -> Option<&'static str> {
    match (case, seen) {
        ("other-type", Seen::Refused) => {
            Some("answers 500 to event types without a handler: subscribe to none of those")
        }
        ("plain-event-signed", Seen::Ok) => Some("takes a plain body if its signature is right"),
        ("missing-token", Seen::Ok) => {
            Some("takes an encrypted event without a token, though not one with a wrong token")
        }
        _ => None,
    }
}

fn node(case: &str, seen: Seen) -> Option<&'static str> {
    let signature = ["forged-body", "bad-signature", "no-signature", "other-key-signature", "plain-event"];
    match (case, seen) {
        ("url-check-wrong-token", Seen::Ok) => Some("echoes the challenge whatever the token"),
        (case, Seen::OkEmpty) if signature.contains(&case) => {
            Some("answers an empty 200 and runs no handler: what it refuses is never sent again")
        }
        ("plain-event-signed", Seen::Ok) => Some("takes a plain body if its signature is right"),
        ("wrong-token" | "missing-token", Seen::Ok) => {
            Some("never checks a token: compare `header.token` in your handler")
        }
        ("malformed-json" | "empty-body", Seen::NoHandler | Seen::OkEmpty) => {
            Some("answers 200 to what it could not parse")
        }
        ("malformed-json" | "empty-body" | "undecryptable", Seen::Closed | Seen::Gone) => {
            Some("ends the process over a body that does not open: run it under a supervisor")
        }
        ("alive", Seen::Closed | Seen::Gone) => {
            Some("ended its process at an earlier case: run it under a supervisor")
        }
        _ => None,
    }
}

fn go(case: &str, seen: Seen) -> Option<&'static str> {
    matches!((case, seen), ("wrong-token" | "missing-token", Seen::Ok)).then_some(NO_TOKEN)
}

fn java(case: &str, seen: Seen) -> Option<&'static str> {
    let event = case.starts_with("event") || ["duplicate", "concurrent", "header-case"].contains(&case);
    match (case, seen) {
        ("wrong-token" | "missing-token", Seen::Ok) => Some(NO_TOKEN),
        (_, Seen::Refused) if event => Some(
            "answers 500 to times in ms, which do not fit its 32-bit fields: read the event's JSON yourself",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::probe::cases::cases;

    #[test]
    fn deviations_are_of_cases_that_exist() {
        let all = [Seen::Ok, Seen::OkEmpty, Seen::NoHandler, Seen::Refused, Seen::Closed, Seen::Gone];
        let count =
            |sdk: Sdk| cases().filter(|it| all.iter().any(|seen| sdk.own(it.slug, *seen).is_some())).count();
        assert_eq!([Sdk::Python, Sdk::Node, Sdk::Go, Sdk::Java].map(count), [3, 13, 2, 11]);
    }

    #[test]
    fn only_the_sdks_very_answer_is_its_own() {
        assert!(Sdk::Node.own("forged-body", Seen::OkEmpty).is_some());
        assert!(Sdk::Node.own("forged-body", Seen::Ok).is_none());
        assert!(Sdk::Go.own("forged-body", Seen::OkEmpty).is_none());
        assert!(Sdk::Java.own("event", Seen::Refused).is_some());
        assert!(Sdk::Java.own("alive", Seen::Refused).is_none());
    }
}
