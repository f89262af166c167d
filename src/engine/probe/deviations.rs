//! What each official SDK answers by itself, as observed on loopback: its own deviations from what the platform asks for.
//! A deviation is known by its very answer: another answer to the same case is the app's.

use super::judge::Seen;
use crate::protocol::sdks::{Meaning, Sdk};

const NO_TOKEN: &str = "checks the token of the URL check only: compare `header.token` in your handler";

/// What an SDK does by itself that explains this answer, if it does.
pub(crate) fn own(sdk: Sdk, case: &str, seen: Seen, meaning: Option<Meaning>) -> Option<&'static str> {
    match sdk {
        Sdk::Python => python(case, seen, meaning),
        Sdk::Node => node(case, seen),
        Sdk::Go | Sdk::Java => {
            matches!((case, seen), ("wrong-token" | "missing-token", Seen::Ok)).then_some(NO_TOKEN)
        }
    }
}

fn python(case: &str, seen: Seen, meaning: Option<Meaning>) -> Option<&'static str> {
    match (case, seen) {
        ("other-type", Seen::Refused) if meaning == Some(Meaning::NoHandler) => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::probe::cases::cases;

    #[test]
    fn deviations_are_of_cases_that_exist() {
        let seen = [Seen::Ok, Seen::OkEmpty, Seen::NoHandler, Seen::Refused, Seen::Closed, Seen::Gone];
        let is_own =
            |sdk, case: &str| seen.iter().any(|it| own(sdk, case, *it, Some(Meaning::NoHandler)).is_some());
        let count = |sdk| cases().filter(|it| is_own(sdk, it.slug)).count();
        assert_eq!([Sdk::Python, Sdk::Node, Sdk::Go, Sdk::Java].map(count), [3, 13, 2, 2]);
    }

    #[test]
    fn only_the_sdks_very_answer_is_its_own() {
        assert!(own(Sdk::Node, "forged-body", Seen::OkEmpty, None).is_some());
        assert!(own(Sdk::Node, "forged-body", Seen::Ok, None).is_none());
        assert!(own(Sdk::Go, "forged-body", Seen::OkEmpty, None).is_none());
        assert!(own(Sdk::Python, "other-type", Seen::Refused, None).is_none());
        for meaning in [None, Some(Meaning::CannotHold)] {
            assert!(own(Sdk::Java, "event", Seen::Refused, meaning).is_none());
        }
    }
}
