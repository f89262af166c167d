//! What every command writes as JSON is what `schema json-output` says, and is the same when it is read with our own types
//! and written again.

use std::sync::LazyLock;

use helpdesk_evt::internals::{JsonLine, JsonReport};
use jsonschema::Validator;
use serde_json::Value;

use crate::process::{Finished, run};
use crate::replay::replay;
use crate::support::app::App;
use crate::support::{Act, Folder, Gate, Listener, Sink, event, ticket_event};

/// The printed schema.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(&run(&["schema", "json-output"]).stdout).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
});

fn assert_described(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<String> = SCHEMA.iter_errors(&value).map(|it| it.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
}

/// Checks a report of `json`, whose line breaks are only between records.
fn assert_report(text: &str) {
    assert_described(text);
    let report: JsonReport<'_> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&report).unwrap(), text.replace('\n', ""));
}

/// Checks the lines of `ndjson`, and that these kinds of records are among them.
fn assert_lines(done: &Finished, kinds: &[&str]) {
    for line in done.stdout.lines() {
        assert_described(line);
        let read: JsonLine<'_> = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
    }
    for kind in [&["begin", "summary"], kinds].concat() {
        let begins = format!("{{\"type\":\"{kind}\",");
        assert!(
            done.stdout.lines().any(|it| it.starts_with(&begins)),
            "{kind}: {}{}",
            done.stdout,
            done.stderr
        );
    }
}

/// Runs a command for both formats.
fn assert_both(arguments: &[&str], kinds: &[&str]) {
    assert_report(&run(&[arguments, &["--format", "json"]].concat()).stdout);
    assert_lines(&run(&[arguments, &["--format", "ndjson"]].concat()), kinds);
}

#[test]
fn validate_and_diff_in_every_mode() {
    let folder = Folder::new();
    let (log, labels) = (folder.text("log.ndjson"), folder.text("labels.ndjson"));
    let made = ["generate", "--events", "400", "--tickets", "30", "--invalid", "10%"];
    let done = run(&[&made[..], &["--seed", "1", "-o", &log, "--labels", &labels]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    let labels = String::from_utf8(folder.read("labels.ndjson")).unwrap();
    assert!(labels.lines().count() > 10);
    labels.lines().for_each(assert_described);
    let wrapped = folder.text("wrapped.log");
    std::fs::write(&wrapped, format!("app: {}\nnothing\n", ticket_event(1, 1))).unwrap();

    assert_both(&["validate", "samples", &log, &wrapped], &["checked"]);
    assert_both(&["validate", "samples", "--max-findings", "3", "--lang", "zh"], &["checked"]);
    assert_both(&["validate", "samples/broken/json-syntax.json", "--fail-fast"], &["checked"]);
    let sdks = ["--sdk", "python", "--sdk", "node", "--sdk", "go", "--sdk", "java"];
    assert_both(&[&["validate", "samples/types"], &sdks[..]].concat(), &["checked"]);
    for mode in [
        &["--full"][..],
        &["--forbid", "status: * -> closed", "--expect", "stage: human -> bot"],
        &["--summary"],
        &["--timeline"],
        &["--timeline", "--strict", "--messages"],
        &["--gaps"],
        &["--open"],
    ] {
        let kind = match mode[0] {
            "--summary" => None,
            "--timeline" => Some("lived"),
            "--gaps" => Some("gap"),
            "--open" => Some("open"),
            _ => Some("moved"),
        };
        assert_both(&[&["diff", "samples", &log, &wrapped], mode].concat(), kind.as_slice());
    }
}

#[test]
fn replay_probe_and_the_reports_of_ci() {
    let answer = |number: usize| match number % 4 {
        0 => Act::Answer(500, "", b"KeyError: 7".to_vec()),
        1 => Act::Answer(302, "Location: /elsewhere\r\n", vec![]),
        _ => Act::ok(),
    };
    let course = ["samples/stories", "--retry", "1", "--time-scale", "0.0001", "--duplicate", "100%"];
    for format in ["json", "ndjson"] {
        let sink = Sink::start(move |number, _| answer(number));
        let done = replay(&sink, &[&course[..], &["--jobs", "1", "--format", format]].concat());
        if format == "json" { assert_report(&done.stdout) } else { assert_lines(&done, &["delivered"]) }
    }
    assert_both(&["replay", "samples/stories"], &["delivered"]);
    let invalid = replay(&Sink::kind(), &["samples/broken", "samples/minimal.json", "--format", "ndjson"]);
    assert_lines(&invalid, &["checked", "delivered"]);

    let (sink, folder) = (Sink::start(move |number, _| answer(number)), Folder::new());
    let (url, kept) = (sink.url(), folder.text("kept"));
    assert_both(&["probe", "--url", &url], &["probed"]);
    run(&["ci", "samples/stories", "--url", &url, "--keep", &kept]);
    for name in ["kept/probe.json", "kept/replay.json"] {
        assert_report(&String::from_utf8(folder.read(name)).unwrap());
    }
}

#[test]
fn verify() {
    let key = ["--encrypt-key", "example-encrypt-key"];
    assert_both(&[&["verify", "tests/vectors/old-card.http"], &key[..]].concat(), &["verified"]);
}

#[test]
fn listen_and_gateway() {
    let listener = Listener::start(&["--format", "ndjson", "--fail-first", "1"]);
    for id in ["e-1", "e-2", "e-2"] {
        listener.deliver(&event(id));
    }
    listener.deliver(b"{\"type\":\"url_verification\",\"challenge\":\"c\",\"token\":\"example-token\"}");
    listener.deliver(b"{}");
    assert_lines(&listener.stop(), &["received"]);

    let app = Sink::start(|_, _| Act::Answer(500, "", b"{\"msg\":\"processor not found\"}".to_vec()));
    for (behind, told) in [
        (app.url(), "{\"answered\":{\"status\":500,"),
        ("http://127.0.0.1:1/".to_owned(), "{\"failed\":{\"reason\":"),
    ] {
        let listener = Listener::start(&["--format", "ndjson", "--forward", &behind, "--max-events", "1"]);
        listener.deliver(&event("e-1"));
        let done = listener.finish();
        assert_lines(&done, &["received"]);
        assert!(done.stdout.contains(told), "{}", done.stdout);
    }

    for format in ["json", "ndjson"] {
        let gate = Gate::start(&["samples/stories", "--once", "--timeout", "100s", "--format", format]);
        let address = gate.address;
        helpdesk_evt::internals::block_on(async { App::connect(address).await.handle().await }).unwrap();
        let done = gate.finish();
        if format == "json" { assert_report(&done.stdout) } else { assert_lines(&done, &["delivered"]) }
    }
}
