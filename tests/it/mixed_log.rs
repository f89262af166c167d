//! One log with every event type, among events of other products: generated, delivered, recorded, and the record is
//! worth as much as the log. Nothing is lost on the way.

use std::collections::BTreeSet;
use std::fs;

use helpdesk_evt::internals::block_on;
use serde_json::Value;

use crate::process::run;
use crate::support::app::App;
use crate::support::{Folder, Gate, Listener, success};

const TYPES: [&str; 4] = [
    "helpdesk.ticket.created_v1",
    "helpdesk.ticket.updated_v1",
    "helpdesk.ticket_message.created_v1",
    "helpdesk.notification.approve_v1",
];

/// Makes a log of all types, with other products' events; its events that are ours.
fn generate(log: &str) -> BTreeSet<String> {
    let made = run(&["generate", "--types", "all", "--mixed", "--tickets", "12", "--seed", "1", "-o", log]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let text = fs::read_to_string(log).unwrap();
    let ours: BTreeSet<_> =
        text.lines().filter(|it| !it.contains("\"im.message.")).map(str::to_owned).collect();
    assert!(ours.len() < text.lines().count());
    assert!(TYPES.iter().all(|name| ours.iter().any(|it| it.contains(name))));
    ours
}

/// The arguments of a delivery to a listener with the keys that it was started with.
fn replay<'a>(log: &'a str, url: &'a str) -> Vec<&'a str> {
    vec!["replay", log, "--url", url, "--encrypt-key", "example-key", "--jobs", "8", "--timeout", "60s"]
}

#[test]
fn nothing_of_a_mixed_log_is_lost_on_the_way_through_every_command() {
    let folder = Folder::new();
    let (log, record) = (folder.text("log.ndjson"), folder.text("record.ndjson"));
    let ours = generate(&log);
    let listener = Listener::start_bare(&["--encrypt-key", "example-key", "--record", &record]);
    let sent = run(&replay(&log, &listener.url));
    assert_eq!(sent.code, 0, "{}{}", sent.stdout, sent.stderr);
    let heard = listener.stop();
    assert!(
        heard.stdout.contains(&format!("{0} acknowledged, {0} recorded", ours.len())),
        "{}",
        heard.stdout
    );
    let recorded = fs::read_to_string(&record).unwrap();
    assert_eq!(recorded.lines().count(), ours.len());
    assert_eq!(recorded.lines().map(str::to_owned).collect::<BTreeSet<_>>(), ours);

    let valid = run(&["validate", &record]);
    assert_eq!((valid.code, valid.stdout.contains(&format!("{} events valid", ours.len()))), (0, true));
    let moved = run(&["diff", &record, "--timeline", "--strict"]);
    assert_eq!(moved.code, 0, "{}", moved.stdout);
    let again = Listener::start_bare(&["--encrypt-key", "example-key"]);
    let sent = run(&replay(&record, &again.url));
    assert_eq!(sent.code, 0, "{}{}", sent.stdout, sent.stderr);
    assert!(again.stop().stdout.contains(&format!("{} acknowledged", ours.len())));
}

#[test]
fn an_app_of_a_gateway_gets_each_event_of_a_mixed_log_once_as_it_is() {
    let folder = Folder::new();
    let log = folder.text("log.ndjson");
    let ours = generate(&log);
    for pieces in ["1", "3"] {
        let gate = Gate::start(&[&log, "--once", "--timeout", "100s", "--jobs", "8", "--split", pieces]);
        let (address, mut payloads) = (gate.address, Vec::new());
        let handling = async {
            let mut app = App::connect(address).await;
            while let Some(got) = app.event().await {
                app.send(&got.ack(r#"{"code":200}"#)).await;
                payloads.push(got.payload);
            }
        };
        block_on(handling).unwrap();
        let done = gate.finish();
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        // Over the long connection the token is empty.
        let without_token = |text: &[u8]| {
            let mut event: Value = serde_json::from_slice(text).unwrap();
            event["header"]["token"] = "".into();
            event.to_string()
        };
        assert_eq!(payloads.len(), ours.len());
        let got: BTreeSet<_> = payloads.iter().map(|it| without_token(it)).collect();
        assert_eq!(got, ours.iter().map(|it| without_token(it.as_bytes())).collect());
    }
}

#[test]
fn a_listener_that_waits_for_three_events_takes_any_type() {
    let names = ["ticket-created", "message-by-guest", "notification-approved"];
    let texts = names.map(|it| fs::read(format!("samples/types/{it}.json")).unwrap());
    let listener = Listener::start_bare(&["--max-events", "3", "--for", "60s"]);
    for text in &texts {
        assert_eq!(listener.deliver_plain(text), success());
    }
    let done = listener.finish();
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("ok: 3 events: 3 acknowledged"), "{}", done.stdout);
}
