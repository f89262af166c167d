//! A run that does not end clean has a failure in every report that is read without its exit code.

use std::net::TcpListener;

use crate::process::run;
use crate::support::{Act, Folder, Sink};

/// Runs a command with every report that a service reads, and whether each of them holds a failure.
fn reported(arguments: &[&str]) -> (i32, Vec<bool>) {
    let folder = Folder::new();
    let reports = ["junit", "github"].map(|it| format!("{it}={}", folder.text(it)));
    let with_reports = [arguments, &["--report", &reports[0], "--report", &reports[1]]].concat();
    let done = run(&with_reports);
    let holds = |name: &str, mark: &str| {
        let text = String::from_utf8(std::fs::read(folder.path(name)).unwrap_or_default()).unwrap();
        text.lines().any(|line| line.trim_start().starts_with(mark))
    };
    (done.code, vec![holds("junit", "<failure "), holds("github", "::error ")])
}

#[test]
fn a_run_of_deliveries_that_fails_has_a_failure_in_its_reports() {
    let refusing = Sink::start(|_, _| Act::Answer(500, "", vec![]));
    let (kind, listener) = (Sink::kind(), TcpListener::bind("127.0.0.1:0").unwrap());
    let nowhere = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let folder = Folder::new();
    for (name, text) in
        [("empty", ""), ("other", "{\"type\":\"im.message.receive_v1\"}\n"), ("foreign", "notes\n")]
    {
        std::fs::write(folder.path(name), text).unwrap();
    }
    let (url, sample) = (kind.url(), "samples/minimal.json");
    let (empty, other, foreign) = (folder.text("empty"), folder.text("other"), folder.text("foreign"));
    let runs: [(i32, &[&str]); 14] = [
        (1, &[sample, "--url", &refusing.url()]),
        // What only the receiver that is built in finds.
        (1, &[sample, "--set", "/event/object/status=99"]),
        (1, &[sample, "--set", "/header/token=\"other\""]),
        (1, &[sample, "--url", &url, "--fail-if", "max < 1h", "--fail-if", "p50 > 0ms"]),
        (4, &[sample, "--url", &nowhere]),
        (3, &[sample, "no-such-file.json", "--url", &url]),
        (2, &[&empty, "--url", &url]),
        (1, &[&other, "--url", &url]),
        (1, &[sample, "--url", &url, "--verify-url"]),
        (4, &[sample, "--url", &nowhere, "--run", "exit 3"]),
        (2, &[sample, "--url", &url, "--run", "sleep 100"]),
        (2, &[sample, "--url", &url, "--ledger", &foreign]),
        (1, &["samples/broken/status-unknown.json"]),
        (4, &[sample, "--url", "http://no-such-host.invalid/"]),
    ];
    for (code, arguments) in runs {
        let (got, reports) = reported(&[&["replay"], arguments].concat());
        assert_eq!((got, reports), (code, vec![true, true]), "{arguments:?}");
    }
    assert_eq!(reported(&["replay", sample, "--url", &url]), (0, vec![false, false]));
    let ways: [(i32, &[&str]); 3] =
        [(4, &["--wait-for", "100ms"]), (4, &["--run", "exit 3", "--once"]), (2, &["--ledger", &foreign])];
    for (code, arguments) in ways {
        let gateway = ["gateway", "--port", "0", sample];
        assert_eq!(reported(&[&gateway, arguments].concat()), (code, vec![true, true]), "{arguments:?}");
    }
}

#[test]
fn a_probe_that_fails_has_a_failure_in_its_reports() {
    let (kind, listener) = (Sink::kind(), TcpListener::bind("127.0.0.1:0").unwrap());
    let nowhere = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let runs: [(i32, &[&str]); 4] = [
        (1, &["--url", &kind.url(), "--only", "url-check"]),
        (1, &["--url", &kind.url(), "--only", "wrong-token"]),
        (4, &["--url", &nowhere]),
        (4, &["--url", &nowhere, "--run", "exit 3"]),
    ];
    for (code, arguments) in runs {
        let (got, reports) = reported(&[&["probe"], arguments].concat());
        assert_eq!((got, reports), (code, vec![true, true]), "{arguments:?}");
    }
}

#[test]
fn a_judgement_that_fails_has_a_failure_in_its_report() {
    let (kind, listener) = (Sink::kind(), TcpListener::bind("127.0.0.1:0").unwrap());
    let nowhere = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let folder = Folder::new();
    let kept = folder.text("kept");
    for (code, arguments) in [
        (1, vec!["--url", &kind.url()]),
        (4, vec!["--url", &nowhere, "--run", "exit 3"]),
        (2, vec!["--url", &kind.url(), "--run", "sleep 100"]),
    ] {
        let done = run(&[&["ci", "samples/minimal.json", "--keep", &kept][..], &arguments].concat());
        let report = String::from_utf8(folder.read("kept/ci.xml")).unwrap();
        assert_eq!((done.code, report.contains("<failure ")), (code, true), "{arguments:?}: {report}");
    }
}
