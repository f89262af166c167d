//! `helpdesk-evt ci`: an app judged in one command.

use std::fs;
use std::net::TcpListener;

use crate::process::{feed, run};
use crate::support::{Act, Folder, Sink};

#[test]
fn every_step_is_told_kept_and_counted() {
    // It takes everything and answers no URL check.
    let (sink, folder) = (Sink::kind(), Folder::new());
    let kept = folder.text("reports");
    let done = run(&["ci", "samples/minimal.json", "--url", &sink.url(), "--wait", "100s", "--keep", &kept]);
    assert_eq!(done.code, 1, "{}{}", done.stdout, done.stderr);
    for line in [
        "app        answered after ",
        "URL check  the URL check was",
        "replay     1 of 1 delivered",
        "\nfailed: URL check, probe\n",
    ] {
        assert!(done.stdout.contains(line), "{line}: {}", done.stdout);
    }
    for file in [
        "probe.json", "probe.xml", "probe.md", "probe.txt", "probe.html", "replay.json", "replay.xml",
        "replay.html", "ci.md",
    ] {
        assert!(folder.path("reports").join(file).exists(), "{file}");
    }
    let page = String::from_utf8(folder.read("reports/ci.md")).unwrap();
    assert!(page.starts_with("### helpdesk-evt ci: failed\n"), "{page}");
}

#[test]
fn what_an_app_answers_is_no_command_no_markup_and_no_secret() {
    let answer = b"<img src=x> key=synthetic-key; \n::error::x\n; ::error::y".to_vec();
    let (app, folder) = (Sink::start(move |_, _| Act::Answer(500, "", answer.clone())), Folder::new());
    let kept = folder.text("reports");
    let key = ["--encrypt-key", "synthetic-key"];
    for lang in ["en", "zh"] {
        let ci = ["ci", "samples/minimal.json", "--url", &app.url(), "--keep", &kept, "--lang", lang];
        let done = run(&[&ci[..], &key].concat());
        let page = String::from_utf8(folder.read("reports/ci.md")).unwrap();
        let report = String::from_utf8(folder.read("reports/ci.xml")).unwrap();
        assert!(done.stdout.contains("<img src=x>") && page.contains("&lt;img"), "{}{page}", done.stdout);
        for text in [&done.stdout, &done.stderr, &page, &report] {
            assert!(!text.contains("synthetic-key"), "{text}");
            assert!(!text.lines().any(|it| it.trim_start().starts_with("::")), "{text}");
        }
        assert!(!page.contains("<img"), "{page}");
    }
}

#[test]
fn what_was_delivered_is_held_to_the_rules() {
    let sink = Sink::kind();
    let url = sink.url();
    let expected = ["--expect", "status: pending -> closed"];
    let done = run(&[&["ci", "samples/minimal.json", "--url", &url][..], &expected].concat());
    assert_eq!(done.code, 1);
    let told = "diff       not as expected\n  ✗ no event matches `--expect \"status: pending -> closed\"`;";
    assert!(done.stdout.contains(told), "{}", done.stdout);
    let forbidden = ["--expect", "stage: bot -> human", "--forbid", "stage: * -> human"];
    let input = fs::read("samples/handed-over.json").unwrap();
    let done = feed(&[&["ci", "-", "--url", &url][..], &forbidden].concat(), &input);
    assert_eq!(done.code, 1);
    let told = "not as expected\n  ✗ <stdin>:1: ticket";
    assert!(done.stdout.contains(told), "{}", done.stdout);
    let before = sink.count();
    let done = run(&["ci", "--url", &url, "--expect", "status: banana -> closed"]);
    assert!(done.code == 2 && sink.count() == before, "{}", done.stdout);
}

#[test]
fn an_app_that_is_down_is_told_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let done = run(&["ci", "samples/minimal.json", "--url", &url, "--expect", "status: * -> closed"]);
    assert_eq!(done.code, 4);
    assert_eq!(done.stdout.matches("nothing listens").count(), 1, "{}", done.stdout);
    assert!(done.stdout.ends_with("\nfailed: URL check\n"), "{}", done.stdout);
}

#[cfg(unix)]
#[test]
fn an_app_that_ends_before_it_answers_is_told_with_its_last_lines() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    for command in ["ci", "replay", "probe"] {
        let done = run(&[command, "--url", &url, "--run", "echo no module named lark; exit 7"]);
        assert_eq!(done.code, 4, "{}", done.stderr);
        assert!(done.stderr.contains("the app ended before it answered"), "{}", done.stderr);
        assert!(
            done.stderr.contains("(exit code 7)\n  the app's last lines:\n    | no module"),
            "{}",
            done.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn an_app_is_not_started_where_something_listens_already() {
    let sink = Sink::kind();
    for command in ["ci", "replay", "probe"] {
        let done = run(&[command, "--url", &sink.url(), "--run", "sleep 1000"]);
        assert_eq!((done.code, sink.count()), (2, 0), "{}", done.stderr);
        assert!(done.stderr.contains("something already listens at"), "{}", done.stderr);
    }
}

#[test]
fn a_workflow_is_printed_and_nothing_is_done() {
    for service in ["github", "gitlab"] {
        let done = run(&["ci", "--init", service]);
        assert!(
            done.code == 0 && done.stdout.contains("helpdesk-evt ci --run 'python app.py'"),
            "{}",
            done.stdout
        );
    }
}
