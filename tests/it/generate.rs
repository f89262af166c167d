//! `generate` from end to end: what it writes is read back, line by line, as the reader of files sees it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::process::{command, run};

/// How many documents `validate` finds in a log, and the codes of every faulty line.
fn found(log: &str) -> (u64, BTreeMap<u64, String>) {
    let (mut documents, mut found) = (0, BTreeMap::new());
    for line in run(&["validate", "--format", "ndjson", log]).stdout.lines() {
        let data = &serde_json::from_str::<Value>(line).unwrap()["data"];
        let codes = data["findings"].as_array().into_iter().flatten();
        let codes: Vec<_> = codes.map(|it| it["code"].as_str().unwrap()).collect();
        if !codes.is_empty() {
            found.insert(data["place"]["line"].as_u64().unwrap(), codes.join(" "));
        }
        documents = data["documents"].as_u64().unwrap_or(documents);
    }
    (documents, found)
}

fn labelled(labels: &Path) -> BTreeMap<u64, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Label {
        line: u64,
        code: String,
    }
    let text = fs::read_to_string(labels).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Label>(line).unwrap())
        .map(|it| (it.line, it.code))
        .collect()
}

#[test]
fn validate_finds_every_label_and_nothing_else_however_many_lines_are_broken() {
    let folder = tempfile::tempdir().unwrap();
    for (seed, share) in [("1", "1%"), ("2", "50%"), ("3", "100%"), ("4", "100%"), ("5", "95%"), ("6", "10%")]
    {
        let log = folder.path().join(seed);
        let log_text = log.to_str().unwrap();
        let arguments = ["--events", "600", "--seed", seed, "--invalid", share, "-o", log_text, "-q"];
        let done = run(&[["generate"].as_slice(), &arguments].concat());
        assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "", ""));
        let labels = labelled(&folder.path().join(format!("{seed}.labels")));
        assert_eq!(labels.len(), share.trim_end_matches('%').parse::<usize>().unwrap() * 6);
        let (documents, found) = found(log_text);
        assert_eq!(found, labels, "seed {seed}");
        assert_eq!(documents, 600, "seed {seed}");
    }
}

#[test]
fn standard_output_and_a_file_get_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.ndjson");
    let done = run(&["generate", "--seed", "9", "-o", log.to_str().unwrap()]);
    assert!(done.stderr.starts_with("50 events of 10 tickets in `"), "{}", done.stderr);
    let piped = run(&["generate", "--seed", "9"]);
    assert_eq!((piped.code, piped.stderr.as_str()), (0, ""));
    assert_eq!(piped.stdout, fs::read_to_string(log).unwrap());
    assert_ne!(piped.stdout, run(&["generate", "--seed", "10"]).stdout);
}

#[test]
fn a_reader_that_goes_away_is_a_quiet_0() {
    let mut child = command(&["generate", "--events", "200000"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.ndjson");
    let mut child =
        command(&["generate", "--events", "1000000000", "-o", log.to_str().unwrap()]).spawn().unwrap();
    // The temporary file is there as soon as signals are watched.
    while fs::read_dir(folder.path()).unwrap().next().is_none() {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::yield_now();
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
