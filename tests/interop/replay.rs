//! `replay` against the vendor's own receivers: what their handlers handled, and what the report says of the rest.

use std::path::Path;

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN, SDKS, Sdk, Secrets};
use crate::binary::{Finished, command, run};
use crate::{stories, tamperer};

const OTHER_KEY: Secrets = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
const OTHER_TOKEN: Secrets = Secrets { token: "interop-other-token", ..ENCRYPTED };
/// A single event: what a receiver answers to it ends the run.
const ONE: &str = "samples/bot-closes.json";

fn replay(url: &str, secrets: Secrets, arguments: &[&str]) -> Finished {
    run(command("replay", secrets).args(["--url", url, "--format", "json"]).args(arguments))
}

/// The data of every attempt.
fn attempts(finished: &Finished) -> Vec<Value> {
    let mut report = finished.json();
    let records = report["records"].as_array_mut().unwrap();
    records.iter_mut().filter(|it| it["type"] == "delivered").map(|it| it["data"].take()).collect()
}

/// What the report says of the only attempt: the outcome, what the receiver said, and the warnings in one text.
fn verdict(finished: &Finished) -> (String, String, String) {
    let attempts = attempts(finished);
    let [attempt] = &attempts[..] else { panic!("not one attempt: {finished:?}") };
    let text = |key: &str| attempt[key].as_str().unwrap_or_default().to_owned();
    let warnings = attempt["warnings"].as_array().map_or(Vec::new(), Clone::clone);
    let warnings: Vec<_> = warnings.iter().map(|it| it.as_str().unwrap()).collect();
    (text("outcome"), text("said"), warnings.join("\n"))
}

/// How often the app handled `ONE`. Shared receivers get it in ways only that end before a handler.
fn handled(app: &App) -> usize {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(ONE)).unwrap();
    let event: Value = serde_json::from_str(&text).unwrap();
    app.handled().iter().filter(|(event_id, _)| event["header"]["event_id"] == **event_id).count()
}

/// Replays one event to an app that handles none: the verdict on it.
fn refused(app: &App, secrets: Secrets, arguments: &[&str]) -> (String, String, String) {
    let finished = replay(&app.url(), secrets, &[&[ONE], arguments].concat());
    assert_eq!(handled(app), 0, "{finished:?}");
    verdict(&finished)
}

/// Replays the stories: every handler ran once per event, with its ticket, in order.
fn every_event_is_handled_once(sdk: Sdk, secrets: Secrets) {
    let app = App::receiver(sdk, secrets);
    let finished = replay(&app.url(), secrets, &[stories::FOLDER, "--verify-url"]);
    assert_eq!(finished.code, Some(0), "{sdk:?} {finished:?}");
    let expected = stories::ids(&stories::lines());
    assert_eq!(app.handled(), expected, "{sdk:?} {secrets:?}");

    let reported = attempts(&finished);
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let ids: Vec<_> = reported.iter().map(|it| (text(it, "event_id"), text(it, "ticket_id"))).collect();
    assert_eq!(ids, expected, "{sdk:?} {secrets:?}");
    assert!(
        reported.iter().all(|it| it["outcome"] == "accepted" && it["warnings"].is_null()),
        "{finished:?}"
    );
    let tally = &finished.json()["summary"]["deliveries"];
    assert_eq!((&tally["accepted"], &tally["failed"]), (&expected.len().into(), &0.into()), "{finished:?}");
}

#[test]
fn python_handles_every_event_of_the_stories_once_plain() {
    every_event_is_handled_once(Sdk::Python, PLAIN);
}

#[test]
fn python_handles_every_event_of_the_stories_once_encrypted() {
    every_event_is_handled_once(Sdk::Python, ENCRYPTED);
}

#[test]
fn node_handles_every_event_of_the_stories_once_plain() {
    every_event_is_handled_once(Sdk::Node, PLAIN);
}

#[test]
fn node_handles_every_event_of_the_stories_once_encrypted() {
    every_event_is_handled_once(Sdk::Node, ENCRYPTED);
}

#[test]
fn tickets_side_by_side_are_handled_once_and_each_in_its_order() {
    for sdk in SDKS {
        let app = App::receiver(sdk, ENCRYPTED);
        let finished = replay(&app.url(), ENCRYPTED, &[stories::FOLDER, "--jobs", "8"]);
        assert_eq!(finished.code, Some(0), "{sdk:?} {finished:?}");
        // A stable sort by ticket: the order within each stays.
        let by_ticket = |mut ids: Vec<(String, String)>| {
            ids.sort_by(|(_, one), (_, other)| one.cmp(other));
            ids
        };
        assert_eq!(by_ticket(app.handled()), by_ticket(stories::ids(&stories::lines())), "{sdk:?}");
    }
}

#[test]
fn duplicates_on_purpose_are_handled_twice_for_no_sdk_drops_them() {
    for sdk in SDKS {
        let app = App::receiver(sdk, ENCRYPTED);
        let finished = replay(&app.url(), ENCRYPTED, &[ONE, "--duplicate", "all"]);
        assert_eq!(finished.code, Some(0), "{sdk:?} {finished:?}");
        let handled = app.handled();
        assert!(handled.len() == 2 && handled[0] == handled[1], "{sdk:?} {handled:?}");
    }
}

#[test]
fn a_wrong_encrypt_key_is_refused_and_named_as_the_cause() {
    let app = App::shared(Sdk::Python, ENCRYPTED);
    let (outcome, _, warnings) = refused(app, OTHER_KEY, &[]);
    assert_eq!(outcome, "refused");
    assert!(warnings.contains("another encrypt key"), "{warnings}");

    // Node cannot open it and exits over that.
    let mut app = App::receiver(Sdk::Node, ENCRYPTED);
    assert_eq!(refused(&app, OTHER_KEY, &[]).0, "reset");
    assert!(!app.end().success());
}

#[test]
fn a_receiver_without_a_key_is_named_as_the_cause() {
    let app = App::shared(Sdk::Python, PLAIN);
    let (outcome, said, warnings) = refused(app, ENCRYPTED, &[]);
    assert_eq!((outcome.as_str(), said.as_str()), ("refused", "encrypt_key not found"));
    assert!(warnings.contains("without an encrypt key"), "{warnings}");
}

#[test]
fn a_plain_event_to_a_receiver_with_a_key_is_told_apart_from_one_that_is_handled() {
    let app = App::shared(Sdk::Python, ENCRYPTED);
    let (outcome, _, warnings) = refused(app, PLAIN, &[]);
    assert_eq!(outcome, "refused");
    assert!(warnings.contains("encrypt key"), "{warnings}");

    let app = App::receiver(Sdk::Node, ENCRYPTED);
    let (outcome, _, warnings) = refused(&app, PLAIN, &[]);
    assert_eq!(outcome, "accepted");
    assert!(warnings.contains("200 with an empty body") && warnings.contains("encrypt key"), "{warnings}");
}

#[test]
fn a_wrong_token_is_refused_by_python_and_named_and_handled_by_node() {
    for (other, secrets) in [(OTHER_TOKEN, ENCRYPTED), (Secrets { encrypt_key: "", ..OTHER_TOKEN }, PLAIN)] {
        let app = App::shared(Sdk::Python, secrets);
        let (outcome, said, warnings) = refused(app, other, &[]);
        assert_eq!((outcome.as_str(), said.as_str()), ("refused", "invalid verification_token"));
        assert!(warnings.contains("another verification token"), "{warnings}");

        // Node does not look at the token of an event at all.
        let app = App::receiver(Sdk::Node, secrets);
        let finished = replay(&app.url(), other, &[ONE]);
        assert_eq!(verdict(&finished), ("accepted".to_owned(), String::new(), String::new()));
        assert_eq!(handled(&app), 1);
    }
}

#[test]
fn key_and_token_swapped_in_the_app_are_refused_with_a_hint_at_it() {
    let swapped = Secrets { encrypt_key: ENCRYPTED.token, token: ENCRYPTED.encrypt_key };
    let app = App::receiver(Sdk::Python, swapped);
    let (outcome, _, warnings) = refused(&app, ENCRYPTED, &[]);
    assert_eq!(outcome, "refused");
    assert!(warnings.contains("swapped"), "{warnings}");
}

#[test]
fn a_body_tampered_with_on_its_way_is_refused_and_the_report_says_the_signature() {
    let app = App::shared(Sdk::Python, ENCRYPTED);
    let finished = replay(&tamperer::before(app), ENCRYPTED, &[ONE]);
    assert_eq!((finished.code, handled(app)), (Some(1), 0), "{finished:?}");
    let (outcome, said, warnings) = verdict(&finished);
    assert_eq!((outcome.as_str(), said.as_str()), ("refused", "signature verification failed"));
    assert!(warnings.contains("another signature"), "{warnings}");

    let app = App::receiver(Sdk::Node, ENCRYPTED);
    let finished = replay(&tamperer::before(&app), ENCRYPTED, &[ONE]);
    assert_eq!(handled(&app), 0, "{finished:?}");
    let (outcome, _, warnings) = verdict(&finished);
    assert_eq!(outcome, "accepted");
    assert!(warnings.contains("200 with an empty body") && warnings.contains("signature"), "{warnings}");
}

#[test]
fn an_event_type_without_a_handler_is_said_to_have_none() {
    let other = ["--set", "/header/event_type=\"helpdesk.ticket.created_v1\"", "--force"];
    let app = App::shared(Sdk::Python, ENCRYPTED);
    let (outcome, said, warnings) = refused(app, ENCRYPTED, &other);
    assert_eq!(outcome, "refused");
    assert!(said.contains("processor not found") && warnings.contains("no handler"), "{said} {warnings}");

    let app = App::receiver(Sdk::Node, ENCRYPTED);
    let (outcome, _, warnings) = refused(&app, ENCRYPTED, &other);
    assert_eq!(outcome, "accepted");
    assert!(warnings.contains("no handler ran"), "{warnings}");
}

#[test]
fn a_handler_that_raises_is_a_failed_delivery_with_its_words() {
    let raises = [("INTEROP_RAISE", "1")];
    let app = App::receiver_with(Sdk::Python, ENCRYPTED, &raises);
    let (outcome, said, _) = refused(&app, ENCRYPTED, &[]);
    assert_eq!((outcome.as_str(), said.as_str()), ("refused", "handler raised on purpose"));

    let app = App::receiver_with(Sdk::Node, ENCRYPTED, &raises);
    assert_eq!(refused(&app, ENCRYPTED, &[]).0, "reset");
}

#[test]
fn the_url_check_stops_a_run_that_a_wrong_key_or_token_would_spoil() {
    let app = App::shared(Sdk::Python, ENCRYPTED);
    for (secrets, said) in [(OTHER_KEY, "answered with 500"), (OTHER_TOKEN, "invalid verification_token")] {
        let finished = replay(&app.url(), secrets, &[ONE, "--verify-url"]);
        assert_eq!((finished.code, handled(app)), (Some(1), 0), "{finished:?}");
        assert!(finished.stderr.contains(said), "{finished:?}");
    }
    // Node leaves the check to the handlers unless told to answer it.
    let app = App::receiver_with(Sdk::Node, PLAIN, &[("INTEROP_AUTO_CHALLENGE", "0")]);
    let finished = replay(&app.url(), PLAIN, &[ONE, "--verify-url"]);
    assert_eq!((finished.code, handled(&app)), (Some(1), 0), "{finished:?}");
    assert!(finished.stderr.contains("no undefined event handle"), "{finished:?}");
}
