//! `gateway` with the vendor's own long-connection clients.

use std::io::Write as _;

use serde_json::Value;

use crate::app::{App, PLAIN};
use crate::binary::{Finished, Gateway, command, run};
use crate::sdk::Sdk::{self, Go, Java, Node, Python};
use crate::sdk::for_each;
use crate::stories;

/// The attempts a `json` report tells of.
fn attempts(finished: &Finished) -> Vec<Value> {
    let mut report = finished.json();
    report["records"].as_array_mut().unwrap().iter_mut().map(|it| it["data"].take()).collect()
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

/// Every event has come, at least once.
#[track_caller]
fn assert_none_is_missing(apps: &[App], lines: &[String], finished: &Finished) {
    let mut handled = sorted(apps.iter().flat_map(App::handled).collect());
    let mut expected = sorted(stories::ids(lines));
    handled.dedup();
    expected.dedup();
    assert_eq!(handled, expected, "{finished:?}");
}

for_each!(every_event_of_the_stories_is_handled_once_and_acked: python Python, node Node, go Go, java Java);

fn every_event_of_the_stories_is_handled_once_and_acked(sdk: Sdk) {
    let gateway = Gateway::start(&[stories::FOLDER, "--format", "json"]);
    let app = App::client(sdk, &gateway.url, &[]);
    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let expected = stories::ids(&stories::lines());
    assert_eq!(app.handled(), expected, "{finished:?}");
    let attempts = attempts(&finished);
    let acked = attempts.iter().filter(|it| it["outcome"] == "accepted" && it["took_ms"].is_number());
    assert_eq!(acked.count(), expected.len(), "{finished:?}");
    assert!(attempts.iter().all(|it| it["warnings"].is_null()), "{finished:?}");
}

for_each!(what_comes_in_three_pieces_back_to_back_is_handled_once: python Python, node Node);

fn what_comes_in_three_pieces_back_to_back_is_handled_once(sdk: Sdk) {
    let gateway = Gateway::start(&[stories::FOLDER, "--split", "3"]);
    let app = App::client(sdk, &gateway.url, &[]);
    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(app.handled(), stories::ids(&stories::lines()), "{finished:?}");
}

for_each!(what_comes_in_three_pieces_5_ms_apart_is_handled_in_the_end: python Python, node Node, go Go, java Java);

/// Some put pieces together without a lock and may lose an event, which the platform, too, would send again. What is lost
/// is said to be the SDK's.
fn what_comes_in_three_pieces_5_ms_apart_is_handled_in_the_end(sdk: Sdk) {
    let arguments =
        [stories::FOLDER, "--split", "3", "--split-gap", "5ms", "--retry", "9", "--format", "json"];
    let gateway = Gateway::with_limit("3s", &arguments);
    let app = App::client(sdk, &gateway.url, &[]);
    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    for lost in attempts(&finished).iter().filter(|it| it["outcome"] != "accepted") {
        assert_eq!(lost["outcome"], "timed-out-answer", "{lost}");
        assert!(lost["warnings"].to_string().contains("the Go and Java SDKs lose events"), "{lost}");
    }
    assert_none_is_missing(&[app], &stories::lines(), &finished);
}

#[test]
fn two_languages_side_by_side_share_the_events() {
    for pair in [[Python, Node], [Go, Java]] {
        if !pair.iter().all(|it| it.is_selected()) {
            continue;
        }
        let gateway = Gateway::start(&[stories::FOLDER, "--wait-for", "2"]);
        let apps = pair.map(|sdk| App::client(sdk, &gateway.url, &[]));
        let finished = gateway.finish();
        assert_eq!(finished.code, Some(0), "{pair:?} {finished:?}");

        let handled = apps.each_ref().map(App::handled);
        let expected = stories::ids(&stories::lines());
        assert_eq!(sorted(handled.concat()), sorted(expected), "{pair:?} {finished:?}");
        // By chance, but by the same chance in every run: both get some.
        assert!(handled.iter().all(|it| !it.is_empty()), "{pair:?} {handled:?}");
    }
}

for_each!(after_a_dropped_connection_the_client_comes_back_and_the_rest_arrives: python Python, node Node, go Go, java Java);

fn after_a_dropped_connection_the_client_comes_back_and_the_rest_arrives(sdk: Sdk) {
    for how in ["tcp", "close"] {
        // After a clean close Java comes back only when its next pings have failed.
        let quickly = ["--reconnect-nonce", "0", "--reconnect-interval", "1", "--ping-interval", "1"];
        let dropped = ["--drop-after", "3s", "--drop-how", how, "--retry", "9"];
        let mut gateway = Gateway::start(&[&["-", "--format", "ndjson"][..], &quickly, &dropped].concat());
        let mut stdin = gateway.stdin();
        let app = App::client(sdk, &gateway.url, &[]);
        let lines = stories::lines();
        let (before, after) = lines.split_at(lines.len() / 2);

        writeln!(stdin, "{}", before.join("\n")).unwrap();
        gateway.prints(before.len(), "\"outcome\":\"accepted\"");
        // It has connected twice, so it was dropped and came back.
        gateway.says(&["connection 1: ", "connection 2: "]);
        writeln!(stdin, "{}", after.join("\n")).unwrap();
        drop(stdin);

        let finished = gateway.finish();
        assert_eq!(finished.code, Some(0), "{how} {finished:?}");
        // An ack that was on its way when its connection was dropped means another attempt: at least once, as on the
        // platform.
        assert_none_is_missing(&[app], &lines, &finished);
    }
}

for_each!(on_a_connection_that_is_stalled_an_event_gets_no_ack: python Python, node Node, go Go, java Java);

fn on_a_connection_that_is_stalled_an_event_gets_no_ack(sdk: Sdk) {
    let stalled = ["-", "--drop-after", "1s", "--drop-how", "stall", "--format", "json"];
    let mut gateway = Gateway::with_limit("1s", &stalled);
    let app = App::client(sdk, &gateway.url, &[]);
    gateway.says(&["stalled on purpose"]);
    writeln!(gateway.stdin(), "{}", stories::lines()[0]).unwrap();
    let finished = gateway.finish();
    assert_eq!((finished.code, app.handled()), (Some(1), vec![]), "{finished:?}");
    let attempts = attempts(&finished);
    assert!(attempts.iter().all(|it| it["outcome"] == "timed-out-answer"), "{attempts:?}");
}

for_each!(hundreds_in_three_pieces_5_ms_apart_side_by_side_are_delivered: go Go);

fn hundreds_in_three_pieces_5_ms_apart_side_by_side_are_delivered(sdk: Sdk) {
    let generated = run(command("generate", PLAIN).args(["--events", "400", "--seed", "19"]));
    let lines: Vec<_> = generated.stdout.lines().map(str::to_owned).collect();
    let together =
        ["-", "--split", "3", "--split-gap", "5ms", "--jobs", "40", "--retry", "9", "--format", "json"];
    let mut gateway = Gateway::with_limit("10s", &together);
    let app = App::client(sdk, &gateway.url, &[]);
    writeln!(gateway.stdin(), "{}", lines.join("\n")).unwrap();
    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(finished.json()["summary"]["deliveries"]["accepted"], 400, "{finished:?}");
    assert_none_is_missing(&[app], &lines, &finished);
}

/// Whether the warning on a failed ack is that of the app's own SDK.
fn names_the_sdk(sdk: Sdk, attempt: &Value) -> bool {
    attempt["warnings"].to_string().contains(&format!("the {sdk:?} SDK"))
}

/// Sends one event: what is said of it. The app must not have handled it.
fn of_one_event(sdk: Sdk, limit: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Value {
    let arguments = [&["samples/bot-closes.json", "--format", "json"], arguments].concat();
    let gateway = Gateway::with_limit(limit, &arguments);
    let app = App::client(sdk, &gateway.url, environment);
    let finished = gateway.finish();
    assert_eq!(app.handled(), [], "{finished:?}");
    let attempts = attempts(&finished);
    let [attempt] = &attempts[..] else { panic!("not one attempt: {finished:?}") };
    attempt.clone()
}

for_each!(a_handler_that_raises_is_reported_as_refused_and_the_client_goes_on: python Python, node Node, go Go, java Java);

fn a_handler_that_raises_is_reported_as_refused_and_the_client_goes_on(sdk: Sdk) {
    let gateway = Gateway::start(&[stories::FOLDER, "--format", "json"]);
    let app = App::client(sdk, &gateway.url, &[("INTEROP_RAISE", "1")]);
    let finished = gateway.finish();
    assert_eq!((finished.code, app.handled()), (Some(1), vec![]), "{finished:?}");
    let attempts = attempts(&finished);
    assert_eq!(attempts.len(), stories::lines().len(), "{finished:?}");
    assert!(attempts.iter().all(|it| it["outcome"] == "refused" && it["status"] == 500), "{finished:?}");
    assert!(attempts.iter().all(|it| names_the_sdk(sdk, it)), "{finished:?}");
}

for_each!(a_handler_that_panics_sends_no_ack: go Go);

fn a_handler_that_panics_sends_no_ack(sdk: Sdk) {
    let attempt = of_one_event(sdk, "3s", &[("INTEROP_RAISE", "panic")], &[]);
    assert_eq!(attempt["outcome"], "timed-out-answer", "{attempt}");
}

for_each!(times_that_a_model_has_no_room_for_are_refused: java JavaTyped);

fn times_that_a_model_has_no_room_for_are_refused(sdk: Sdk) {
    let attempt = of_one_event(sdk, "1m", &[], &[]);
    assert_eq!((&attempt["outcome"], &attempt["status"]), (&"refused".into(), &500.into()), "{attempt}");
    assert!(attempt["warnings"].to_string().contains("onCustomizedEvent"), "{attempt}");
}

for_each!(an_event_type_without_a_handler_is_refused_but_by_node: python Python, node Node, go Go, java Java);

fn an_event_type_without_a_handler_is_refused_but_by_node(sdk: Sdk) {
    let other = ["--set", "/header/event_type=\"helpdesk.ticket.created_v1\"", "--force"];
    let attempt = of_one_event(sdk, "1m", &[], &other);
    let (outcome, status) = if sdk == Node { ("accepted", 200) } else { ("refused", 500) };
    assert_eq!((&attempt["outcome"], &attempt["status"]), (&outcome.into(), &status.into()), "{attempt}");
    assert!(sdk == Node || names_the_sdk(sdk, &attempt), "{attempt}");
}

for_each!(a_wrong_app_secret_is_refused: python Python, node Node, go Go, java Java);

fn a_wrong_app_secret_is_refused(sdk: Sdk) {
    let gateway = Gateway::start(&[stories::FOLDER]);
    let app = App::client(sdk, &gateway.url, &[("INTEROP_APP_SECRET", "another-secret")]);
    gateway.says(&["(code 514)"]);
    assert_eq!(app.handled(), []);
}
