//! `helpdesk-evt replay`, one delivery: what goes over the wire, and what is said of what comes back.

use std::fs;

use helpdesk_evt::internals::{CONTENT_TYPE, Keys, Kind, Secret, SignatureCheck, compact, open};
use serde_json::Value;

use crate::process::{Finished, finish, run};
use crate::support::{Act, Folder, Sink, keys, log, ticket_event};

pub(crate) const KEYS: [&str; 4] = ["--encrypt-key", "example-key", "--verification-token", "example-token"];

/// Limits that no machine is too slow for.
const PATIENT: [&str; 4] = ["--timeout", "100s", "--connect-timeout", "100s"];

pub(crate) fn replay(sink: &Sink, arguments: &[&str]) -> Finished {
    run(&[&["replay", "--url", &sink.url()], &PATIENT[..], arguments].concat())
}

/// The report as JSON, with the exit code.
pub(crate) fn report(sink: &Sink, arguments: &[&str]) -> (i32, Value) {
    let done = replay(sink, &[arguments, &["--format", "json"]].concat());
    (
        done.code,
        serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}{}", done.stdout, done.stderr)),
    )
}

pub(crate) fn outcomes(report: &Value) -> Vec<&str> {
    report["records"].as_array().unwrap().iter().filter_map(|it| it["data"]["outcome"].as_str()).collect()
}

#[test]
fn a_plain_event_arrives_as_its_own_bytes_without_white_space_and_without_a_signature() {
    let sink = Sink::kind();
    let done = replay(&sink, &["samples/non-ascii-names.json"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let got = sink.got().remove(0);
    assert_eq!(got.line, "POST /webhook/event HTTP/1.1");
    assert_eq!(got.packet.body, compact(&fs::read("samples/non-ascii-names.json").unwrap()));
    assert_eq!(got.packet.header("content-type"), Some(CONTENT_TYPE));
    assert!(!got.packet.headers.iter().any(|(name, _)| name.to_lowercase().starts_with("x-lark")));
}

#[test]
fn an_encrypted_event_is_signed_over_the_bytes_as_sent_and_carries_the_token() {
    let sink = Sink::kind();
    let done = replay(&sink, &[&["samples/bot-closes.json"], &KEYS[..]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    let got = sink.got().remove(0);
    let opened = open(&keys(), &got.packet).unwrap();
    assert_eq!((opened.signature, opened.kind), (SignatureCheck::Verified, Kind::Event));
    let expected = compact(&fs::read("samples/bot-closes.json").unwrap());
    let expected = String::from_utf8(expected).unwrap().replace("synthetic-token", "example-token");
    assert_eq!(String::from_utf8(opened.plaintext).unwrap(), expected);
    // As the platform writes them, for receivers that mind the case.
    assert!(got.packet.headers.iter().any(|(name, _)| name == "X-Lark-Request-Timestamp"));
}

#[test]
fn every_attempt_has_its_own_nonce_and_iv_and_the_same_event_id() {
    let sink = Sink::start(|number, _| if number < 2 { Act::Answer(500, "", vec![]) } else { Act::ok() });
    let course = ["samples/bot-closes.json", "--retry", "platform", "--time-scale", "0.0001"];
    let (code, report) = report(&sink, &[&course, &KEYS[..]].concat());
    assert_eq!(code, 0);
    assert_eq!(outcomes(&report), ["refused", "refused", "accepted"]);
    let got = sink.got();
    assert!(got.iter().all(|it| it.event_id() == got[0].event_id()));
    let nonces: Vec<_> = got.iter().map(|it| it.packet.header("x-lark-request-nonce").unwrap()).collect();
    assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2]);
    assert!(got[0].packet.body[..40] != got[1].packet.body[..40]);
    assert_eq!(
        (&report["summary"]["deliveries"]["retried"], &report["records"][1]["data"]["retry_after_ms"]),
        (&2.into(), &30.into())
    );
}

#[test]
fn fresh_and_set_change_what_is_sent_and_not_the_file() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let path = log(&folder, "a.ndjson", 1, 1);
    let before = folder.read("a.ndjson");
    let done = replay(
        &sink,
        &[&path, "--fresh", "--set", "/event/object/status=51", "--set", "/event/object/more={\"a\": [1]}"],
    );
    assert_eq!(done.code, 0, "{}", done.stderr);
    let (sent, event) = (sink.got().remove(0), ticket_event(0, 0));
    assert_eq!(sent.value("/event/object/status"), 51);
    assert_ne!(sent.event_id(), "e000000");
    assert_eq!(sent.event_id().len(), 32);
    assert!(String::from_utf8(sent.text()).unwrap().contains(r#","more":{"a":[1]}}"#));
    let create_time: i64 = sent.value("/header/create_time").as_str().unwrap().parse().unwrap();
    assert!(create_time > 1_700_000_000_000);
    assert_eq!(before, folder.read("a.ndjson"));
    assert!(before.starts_with(event.as_bytes()));
}

#[test]
fn headers_of_the_user_go_with_every_request_and_win() {
    let sink = Sink::kind();
    replay(&sink, &["samples/minimal.json", "-H", "X-Env: test", "-H", "User-Agent: mine/1"]);
    let got = sink.got().remove(0);
    assert_eq!((got.packet.header("x-env"), got.packet.header("user-agent")), (Some("test"), Some("mine/1")));
    replay(&sink, &["samples/minimal.json"]);
    assert_eq!(sink.got()[1].packet.header("user-agent"), Some("Go-http-client/1.1"));
}

#[test]
fn a_dry_run_prints_the_requests_and_sends_nothing() {
    let sink = Sink::kind();
    let url = sink.url();
    let line = ["replay", "samples/stories", "--url", &url, "--dry-run"];
    let secrets = ["--verification-token", "example-token", "-H", "Authorization: Bearer example-secret"];
    let done = run(&[&line[..], &secrets].concat());
    assert_eq!((done.code, sink.count()), (0, 0), "{}", done.stderr);
    assert_eq!(done.stdout.matches(&format!("POST {}\n", sink.url())).count(), 16);
    assert!(done.stdout.contains("Authorization: [redacted]\n"));
    assert!(done.stdout.contains("\"token\":\"[redacted]\""));
    assert!(!done.stdout.contains("example-token") && !done.stdout.contains("example-secret"));
    assert!(!done.stdout.contains("synthetic-token"));
    let done = run(&["replay", "no/such.json", "samples/minimal.json", "--dry-run"]);
    assert_eq!((done.code, done.stdout.matches("POST ").count()), (3, 1), "{}", done.stderr);
    let folder = Folder::new();
    let other = folder.text("other.ndjson");
    let event = r#"{"schema":"2.0","header":{"event_type":"im.message.receive_v1"},"event":{}}"#;
    fs::write(&other, format!("{event}\n").repeat(2)).unwrap();
    let done = run(&["replay", &other, "--dry-run"]);
    let told = done.stderr.starts_with("error: the input holds no help desk event; ");
    assert!(done.code == 1 && told, "{}: {}", done.code, done.stderr);
}

#[test]
fn a_url_check_that_fails_stops_before_anything_is_delivered() {
    let sink = Sink::start(|_, _| Act::Answer(500, "", b"no".to_vec()));
    let done = replay(&sink, &["samples/minimal.json", "--verify-url"]);
    assert_eq!((done.code, sink.count()), (1, 1));
    assert!(done.stderr.contains("error: the URL check was answered with 500: no"), "{}", done.stderr);
}

#[test]
fn a_url_check_is_unsigned_and_encrypted_and_wants_the_same_value_back() {
    let sink = Sink::start(|number, got| {
        if number > 0 {
            return Act::ok();
        }
        let Kind::Challenge { challenge, token } = open(&keys(), &got.packet).unwrap().kind else { panic!() };
        assert_eq!(token, Some(Secret::new("example-token")));
        assert!(
            got.packet.body.starts_with(b"{\"encrypt\":\"")
                && got.packet.header("x-lark-signature").is_none()
        );
        Act::Answer(200, "", format!("{{ \"challenge\": \"{challenge}\" }}").into_bytes())
    });
    let done = replay(&sink, &[&["samples/minimal.json", "--verify-url"], &KEYS[..]].concat());
    assert_eq!((done.code, sink.count()), (0, 2), "{}", done.stderr);
    assert!(done.stderr.contains("URL check answered in "));
}

#[test]
fn a_200_that_handled_nothing_is_warned_of_and_a_refusal_explained() {
    let answers = [
        (200, ""),
        (200, "\"no helpdesk.ticket.updated_v1 event handle\""),
        (500, "{\"msg\":\"invalid verification_token\"}"),
    ];
    let sink = Sink::start(move |number, _| {
        Act::Answer(answers[number].0, "", answers[number].1.as_bytes().to_vec())
    });
    let done = replay(&sink, &["samples/minimal.json", "samples/pending.json", "samples/queueing.json"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stdout.contains("warning: 200 with an empty body: the Node SDK answers so"),
        "{}",
        done.stdout
    );
    assert!(done.stdout.contains("warning: 200, but no handler ran"));
    assert!(
        done.stdout.contains("\"invalid verification_token\"") && done.stdout.contains("no token was given")
    );
    assert!(done.stdout.contains("\nfailed: 2 of 3 delivered, 1 × 500 · "));
}

#[test]
fn a_refusal_that_echoes_a_secret_does_not_show_it() {
    let body = b"{\"msg\":\"token example-token and key example-key\"}";
    let sink = Sink::start(|_, _| Act::Answer(500, "", body.to_vec()));
    for format in ["human", "short", "json", "ndjson", "github", "junit", "markdown", "html"] {
        let done = replay(&sink, &[&["samples/minimal.json", "--format", format], &KEYS[..]].concat());
        assert!(
            done.stdout.contains("token [redacted] and key [redacted]") || format == "markdown",
            "{format}: {}",
            done.stdout
        );
        assert!(!done.stdout.contains("example-token") && !done.stdout.contains("example-key"), "{format}");
    }
}

#[test]
fn credentials_in_the_url_are_shown_nowhere_and_sent() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let url = sink.url().replace("http://", "http://user:example-pass@") + "?access_token=example-query";
    let ledger = folder.text("ledger");
    for more in [&["--dry-run"][..], &["--ledger", &ledger], &["--format", "json"]] {
        let done = run(&[&["replay", "--url", &url, "samples/minimal.json"], more].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
        let said =
            done.stdout + &done.stderr + &String::from_utf8_lossy(&fs::read(&ledger).unwrap_or_default());
        assert!(!said.contains("example-pass") && !said.contains("example-query"), "{said}");
    }
    let got = sink.got().remove(0);
    assert!(got.line.contains("?access_token=example-query "), "{}", got.line);
    assert!(got.packet.header("authorization").unwrap().starts_with("Basic "));
    let done = run(&["replay", "--url", "http://user:example-pass@127.0.0.1:1/", "samples/minimal.json"]);
    assert_eq!(done.code, 4);
    assert!(!(done.stdout + &done.stderr).contains("example-pass"));
}

#[test]
fn invalid_events_are_said_and_left_out_and_with_force_delivered() {
    let sink = Sink::kind();
    let input =
        ["samples/broken/status-unknown.json", "samples/minimal.json", "samples/broken/json-syntax.json"];
    let (code, report) = report(&sink, &input);
    assert_eq!((code, sink.count()), (1, 1));
    assert_eq!(report["summary"]["deliveries"]["skipped"], 2);
    assert_eq!(report["records"][0]["data"]["findings"][0]["code"], "status-unknown");
    let done = replay(&sink, &[&input[..], &["--force"]].concat());
    assert_eq!((done.code, sink.count()), (0, 4), "{}", done.stderr);
    let broken = fs::read_to_string("samples/broken/json-syntax.json").unwrap();
    assert_eq!(String::from_utf8(sink.got()[3].text()).unwrap(), broken.trim_end());
}

#[test]
fn an_encrypted_recording_is_opened_and_sealed_anew() {
    let sink = Sink::kind();
    let done = replay(&sink, &["samples/broken/encrypted-body.json"]);
    assert_eq!((done.code, sink.count()), (1, 0));
    let folder = Folder::new();
    let sealed = crate::support::sealed(ticket_event(1, 1).as_bytes()).body;
    fs::write(folder.path("a.json"), &sealed).unwrap();
    let done = replay(&sink, &[&[&*folder.text("a.json")], &KEYS[..]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_ne!(sink.got()[0].packet.body, sealed);
    assert_eq!(sink.got()[0].event_id(), "e000001");
}

#[test]
fn without_a_target_or_with_a_strange_one_nothing_is_read() {
    for (arguments, said) in [
        (&["replay", "nowhere.json", "--url", "ftp://host/"][..], "only http:// and https:// are"),
        (&["replay", "nowhere.json", "--url", "host:80"], "write http://host/webhook/event"),
        (&["replay", "nowhere.json", "--url", "http://h/", "-H", "nonsense"], "has no colon"),
        (&["replay", "nowhere.json", "--url", "http://h/", "-H", "a b: c"], "not one that HTTP allows"),
        (&["replay", "nowhere.json", "--url", "http://h/", "--set", "/a=b"], "is not JSON"),
        (&["replay", "nowhere.json", "--url", "http://h/", "--rate", "0/s"], "is not a rate"),
        (&["replay", "nowhere.json", "--url", "http://h/", "--fail-if", "p99 > 5%"], "does not fit"),
        (&["replay", "nowhere.json", "--url", "http://h/", "--resume"], "--ledger"),
    ] {
        let done = run(arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.stderr);
        assert!(done.stderr.contains(said), "{arguments:?}: {}", done.stderr);
    }
}

#[test]
fn without_input_the_bundled_samples_are_taken_and_that_is_said() {
    let sink = Sink::kind();
    let done = replay(&sink, &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("no input was named") && sink.count() > 20);
}

#[test]
fn the_token_of_the_environment_is_used_and_never_shown() {
    let sink = Sink::kind();
    let mut command = crate::process::command(&[
        "replay",
        "samples/minimal.json",
        "--url",
        &sink.url(),
        "--format",
        "json",
    ]);
    let done = finish(command.env("HELPDESK_EVT_VERIFICATION_TOKEN", "example-token"));
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(sink.got()[0].value("/header/token"), "example-token");
    assert!(!(done.stdout + &done.stderr).contains("example-token"));
    assert!(open(&Keys::new(None, Some(Secret::new("example-token"))), &sink.got()[0].packet).is_ok());
}

#[test]
fn a_dry_run_needs_no_target_and_a_key_alone_is_set_where_it_stands() {
    let done = run(&["replay", "samples/minimal.json", "--dry-run", "--set", "status=51"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.starts_with("POST http://127.0.0.1:7777/webhook/event\n"), "{}", done.stdout);
    assert!(done.stdout.contains("\"status\":51"), "{}", done.stdout);
}

#[test]
fn an_input_that_is_not_there_is_said_and_nothing_announced() {
    let sink = Sink::kind();
    let done = replay(&sink, &["nowhere.json", "--ledger", "target/never-made.ledger"]);
    assert_eq!((done.code, sink.count()), (3, 0));
    assert!(!done.stderr.contains("replaying"), "{}", done.stderr);
    assert!(!std::path::Path::new("target/never-made.ledger").exists());
}
