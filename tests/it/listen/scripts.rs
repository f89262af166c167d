//! `listen` in a script: how it ends, how it misbehaves on purpose, what it leaves behind.

use crate::process::run;
use crate::support::{Folder, Listener, event, sealed, success};
use helpdesk_evt::internals::Packet;

#[test]
fn a_graceful_stop_answers_what_is_in_flight() {
    let folder = Folder::new();
    let listener = Listener::start(&["--delay", "700ms", "--record", &folder.text("r")]);
    let mut sender = listener.sender();
    let answering = std::thread::spawn(move || sender.post(&sealed(&event("e-1"))));
    // The event is on disk before its answer is held back.
    while folder.read("r").is_empty() {
        std::thread::yield_now();
    }
    listener.signal("TERM");
    let done = listener.finish();
    assert_eq!(answering.join().unwrap().unwrap(), success());
    assert_eq!(done.code, 143);
    assert!(
        done.stdout.contains("1 event: 1 acknowledged, 1 recorded; interrupted (SIGTERM)"),
        "{}",
        done.stdout
    );
}

#[test]
fn it_misbehaves_as_asked_and_records_what_it_acknowledges_only() {
    let folder = Folder::new();
    let listener =
        Listener::start(&["--fail-first", "2", "--record", &folder.text("r"), "--max-events", "1"]);
    let statuses: Vec<u16> = (0..3).map(|_| listener.deliver(&event("e-1")).status).collect();
    assert_eq!(statuses, [500, 500, 200]);
    let done = listener.finish();
    assert_eq!(done.code, 0, "{}", done.stdout);
    assert!(
        done.stdout.contains("! 7100…0340  created → queueing, handed over")
            && done.stdout.contains("500 on purpose (--fail-first)"),
        "{}",
        done.stdout
    );
    assert_eq!(folder.lines("r"), 1);

    let teapot = Listener::start(&["--respond", "503"]);
    assert_eq!(teapot.deliver(&event("e-1")).status, 503);
    let silent = Listener::start(&["--drop", "100%"]);
    assert!(silent.sender().post(&sealed(&event("e-1"))).is_err());
    let done = silent.stop();
    assert!(done.stdout.contains("no answer on purpose (--drop)"), "{}", done.stdout);
}

#[test]
fn one_seed_drops_the_same_deliveries() {
    let dropped = |seed: &str| -> Vec<bool> {
        let listener = Listener::start(&["--drop", "50%", "--seed", seed]);
        (0..16).map(|n| listener.sender().post(&sealed(&event(&n.to_string()))).is_err()).collect()
    };
    let first = dropped("7");
    assert_eq!(first, dropped("7"));
    assert!(first.contains(&true) && first.contains(&false));
}

#[test]
fn scripts_learn_the_url_from_a_file_and_the_outcome_from_the_exit_code() {
    let folder = Folder::new();
    std::fs::write(folder.path("url"), "http://old").unwrap();
    let listener = Listener::start(&["--ready-file", &folder.text("url"), "--max-events", "2"]);
    assert_eq!(folder.read("url"), format!("{}\n", listener.url).as_bytes());
    listener.deliver(&event("e-1"));
    listener.deliver(&event("e-1"));
    listener.deliver(&event("e-2"));
    assert_eq!(listener.finish().code, 0);

    let short = run(&["listen", "--port", "0", "--max-events", "1", "--for", "10ms"]);
    assert_eq!(short.code, 1);
    assert!(short.stdout.contains("1 awaited event did not come"), "{}", short.stdout);
    assert_eq!(run(&["listen", "--port", "0", "--for", "10ms"]).code, 0);
}

#[test]
fn another_host_than_this_machine_is_warned_of() {
    let open = run(&["listen", "--port", "0", "--host", "0.0.0.0", "--for", "1ms"]);
    assert!(open.stderr.starts_with("note: --host 0.0.0.0 lets everyone who can reach"), "{}", open.stderr);
    let closed = run(&["listen", "--port", "0", "--host", "localhost", "--for", "1ms"]);
    assert!(closed.stderr.starts_with("listening on http://"), "{}", closed.stderr);
    // What a name or another spelling of an address comes to.
    for host in ["LOCALHOST", "127.1", "::ffff:127.0.0.1"] {
        let own = run(&["listen", "--port", "0", "--host", host, "--for", "1ms"]);
        assert!(own.stderr.starts_with("listening on http://"), "{host}: {}", own.stderr);
    }
}

#[test]
fn the_raw_record_keeps_headers_and_body_and_no_secret() {
    let folder = Folder::new();
    let listener =
        Listener::start_bare(&["--verification-token", "example-token", "--record-raw", &folder.text("raw")]);
    let mut packet = Packet { headers: vec![("X-Trace".into(), "t-1".into())], body: event("e-1") };
    listener.sender().post(&packet).unwrap();
    packet.body = b"{ \"header\" : {\"token\": \"foreign-secret\"} }".to_vec();
    assert_eq!(listener.sender().post(&packet).unwrap().status, 401);
    let text = String::from_utf8(folder.read("raw")).unwrap();
    assert!(!text.contains("example-token") && !text.contains("foreign-secret"), "{text}");
    let lines: Vec<serde_json::Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines[0]["method"], "POST");
    assert!(lines[0]["headers"].as_array().unwrap().contains(&serde_json::json!(["x-trace", "t-1"])));
    assert_eq!(lines[1]["body"], "{ \"header\" : {\"token\": \"[redacted]\"} }");
    assert_eq!(lines[1]["refused"], "token-wrong");
}
