//! What is written: never over an input, never too late to say that it cannot be, and quietly given up with its reader.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use crate::process::{command, feed, finish, run};
use crate::support::Folder;

fn made(folder: &Folder, name: &str, seed: &str) -> String {
    let path = folder.text(name);
    assert_eq!(run(&["generate", "--tickets", "6", "--events", "60", "--seed", seed, "-o", &path]).code, 0);
    path
}

#[test]
fn an_input_is_not_written_over() {
    let folder = Folder::new();
    let log = made(&folder, "log.ndjson", "1");
    let before = fs::read(&log).unwrap();
    let report = format!("junit={log}");
    for arguments in [
        &["validate", &log, "-o", &log][..],
        &["validate", &log, "--report", &report],
        &["diff", &log, "-o", &log],
        &["diff", "--merge", &log, "-o", &log],
        &["replay", &log, "-o", &log],
        &["replay", &log, "--failed-to", &log],
    ] {
        let done = run(arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.stderr);
        assert!(done.stderr.contains("is an input and would be written over"), "{}", done.stderr);
        assert!(done.stderr.contains("name another file"), "{}", done.stderr);
        assert_eq!(fs::read(&log).unwrap(), before, "{arguments:?}");
    }
}

#[test]
fn a_file_that_cannot_be_made_is_said_before_anything_is_sent() {
    let folder = Folder::new();
    let log = made(&folder, "log.ndjson", "1");
    let nowhere = folder.text("no/folder/out");
    for arguments in [
        // Nothing listens there: that would be said if anything had been sent.
        &["replay", &log, "--url", "http://127.0.0.1:1/", "--failed-to", &nowhere][..],
        &["validate", &log, "-o", &nowhere],
        &["diff", &log, "--report", &format!("json={nowhere}")],
    ] {
        let done = run(arguments);
        assert_eq!((done.code, done.stdout.as_str()), (3, ""), "{}", done.stderr);
        assert!(done.stderr.contains("there is no folder `"), "{}", done.stderr);
        assert!(!done.stderr.contains(".helpdesk-evt-"), "{}", done.stderr);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error_in_any_format() {
    for format in ["human", "short", "json", "ndjson", "github", "junit", "sarif"] {
        let mut child = command(&["validate", "samples/broken", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before anything is read of it.
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn two_wrong_bytes_in_a_line_do_not_make_a_file_utf_16() {
    let done = feed(&["validate", "--format", "short", "-"], b"{}\n\xff\xfe\n{}\n");
    assert!(done.stdout.contains("<stdin>:2:1: error[invalid-utf8]"), "{}", done.stdout);
    assert!(!done.stdout.contains("UTF-16"), "{}", done.stdout);
    let utf16: Vec<u8> = "\u{feff}{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let done = feed(&["validate", "--format", "short", "-"], &utf16);
    assert!(done.stdout.contains("the file is UTF-16"), "{}", done.stdout);
}

#[test]
fn shards_of_other_bytes_or_other_filters_are_not_put_together() {
    let folder = Folder::new();
    let (one, other) = (made(&folder, "a.ndjson", "1"), made(&folder, "b.ndjson", "2"));
    let shard = |log: &str, shard: &str, name: &str, more: &[&str]| {
        let out = folder.text(name);
        let fixed =
            ["diff", log, "--summary", "--tz", "UTC", "--format", "json", "--shard", shard, "-o", &out];
        assert_eq!(finish(&mut command(&[&fixed[..], more].concat())).code, 0);
        out
    };
    let merged = |left: &str, right: &str| run(&["diff", "--merge", left, right]);
    let first = shard(&one, "1/2", "1.json", &[]);
    assert_eq!(merged(&first, &shard(&one, "2/2", "2.json", &[])).code, 0);
    let wrong = merged(&first, &shard(&other, "2/2", "other.json", &[]));
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("is of another input than"), "{}", wrong.stderr);
    for filter in [
        &["--since", "2024-01-10"][..],
        &["--ticket", "7100001000000000001"],
        &["--where", "status: * -> closed"],
        &["--forbid", "status: 50 -> 51"],
    ] {
        let wrong = merged(&first, &shard(&one, "2/2", "filtered.json", filter));
        assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{filter:?}");
        assert!(wrong.stderr.contains("run all shards with the same filters"), "{}", wrong.stderr);
        assert!(wrong.stderr.contains(filter[0]), "{}", wrong.stderr);
    }
    let since = |index, name, day| shard(&one, index, name, &["--since", day]);
    let same = merged(&since("1/2", "3.json", "2024-01-10"), &since("2/2", "4.json", "2024-01-10T00:00:00Z"));
    assert_eq!(same.code, 0, "the same moment in other words: {}", same.stderr);
}
