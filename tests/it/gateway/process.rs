//! `helpdesk-evt gateway` as a process: what apps get, what the report says of their acks, and how it ends.

use std::collections::HashSet;
use std::fs;
use std::future::Future;
use std::time::Duration;

use helpdesk_evt::internals::block_on;
use serde_json::Value;

use crate::process::{Finished, run};
use crate::support::app::{APP, App, SECRET, ask, ask_raw};
use crate::support::{Folder, Gate, log};

/// Longer than any test takes, however slow the machine.
const LONG: Duration = Duration::from_mins(2);
/// A limit that no machine is too slow for.
pub(super) const PATIENT: [&str; 4] = ["--timeout", "100s", "--format", "json"];

const DONE: &str = r#"{"code":200}"#;
const FAILED: &str = r#"{"code": 500}"#;

/// Runs the apps of a test.
pub(super) fn apps<T>(apps: impl Future<Output = T>) -> T {
    block_on(async { tokio::time::timeout(LONG, apps).await.expect("the apps came to no end") }).unwrap()
}

fn json(done: &Finished) -> Value {
    serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}{}", done.stdout, done.stderr))
}

fn records(report: &Value) -> Vec<&Value> {
    report["records"].as_array().unwrap().iter().map(|it| &it["data"]).collect()
}

#[test]
fn the_stories_reach_two_apps_whole_or_in_pieces_each_event_once_and_with_an_empty_token() {
    for pieces in ["1", "3"] {
        let arguments = ["samples/stories", "--wait-for", "2", "--split", pieces, "--jobs", "4", "--once"];
        let gate = Gate::start(&[&arguments, &PATIENT[..]].concat());
        let address = gate.address;
        let got = apps(async {
            let one = tokio::spawn(App::connect(address).await.handle());
            let two = tokio::spawn(App::connect(address).await.handle());
            [one.await.unwrap(), two.await.unwrap()]
        });
        let done = gate.finish();
        let report = json(&done);
        assert_eq!(
            (done.code, &report["summary"]["deliveries"]["accepted"]),
            (0, &16.into()),
            "{}",
            done.stderr
        );
        let sent: Vec<&str> = records(&report).iter().map(|it| it["event_id"].as_str().unwrap()).collect();
        let mut got = got.concat();
        let mut sent: Vec<String> = sent.into_iter().map(str::to_owned).collect();
        got.sort();
        sent.sort();
        assert_eq!(got, sent);
        assert!(
            done.stderr.contains("connection 2: cli_0000000000000001 from 127.0.0.1:"),
            "{}",
            done.stderr
        );
        assert!(done.stderr.contains("replaying 16 events of 3 tickets"), "{}", done.stderr);
    }
}

#[test]
fn its_apps_are_let_go_before_a_report_that_nobody_reads_yet() {
    let folder = Folder::new();
    let log = folder.text("log.ndjson");
    assert_eq!(run(&["generate", "--events", "400", "--seed", "1", "-o", &log]).code, 0);
    let gate = Gate::start(&[&[&*log, "--once"], &PATIENT[..]].concat());
    let address = gate.address;
    let got = apps(async { App::connect(address).await.handle().await });
    let done = gate.finish();
    assert_eq!((done.code, got.len()), (0, 400), "{}", done.stderr);
    // More than a pipe holds.
    assert!(done.stdout.len() > 100_000);
}

#[test]
fn an_event_keeps_its_bytes_but_for_white_space_and_the_token() {
    let gate = Gate::start(&["samples/non-ascii-names.json", "--once"]);
    let address = gate.address;
    let payload = apps(async {
        let mut app = App::connect(address).await;
        let got = app.event().await.unwrap();
        app.send(&got.ack(DONE)).await;
        assert!(app.event().await.is_none());
        got.payload
    });
    assert_eq!(gate.finish().code, 0);
    let expected = helpdesk_evt::internals::compact(&fs::read("samples/non-ascii-names.json").unwrap());
    let expected = String::from_utf8(expected).unwrap().replace("\"synthetic-token\"", "\"\"");
    assert_eq!(String::from_utf8(payload).unwrap(), expected);
}

#[test]
fn a_handler_that_fails_is_refused_and_an_unregistered_one_is_warned_of() {
    // What the Node SDK's handler-less ack carries: "no helpdesk.ticket.updated_v1 event handle", as JSON, in base64.
    let unhandled = r#"{"code":200,"data":"Im5vIGhlbHBkZXNrLnRpY2tldC51cGRhdGVkX3YxIGV2ZW50IGhhbmRsZSI="}"#;
    let folder = Folder::new();
    let input = log(&folder, "a.ndjson", 3, 3);
    let gate = Gate::start(&[&[input.as_str(), "--once"], &PATIENT[..]].concat());
    let address = gate.address;
    apps(async {
        let mut app = App::connect(address).await;
        for answer in [FAILED, unhandled, "fine"] {
            let got = app.event().await.unwrap();
            app.send(&got.ack(answer)).await;
        }
        app.closed().await
    });
    let done = gate.finish();
    let report = json(&done);
    let all = records(&report);
    let outcomes: Vec<&str> = all.iter().map(|it| it["outcome"].as_str().unwrap()).collect();
    assert_eq!((done.code, outcomes.as_slice()), (1, &["refused", "accepted", "garbled"][..]));
    assert_eq!(report["summary"]["deliveries"]["outcomes"]["unreadable"], 1);
    assert_eq!(all[0]["status"], 500);
    assert!(all[0]["warnings"][0].as_str().unwrap().contains("handler failed") && all[0]["said"].is_null());
    assert!(all[1]["warnings"][0].as_str().unwrap().contains("no handler ran"));
}

#[test]
fn an_event_without_an_ack_in_time_has_failed_and_a_late_ack_is_counted() {
    let folder = Folder::new();
    let input = log(&folder, "a.ndjson", 2, 2);
    let gate = Gate::start(&[
        &input, "--once", "--timeout", "1s", "--retry", "5", "--time-scale", "0.001", "--format", "json",
    ]);
    let address = gate.address;
    apps(async {
        let mut app = App::connect(address).await;
        let late = app.event().await.unwrap();
        // Whatever comes next, the first one has had its time.
        let next = app.event().await.unwrap();
        app.send(&late.ack(DONE)).await;
        app.send(&next.ack(DONE)).await;
        app.handle().await
    });
    let done = gate.finish();
    let report = json(&done);
    let run = &report["summary"]["deliveries"];
    assert_eq!((done.code, &run["accepted"]), (0, &2.into()), "{}", done.stdout);
    assert!(
        run["acked_late"].as_u64() >= Some(1) && run["outcomes"]["timed out"].as_u64() >= Some(1),
        "{run}"
    );
    assert!(done.stderr.contains("a late ack, "), "{}", done.stderr);
}

#[test]
fn an_app_that_loses_its_connection_comes_back_and_every_event_arrives() {
    let folder = Folder::new();
    let input = log(&folder, "a.ndjson", 60, 7);
    let retry = ["--retry", "50", "--time-scale", "0.0001", "--jobs", "4", "--once"];
    let gate = Gate::start(&[&[input.as_str()], &retry[..], &PATIENT[..]].concat());
    let address = gate.address;
    let got = apps(async {
        let mut got = HashSet::new();
        // Every connection of this app breaks off while it has an event in hand.
        'app: loop {
            let mut app = App::connect(address).await;
            for _ in 0..9 {
                let Some(event) = app.event().await else { break };
                app.send_bytes(&event.ack(DONE).encode()).await;
                got.insert(event.event_id());
                if got.len() == 60 {
                    // One whose ack was lost with its connection comes again.
                    app.handle().await;
                    break 'app;
                }
            }
            app.event().await;
        }
        got.len()
    });
    let done = gate.finish();
    let run = &json(&done)["summary"]["deliveries"];
    assert_eq!((done.code, got, &run["accepted"]), (0, 60, &60.into()), "{}", done.stderr);
    assert!(run["outcomes"]["reset"].as_u64() >= Some(6), "{run}");
    assert!(done.stderr.contains("not acked"), "{}", done.stderr);
}

#[test]
fn connections_are_dropped_on_purpose_and_the_event_in_hand_comes_again() {
    for (how, said) in [("tcp", "dropped on purpose"), ("close", "closed on purpose")] {
        let drop =
            ["--drop-after", "200ms", "--drop-how", how, "--retry", "50", "--time-scale", "0.001", "--once"];
        let gate = Gate::start(&[&["samples/minimal.json"], &drop[..], &PATIENT[..]].concat());
        let address = gate.address;
        apps(async {
            let mut app = App::connect(address).await;
            // Held in hand until the connection is dropped.
            while app.event().await.is_some() {}
        });
        apps(async {
            while let Some(app) = App::try_connect(address).await {
                app.handle().await;
            }
        });
        let done = gate.finish();
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
}

#[test]
fn only_the_app_with_its_secret_is_let_in_and_the_secret_is_never_shown() {
    let folder = Folder::new();
    fs::write(folder.path("secret"), format!("{SECRET}\n")).unwrap();
    let secret = folder.text("secret");
    let app_args =
        ["--app-id", APP, "--app-secret-file", &secret, "--connections", "1", "--endpoint-fails", "1"];
    let mut gate = Gate::start(&[&["samples/minimal.json"], &app_args[..]].concat());
    let address = gate.address;
    let codes = apps(async {
        let mut codes = vec![ask(address, APP, SECRET).await["code"].as_u64().unwrap()];
        for (id, secret) in [("cli_0000000000000002", SECRET), (APP, "wrong-secret")] {
            codes.push(ask(address, id, secret).await["code"].as_u64().unwrap());
        }
        let mut app = App::connect(address).await;
        codes.push(ask(address, APP, SECRET).await["code"].as_u64().unwrap());
        assert_eq!(ask_raw(address, "POST", "hello").await.0, 400);
        let got = app.event().await.unwrap();
        app.send(&got.ack(DONE)).await;
        tokio::task::spawn_blocking(move || {
            gate.hear("no more events; 1 connection kept until Ctrl-C");
            gate.interrupt();
            let done = gate.finish();
            assert_eq!(done.code, 130, "{}", done.stderr);
            assert!(done.stdout.contains("1 of 1 delivered"), "{}", done.stdout);
            assert!(
                !done.stderr.contains(SECRET) && !done.stderr.contains("wrong-secret"),
                "{}",
                done.stderr
            );
            assert!(done.stderr.contains("app cli_0000000000000001 with its secret"), "{}", done.stderr);
        })
        .await
        .unwrap();
        assert_eq!(app.closed().await, Some((1001, "the gateway ends".to_owned())));
        codes
    });
    assert_eq!(codes, [1_000_040_343, 403, 514, 1_000_040_350]);
}

#[test]
fn swapped_credentials_are_named_and_the_secret_is_not_shown() {
    let mut gate = Gate::start(&["samples/minimal.json"]);
    let address = gate.address;
    let code = apps(async { ask(address, SECRET, APP).await["code"].as_u64() });
    assert_eq!(code, Some(514));
    let line = gate.hear("app id and app secret are swapped");
    assert!(!line.contains(SECRET), "{line}");
}

#[test]
fn a_ledger_knows_what_was_acked_and_a_second_run_sends_the_rest() {
    let folder = Folder::new();
    let (input, ledger) = (log(&folder, "a.ndjson", 10, 5), folder.text("ledger"));
    let arguments = [input.as_str(), "--ledger", &ledger, "--once"];
    let gate = Gate::start(&[&arguments[..], &PATIENT[..]].concat());
    let address = gate.address;
    apps(async {
        let mut app = App::connect(address).await;
        for at in 0..10 {
            let got = app.event().await.unwrap();
            app.send(&got.ack(if at % 2 == 0 { DONE } else { FAILED })).await;
        }
        app.closed().await
    });
    assert_eq!(gate.finish().code, 1);
    let gate = Gate::start(&[&arguments[..], &["--resume"][..], &PATIENT[..]].concat());
    let address = gate.address;
    let got = apps(async { App::connect(address).await.handle().await });
    let done = gate.finish();
    assert_eq!((done.code, got.len(), &json(&done)["summary"]["deliveries"]["resumed"]), (0, 5, &5.into()));
}

#[test]
fn the_ready_file_holds_the_url_and_quiet_says_only_where_it_is() {
    let folder = Folder::new();
    let ready = folder.text("ready");
    let gate = Gate::start(&["samples/minimal.json", "--once", "-q", "--ready-file", &ready]);
    let address = gate.address;
    apps(async { App::connect(address).await.handle().await });
    let done = gate.finish();
    assert_eq!((done.code, done.stderr.lines().count()), (0, 1), "{}", done.stderr);
    assert_eq!(String::from_utf8(folder.read("ready")).unwrap(), format!("http://{address}\n"));
}

#[test]
fn what_cannot_work_is_said_before_anything_is_opened() {
    let done = run(&["gateway", "samples/minimal.json", "--wait-for", "3", "--connections", "2"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("`--wait-for 3` waits for ever"), "{}", done.stderr);
    assert_eq!(run(&["gateway", "samples/minimal.json", "--timeout", "0"]).code, 2);
    assert_eq!(run(&["gateway", "no-such.json", "--port", "0", "--once"]).code, 3);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let done = run(&["gateway", "samples/minimal.json", "--port", &port]);
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert!(done.stderr.contains("--port 0"), "{}", done.stderr);
}
