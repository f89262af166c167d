//! `redact`: nothing that identifies anybody survives, in any encoding, and the story is the same before and after.

use std::collections::HashSet;
use std::fs;

use serde_json::{Value, json};

use crate::process::{Finished, feed, run};
use crate::support::Folder;
use crate::support::mutants::{Dice, line, mutate, samples};
use crate::support::survivors::survivors;

/// How many events the property is checked with; `REDACT_EVENTS=10000` for all of them.
const EVENTS: u64 = 400;

/// The codes of every document.
fn codes(path: &str) -> Vec<Vec<String>> {
    let done = run(&["validate", path, "--format", "ndjson"]);
    let lines = done.stdout.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let checked = lines.filter(|it| it["type"] == "checked");
    let codes = |it: Value| {
        let mut codes: Vec<String> =
            it["data"]["findings"].as_array().unwrap().iter().map(|it| it["code"].to_string()).collect();
        codes.sort();
        codes
    };
    checked.map(codes).collect()
}

/// The lives of the tickets, without what names them.
fn lives(path: &str) -> Vec<String> {
    let done = run(&["diff", path, "--timeline", "--format", "ndjson"]);
    let lines = done.stdout.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let mut stories: Vec<String> = lines
        .filter(|it| it["type"] == "lived")
        .map(|mut it| {
            nameless(&mut it["data"]);
            it["data"].to_string()
        })
        .collect();
    stories.sort();
    stories
}

fn nameless(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in [
                "ticket_id", "event_id", "file", "message", "column", "end_column", "offset", "pointer",
                "findings", "help",
            ] {
                members.remove(name);
            }
            members.values_mut().for_each(nameless);
        }
        Value::Array(items) => items.iter_mut().for_each(nameless),
        _ => {}
    }
}

fn redact(folder: &Folder, paths: &[&str], more: &[&str]) -> Finished {
    let to = folder.text("out");
    run(&[&["redact"], paths, &["--to", &to], more].concat())
}

/// A file that was written.
fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.text(name)).unwrap()
}

/// Ids and names of an event, as they are.
fn ids(value: &Value, secrets: &mut Vec<String>) {
    for pointer in [
        "/header/event_id",
        "/header/token",
        "/header/tenant_key",
        "/header/app_id",
        "/event/object/ticket_id",
        "/event/ticket_id",
        "/event/ticket/ticket_id",
        "/event/object/chat_id",
        "/event/object/guest/id/open_id",
        "/event/message_id",
    ] {
        let text = value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if text.len() >= 8 {
            secrets.push(text.to_owned());
        }
    }
}

#[test]
fn nothing_that_identifies_survives_and_codes_and_moves_are_the_same() {
    let events = std::env::var("REDACT_EVENTS").ok().and_then(|it| it.parse().ok()).unwrap_or(EVENTS);
    let folder = Folder::new();
    let (log, mutated) = (folder.text("log.ndjson"), folder.text("mutated.ndjson"));
    let half = (events / 2).to_string();
    let made = run(&[
        "generate",
        "--events",
        &half,
        "--invalid",
        "5%",
        "--seed",
        "20",
        "-o",
        &log,
        "--labels",
        &folder.text("labels"),
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let (mut dice, mut secrets, mut text) = (Dice(20), Vec::new(), Vec::new());
    let samples = samples();
    for number in 0..events / 2 {
        let mut value = samples[usize::try_from(number).unwrap() % samples.len()].clone();
        mutate(&mut value, &mut dice, &mut secrets);
        text.extend(line(&value, &mut dice));
        text.push(b'\n');
    }
    fs::write(&mutated, &text).unwrap();
    for line in fs::read_to_string(&log)
        .unwrap_or_else(|_| String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned())
        .lines()
    {
        if let Ok(value) = serde_json::from_str::<Value>(line) {
            ids(&value, &mut secrets);
        }
    }
    secrets.sort();
    secrets.dedup();

    let done = redact(&folder, &[&log, &mutated], &[]);
    assert!(done.code <= 1, "{}", done.stderr);
    for name in ["log.ndjson", "mutated.ndjson"] {
        let (before, after) = (folder.text(name), folder.text(&format!("out/{name}")));
        let made = fs::read(&after).unwrap();
        assert_eq!(survivors(&made, &secrets), [""; 0], "{name}");
        let (old, new) = (codes(&before), codes(&after));
        assert_eq!(old.len(), new.len(), "{name}");
        for (number, (old, new)) in old.iter().zip(&new).enumerate() {
            assert_eq!(old, new, "{name}, document {}", number + 1);
        }
        assert_eq!(lives(&before), lives(&after), "{name}");
    }
    // The sweep itself finds what was not redacted.
    assert!(survivors(&fs::read(&mutated).unwrap(), &secrets).len() > secrets.len() / 8);
    let kinds: HashSet<String> = codes(&mutated).concat().into_iter().collect();
    assert!(kinds.len() > 12, "{kinds:?}");
}

#[test]
fn a_result_is_replayed_and_equal_across_runs_with_a_salt_file_only() {
    let folder = Folder::new();
    let salt = folder.text("salt");
    fs::write(&salt, "0123456789abcdef-synthetic-salt").unwrap();
    let read = |name: &str| fs::read(folder.text(name).as_str()).unwrap();
    let story = "samples/stories/duplicate-delivery.ndjson";
    for (to, more) in [("a", &["--salt-file", &*salt][..]), ("b", &["--salt-file", &*salt]), ("c", &[])] {
        let done = run(&[&["redact", story, "--to", &folder.text(to)], more].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    let name = "duplicate-delivery.ndjson";
    assert_eq!(read(&format!("a/{name}")), read(&format!("b/{name}")));
    assert_ne!(read(&format!("a/{name}")), read(&format!("c/{name}")));
    let path = folder.text(&format!("c/{name}"));
    assert_eq!(run(&["validate", &path]).code, 0);
    assert_eq!(run(&["replay", &path]).code, 0);
    assert_eq!(lives(story), lives(&path));
}

#[test]
fn wrapped_logs_raw_records_and_encrypted_bodies_are_redacted_as_events() {
    let folder = Folder::new();
    let event = fs::read_to_string("samples/bot-closes.json").unwrap();
    let event = serde_json::from_str::<Value>(&event).unwrap().to_string();
    let docker =
        json!({ "log": format!("{event}\n"), "stream": "stdout", "time": "2023-11-14T22:13:20.000000000Z" });
    let record = json!({ "at": 1, "method": "POST", "target": "/e", "headers": [], "body": event });
    fs::write(folder.text("docker.log"), format!("{docker}\n")).unwrap();
    fs::write(folder.text("raw.ndjson"), format!("{record}\n")).unwrap();
    fs::write(folder.text("text.log"), format!("12:00 from 张三: {event}\n12:01 done by 张三\n")).unwrap();
    let paths = ["docker.log", "raw.ndjson", "text.log"].map(|it| folder.text(it));
    let done = redact(&folder, &[&paths[0], &paths[1], &paths[2]], &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("1 line that hold no event: left out"), "{}", done.stderr);
    let made = ["docker.log", "raw.ndjson", "text.log"].map(|it| text(&folder, &format!("out/{it}")));
    assert!(made.iter().all(|it| *it == made[0] && it.lines().count() == 1), "{made:?}");
    let value: Value = serde_json::from_str(&made[0]).unwrap();
    assert_eq!(value["event"]["object"]["status"], 50);

    let key = ["--encrypt-key", "example-encrypt-key"];
    let sealed = run(&[&["sign", "--sample", "bot-closes", "--format", "json"], &key[..]].concat());
    let body = serde_json::from_str::<Value>(&sealed.stdout).unwrap()["body"].as_str().unwrap().to_owned();
    fs::write(folder.text("sealed.json"), &body).unwrap();
    let path = folder.text("sealed.json");
    let done = run(&[&["redact", &path, "--to", &folder.text("opened")], &key[..]].concat());
    assert_eq!(
        (done.code, text(&folder, "opened/sealed.json").contains("updated_v1")),
        (0, true),
        "{}",
        done.stderr
    );
    let done = run(&["redact", &path, "--to", &folder.text("shut")]);
    assert_eq!(done.code, 1);
    assert!(
        text(&folder, "shut/sealed.json").len() > 300
            && !text(&folder, "shut/sealed.json").contains(&body[20..60])
    );
}

#[test]
fn nothing_is_written_over_and_nothing_into_what_is_read() {
    let folder = Folder::new();
    fs::create_dir(folder.text("in")).unwrap();
    fs::copy("samples/bot-closes.json", folder.text("in/张三-7100000000000000340.json")).unwrap();
    let input = folder.text("in");
    let done = run(&["redact", &input, "--to", &folder.text("in/out")]);
    assert!(done.code == 2 && done.stderr.contains("which is read"), "{}", done.stderr);
    fs::remove_dir(folder.text("in/out")).unwrap();
    let done = run(&["redact", &input, "--to", &folder.text("out"), "--salt-file", "Cargo.toml"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let names: Vec<String> = fs::read_dir(folder.text("out"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.len() == 1
            && names[0].contains(".json")
            && !names[0].contains("张三")
            && !names[0].contains("7100000"),
        "{names:?}"
    );
    let done = run(&["redact", &input, "--to", &folder.text("out"), "--salt-file", "Cargo.toml"]);
    assert!(done.code == 2 && done.stderr.contains("is there already"), "{}", done.stderr);
    assert_eq!(run(&["redact", &input]).code, 2);
    fs::write(folder.text("short"), "1").unwrap();
    assert_eq!(
        run(&["redact", &input, "--to", &folder.text("x"), "--salt-file", &folder.text("short")]).code,
        2
    );
}

#[test]
fn a_check_knows_a_real_capture_from_a_redacted_or_made_up_one() {
    let folder = Folder::new();
    let text = fs::read_to_string("samples/bot-closes.json").unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["header"]["app_id"] = json!("cli_9f5343c580712544");
    value["header"]["token"] = json!("rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV");
    let real = value.to_string();
    let done = feed(&["redact", "--check", "-"], real.as_bytes());
    assert!(
        done.code == 1 && done.stdout.starts_with("<stdin>:1:1: looks like a real capture"),
        "{}",
        done.stdout
    );
    fs::write(folder.text("real.json"), &real).unwrap();
    assert_eq!(redact(&folder, &[&folder.text("real.json")], &[]).code, 0);
    assert_eq!(run(&["redact", "--check", &folder.text("out")]).code, 0);
    assert_eq!(run(&["redact", "--check", "samples/stories"]).code, 0);
}

#[test]
fn listen_records_redacted_and_knows_duplicates_by_their_pseudonyms() {
    use crate::support::{Listener, event};
    let folder = Folder::new();
    fs::write(folder.text("salt"), "0123456789abcdef-synthetic-salt").unwrap();
    for (number, recorded) in [(1, 1), (2, 1)] {
        let (record, salt) = (folder.text("r"), folder.text("salt"));
        let arguments = ["--record", &record, "--dedupe", "8h", "--redact", "--salt-file", &salt];
        let listener = Listener::start(&arguments);
        assert_eq!(listener.deliver(&event("e-redacted-00001")).status, 200, "run {number}");
        listener.signal("TERM");
        listener.finish();
        let kept = text(&folder, "r");
        assert_eq!(kept.lines().count(), recorded, "run {number}");
        assert!(!kept.contains("e-redacted-00001") && kept.contains("helpdesk.ticket.updated_v1"), "{kept}");
        let seen = fs::read(folder.text("r.seen")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&seen).contains("e-redacted-00001"));
    }
    assert_eq!(run(&["listen", "--redact"]).code, 2);
    let both = ["listen", "--record", "r", "--record-raw", "raw", "--redact"];
    assert_eq!(run(&both).code, 2);
}
