//! One mixed log, bare and in each wrapper: the same story, summary and gaps, and every place at its very byte.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::process::{command, finish, run};

/// The time that container runtimes write before a line.
const TIME: &str = "2023-11-14T22:13:20.000000001Z";

/// An event of another product.
fn chat(number: usize) -> String {
    let header = json!({"event_id": format!("im{number}"), "event_type": "im.message.receive_v1", "token": "synthetic-token"});
    json!({"schema": "2.0", "header": header, "event": {"message": {"content": "{\"text\":\"示例\"}"}}})
        .to_string()
}

/// Events of all four types and of another product, with losses, duplicates and swaps.
fn mixed() -> Vec<String> {
    let generated = run(&["generate", "--tickets", "30", "--events", "260", "--seed", "5"]).stdout;
    let types = ["ticket-created", "message-by-guest", "message-by-agent", "notification-approved"];
    let types: Vec<String> = types
        .iter()
        .map(|name| run(&["sample", &format!("types/{name}")]).stdout)
        .map(|text| serde_json::from_str::<Value>(&text).unwrap().to_string())
        .collect();
    let mut lines = Vec::new();
    for (at, line) in generated.lines().enumerate() {
        if at % 41 != 3 {
            lines.push(line.to_owned());
        }
        if at % 29 == 1 {
            lines.push(line.to_owned());
        }
        if at % 13 == 0 {
            let mut event: Value = serde_json::from_str(&types[at / 13 % types.len()]).unwrap();
            event["header"]["event_id"] = json!(format!("{at:032x}"));
            lines.extend([event.to_string(), chat(at)]);
        }
    }
    (20..lines.len()).step_by(37).for_each(|at| lines.swap(at, at + 1));
    lines
}

fn in_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn docker(text: &str) -> String {
    format!("{{\"log\":{},\"stream\":\"stdout\",\"time\":\"{TIME}\"}}", in_string(text))
}

/// A text in pieces of a few hundred bytes.
fn pieces(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(311).map(|it| it.iter().collect()).collect()
}

fn cri(text: &str) -> String {
    let pieces = pieces(text);
    let tag = |at| if at + 1 == pieces.len() { "F" } else { "P" };
    let each = pieces.iter().enumerate().map(|(at, it)| format!("{TIME} stdout {} {it}", tag(at)));
    each.collect::<Vec<_>>().join("\n")
}

/// A wrapper's name, and how it writes an event.
type Wrapper = (&'static str, fn(&str) -> String);

const WRAPPERS: [Wrapper; 8] = [
    ("docker", |event| docker(&format!("{event}\n"))),
    ("docker-pieces", |event| {
        pieces(&format!("{event}\n")).iter().map(|it| docker(it)).collect::<Vec<_>>().join("\n")
    }),
    ("cri", |event| format!("{TIME} stdout F {event}")),
    ("cri-pieces", cri),
    ("kubectl", |event| format!("[pod/helpdesk-bot-0/app] {event}")),
    ("prefix", |event| format!("2023-11-14 22:13:20 INFO [main] {event}")),
    ("string", in_string),
    ("raw", |event| {
        let head = r#"{"at":1,"method":"POST","target":"/webhook/event","headers":[]"#;
        format!("{head},\"body\":{}}}", in_string(event))
    }),
];

/// The mixed log as `bare.log` and in each wrapper.
fn folder(lines: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: Vec<String>| {
        fs::write(folder.path().join(format!("{name}.log")), lines.join("\n") + "\n").unwrap();
    };
    write("bare", lines.to_vec());
    for (name, wrap) in WRAPPERS {
        write(name, lines.iter().map(|line| wrap(line)).collect());
    }
    folder
}

/// What a run says of a log as NDJSON.
fn told(folder: &Path, log: &str, arguments: &[&str]) -> Vec<Value> {
    let log = format!("{log}.log");
    let arguments = [arguments, &["--format", "ndjson", &log]].concat();
    let done = finish(command(&arguments).current_dir(folder));
    done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The same without the places, and without what was opened.
fn placeless(mut told: Vec<Value>) -> Vec<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                let places =
                    ["file", "line", "column", "end_line", "end_column", "offset", "unwrapped", "message"];
                members.retain(|key, _| !places.contains(&key.as_str()));
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    told.iter_mut().for_each(strip);
    told
}

#[test]
fn a_mixed_log_tells_the_same_in_every_wrapper() {
    let lines = mixed();
    let folder = folder(&lines);
    for arguments in [&["validate"][..], &["diff"], &["diff", "--timeline"], &["diff", "--summary"]] {
        let bare = told(folder.path(), "bare", arguments);
        let summary = bare.last().unwrap()["data"].clone();
        assert_eq!(
            (&summary["exit_code"], &summary["unwrapped"]),
            (&json!(0), &Value::Null),
            "{arguments:?}"
        );
        assert!(summary["left_out"]["other_types"]["im.message.receive_v1"].as_u64() > Some(10), "{summary}");
        let bare = placeless(bare);
        for (name, _) in WRAPPERS {
            let wrapped = told(folder.path(), name, arguments);
            let opened = &wrapped.last().unwrap()["data"]["unwrapped"]["by_wrapper"];
            assert_eq!(
                opened.as_object().unwrap().values().filter_map(Value::as_u64).sum::<u64>(),
                lines.len() as u64,
                "{name}: {opened}"
            );
            assert_eq!(placeless(wrapped), bare, "{name} {arguments:?}");
        }
    }
}

#[test]
fn a_finding_stands_at_its_very_byte_in_every_wrapper() {
    let mut lines = mixed();
    for at in [9, 40, 41, 150] {
        lines[at] = lines[at].replace("\"schema\":\"2.0\"", "\"schema\":\"3.0\"");
    }
    let folder = folder(&lines);
    let found = |log: &str| -> Vec<(String, String)> {
        let text = fs::read_to_string(folder.path().join(format!("{log}.log"))).unwrap();
        let told = told(folder.path(), log, &["validate"]);
        let findings = told.iter().filter_map(|it| it["data"]["findings"].as_array()).flatten();
        let at = |finding: &Value| {
            let place = if finding["place"].is_object() { &finding["place"] } else { finding };
            let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
            let offset = number("offset");
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            assert_eq!((number("line"), number("column")), (line, column), "{log}: {finding}");
            let rest: String = text[offset..].chars().filter(|it| *it != '\\').take(2).collect();
            (finding["code"].as_str().unwrap().to_owned(), rest)
        };
        findings.map(at).collect()
    };
    let bare = found("bare");
    assert_eq!(bare.iter().filter(|it| **it == ("schema-version".to_owned(), "\"3".to_owned())).count(), 4);
    for (name, _) in WRAPPERS {
        let wrapped = found(name);
        // A value may go on in the next piece.
        let width = if name.ends_with("pieces") { 1 } else { 2 };
        let cut = |found: &[(String, String)]| {
            found
                .iter()
                .map(|(code, at)| format!("{code} {}", at.chars().take(width).collect::<String>()))
                .collect()
        };
        let (wrapped, bare): (Vec<String>, Vec<String>) = (cut(&wrapped), cut(&bare));
        assert_eq!(wrapped, bare, "{name}");
    }
}

#[test]
fn the_story_of_one_ticket_is_that_and_nothing_else() {
    let mut lines = mixed();
    let folder = folder(&lines);
    let updated = lines.iter().position(|it| it.contains("\"helpdesk.ticket.updated_v1\"")).unwrap();
    let event: Value = serde_json::from_str(&lines[updated]).unwrap();
    let ticket = event["event"]["object"]["ticket_id"].as_str().unwrap();
    let story = |log: &str| {
        let arguments = ["diff", log, "--ticket", ticket, "--timeline", "--tz", "UTC"];
        finish(command(&arguments).current_dir(folder.path()))
    };
    for (name, _) in [("bare", in_string as fn(&str) -> String)].into_iter().chain(WRAPPERS) {
        let done = story(&format!("{name}.log"));
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{name}");
        assert!(done.stdout.starts_with(&format!("ticket {ticket} · ")), "{}", done.stdout);
        let others = ["im.message", "opened from", "left out", "note[", "ticket 7"];
        assert_eq!(others.map(|it| done.stdout.matches(it).count()), [0, 0, 0, 0, 1], "{}", done.stdout);
    }
    // What cannot be read may be of the ticket: it is not shown, and the run says so.
    lines[100].truncate(80);
    fs::write(folder.path().join("broken.log"), lines.join("\n")).unwrap();
    let broken = story("broken.log");
    let bare = story("bare.log").stdout.replace("bare.log", "broken.log").replace("ok:", "failed:");
    assert_eq!(broken.stdout, bare);
    let said = "not shown: 1 document that cannot be read (`validate` tells why)\n";
    assert_eq!((broken.code, broken.stderr.as_str()), (1, said));
}

#[test]
fn replay_leaves_other_types_out_and_sends_them_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mixed.log");
    let event = run(&["generate", "--events", "2", "--tickets", "1"]).stdout;
    fs::write(&path, format!("{}\n{event}{}", chat(1), &event[..200])).unwrap();
    let path = path.to_string_lossy();
    let summary = |more: &[&str]| {
        let done = run(&[&["replay", &path, "--format", "json"], more].concat());
        let report: Value = serde_json::from_str(&done.stdout).unwrap();
        (
            done.code,
            report["summary"]["deliveries"]["accepted"].clone(),
            report["summary"]["left_out"].clone(),
        )
    };
    let other = json!({"im.message.receive_v1": 1});
    assert_eq!(summary(&[]), (0, json!(2), json!({"other_types": other, "cut": 1})));
    assert_eq!(summary(&["--all-types"]), (0, json!(3), json!({"other_types": {}, "cut": 1})));
}

#[test]
fn a_run_without_a_help_desk_event_fails_and_says_what_there_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.log");
    fs::write(&path, format!("{}\n{}\n", chat(1), chat(2))).unwrap();
    let path = path.to_string_lossy();
    for command in ["validate", "diff", "replay"] {
        let done = run(&[command, &path]);
        assert_eq!(done.code, 1, "{command}: {}", done.stderr);
        let said = "error: the input holds no help desk event; left out: im.message.receive_v1 ×2\n";
        assert!(done.stderr.ends_with(said), "{command}: {}", done.stderr);
    }
}

#[test]
fn what_was_opened_and_left_out_is_told_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("a.log");
    let event = run(&["generate", "--events", "3", "--tickets", "1"]).stdout;
    let lines: Vec<String> = event.lines().map(str::to_owned).chain([chat(1)]).collect();
    let wrapped: Vec<String> = lines.iter().map(|it| docker(&format!("{it}\n"))).collect();
    fs::write(&log, wrapped.join("\n")).unwrap();
    let log = log.to_string_lossy();
    let all = ["human", "short", "json", "ndjson", "github", "codequality", "junit", "sarif"];
    let of_diff = ["csv", "markdown", "mermaid", "dot"];
    let runs = all.iter().map(|it| ("validate", it)).chain(all.iter().chain(&of_diff).map(|it| ("diff", it)));
    for (command, format) in runs {
        let done = run(&[command, &log, "--format", format]);
        let told = done.stdout + &done.stderr;
        let counts = match *format {
            "json" | "ndjson" | "sarif" => [r#""docker":4"#, r#""im.message.receive_v1":1"#],
            "markdown" => ["docker json-file ×4", r"im.message.receive\_v1 ×1"],
            _ => ["docker json-file ×4", "im.message.receive_v1 ×1"],
        };
        let told = told.replace("\": ", "\":").replace("\n  ", " ");
        assert!(counts.iter().all(|it| told.contains(it)), "{command} {format}: {told}");
    }
}

#[test]
fn a_log_without_events_is_told_from_an_empty_file_by_every_command_and_format() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let lines = docker("hello\n") + "\n" + &docker("world\n") + "\n";
    let (log, empty) = (file("app.log", &lines), file("empty.ndjson", "\n"));
    let to = folder.path().join("redacted");
    for command in [
        &["validate"][..],
        &["validate", "--format", "json"],
        &["diff"],
        &["diff", "--summary", "--format", "json"],
        &["replay", "--url", "http://127.0.0.1:9", "--format", "json"],
        &["replay", "--url", "http://127.0.0.1:9", "--dry-run"],
        &["redact", "--to", to.to_str().unwrap()],
    ] {
        for (path, said) in [(&log, "no event in the input; other lines passed over: 2\n"), (&empty, "empty")]
        {
            let done = run(&[command, &[path]].concat());
            assert_eq!(done.code, 2, "{command:?}: {}", done.stderr);
            assert!(done.stderr.contains(said), "{command:?}: {}", done.stderr);
            if command.contains(&"json") {
                let report: Value = serde_json::from_str(&done.stdout).unwrap();
                assert_eq!(report["summary"]["exit_code"], 2, "{command:?}");
            }
        }
    }
}
