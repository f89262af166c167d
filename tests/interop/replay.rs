//! `replay` against the vendor's own receivers, where all is well: what their handlers handled.

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, command, run};
use crate::sdk::{Sdk, for_each};
use crate::stories;

/// A single event: what a receiver answers to it ends the run.
pub(crate) const ONE: &str = "samples/bot-closes.json";

pub(crate) fn replay(url: &str, secrets: Secrets, arguments: &[&str]) -> Finished {
    run(command("replay", secrets).args(["--url", url, "--format", "json"]).args(arguments))
}

/// The data of every attempt.
pub(crate) fn attempts(finished: &Finished) -> Vec<Value> {
    let mut report = finished.json();
    let records = report["records"].as_array_mut().unwrap();
    records.iter_mut().filter(|it| it["type"] == "delivered").map(|it| it["data"].take()).collect()
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

for_each!(every_event_of_the_stories_is_handled_once: python Python, node Node, go Go, java Java);

fn every_event_of_the_stories_is_handled_once(sdk: Sdk) {
    for secrets in [PLAIN, ENCRYPTED] {
        every_event_is_handled_once(sdk, secrets);
    }
}

for_each!(tickets_side_by_side_are_handled_once_and_each_in_its_order: python Python, node Node, go Go, java Java);

fn tickets_side_by_side_are_handled_once_and_each_in_its_order(sdk: Sdk) {
    let app = App::receiver(sdk, ENCRYPTED);
    let finished = replay(&app.url(), ENCRYPTED, &[stories::FOLDER, "--jobs", "8"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    // A stable sort by ticket: the order within each stays.
    let by_ticket = |mut ids: Vec<(String, String)>| {
        ids.sort_by(|(_, one), (_, other)| one.cmp(other));
        ids
    };
    assert_eq!(by_ticket(app.handled()), by_ticket(stories::ids(&stories::lines())));
}

for_each!(duplicates_on_purpose_are_handled_twice_for_no_sdk_drops_them: python Python, node Node, go Go, java Java);

fn duplicates_on_purpose_are_handled_twice_for_no_sdk_drops_them(sdk: Sdk) {
    let app = App::receiver(sdk, ENCRYPTED);
    let finished = replay(&app.url(), ENCRYPTED, &[ONE, "--duplicate", "all"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let handled = app.handled();
    assert!(handled.len() == 2 && handled[0] == handled[1], "{handled:?}");
}
