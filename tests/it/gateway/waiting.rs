//! `helpdesk-evt gateway` before an app is connected: whom it lets in, how long it waits, and what it says where none comes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use futures_util::SinkExt as _;
use tokio_tungstenite::tungstenite::Message;

use super::process::{PATIENT, apps};
use crate::process::run;
use crate::support::app::App;
use crate::support::{Folder, Gate};

#[test]
fn it_keeps_nothing_where_the_input_holds_no_event() {
    let folder = Folder::new();
    fs::write(folder.path("a.ndjson"), "").unwrap();
    let done = Gate::start(&[&folder.text("a.ndjson")]).finish();
    assert!(done.code == 2 && done.stderr.contains("error: no event in the input"), "{}", done.stderr);
}

#[test]
fn it_ends_after_its_time_and_says_where_no_app_came() {
    let done = Gate::start(&["samples/minimal.json", "--for", "100ms"]).finish();
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert!(done.stderr.contains("error: no app connected within 0.1 s"), "{}", done.stderr);
    let gate = Gate::start(&[&["samples/minimal.json", "--for", "3s"], &PATIENT[..]].concat());
    let address = gate.address;
    // The connection is kept after the event until the time is over.
    let ids = apps(async { App::connect(address).await.handle().await });
    let done = gate.finish();
    assert_eq!((done.code, ids.len()), (0, 1), "{}", done.stderr);
    assert!(done.stderr.contains("kept until Ctrl-C"), "{}", done.stderr);
}

#[test]
fn an_app_that_was_thrown_out_is_named_where_none_connected() {
    let gate = Gate::start(&["samples/minimal.json", "--wait-for", "2s", "-q"]);
    let address = gate.address;
    apps(async {
        let mut app = App::connect(address).await;
        app.socket.send(Message::text("hello")).await.unwrap();
        assert_eq!(app.closed().await.unwrap().0, 1003);
    });
    let done = gate.finish();
    let why = "error: no app connected within 2 s; last: connection 1 ended: a text message came; frames are binary";
    assert!(done.code == 4 && done.stderr.contains(why), "{}", done.stderr);
}

#[test]
fn of_its_own_host_however_it_is_written_no_web_page_can_be() {
    // The last is a name to us, and an address to the system.
    for host in ["LOCALHOST", "::ffff:127.0.0.1", "127.1"] {
        let gate = Gate::start(&["samples/minimal.json", "--host", host, "--wait-for", "2s"]);
        let mut stream = TcpStream::connect(gate.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 403 "), "{host}: {answer}");
        let done = gate.finish();
        assert!(!done.stderr.contains("lets everyone"), "{host}: {}", done.stderr);
    }
}

#[test]
fn ctrl_c_ends_the_wait_for_apps_with_a_report() {
    let gate = Gate::start(&["samples/minimal.json", "--wait-for", "2"]);
    let address = gate.address;
    apps(async {
        let _app = App::connect(address).await;
        gate.interrupt();
        let done = tokio::task::spawn_blocking(move || gate.finish()).await.unwrap();
        assert_eq!(done.code, 130, "{}{}", done.stdout, done.stderr);
        assert!(done.stdout.contains("0 of 1 delivered"), "{}", done.stdout);
    });
}

#[test]
fn a_time_to_wait_for_is_how_long_the_first_connection_may_take() {
    let done = run(&["gateway", "samples/minimal.json", "--port", "0", "--wait-for", "100ms", "--once"]);
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert!(done.stderr.contains("error: no app connected within 0.1 s"), "{}", done.stderr);
    let wrong = run(&["gateway", "--wait-for", "soon"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("neither a number of connections nor a time"), "{}", wrong.stderr);
}

#[cfg(unix)]
#[test]
fn an_app_that_it_starts_and_that_ends_before_it_connects_is_told_with_its_last_lines() {
    let line =
        ["gateway", "samples/minimal.json", "--port", "0", "--run", "echo no module named lark; exit 7"];
    let done = run(&line);
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert!(
        done.stderr.contains("error: the app ended before it connected (exit code 7)"),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("| no module named lark"), "{}", done.stderr);
    let late =
        ["gateway", "samples/minimal.json", "--port", "0", "--run", "sleep 1000", "--wait-for", "100ms"];
    let done = run(&late);
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert!(done.stderr.contains("error: no app connected within 0.1 s"), "{}", done.stderr);
}

#[test]
fn a_ledger_that_is_not_ours_is_said_before_an_app_is_waited_for() {
    let folder = Folder::new();
    let foreign = folder.text("notes");
    fs::write(&foreign, "notes\n").unwrap();
    let done = run(&["gateway", "--port", "0", "--sample", "bot-closes", "--ledger", &foreign]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert!(done.stderr.contains("is not a ledger"), "{}", done.stderr);
    assert_eq!(folder.read("notes"), b"notes\n");
}
