//! What `replay` says of an event that a receiver of the vendor refuses, or takes without a word.

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::binary::Finished;
use crate::pattern::fits;
use crate::replay::{ONE, attempts, replay};
use crate::sdk::Sdk::{self, Go, Java, JavaTyped, Node, Python};
use crate::sdk::selected;
use crate::tamperer;

const OTHER_KEY: Secrets = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
const OTHER_TOKEN: Secrets = Secrets { token: "interop-other-token", ..ENCRYPTED };
const SWAPPED: Secrets = Secrets { encrypt_key: ENCRYPTED.token, token: ENCRYPTED.encrypt_key };

/// What is said of the only attempt: the outcome, the receiver's words, and all warnings; `*` stands for anything.
type Verdict = (Sdk, &'static str, &'static str, &'static str);

/// How the one event of a case is sent.
#[derive(Clone, Copy)]
struct DeliveryCase {
    /// The `event_id`, for receivers are shared.
    case: &'static str,
    /// The app's secrets.
    app: Secrets,
    /// Those that `replay` is given.
    replay: Secrets,
    environment: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
    is_tampered_with: bool,
}

const RIGHT: DeliveryCase = DeliveryCase {
    case: "",
    app: ENCRYPTED,
    replay: ENCRYPTED,
    environment: &[],
    arguments: &[],
    is_tampered_with: false,
};

impl DeliveryCase {
    /// Sends it to a receiver with each of these SDKs. What is accepted without a warning has been handled, once; what is
    /// said to be anything else has not.
    #[track_caller]
    fn is_said_to_be(self, expected: &[Verdict]) {
        let mut differences = Vec::new();
        for &(sdk, outcome, said, warnings) in expected.iter().filter(|(sdk, ..)| sdk.is_selected()) {
            // Node's may exit.
            let own = (sdk == Node || !self.environment.is_empty())
                .then(|| App::receiver_with(sdk, self.app, self.environment));
            let app = own.as_ref().unwrap_or_else(|| App::shared(sdk, self.app));
            let finished = self.send(app);
            let its = verdict(&finished);
            if its.0 != outcome || !fits(said, &its.1) || !fits(warnings, &its.2) {
                differences.push((sdk, its));
            }
            let count = app.handled().iter().filter(|(event_id, _)| event_id == self.case).count();
            let is_accepted = outcome == "accepted";
            let expected = (Some(i32::from(!is_accepted)), usize::from(is_accepted && warnings.is_empty()));
            assert_eq!((finished.code, count), expected, "{sdk:?} {finished:?}");
        }
        assert!(differences.is_empty(), "{} {differences:#?}", self.case);
    }

    fn send(self, app: &App) -> Finished {
        let url = if self.is_tampered_with { tamperer::before(app) } else { app.url() };
        let event_id = format!("/header/event_id=\"{}\"", self.case);
        replay(&url, self.replay, &[&[ONE, "--set", &event_id], self.arguments].concat())
    }
}

/// Outcome, the receiver's words, and the warnings in one text.
fn verdict(finished: &Finished) -> (String, String, String) {
    let attempts = attempts(finished);
    let [attempt] = &attempts[..] else { panic!("not one attempt: {finished:?}") };
    let text = |key: &str| attempt[key].as_str().unwrap_or_default().to_owned();
    let warnings = attempt["warnings"].as_array().map_or(&[][..], Vec::as_slice);
    let warnings: Vec<_> = warnings.iter().filter_map(Value::as_str).collect();
    (text("outcome"), text("said"), warnings.join("\n"))
}

#[test]
fn another_encrypt_key() {
    DeliveryCase { case: "replay-other-key", replay: OTHER_KEY, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "*", "*another encrypt key*"),
        // It cannot open the event and exits over that.
        (Node, "reset", "", "*"),
        // Their words are others each time, as is what the event opens to.
        (Go, "refused", "*", "*swapped*"),
        (Java, "refused", "*", "*another encrypt key*"),
    ]);
}

#[test]
fn an_app_without_a_key() {
    let warnings = "*without an encrypt key*";
    DeliveryCase { case: "replay-app-without-key", app: PLAIN, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "encrypt_key not found", warnings),
        (Node, "reset", "", "*"),
        (Go, "refused", "event data is encrypted, Need to set up the `EncryptKey` for your APP", warnings),
        (Java, "refused", "process encrypted msg event, need config encryptKey", warnings),
    ]);
}

#[test]
fn a_plain_event_to_an_app_with_a_key() {
    DeliveryCase { case: "replay-plain-despite-key", replay: PLAIN, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "*", "*encrypt key*"),
        (Node, "accepted", "", "*200 with an empty body*encrypt key*"),
        (Go, "refused", "event  unmarshal failed,encrypted message is blank", "*sent in the clear*"),
        (Java, "refused", "The result of event decryption failed", "*sent in the clear*"),
    ]);
}

#[test]
fn another_token_is_named_where_it_is_looked_at() {
    for (case, app, token) in [
        ("replay-token-plain", PLAIN, Secrets { encrypt_key: "", ..OTHER_TOKEN }),
        ("replay-token", ENCRYPTED, OTHER_TOKEN),
    ] {
        DeliveryCase { case, app, replay: token, ..RIGHT }.is_said_to_be(&[
            (Python, "refused", "invalid verification_token", "*another verification token*"),
            (Node, "accepted", "", ""),
            (Go, "accepted", "", ""),
            (Java, "accepted", "", ""),
        ]);
    }
}

#[test]
fn key_and_token_swapped_in_the_app() {
    DeliveryCase { case: "replay-swapped", app: SWAPPED, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "*", "*swapped*"),
        (Node, "reset", "", "*"),
        (Go, "refused", "*", "*swapped*"),
        (Java, "refused", "*", "*swapped*"),
    ]);
}

#[test]
fn a_body_tampered_with_on_its_way() {
    DeliveryCase { case: "replay-tampered", is_tampered_with: true, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "signature verification failed", "*another signature*"),
        (Node, "accepted", "", "*200 with an empty body*signature*"),
        (Go, "refused", "the result of signature verification failed", "*another signature*"),
        (Java, "refused", "The result of signature verification failed", "*another signature*"),
    ]);
}

#[test]
fn an_event_type_without_a_handler() {
    let arguments = &["--set", "/header/event_type=\"helpdesk.ticket.created_v1\"", "--force"];
    DeliveryCase { case: "replay-unregistered", arguments, ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "*processor not found*", "*no handler*"),
        (Node, "accepted", "", "*no handler ran*"),
        (Go, "accepted", "", "*no handler ran*"),
        (Java, "accepted", "", "*no handler ran*"),
    ]);
}

#[test]
fn a_handler_that_raises() {
    DeliveryCase { case: "replay-raises", environment: &[("INTEROP_RAISE", "1")], ..RIGHT }.is_said_to_be(&[
        (Python, "refused", "handler raised on purpose", "*"),
        (Node, "reset", "", "*"),
        (Go, "refused", "handler raised on purpose", ""),
        (Java, "refused", "handler raised on purpose", ""),
    ]);
    DeliveryCase { case: "replay-panics", environment: &[("INTEROP_RAISE", "panic")], ..RIGHT }
        .is_said_to_be(&[(Go, "refused", "Server Internal Error", "*")]);
}

#[test]
fn times_that_the_model_of_java_has_no_room_for() {
    let said = "java.lang.NumberFormatException: Expected an int but was 17*";
    DeliveryCase { case: "replay-typed", ..RIGHT }
        .is_said_to_be(&[(JavaTyped, "refused", said, "*onCustomizedEvent*")]);
}

#[test]
fn the_url_check_stops_a_run_that_a_wrong_key_or_token_would_spoil() {
    for sdk in selected(&[Python, Go, Java]) {
        let app = App::shared(sdk, ENCRYPTED);
        let token = if sdk == Python { "invalid verification_token" } else { "auth by challenge failed" };
        for (secrets, said) in [(OTHER_KEY, "answered with 500"), (OTHER_TOKEN, token)] {
            let case = DeliveryCase {
                case: "replay-url-check",
                replay: secrets,
                arguments: &["--verify-url"],
                ..RIGHT
            };
            let finished = case.send(app);
            let handled = app.handled().iter().any(|(event_id, _)| event_id == case.case);
            assert_eq!((finished.code, handled), (Some(1), false), "{sdk:?} {finished:?}");
            assert!(finished.stderr.contains(said), "{sdk:?} {finished:?}");
        }
    }
}

#[test]
fn the_url_check_that_node_leaves_to_the_handlers_unless_told_to_answer_it() {
    if !Node.is_selected() {
        return;
    }
    let app = App::receiver_with(Node, PLAIN, &[("INTEROP_AUTO_CHALLENGE", "0")]);
    let finished = replay(&app.url(), PLAIN, &[ONE, "--verify-url"]);
    assert_eq!((finished.code, app.handled()), (Some(1), vec![]), "{finished:?}");
    assert!(finished.stderr.contains("no undefined event handle"), "{finished:?}");
}
