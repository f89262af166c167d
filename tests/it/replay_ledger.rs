//! `helpdesk-evt replay --ledger`: what is recorded, who may go on from it, and what a kill at any moment leaves.

use std::collections::{HashMap, HashSet};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::process::{command, run};
use crate::replay::{replay, report};
use crate::support::{Act, Folder, Got, Sink, log};

/// The whole lines of a ledger after its first.
fn attempts(folder: &Folder) -> Vec<Value> {
    let bytes = folder.read("ledger");
    let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
    let text = String::from_utf8(bytes[..whole].to_vec()).unwrap();
    text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn accepted(folder: &Folder) -> HashSet<String> {
    let all = attempts(folder);
    let all = all.iter().filter(|it| it["then"] == "accepted");
    all.map(|it| it["event_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_attempt_and_outcome_is_recorded() {
    let sink = Sink::start(|number, _| if number == 0 { Act::Answer(503, "", vec![]) } else { Act::ok() });
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 3, 3);
    let done =
        replay(&sink, &[&path, "--ledger", &folder.text("ledger"), "--retry", "1", "--time-scale", "0.001"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let all = attempts(&folder);
    assert_eq!(all.len(), 4);
    let first: Vec<&Value> = all.iter().filter(|it| it["number"] == 1).collect();
    assert_eq!(
        (&first[0]["outcome"], &first[0]["status"], &first[0]["then"]),
        (&"refused".into(), &503.into(), &"retry".into())
    );
    assert_eq!((&first[1]["attempt"], &first[1]["then"]), (&2.into(), &"accepted".into()));
}

#[test]
fn a_ledger_with_entries_is_not_written_over() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let ledger = folder.text("ledger");
    assert_eq!(replay(&sink, &["samples/minimal.json", "--ledger", &ledger]).code, 0);
    let done = replay(&sink, &["samples/minimal.json", "--ledger", &ledger]);
    assert_eq!((done.code, sink.count()), (2, 1));
    assert!(done.stderr.contains("`--resume` goes on from it"), "{}", done.stderr);
    let (code, report) = report(&sink, &["samples/minimal.json", "--ledger", &ledger, "--resume"]);
    assert_eq!((code, sink.count(), &report["summary"]["deliveries"]["resumed"]), (0, 1, &1.into()));
}

#[test]
fn a_ledger_of_another_input_or_target_is_refused_before_anything_is_sent() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 5, 2));
    assert_eq!(replay(&sink, &[&path, "--ledger", &ledger]).code, 0);
    for (input, said) in [
        ("samples/pending.json", "event 1 is not the one it recorded"),
        ("samples/broken/not-an-event.json", "it knows event 5, and the input ends before"),
    ] {
        let done = replay(&sink, &[input, "--ledger", &ledger, "--resume"]);
        assert_eq!((done.code, sink.count()), (2, 5), "{}", done.stderr);
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
    let other = Sink::kind();
    let done = replay(&other, &[&path, "--ledger", &ledger, "--resume"]);
    assert_eq!((done.code, other.count()), (2, 0));
    assert!(
        done.stderr.contains(&format!("is of a run to {}, not to {}", sink.url(), other.url())),
        "{}",
        done.stderr
    );
}

#[test]
fn a_torn_last_line_is_tolerated_and_a_foreign_file_is_not() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 5, 2));
    assert_eq!(replay(&sink, &[&path, "--ledger", &ledger]).code, 0);
    let whole = folder.read("ledger");
    // Every place where a write may have stopped.
    let last = whole[..whole.len() - 1].iter().rposition(|it| *it == b'\n').unwrap() + 1;
    for cut in last..whole.len() {
        std::fs::write(folder.path("ledger"), &whole[..cut]).unwrap();
        let before = sink.count();
        let done = run(&["replay", &path, "--url", &sink.url(), "--ledger", &ledger, "--resume", "-q"]);
        assert_eq!((done.code, sink.count()), (0, before + 1), "{cut}: {}", done.stderr);
        assert_eq!(accepted(&folder).len(), 5);
    }
    std::fs::write(folder.path("ledger"), "hello\n").unwrap();
    let done = replay(&sink, &[&path, "--ledger", &ledger, "--resume"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("is not a ledger: line 1 cannot be read"), "{}", done.stderr);
    assert_eq!(folder.read("ledger"), b"hello\n");
}

fn start(sink: &Sink, arguments: &[&str]) -> Child {
    let mut child = command(&["replay", "--url", &sink.url(), "--timeout", "100s", "-q"]);
    child.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_second_run_on_one_ledger_is_refused() {
    let sink = Sink::start(|_, _| Act::Hang(vec![]));
    let folder = Folder::new();
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 5, 2));
    let mut first = start(&sink, &[&path, "--ledger", &ledger]);
    sink.wait_for(1);
    let done = run(&["replay", &path, "--url", &sink.url(), "--ledger", &ledger, "--resume"]);
    assert_eq!((done.code, sink.count()), (2, 1));
    assert!(done.stderr.contains("is in use by another run"), "{}", done.stderr);
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn fifty_kills_lose_no_event_and_send_none_that_was_recorded_as_accepted() {
    let sink =
        Sink::start(|number, _| if number % 7 == 3 { Act::Answer(503, "", vec![]) } else { Act::ok() });
    let folder = Folder::new();
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 600, 40));
    let arguments =
        [&*path, "--ledger", &ledger, "--resume", "--jobs", "4", "--retry", "9", "--time-scale", "0.0001"];
    let seed = 4;
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut kills, mut known) = (0, HashSet::new());
    while kills < 50 {
        let before = sink.count();
        let mut child = start(&sink, &arguments);
        let running = sink.wait_while_running(before + random.usize(1..12), &mut child);
        assert!(running, "it ended before kill {kills} (seed {seed})");
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        let sent: Vec<String> = sink.got()[before..].iter().map(Got::event_id).collect();
        let again: Vec<&String> = sent.iter().filter(|id| known.contains(*id)).collect();
        assert!(again.is_empty(), "sent again though recorded before kill {kills} (seed {seed}): {again:?}");
        known = accepted(&folder);
    }
    // In some run torn, in every run whole again.
    let mut ledger_file = OpenOptions::new().append(true).open(folder.path("ledger")).unwrap();
    ledger_file.write_all(b"{\"type\":\"att").unwrap();
    let done = run(&[&["replay", "--url", &sink.url(), "--timeout", "100s", "-q"], &arguments[..]].concat());
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    assert_eq!(accepted(&folder).len(), 600);
    let mut came: HashMap<String, usize> = HashMap::new();
    sink.got().iter().for_each(|got| *came.entry(got.event_id()).or_default() += 1);
    assert_eq!(came.len(), 600);
}
