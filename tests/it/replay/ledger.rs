//! `helpdesk-evt replay --ledger`: what is recorded, who may go on from it, and what a kill at any moment leaves.

use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Child, Stdio};
use std::sync::{Arc, Condvar, Mutex};

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
fn the_shard_that_older_versions_wrote_into_a_ledger_is_not_looked_at() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 6, 2));
    assert_eq!(replay(&sink, &[&path, "--ledger", &ledger]).code, 0);
    let written = String::from_utf8(folder.read("ledger")).unwrap();
    let mut lines: Vec<String> = written.lines().take(4).map(|line| format!("{line}\n")).collect();
    lines[0] = lines[0].replace("}\n", ",\"shard\":\"1/3\"}\n");
    std::fs::write(folder.path("ledger"), lines.concat()).unwrap();
    let done = replay(&sink, &[&path, "--ledger", &ledger, "--resume"]);
    assert_eq!((done.code, sink.count()), (0, 6 + 3), "{}", done.stderr);
    assert_eq!((attempts(&folder).len(), accepted(&folder).len()), (6, 6));
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

/// The same value with its members in the opposite order, and blanks around them.
fn rewritten(value: &Value) -> String {
    let Value::Object(members) = value else { return value.to_string() };
    let members = members.iter().rev().map(|(name, it)| format!("\"{name}\" : {}", rewritten(it)));
    format!("{{ {} }}", members.collect::<Vec<_>>().join(" , "))
}

#[test]
fn the_same_events_are_known_again_however_they_are_written() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 5, 2));
    let resume = || replay(&sink, &[&path, "--ledger", &ledger, "--resume"]);
    assert_eq!(resume().code, 0);
    let (text, whole) = (String::from_utf8(folder.read("a.ndjson")).unwrap(), folder.read("ledger"));
    let events: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let lines: Vec<String> = events.iter().map(rewritten).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let done = resume();
    assert_eq!((done.code, sink.count()), (0, 5), "{}", done.stderr);
    // The same ids, another status.
    std::fs::write(&path, lines.join("\n").replace("\"status\" : 2", "\"status\" : 4")).unwrap();
    let done = resume();
    assert_eq!((done.code, sink.count()), (2, 5), "{}", done.stderr);
    assert!(done.stderr.contains("event 1 is not the one it recorded"), "{}", done.stderr);
    // A ledger of an earlier version knows the text alone.
    let of_text = |line: &str| {
        let mut line: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        line.remove("event_digest");
        serde_json::to_string(&line).unwrap() + "\n"
    };
    let earlier: Vec<String> = String::from_utf8(whole).unwrap().lines().map(of_text).collect();
    std::fs::write(folder.path("ledger"), earlier.concat()).unwrap();
    assert_eq!((resume().code, sink.count()), (2, 5));
    std::fs::write(&path, &text).unwrap();
    let done = resume();
    assert_eq!((done.code, sink.count()), (0, 5), "{}", done.stderr);
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
        // A line of which only the end is missing is whole: its event is not sent again.
        let again = usize::from(cut < whole.len() - 1);
        assert_eq!((done.code, sink.count()), (0, before + again), "{cut}: {}", done.stderr);
        assert_eq!(accepted(&folder).len(), 5);
    }
    std::fs::write(folder.path("ledger"), "hello\n").unwrap();
    let done = replay(&sink, &[&path, "--ledger", &ledger, "--resume"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("it is there and is not a ledger"), "{}", done.stderr);
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
    assert!(done.stderr.contains("another process is writing to it"), "{}", done.stderr);
    first.kill().unwrap();
    first.wait().unwrap();
}

/// Lets so many requests be answered in all; the rest wait until more are allowed.
#[derive(Default)]
struct Gate(Mutex<usize>, Condvar);

impl Gate {
    fn allow(&self, count: usize) {
        *self.0.lock().unwrap() = count;
        self.1.notify_all();
    }

    fn pass(&self, number: usize) {
        drop(self.1.wait_while(self.0.lock().unwrap(), |allowed| number >= *allowed).unwrap());
    }
}

#[test]
fn fifty_kills_lose_no_event_and_send_none_that_was_recorded_as_accepted() {
    let gate = Arc::new(Gate::default());
    let held = Arc::clone(&gate);
    let sink = Sink::start(move |number, _| {
        held.pass(number);
        if number % 7 == 3 { Act::Answer(503, "", vec![]) } else { Act::ok() }
    });
    let folder = Folder::new();
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 1_000, 40));
    let arguments =
        [&*path, "--ledger", &ledger, "--resume", "--jobs", "4", "--retry", "9", "--time-scale", "0.0001"];
    let seed = 4;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut known = HashSet::new();
    for kill in 0..50 {
        let before = sink.count();
        let enough = before + random.usize(1..10);
        // A few more may be answered before the kill comes, and no more however late it comes: at any moment between
        // an answer and its line in the ledger.
        gate.allow(enough + random.usize(0..5));
        let mut child = start(&sink, &arguments);
        assert!(sink.wait_while_running(enough, &mut child), "it ended before kill {kill} (seed {seed})");
        child.kill().unwrap();
        child.wait().unwrap();
        let sent: Vec<String> = sink.got()[before..].iter().map(Got::event_id).collect();
        let again: Vec<&String> = sent.iter().filter(|id| known.contains(*id)).collect();
        assert!(again.is_empty(), "sent again though recorded before kill {kill} (seed {seed}): {again:?}");
        known = accepted(&folder);
    }
    assert!(!known.is_empty() && known.len() < 1_000);
    gate.allow(usize::MAX);
    // Perhaps it was torn by a kill; now it surely is.
    let mut torn = OpenOptions::new().append(true).open(folder.path("ledger")).unwrap();
    torn.write_all(b"{\"type\":\"att").unwrap();
    let (before, url) = (sink.count(), sink.url());
    let done = run(&[&["replay", "--url", &url, "--timeout", "100s", "-q"], &arguments[..]].concat());
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    assert!(sink.got()[before..].iter().all(|got| !known.contains(&got.event_id())));
    assert_eq!(accepted(&folder).len(), 1_000);
    let came: HashSet<String> = sink.got().iter().map(Got::event_id).collect();
    assert_eq!(came.len(), 1_000);
}
