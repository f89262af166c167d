//! `diff` as git and as a log see it: the textconv the README documents, and the gap that a missing line leaves.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::process::{feed, run};

/// Runs git in a folder with no configuration but its own.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join("no-such-file"))
        .output()
        .expect("git must be installed for this test");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn git_diff_shows_transitions_by_the_documented_textconv() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    git(at, &["init", "--quiet"]);
    fs::write(at.join(".gitattributes"), "*.json diff=helpdesk-evt\n").unwrap();
    fs::copy(samples.join("handed-over.json"), at.join("event.json")).unwrap();
    git(at, &["add", "."]);
    let binary = env!("CARGO_BIN_EXE_helpdesk-evt").replace('\\', "/");
    git(at, &["config", "diff.helpdesk-evt.textconv", &format!("\"{binary}\" diff --full --tz UTC")]);
    fs::copy(samples.join("bot-closes.json"), at.join("event.json")).unwrap();
    let shown = git(at, &["diff"]);
    assert!(shown.contains("-  stage    1 bot         →  2 human"), "{shown}");
    assert!(shown.contains("+  status   1 created     →  50 closed by bot"), "{shown}");
}

fn gaps(log: &[u8]) -> Vec<String> {
    let done = feed(&["diff", "-", "--timeline", "--format", "ndjson"], log);
    let told = done.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    told.filter(|line| line["type"] == "lived")
        .flat_map(|life| life["data"]["findings"].as_array().unwrap().clone())
        .filter(|it| it["code"] == "event-gap")
        .map(|it| it["place"]["line"].to_string())
        .collect()
}

#[test]
fn a_generated_log_has_no_gap_until_a_line_is_taken_out_and_then_exactly_that_one() {
    for seed in ["1", "2", "3"] {
        let log = run(&["generate", "--tickets", "12", "--events", "150", "--seed", seed]).stdout;
        assert_eq!(gaps(log.as_bytes()), Vec::<String>::new(), "seed {seed}");
        let lines: Vec<&str> = log.lines().collect();
        let ticket =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["event"]["object"]["ticket_id"].clone();
        // A line in the middle of a ticket's life: one of its ticket stands before it and one after it.
        let taken = (0..lines.len())
            .find(|at| {
                let id = ticket(lines[*at]);
                let near = |range: &[&str]| range.iter().any(|line| ticket(line) == id);
                near(&lines[..*at]) && near(&lines[at + 1..])
            })
            .unwrap();
        let id = ticket(lines[taken]);
        let next = (taken + 1..lines.len()).find(|at| ticket(lines[*at]) == id).unwrap();
        let rest = [&lines[..taken], &lines[taken + 1..]].concat().join("\n");
        // With one line fewer before it, the 0-based number of the next event is its 1-based line.
        assert_eq!(gaps(rest.as_bytes()), [next.to_string()], "seed {seed}");
    }
}
