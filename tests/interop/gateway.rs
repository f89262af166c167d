//! `gateway` with the vendor's own long-connection clients, a Python and a Node one side by side.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use crate::app::{APP_ID, APP_SECRET, App, PLAIN, SDKS};
use crate::binary::{Finished, command};
use crate::stories;

/// A process that does not outlive whoever holds it.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A gateway that apps can connect to. It is killed when a test lets go of it.
struct Gateway {
    child: Held,
    url: String,
    stdout: JoinHandle<String>,
    stdout_lines: Receiver<String>,
    stderr: JoinHandle<String>,
    stderr_lines: Receiver<String>,
}

impl Gateway {
    fn start(arguments: &[&str]) -> Self {
        let mut command = command("gateway", PLAIN);
        // No limit here is one that a machine could be too slow for.
        command
            .args(["--port", "0", "--once", "--timeout", "1m"])
            .args(["--app-id", APP_ID, "--app-secret", APP_SECRET])
            .args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdout, stdout_lines) = read(child.stdout.take().unwrap());
        let (stderr, stderr_lines) = read(child.stderr.take().unwrap());
        let first = stderr_lines.recv().unwrap();
        let url = first.strip_prefix("gateway on ").and_then(|it| it.split(' ').next());
        let url = url.unwrap_or_else(|| panic!("gateway said first: {first}")).to_owned();
        let child = Held(child);
        Self { child, url, stdout, stdout_lines, stderr, stderr_lines }
    }

    /// Its standard input, to be closed by whoever takes it.
    fn stdin(&mut self) -> ChildStdin {
        self.child.0.stdin.take().unwrap()
    }

    /// Waits for as many lines on standard error, from the last wait on, as there are texts: one with each.
    fn says(&self, texts: &[&str]) {
        let mut left = texts.to_vec();
        while !left.is_empty() {
            let Ok(line) = self.stderr_lines.recv() else { panic!("it ended and never said {left:?}") };
            if let Some(found) = left.iter().position(|it| line.contains(it)) {
                left.remove(found);
            }
        }
    }

    /// Waits for its end.
    fn finish(mut self) -> Finished {
        drop(self.child.0.stdin.take());
        let code = self.child.0.wait().unwrap().code();
        Finished { code, stdout: self.stdout.join().unwrap(), stderr: self.stderr.join().unwrap() }
    }
}

/// Reads to the end, and gives every line as it comes.
fn read(stream: impl Read + Send + 'static) -> (JoinHandle<String>, Receiver<String>) {
    let (sender, lines) = channel();
    let all = thread::spawn(move || {
        let mut all = String::new();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            all += &line;
            all.push('\n');
            // Nobody may be listening any more.
            sender.send(line).ok();
        }
        all
    });
    (all, lines)
}

/// The attempts a `json` report tells of.
fn attempts(finished: &Finished) -> Vec<Value> {
    let mut report = finished.json();
    report["records"].as_array_mut().unwrap().iter_mut().map(|it| it["data"].take()).collect()
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

#[test]
fn python_and_node_side_by_side_handle_every_event_once_whole_and_in_three() {
    for pieces in ["1", "3"] {
        let gateway =
            Gateway::start(&[stories::FOLDER, "--wait-for", "2", "--split", pieces, "--format", "json"]);
        let apps = SDKS.map(|sdk| App::client(sdk, &gateway.url, &[]));
        let finished = gateway.finish();
        assert_eq!(finished.code, Some(0), "{pieces} {finished:?}");

        let handled = apps.each_ref().map(App::handled);
        let expected = stories::ids(&stories::lines());
        assert_eq!(sorted(handled.concat()), sorted(expected.clone()), "{pieces} {finished:?}");
        // By chance, but by the same chance in every run: both get some.
        assert!(handled.iter().all(|it| !it.is_empty()), "{pieces} {handled:?}");

        let attempts = attempts(&finished);
        let acked = attempts.iter().filter(|it| it["outcome"] == "accepted" && it["took_ms"].is_number());
        assert_eq!(acked.count(), expected.len(), "{pieces} {finished:?}");
        assert!(attempts.iter().all(|it| it["warnings"].is_null()), "{pieces} {finished:?}");
    }
}

#[test]
fn after_dropped_connections_both_clients_come_back_and_the_rest_arrives() {
    let mut gateway = Gateway::start(&[
        "-",
        "--wait-for",
        "2",
        "--drop-after",
        "3s",
        "--reconnect-nonce",
        "0",
        "--reconnect-interval",
        "1",
        "--retry",
        "9",
        "--format",
        "ndjson",
    ]);
    let mut stdin = gateway.stdin();
    let apps = SDKS.map(|sdk| App::client(sdk, &gateway.url, &[]));
    let lines = stories::lines();
    let (before, after) = lines.split_at(lines.len() / 2);

    writeln!(stdin, "{}", before.join("\n")).unwrap();
    let accepted = gateway.stdout_lines.iter().filter(|it| it.contains("\"outcome\":\"accepted\""));
    assert_eq!(accepted.take(before.len()).count(), before.len());
    // Each has connected twice, so each was dropped and came back.
    gateway.says(&["oapi-sdk-python", "oapi-sdk-python", "oapi-node-sdk", "oapi-node-sdk"]);
    writeln!(stdin, "{}", after.join("\n")).unwrap();
    drop(stdin);

    let finished = gateway.finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    // An ack that was on its way when its connection was dropped means another attempt: at least once, as on the platform.
    let mut handled = sorted(apps.each_ref().map(App::handled).concat());
    let mut expected = sorted(stories::ids(&lines));
    handled.dedup();
    expected.dedup();
    assert_eq!(handled, expected, "{finished:?}");
}

#[test]
fn a_handler_that_raises_is_reported_as_refused_and_the_client_goes_on() {
    for sdk in SDKS {
        let gateway = Gateway::start(&[stories::FOLDER, "--format", "json"]);
        let app = App::client(sdk, &gateway.url, &[("INTEROP_RAISE", "1")]);
        let finished = gateway.finish();
        assert_eq!((finished.code, app.handled()), (Some(1), vec![]), "{sdk:?} {finished:?}");
        let attempts = attempts(&finished);
        assert_eq!(attempts.len(), stories::lines().len(), "{sdk:?} {finished:?}");
        assert!(
            attempts.iter().all(|it| it["outcome"] == "refused" && it["status"] == 500),
            "{sdk:?} {finished:?}"
        );
    }
}

#[test]
fn a_wrong_app_secret_is_refused_to_both_clients() {
    for sdk in SDKS {
        let gateway = Gateway::start(&[stories::FOLDER]);
        let app = App::client(sdk, &gateway.url, &[("INTEROP_APP_SECRET", "another-secret")]);
        gateway.says(&["(code 514)"]);
        assert_eq!(app.handled(), [], "{sdk:?}");
    }
}
