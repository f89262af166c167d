//! `listen` takes what the documented formula makes in Python and in Node, written down there once more: each has its
//! own SHA-256, AES and HTTP.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use tempfile::TempDir;

use crate::app::{ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, Listener};
use crate::sdk::{Sdk, selected};
use crate::stories;

/// Those in which there is a sender.
const SENDERS: [Sdk; 2] = [Sdk::Python, Sdk::Node];

/// The stories with this token, and how many of their `event_id`s are different.
fn events(secrets: Secrets) -> (Vec<String>, usize) {
    let lines: Vec<_> =
        stories::lines().iter().map(|it| it.replace("synthetic-token", secrets.token)).collect();
    let mut ids = stories::ids(&lines);
    ids.sort();
    ids.dedup();
    (lines, ids.len())
}

fn url_check(secrets: Secrets) -> String {
    format!(
        "{{\"challenge\":\"interop-challenge\",\"token\":\"{}\",\"type\":\"url_verification\"}}",
        secrets.token
    )
}

/// Sends the texts one after the other: `status body` of each answer.
fn send(sdk: Sdk, secrets: Secrets, port: &str, texts: &[String]) -> Vec<String> {
    let mut command = sdk.command("sender");
    command.args(["127.0.0.1", port, "/webhook/event"]).env("INTEROP_ENCRYPT_KEY", secrets.encrypt_key);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(texts.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{sdk:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// What every event of a run says under `key`.
fn said(finished: &Finished, key: &str) -> Vec<String> {
    let received = finished.lines("received");
    let events = received.iter().filter(|it| it["kind"] == "event");
    events.map(|it| it[key].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn what_python_and_node_make_by_the_formula_is_verified_and_recorded_byte_for_byte() {
    for sdk in selected(&SENDERS) {
        for secrets in [PLAIN, ENCRYPTED] {
            let folder = TempDir::new().unwrap();
            let record = folder.path().join("events.ndjson");
            let (lines, distinct) = events(secrets);
            // The last event of the stories is no duplicate, so the listener ends with it.
            let distinct = distinct.to_string();
            let listener =
                Listener::start(secrets, &["--max-events", &distinct, "--record", record.to_str().unwrap()]);
            let texts = [&[url_check(secrets)], &lines[..]].concat();
            let mut answers = vec!["200 {\"challenge\":\"interop-challenge\"}".to_owned()];
            answers.resize(texts.len(), "200 {\"msg\":\"success\"}".to_owned());
            assert_eq!(send(sdk, secrets, listener.port(), &texts), answers, "{sdk:?} {secrets:?}");

            let finished = listener.finish();
            // It says what it verifies, and nothing else.
            assert_eq!(
                (finished.code, finished.stderr.lines().count()),
                (Some(0), 1),
                "{sdk:?} {finished:?}"
            );
            assert_eq!(fs::read_to_string(&record).unwrap(), lines.join("\n") + "\n", "{sdk:?} {secrets:?}");
            let signature = if secrets == PLAIN { "unchecked" } else { "verified" };
            assert_eq!(said(&finished, "signature"), vec![signature; lines.len()], "{sdk:?} {secrets:?}");
            assert_eq!(said(&finished, "token"), vec!["verified"; lines.len()], "{sdk:?} {secrets:?}");
        }
    }
}

#[test]
fn another_key_is_refused_in_python_and_in_node() {
    let other = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
    for sdk in selected(&SENDERS) {
        let listener = Listener::start(ENCRYPTED, &["--max-events", "1"]);
        let (lines, _) = events(ENCRYPTED);
        let refused = send(sdk, other, listener.port(), &lines[..1]);
        assert!(refused[0].starts_with("401 "), "{sdk:?} {refused:?}");
        send(sdk, ENCRYPTED, listener.port(), &lines[..1]);
        let finished = listener.finish();
        assert_eq!(finished.code, Some(1), "{sdk:?} {finished:?}");
        let received = finished.lines("received");
        let refusals: Vec<_> = received.iter().filter(|it| it["kind"] == "refused").collect();
        assert_eq!(refusals.len(), 1, "{sdk:?} {finished:?}");
        assert_eq!(refusals[0]["cause"], "not-opened", "{sdk:?} {finished:?}");
    }
}
