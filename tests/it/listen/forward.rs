//! What `listen` hands on: to an app behind it, and, as a record, to `replay`, which gives it back byte for byte.

use std::fs;

use serde_json::Value;

use crate::process::run;
use crate::support::{Act, Folder, Listener, Sink, event, sealed, success};

#[test]
fn the_very_bytes_and_headers_go_on_and_both_answers_are_kept() {
    let app = Sink::start(|_, _| Act::Answer(500, "", b"{\"msg\":\"processor not found\"}".to_vec()));
    let folder = Folder::new();
    let listener = Listener::start(&[
        "--forward",
        &app.url(),
        "--record-raw",
        &folder.text("raw"),
        "--max-events",
        "1",
        "--format",
        "ndjson",
    ]);
    let packet = sealed(&event("e-1"));
    assert_eq!(listener.sender().post(&packet).unwrap(), success(), "the sender does not wait for the app");
    app.wait_for(1);
    let got = &app.got()[0].packet;
    assert_eq!(got.body, packet.body);
    for (name, value) in &packet.headers {
        assert_eq!(got.header(name), Some(&**value), "{name}");
    }
    assert_eq!(got.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("user-agent")).count(), 0);
    let done = listener.finish();
    let told = done.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let received: Vec<_> = told.filter(|line| line["type"] == "received").collect();
    assert!(received[0]["data"]["forwarded"].to_string().contains("processor not found"), "{received:?}");
    let raw = String::from_utf8(folder.read("raw")).unwrap();
    let answers: Value = serde_json::from_str(raw.lines().last().unwrap()).unwrap();
    assert_eq!((&answers["ours"], &answers["app"]), (&200.into(), &500.into()));
    assert_eq!(answers["app_body"], "{\"msg\":\"processor not found\"}");
}

#[test]
fn an_app_behind_that_is_gone_is_said_and_the_sender_does_not_notice() {
    let listener = Listener::start(&["--forward", "http://127.0.0.1:1/app", "--max-events", "1"]);
    assert_eq!(listener.deliver(&event("e-1")), success());
    let done = listener.finish();
    assert!(done.stdout.contains("the app behind"), "{}", done.stdout);
}

#[cfg(unix)]
#[test]
fn a_second_signal_tells_what_was_acknowledged_though_the_app_behind_hangs() {
    let app = Sink::start(|_, _| Act::Hang(Vec::new()));
    let listener = Listener::start(&["--forward", &app.url()]);
    assert_eq!(listener.deliver(&event("e-1")), success());
    app.wait_for(1);
    // Two of one kind may come as one.
    listener.signal("INT");
    listener.signal("TERM");
    let done = listener.finish();
    assert!([130, 143].contains(&done.code), "{}", done.stderr);
    assert!(done.stdout.contains("the app behind did not answer: "), "{}", done.stdout);
    assert!(done.stdout.contains("1 acknowledged"), "{}", done.stdout);
}

#[test]
fn a_forward_that_is_no_url_is_refused_before_listening() {
    let done = run(&["listen", "--forward", "ftp://example.com/"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("--forward"), "{}", done.stderr);
}

#[test]
fn the_replay_of_a_record_is_byte_for_byte_what_was_received() {
    let folder = Folder::new();
    let (first, second) = (folder.text("first.ndjson"), folder.text("second.ndjson"));
    let log = run(&["generate", "--tickets", "5", "--events", "60", "--seed", "8"]).stdout;
    fs::write(&first, &log).unwrap();
    let listener = Listener::start_bare(&["--record", &second, "--max-events", "60"]);
    let replayed = run(&["replay", &first, "--url", &listener.url, "--format", "short"]);
    assert_eq!(replayed.code, 0, "{}{}", replayed.stdout, replayed.stderr);
    assert_eq!(listener.finish().code, 0);
    assert!(fs::read_to_string(&second).unwrap() == log, "the record differs from what was sent");
    let third = folder.text("third.ndjson");
    let listener = Listener::start_bare(&["--record", &third, "--max-events", "60"]);
    assert_eq!(run(&["replay", &second, "--url", &listener.url, "--format", "short"]).code, 0);
    assert_eq!(listener.finish().code, 0);
    assert!(fs::read(&third).unwrap() == fs::read(&second).unwrap());
}

#[test]
fn without_a_url_replay_delivers_to_a_receiver_of_its_own_and_shows_both_sides() {
    let done = run(&["replay", "samples/stories", "--format", "ndjson"]);
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let lines: Vec<Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).collect::<Vec<_>>();
    assert_eq!((of("delivered").len(), of("received").len()), (16, 16));
    let summary = &of("summary")[0]["data"];
    assert_eq!(summary["exit_code"], 0);
    assert!(done.stderr.contains("built-in receiver"), "{}", done.stderr);
    for received in of("received") {
        assert!(received.to_string().contains("verified"), "{received}");
    }
}
