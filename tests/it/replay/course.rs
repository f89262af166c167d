//! `helpdesk-evt replay`, many deliveries: order, side by side, pace, duplicates, verdicts, signals.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};

use crate::process::{Finished, command};
use crate::replay::{outcomes, replay, report};
use crate::support::{Act, Folder, Sink, log};

#[test]
fn tickets_run_side_by_side_and_the_events_of_one_stay_in_order() {
    // The first eight requests wait for one another: only a sender with eight in flight gets past them.
    let gate = Arc::new((Mutex::new(0), Condvar::new()));
    let sink = Sink::start(move |_, _| {
        let (count, came) = &*gate;
        let mut count = count.lock().unwrap();
        *count += 1;
        came.notify_all();
        drop(came.wait_while(count, |count| *count < 8).unwrap());
        Act::ok()
    });
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 200, 20);
    let done = replay(&sink, &[&path, "--jobs", "8", "-q"]);
    assert_eq!((done.code, sink.count()), (0, 200), "{}", done.stderr);
    let mut last: HashMap<String, String> = HashMap::new();
    for got in sink.got() {
        let (ticket, id) = (got.ticket_id(), got.event_id());
        let before = last.insert(ticket.clone(), id.clone());
        assert!(before.is_none_or(|before| before < id), "{ticket}: {id} came too early");
    }
}

#[test]
fn one_at_a_time_is_the_order_of_the_input() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 100, 7);
    assert_eq!(replay(&sink, &[&path]).code, 0);
    let ids: Vec<String> = sink.got().iter().map(crate::support::Got::event_id).collect();
    assert!(ids.len() == 100 && ids.is_sorted());
}

#[test]
fn a_shuffle_is_the_same_for_the_same_seed_and_loses_nothing() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 100, 7);
    let ids = |seed: &str| {
        let sink = Sink::kind();
        assert_eq!(replay(&sink, &[&path, "--shuffle", seed]).code, 0);
        sink.got().iter().map(crate::support::Got::event_id).collect::<Vec<_>>()
    };
    let (once, again, other) = (ids("7"), ids("7"), ids("8"));
    assert_eq!(once, again);
    assert_ne!(once, other);
    let mut sorted = once.clone();
    sorted.sort();
    assert!(sorted != once && sorted.len() == 100);
}

#[test]
fn duplicates_come_after_a_success_and_are_counted_apart() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 10, 3);
    let (code, report) = report(&sink, &[&path, "--duplicate", "all"]);
    let run = &report["summary"]["deliveries"];
    assert_eq!((code, sink.count()), (0, 20));
    assert_eq!((&run["accepted"], &run["duplicates"]), (&10.into(), &10.into()));
    let share = |seed: &str| {
        let sink = Sink::kind();
        replay(&sink, &[&path, "--duplicate", "40%", "--shuffle", seed]);
        sink.got().iter().map(crate::support::Got::event_id).collect::<Vec<_>>()
    };
    assert_eq!(share("3"), share("3"));
}

#[test]
fn a_refused_duplicate_fails_the_run() {
    let sink = Sink::start(|number, _| if number == 1 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    let (code, report) = report(&sink, &["samples/minimal.json", "--duplicate", "all"]);
    let run = &report["summary"]["deliveries"];
    assert_eq!(
        (code, &run["accepted"], &run["failed"], &run["duplicates_failed"]),
        (1, &1.into(), &0.into(), &1.into())
    );
}

#[test]
fn a_recorded_pace_sorts_a_disordered_log_and_speeds_it_up() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 50, 5);
    let mut lines: Vec<String> =
        String::from_utf8(folder.read("a.ndjson")).unwrap().lines().map(str::to_owned).collect();
    lines.reverse();
    std::fs::write(folder.path("a.ndjson"), lines.join("\n")).unwrap();
    // 49 s of recording in 49 ms.
    let done = replay(&sink, &[&path, "--pace", "recorded", "--speed", "1000", "--jobs", "1"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("at 1000 times the recorded pace"), "{}", done.stderr);
    let ids: Vec<String> = sink.got().iter().map(crate::support::Got::event_id).collect();
    assert!(ids.len() == 50 && ids.is_sorted(), "{ids:?}");
}

#[test]
fn a_rate_takes_at_least_its_time() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 21, 21);
    let (code, report) = report(&sink, &[&path, "--rate", "200/s"]);
    assert_eq!((code, sink.count()), (0, 21));
    assert!(report["summary"]["deliveries"]["elapsed_ms"].as_f64().unwrap() >= 100.0);
}

#[test]
fn a_rate_loses_no_event_of_a_long_input() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 3_000, 300);
    assert_eq!(replay(&sink, &[&path, "--rate", "100000/s", "-q"]).code, 0);
    let ids: std::collections::HashSet<String> =
        sink.got().iter().map(crate::support::Got::event_id).collect();
    assert_eq!((ids.len(), sink.count()), (3_000, 3_000));
}

#[test]
fn failed_events_go_to_a_file_that_can_be_replayed() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 10, 3);
    let failed = folder.text("failed.ndjson");
    let sink =
        Sink::start(
            |_, got| {
                if *got.event_id() < *"e000004" { Act::Answer(500, "", vec![]) } else { Act::ok() }
            },
        );
    let done = replay(&sink, &[&path, "--failed-to", &failed, "--verification-token", "example-token"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stdout.contains(&format!("again: helpdesk-evt replay {failed} --url …\n")),
        "{}",
        done.stdout
    );
    let all = String::from_utf8(folder.read("a.ndjson")).unwrap();
    let first: Vec<&str> = all.lines().take(4).collect();
    assert_eq!(String::from_utf8(folder.read("failed.ndjson")).unwrap(), first.join("\n") + "\n");
    let other = Sink::kind();
    assert_eq!((replay(&other, &[&failed]).code, other.count()), (0, 4));
}

#[test]
fn without_a_failure_no_file_is_made() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    replay(&sink, &["samples/minimal.json", "--failed-to", &folder.text("failed")]);
    assert!(!folder.path("failed").exists());
}

#[test]
fn limits_decide_the_exit_code() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 100, 5);
    let sink =
        Sink::start(|number, _| if number % 100 == 0 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    assert_eq!(replay(&sink, &[&path, "--fail-if", "failed > 1%"]).code, 0);
    let done = replay(&sink, &[&path, "--fail-if", "failed >= 1%", "--fail-if", "p50 > 1h"]);
    assert_eq!(done.code, 1);
    assert!(done.stdout.contains("✗ failed >= 1%: it is 1.00%"), "{}", done.stdout);
    let kind = Sink::kind();
    assert_eq!(replay(&kind, &[&path, "--fail-if", "p99 > 0s"]).code, 1);
}

#[test]
fn the_first_failure_ends_a_run_that_is_to_fail_fast() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 50, 5);
    let sink = Sink::start(|number, _| if number == 3 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    let done = replay(&sink, &[&path, "--fail-fast"]);
    assert_eq!((done.code, sink.count()), (1, 4));
    assert!(done.stdout.contains("failed: 3 of "), "{}", done.stdout);
}

#[test]
fn the_target_and_the_number_of_events_are_said_before_the_first_is_sent() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 12, 5);
    let sink = Sink::kind();
    let done = replay(&sink, &[&path, "--jobs", "4", "--retry", "platform", "--time-scale", "0.001"]);
    let expected = format!(
        "replaying 12 events of 5 tickets to {}\nplain · 4 tickets at a time · 100 s limit · platform retries at 1/1000 time\n",
        sink.url()
    );
    assert_eq!(done.stderr, expected);
    let long = log(&folder, "b.ndjson", 2_000, 5);
    let done = replay(&sink, &[&long, "-q"]);
    assert_eq!((done.stdout.as_str(), done.stderr.as_str()), ("", ""));
    let done = replay(&sink, &[&long]);
    assert!(done.stderr.starts_with("replaying a stream of events to "), "{}", done.stderr);
}

#[test]
fn every_format_says_what_failed() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 3, 3);
    for (format, said) in [
        ("human", "\"no way\""),
        ("short", "a.ndjson:2: refused with 500"),
        ("json", "\"said\":\"no way\""),
        ("ndjson", "\"outcome\":\"refused\""),
        ("github", ",title=refused::ticket 7100000000000000001: refused with 500: \"no way\""),
        ("junit", "message=\"refused with 500: &quot;no way&quot;\" type=\"refused\""),
        ("markdown", "| 7100000000000000001 | refused with 500 | 1 | \"no way\" |"),
    ] {
        let sink = Sink::start(|number, _| {
            if number == 1 { Act::Answer(500, "", b"{\"msg\":\"no way\"}".to_vec()) } else { Act::ok() }
        });
        let done = replay(&sink, &[&path, "--format", format]);
        assert_eq!(done.code, 1);
        assert!(done.stdout.contains(said), "{format}: {}", done.stdout);
    }
}

#[test]
fn an_event_of_junit_is_one_case_however_often_it_was_tried() {
    let sink = Sink::start(|number, _| if number == 0 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    let course = ["samples/minimal.json", "--retry", "1", "--time-scale", "0.001", "--format", "junit"];
    let done = replay(&sink, &course);
    assert_eq!((done.code, done.stdout.matches("<testcase ").count()), (0, 1));
    assert!(done.stdout.contains("attempts: 2"), "{}", done.stdout);
}

#[test]
fn a_quiet_run_shows_only_what_went_wrong() {
    let sink = Sink::start(|number, _| if number == 0 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    let done = replay(&sink, &["samples/stories/solved-by-agent.ndjson", "-q"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    let rows = done.stdout.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    assert!(rows.count() == 1 && !done.stdout.contains("delivered"), "{}", done.stdout);
}

#[test]
fn an_empty_input_is_no_run() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    std::fs::write(folder.path("a.ndjson"), "\n\n").unwrap();
    let (code, told) = report(&sink, &[&folder.text("a.ndjson")]);
    assert_eq!((code, &told["summary"]["exit_code"]), (2, &2.into()), "the report says how it ended");
    assert_eq!(replay(&sink, &["nowhere.json"]).code, 3);
    let done = replay(&sink, &["nowhere.json", "samples/minimal.json"]);
    assert_eq!((done.code, sink.count()), (3, 1), "{}", done.stderr);
}

fn start(sink: &Sink, arguments: &[&str]) -> Child {
    let mut child = command(&["replay", "--url", &sink.url(), "--timeout", "100s"]);
    child.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

fn finish(child: Child) -> Finished {
    let output = child.wait_with_output().unwrap();
    Finished {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_waits_for_what_is_in_flight_and_reports() {
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let held = Arc::clone(&gate);
    let sink = Sink::start(move |_, _| {
        let (open, opened) = &*held;
        drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
        Act::ok()
    });
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 50, 50);
    let ready = folder.text("ledger");
    let report = format!("json={}", folder.text("report.json"));
    let mut child = start(&sink, &[&path, "--jobs", "3", "--ledger", &ready, "--report", &report]);
    sink.wait_for(3);
    signal(&child, "INT");
    wait_until_told(&mut child);
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
    let done = finish(child);
    assert_eq!((done.code, sink.count()), (130, 3), "{}{}", done.stdout, done.stderr);
    assert!(
        done.stdout.contains("failed: 3 of 50 delivered · 47 not decided")
            && done.stdout.contains("interrupted"),
        "{}",
        done.stdout
    );
    assert_eq!(folder.lines("ledger"), 4);
    let report = std::fs::read_to_string(folder.text("report.json")).unwrap();
    assert!(report.contains("\"files\":1,"), "{report}");
}

/// Waits until the process says that it is stopping.
fn wait_until_told(child: &mut Child) {
    let lines = BufReader::new(child.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
    assert!(lines.take_while(|line| !line.starts_with("stopping: ")).count() < 10);
}

#[cfg(unix)]
#[test]
fn a_second_interrupt_does_not_wait_and_still_reports() {
    let sink = Sink::start(|_, _| Act::Hang(vec![]));
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 50, 50);
    let mut child = start(&sink, &[&path, "--jobs", "3"]);
    sink.wait_for(3);
    signal(&child, "INT");
    wait_until_told(&mut child);
    signal(&child, "INT");
    let done = finish(child);
    assert_eq!((done.code, sink.count()), (130, 3), "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("failed: 0 of 50 delivered · 50 not decided"), "{}", done.stdout);
}

#[cfg(unix)]
#[test]
fn a_signal_during_the_url_check_is_what_the_run_ends_with() {
    let sink = Sink::start(|_, _| Act::Hang(vec![]));
    let child = start(&sink, &["samples/minimal.json", "--verify-url"]);
    sink.wait_for(1);
    signal(&child, "TERM");
    let done = finish(child);
    assert_eq!((done.code, sink.count()), (143, 1), "{}", done.stderr);
    assert!(done.stderr.contains("error: the URL check got no answer"), "{}", done.stderr);
}

#[cfg(unix)]
#[test]
fn a_second_signal_does_not_wait_for_the_case_that_a_probe_puts() {
    let sink = Sink::start(|_, _| Act::Hang(vec![]));
    let mut child = command(&["probe", "--url", &sink.url(), "--timeout", "1h"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sink.wait_for(1);
    signal(&child, "TERM");
    wait_until_told(&mut child);
    signal(&child, "TERM");
    let done = finish(child);
    assert_eq!(done.code, 143, "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("interrupted (SIGTERM)"), "{}", done.stdout);
}

#[test]
fn outcomes_are_read_by_their_names() {
    let sink = Sink::kind();
    let (_, report) = report(&sink, &["samples/minimal.json"]);
    assert_eq!(outcomes(&report), ["accepted"]);
    assert_eq!(report["records"][0]["data"]["transition"]["move"], "hand-over");
}
