//! `generate` from end to end: what it writes is read back, line by line, as the reader of files sees it.

use std::collections::BTreeMap;
use std::fs;
use std::io::empty;
use std::path::Path;

use crate::process::{command, run};
use helpdesk_evt::internals::{InputRequest, Validator};

/// The codes of every faulty line, read as `validate` reads.
fn found(log: &Path) -> (u64, BTreeMap<u64, String>) {
    let request = InputRequest { paths: vec![log.to_owned()], ..InputRequest::default() };
    let mut validator = Validator::default();
    let (mut documents, mut found) = (0, BTreeMap::new());
    for entry in request.open(Box::new(empty())).unwrap() {
        let checked = validator.check(&entry.unwrap());
        documents += 1;
        let codes: Vec<_> = checked.findings.iter().map(|it| it.code.slug()).collect();
        if !codes.is_empty() {
            found.insert(checked.subject.line, codes.join(" "));
        }
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
        let (documents, found) = found(&log);
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
