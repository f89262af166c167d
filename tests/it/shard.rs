//! `--shard I/N` by N processes side by side: they share every document among themselves, and `diff --merge` makes of what
//! they say what one process says of everything.

use std::collections::HashMap;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::process::{Finished, command, finish, run};
use crate::replay::replay;
use crate::support::{Folder, Got, Sink, log, ticket_event};

/// Runs the shards of one count at the same time; what each left behind.
fn shards(count: usize, arguments: impl Fn(usize) -> Vec<String>) -> Vec<Finished> {
    let spawn = |index: usize| -> Child {
        let (arguments, shard) = (arguments(index), format!("{index}/{count}"));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = command(&[&arguments[..], &["--shard", &shard]].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = (1..=count).map(spawn).collect();
    let finished = children.into_iter().map(|child| {
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Finished {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    });
    finished.collect()
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|it| (*it).to_owned()).collect()
}

/// Two logs, named against their order in the alphabet: clean events of many tickets and faulty ones, events that come
/// twice, lines that are broken, documents without a ticket, an array of several lines, and an event that is encrypted.
fn logs(folder: &Folder) -> [String; 2] {
    for (name, seed) in [("b.ndjson", "4"), ("a.ndjson", "5")] {
        let made = ["--tickets", "40", "--events", "400", "--seed", seed, "--invalid", "4%"];
        assert_eq!(run(&[&["generate", "-o", &folder.text(name)], &made[..]].concat()).code, 0);
        let log = folder.read(name);
        let lines: Vec<&[u8]> = log.trim_ascii_end().split(|byte| *byte == b'\n').collect();
        let mut text = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let read = String::from_utf8_lossy(line);
            text.extend([line, &b"\n"[..]].concat());
            text.extend(match at % 40 {
                7 => lines[at - 5].to_vec(),
                9 => line[..line.len() / 2].to_vec(),
                11 => [b"[\n", lines[at - 1], b",\n  ", line, b"\n]"].concat(),
                13 => format!("{{\"number\":{at}}}\nnot JSON at all\n").into_bytes(),
                // With an event id of its own: one of two tickets is known to a run over everything alone.
                17 => read
                    .replace("ticket_id", "ticket")
                    .replace("event_id\":\"0000", "event_id\":\"ffff")
                    .into(),
                19 => read.replace("\"7100", "\"\\u0037100").into(),
                _ => Vec::new(),
            });
            text.push(b'\n');
        }
        text.extend(include_bytes!("../../samples/broken/encrypted-body.json"));
        std::fs::write(folder.path(name), text).unwrap();
    }
    ["b.ndjson", "a.ndjson"].map(|name| folder.text(name))
}

/// The lines of `ndjson` that are of documents, sorted, and the tally.
fn told(ndjson: &str) -> (Vec<String>, Value) {
    let mut lines: Vec<String> = ndjson.lines().skip(1).map(str::to_owned).collect();
    let tally: Value = serde_json::from_str(&lines.pop().unwrap()).unwrap();
    assert_eq!(tally["type"], "summary");
    lines.sort();
    (lines, tally["data"].clone())
}

#[test]
fn the_shards_of_validate_and_diff_tell_of_each_document_exactly_once() {
    let folder = Folder::new();
    let [first, second] = logs(&folder);
    for view in [&["validate"][..], &["diff", "--tz", "UTC"]] {
        let arguments = [view, &[&first, &second, "--format", "ndjson"]].concat();
        let (expected, whole) = told(&run(&arguments).stdout);
        assert!(expected.len() > 800, "{}", expected.len());
        for count in [1, 3, 7] {
            let done = shards(count, |_| owned(&arguments));
            let (mut lines, mut sums) = (Vec::new(), HashMap::<_, u64>::new());
            for (at, one) in done.iter().enumerate() {
                let (told, tally) = told(&one.stdout);
                assert!(!told.is_empty() && one.stderr.is_empty(), "{}", one.stderr);
                lines.extend(told);
                for field in ["documents", "clean", "faulty", "errors", "warnings", "notes"] {
                    *sums.entry(field).or_default() += tally[field].as_u64().unwrap();
                }
                assert_eq!(tally["files"], 2);
                let shard = &tally["shard"];
                assert_eq!((&shard["index"], &shard["count"]), (&(at + 1).into(), &count.into()));
                assert_eq!(shard["read"], whole["documents"]);
            }
            lines.sort();
            assert!(lines == expected, "{view:?} by {count}");
            for (field, sum) in sums {
                assert_eq!(whole[field], sum, "{view:?} by {count}: {field}");
            }
        }
    }
}

#[test]
fn merged_summaries_are_byte_for_byte_what_one_run_says() {
    let folder = Folder::new();
    let [first, second] = logs(&folder);
    let summary = ["diff", &first, &second, "--summary", "--tz", "Asia/Shanghai"];
    for (count, written) in [(1, "json"), (3, "json"), (7, "json"), (3, "ndjson")] {
        let output = |index: usize| folder.text(&format!("{index}-of-{count}.{written}"));
        let more = |index: usize| owned(&["--format", written, "-o", &output(index)]);
        for one in shards(count, |index| [owned(&summary), more(index)].concat()) {
            assert_eq!((&*one.stdout, &*one.stderr), ("", ""));
        }
        // In whatever order they are named.
        let files: Vec<String> = (1..=count).rev().map(output).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        for format in ["human", "json", "markdown", "ndjson", "short", "github"] {
            let expected = run(&[&summary[..], &["--format", format]].concat());
            let merged = run(&[&["diff", "--format", format, "--merge"], &files[..]].concat());
            assert_eq!((merged.code, &*merged.stderr), (1, ""));
            assert_eq!(expected.code, 1);
            assert!(merged.stdout == expected.stdout, "{format} by {count}:\n{}", merged.stdout);
        }
    }
}

#[test]
fn what_a_shard_could_not_read_is_not_hidden_by_the_merge() {
    let folder = Folder::new();
    let clean = log(&folder, "a.ndjson", 50, 9);
    let missing = folder.text("missing.ndjson");
    let summary = ["diff", &missing, &clean, "--summary", "--tz", "UTC", "--format", "json"];
    let output = |index: usize| folder.text(&format!("{index}.json"));
    let done = shards(3, |index| [owned(&summary), owned(&["-o", &output(index)])].concat());
    assert_eq!(done.iter().map(|it| it.code).collect::<Vec<_>>(), [3, 3, 3]);
    let merged = run(&["diff", "--merge", &output(1), &output(2), &output(3), "--format", "json"]);
    assert_eq!((merged.code, merged.stdout), (3, run(&summary).stdout));
}

#[test]
fn a_shard_without_documents_is_no_failure_and_an_input_without_any_is() {
    let folder = Folder::new();
    let one_ticket = log(&folder, "a.ndjson", 5, 1);
    std::fs::write(folder.path("empty.ndjson"), "").unwrap();
    let empty = folder.text("empty.ndjson");
    for command in [&["validate"][..], &["diff"], &["diff", "--summary"], &["replay"]] {
        let codes = |path: &str| -> Vec<i32> {
            shards(3, |_| [owned(command), owned(&[path])].concat()).iter().map(|it| it.code).collect()
        };
        assert_eq!((codes(&one_ticket), codes(&empty)), (vec![0; 3], vec![2; 3]), "{command:?}");
    }
}

#[test]
fn a_shard_can_be_named_in_the_environment() {
    let mut all = Vec::new();
    for shard in ["1/2", "2/2"] {
        let mut command = command(&["validate", "samples/stories", "--format", "json"]);
        let done = finish(command.env("HELPDESK_EVT_SHARD", shard));
        let report: Value = serde_json::from_str(&done.stdout).unwrap();
        all.push(report["summary"]["documents"].as_u64().unwrap());
        assert_eq!(report["summary"]["shard"]["count"], 2);
    }
    assert_eq!(all.iter().sum::<u64>(), 16);
}

#[test]
fn three_shards_deliver_every_event_once_and_each_ticket_in_order() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (path, url) = (log(&folder, "a.ndjson", 300, 20), sink.url());
    let patient = ["--timeout", "100s", "--connect-timeout", "100s"];
    let done =
        shards(3, |_| owned(&[&["replay", &path, "--url", &url, "--jobs", "4"], &patient[..]].concat()));
    for (at, one) in done.iter().enumerate() {
        assert_eq!(one.code, 0, "{}", one.stderr);
        assert!(one.stderr.contains(&format!(", shard {} of 3, to http://", at + 1)), "{}", one.stderr);
    }
    let came: Vec<String> = sink.got().iter().map(Got::event_id).collect();
    let mut sorted = came.clone();
    sorted.sort();
    assert!(sorted.into_iter().eq((0..300).map(|number| format!("e{number:06}"))));
    let number = |id: &String| id[1..].parse::<usize>().unwrap();
    for ticket in 0..20 {
        assert!(came.iter().map(number).filter(|it| it % 20 == ticket).is_sorted(), "ticket {ticket}");
    }
}

#[test]
fn a_dry_run_prints_the_requests_of_its_shard() {
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 30, 10);
    let done = shards(3, |_| owned(&["replay", &path, "--url", "http://host.example/", "--dry-run"]));
    for number in 0..30 {
        let id = format!("\"e{number:06}\"");
        let printed: usize = done.iter().map(|it| it.stdout.matches(&id).count()).sum();
        assert_eq!(printed, 1, "{id} of {}", ticket_event(number, number % 10));
    }
}

#[test]
fn a_ledger_belongs_to_one_shard() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let (ledger, path) = (folder.text("ledger"), log(&folder, "a.ndjson", 60, 20));
    let go = |more: &[&str]| replay(&sink, &[&[&*path, "--ledger", &ledger], more].concat());
    assert_eq!(go(&["--shard", "1/3"]).code, 0);
    let sent = sink.count();
    assert!(sent > 0 && sent < 60, "{sent}");
    for (others, said) in [
        (&["--shard", "2/3"][..], "is of shard 1/3, not of shard 2/3; give every shard a ledger of its own"),
        (&["--shard", "1/2"], "is of shard 1/3, not of shard 1/2;"),
        (&[], "is of shard 1/3, not of a run over everything;"),
    ] {
        let done = go(&[others, &["--resume"]].concat());
        assert_eq!((done.code, sink.count()), (2, sent));
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
    let again = go(&["--shard", "1/3", "--resume"]);
    assert_eq!((again.code, sink.count()), (0, sent), "{}", again.stderr);
}
