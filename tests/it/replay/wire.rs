//! `helpdesk-evt replay` on the wire: what a request looks like, which connections carry it, and where a proxy stands
//! between.

use std::io::BufReader;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::process::{Finished, command, finish};
use crate::replay::replay;
use crate::support::{Act, Folder, Sink, log, talk};

/// Limits that no machine is too slow for.
const PATIENT: [&str; 4] = ["--timeout", "100s", "--connect-timeout", "100s"];

/// Replays one event to `url` with a proxy in the environment.
fn through(proxy: &Sink, url: &str) -> Finished {
    let arguments = [&["replay", "samples/minimal.json", "--url", url], &PATIENT[..]].concat();
    finish(command(&arguments).env("HTTP_PROXY", format!("http://{}", proxy.address())))
}

#[test]
fn the_headers_have_the_platforms_case_and_the_order_they_always_had() {
    let sink = Sink::kind();
    let more = ["samples/minimal.json", "--encrypt-key", "example-key", "--header", "x-env: test"];
    let done = replay(&sink, &more);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let got = sink.got().remove(0);
    let names: Vec<&str> = got.packet.headers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        names,
        [
            "User-Agent", "X-Env", "Content-Type", "X-Lark-Request-Timestamp", "X-Lark-Request-Nonce",
            "X-Lark-Signature", "X-Request-Id", "Accept", "Host", "Content-Length"
        ]
    );
    assert_eq!(got.packet.header("host"), Some(sink.address()));
}

#[test]
fn events_one_after_the_other_go_over_one_connection() {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let sink = Sink::serve(move |stream, state| {
        count.fetch_add(1, Ordering::Relaxed);
        talk(BufReader::new(stream.try_clone()?), stream, state, &|_, _| Act::ok())
    });
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 40, 8);
    let done = replay(&sink, &[&path]);
    assert_eq!((done.code, sink.count()), (0, 40), "{}", done.stderr);
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}

#[test]
fn more_jobs_than_file_descriptors_wait_for_one() {
    let sink = Sink::kind();
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 200, 200);
    let binary = env!("CARGO_BIN_EXE_helpdesk-evt");
    let text =
        format!("ulimit -n 64 && exec {binary} replay {path} --url {} --jobs 200 --timeout 100s", sink.url());
    let done = std::process::Command::new("sh").args(["-c", &text]).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && said.contains("200 of 200 delivered"), "{said}");
}

#[test]
fn a_report_that_cannot_be_written_hides_nothing_of_what_was_delivered() {
    let sink = Sink::kind();
    let folder = Folder::new();
    let (path, report) = (log(&folder, "a.ndjson", 400, 8), folder.text("report.ndjson"));
    let binary = env!("CARGO_BIN_EXE_helpdesk-evt");
    let text =
        format!("ulimit -f 64 && exec {binary} replay {path} --url {} --report ndjson={report}", sink.url());
    let done = std::process::Command::new("sh").args(["-c", &text]).output().unwrap();
    let (said, why) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    assert_eq!(done.status.code(), Some(3), "{why}");
    assert!(why.contains("report.ndjson"), "{why}");
    assert!(said.contains(" delivered") && said.contains("stopped early"), "{said}");
    assert!(!said.contains("unreadable input"), "{said}");
}

#[test]
fn a_proxy_stands_before_a_target_that_is_on_another_machine() {
    let proxy = Sink::kind();
    let done = through(&proxy, "http://helpdesk.invalid/webhook/event?id=1");
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let got = proxy.got().remove(0);
    assert_eq!(got.line, "POST http://helpdesk.invalid/webhook/event?id=1 HTTP/1.1");
    assert_eq!(got.packet.header("host"), Some("helpdesk.invalid"));
}

#[test]
fn no_proxy_stands_before_a_target_on_this_machine() {
    let (proxy, sink) = (Sink::kind(), Sink::kind());
    let done = through(&proxy, &sink.url());
    assert_eq!((done.code, proxy.count(), sink.count()), (0, 0, 1), "{}", done.stderr);
}
