//! No command parses a text more than once, whatever is in it and whatever is asked for.
//!
//! That holds for every document. What is there once in a file is looked at before, to see what the file is: a first document
//! that begins with neither `{` nor `"`, a last line of a pipe that ends in it, the first and the last line of a record that
//! is opened again. Each delivery that is asked for over `--control` is a run of its own.

use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use super::app::run;
use super::control::WatchedRun;
use crate::engine::deliver::prepare::{Edits, Preparer};
use crate::engine::receive::{EventReceiver, Misbehaviour, ReceiverPlan, RecordPlan};
use crate::engine::redact::Pseudonyms;
use crate::engine::validate::Checker;
use crate::json::count;
use crate::model::{Lang, Secret};
use crate::protocol::webhook::{Arrival, Header, Intake, Packet, Receiver as _, SIGNATURE_HEADER, seal};
use crate::protocol::{Keys, Stamp};
use crate::render::fixture::delivered;
use crate::render::page::Detail;
use crate::report::{Next, Outcome};
use crate::source::InputRequest;

/// An event that is clean but for what `object` brings; `mark` stands in it.
fn event(mark: &str, number: u32, object: &str) -> String {
    format!(
        r#"{{"schema":"2.0","header":{{"event_id":"e-{number}","token":"example-token","create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"{mark}-{number}","app_id":"cli_1"}},"event":{{"object":{{{object}"stage":2,"status":3,"ticket_id":"{number}","updated_at":1700000000000}},"old_object":{{"stage":1,"status":1}}}}}}"#
    )
}

/// An event that the screen does not take.
fn faulty(mark: &str, number: u32) -> String {
    event(mark, number, "\"score\":9,")
}

fn stamp() -> Stamp {
    Stamp { timestamp_s: 1_700_000_000, nonce: "n".to_owned(), iv: [1; 16] }
}

fn keys(key: &str, token: &str) -> Keys {
    Keys::new(Some(Secret::new(key)), Some(Secret::new(token)))
}

fn sealed(text: &str) -> Packet {
    seal(&keys("example-key", "example-token"), text.as_bytes(), &stamp())
}

/// Files with every way in which a document can stand in one.
fn logs(mark: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let message = format!(
        r#"{{"schema":"2.0","header":{{"event_id":"m","token":"t","create_time":"1700000000000","event_type":"helpdesk.ticket_message.created_v1","tenant_key":"{mark}-message","app_id":"cli_1"}},"event":{{"message_id":"om_1","msg_type":"text","position":1,"sender_type":1,"text":"x","ticket":{{"status":3,"ticket_id":"1","ticket_type":1}},"ticket_message_id":"7"}}}}"#
    );
    let lines = [
        event(mark, 1, ""),
        faulty(mark, 2),
        message,
        faulty(mark, 3).replace("\"score\":9,", "\"score\":1,,"),
        event(mark, 1, "").replace("\"ticket_id\":\"1\"", "\"ticket_id\":\"other\""),
        faulty(mark, 4).replace("helpdesk.ticket", "im.message"),
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&faulty(mark, 5)).unwrap())
            .unwrap(),
        String::from_utf8(sealed(&faulty(mark, 6)).body).unwrap(),
        faulty(mark, 7).replace("}}}", "}}"),
    ];
    put("lines.ndjson", lines.join("\n"));
    put("array.json", format!("[\n{},\n{}\n]\n", faulty(mark, 20), faulty(mark, 21)));
    put("one.json", faulty(mark, 22));
    let docker = |text: String| json!({ "log": text + "\n", "stream": "stdout", "time": "t" }).to_string();
    let with_attrs = |text: &str| {
        json!({ "log": text, "stream": "stdout", "attrs": { "tag": "app" }, "time": "t" }).to_string()
    };
    let in_pieces = faulty(mark, 41) + "\n";
    let (head, tail) = in_pieces.split_at(250);
    let raw = |number| {
        let body = faulty(mark, number);
        json!({ "at": 1, "method": "POST", "target": "/e", "headers": [["a", "b"]], "body": body })
            .to_string()
    };
    let wrapped = [
        docker(faulty(mark, 30)),
        docker(faulty(mark, 31).replace("\"score\":9,", "\"score\":1,,")),
        raw(32),
        raw(33).replace("{\"at\":1,", "{\"at\":1,\"refused\":\"token-wrong\","),
        format!("{{\"request_at\":1,\"app\":200,\"app_body\":\"{mark}-34\"}}"),
        format!("2023-11-14T22:13:20.000000000Z stdout F {}", faulty(mark, 35)),
        serde_json::Value::from(faulty(mark, 36)).to_string(),
        with_attrs(&format!("ready: {mark}-37\n")),
        with_attrs(head),
        with_attrs(tail),
        docker(faulty(mark, 42)).replace("\"stream\"", "junk \"stream\""),
        docker(faulty(mark, 43)).replace("\"stdout\"", "1"),
        raw(44).replace("cli_1", "url_verification"),
        raw(45).replace("\"method\"", "junk \"method\""),
        serde_json::Value::from(format!("ready {{ {mark}-46")).to_string(),
        json!({ "time": "t", "event": format!("{mark}-47") }).to_string(),
    ];
    put("wrapped.log", wrapped.join("\n") + "\n");
    let (one, other) = (faulty(mark, 40), faulty(mark, 48));
    put("text.log", format!("12:00 started\n12:01 got {one}\n12:02 got {other} (12 ms)\n"));
    folder
}

/// Runs a command on a folder; what it says goes nowhere.
fn command(folder: &Path, line: &str) {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("old"), "example-key").unwrap();
    let path = |name: &str| match name {
        "OLD" => out.path().join("old").display().to_string(),
        "DIR" => folder.display().to_string(),
        "OUT" => out.path().join("out").display().to_string(),
        "OUT2" => out.path().join("out2").display().to_string(),
        _ => name.to_owned(),
    };
    let words = format!("helpdesk-evt {line}");
    run(&words.split(' ').map(|it| path(it).into()).collect::<Vec<_>>());
}

/// How many texts of this mark were parsed, none of them twice.
fn once(mark: &str) -> usize {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in count::parsed(mark) {
        *counts.entry(text).or_default() += 1;
    }
    let twice: Vec<_> = counts.iter().filter(|it| *it.1 > 1).collect();
    assert!(twice.is_empty(), "parsed more than once: {twice:#?}");
    counts.len()
}

/// Runs a command on logs; how many texts it parsed.
fn parses(name: &str, line: &str) -> usize {
    let mark = format!("parsed-once-{name}");
    let folder = logs(&mark);
    command(folder.path(), line);
    once(&mark)
}

/// The documents of the logs that the screen does not take.
const FAULTY: usize = 22;

#[test]
fn what_reads_events_parses_each_that_is_not_clean_once() {
    for (name, line) in [
        ("validate", "validate DIR -o OUT --encrypt-key example-key"),
        ("validate-1", "validate DIR -o OUT --jobs 1 --format ndjson"),
        ("diff", "diff DIR -o OUT --encrypt-key example-key"),
        ("summary", "diff DIR --summary -o OUT --format json"),
        ("timeline", "diff DIR --timeline -o OUT --format ndjson"),
    ] {
        let parsed = parses(name, line);
        assert!((FAULTY..FAULTY + 4).contains(&parsed), "{name} parsed {parsed} texts");
    }
    // Clean ones, too, where an SDK is asked for or a field beside is read.
    assert!(parses("sdk", "validate DIR -o OUT --sdk python --sdk go") > FAULTY);
    assert!(parses("fields", "diff DIR -o OUT --format csv") > 0);
}

#[test]
fn what_writes_events_parses_each_once() {
    let key = "--encrypt-key example-key";
    for (name, line) in [
        ("open", format!("open DIR -o OUT {key}")),
        ("open-old", "open DIR -o OUT --encrypt-key new-key --old-key-file OLD".to_owned()),
        ("redact", format!("redact DIR --to OUT -q {key}")),
        ("redact-check", "redact DIR --check -q".to_owned()),
        ("sign", format!("sign DIR -o OUT {key} --verification-token other")),
    ] {
        assert!(parses(name, &line) >= FAULTY, "{name}");
    }
}

/// An app that answers 200 to everything and reads nothing of it.
fn app() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook/event", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || while answer(&mut stream).is_some() {});
        }
    });
    url
}

fn answer(stream: &mut TcpStream) -> Option<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0].to_ascii_lowercase());
    }
    let head = String::from_utf8_lossy(&head);
    let length = head.lines().find_map(|it| it.strip_prefix("content-length: ")).unwrap_or("0");
    stream.read_exact(&mut vec![0; length.parse().ok()?]).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").ok()
}

#[test]
fn what_delivers_events_parses_each_once_however_it_is_changed() {
    let url = app();
    for (name, line) in [
        ("replay", format!("replay DIR --url {url} -o OUT --force --all-types --encrypt-key example-key")),
        (
            "token",
            format!("replay DIR --url {url} -o OUT --force --verification-token other --failed-to OUT2"),
        ),
        (
            "set",
            format!(
                "replay DIR --url {url} -o OUT --force --fresh --ledger OUT2 --set /event/x={{}} --set /event/x/y=1 --set /event/x/y=2 --set score=1"
            ),
        ),
        ("dry-run", "replay DIR --dry-run -o OUT --force --set /header/token=\"t\"".to_owned()),
        ("ci", format!("ci DIR --url {url} --keep OUT2 --encrypt-key example-key --forbid stage:human->bot")),
        // Its events are ready before it waits for a connection.
        ("gateway", "gateway DIR --port 0 --for 1ms -o OUT --force".to_owned()),
    ] {
        assert!(parses(name, &line) >= FAULTY, "{name}");
    }
    command(Path::new("."), &format!("probe --url {url} -o OUT --verification-token parsed-once-probe"));
    assert_eq!(once("parsed-once-probe"), 0, "it knows what it sends");
}

#[test]
fn what_a_watched_run_says_of_an_event_is_not_parsed_for_it() {
    let mark = "parsed-once-control";
    let folder = logs(mark);
    let paths = vec![folder.path().to_owned()];
    let inputs = InputRequest { paths, ..InputRequest::default() }.open(Box::new(std::io::empty())).unwrap();
    let mut preparer = Preparer::new(Checker::default(), Edits::default(), true);
    let live = WatchedRun::new(&Keys::default(), Lang::En, String::new(), Vec::new());
    for document in inputs {
        let event = preparer.prepare(&document.unwrap()).unwrap();
        let number =
            live.delivered_on_demand(&delivered(Outcome::Accepted, Next::Done), &event, String::new());
        live.store.with(number, |it| serde_json::to_string(&Detail::of(it, Lang::En, &live.mask)).unwrap());
    }
    assert!(once(mark) >= FAULTY);
}

#[test]
fn the_command_listen_parses_each_request_once() {
    let (mark, folder, app) = ("parsed-once-command", tempfile::tempdir().unwrap(), app());
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (ready, record, raw) = (file("ready"), file("record"), file("raw"));
    let line = format!(
        "listen --port 0 --ready-file {ready} --max-events 3 --format ndjson -o OUT --forward {app} --record {record} --dedupe 8h --record-raw {raw}"
    );
    std::thread::scope(|scope| {
        let listening = scope.spawn(|| command(folder.path(), &line));
        let url = loop {
            assert!(!listening.is_finished(), "it ended before it was ready");
            match fs::read_to_string(&ready) {
                Ok(url) if url.ends_with('\n') => break url,
                _ => std::thread::yield_now(),
            }
        };
        for number in 1..=3 {
            let (host, path) = url.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
            let (mut stream, body) = (TcpStream::connect(host).unwrap(), faulty(mark, number));
            let head =
                format!("POST /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all((head + &body).as_bytes()).unwrap();
            assert!(stream.read(&mut [0]).unwrap() > 0);
        }
    });
    assert_eq!(once(mark), 3);
}

fn record(folder: &Path) -> RecordPlan {
    let file = |name: &str| -> Option<PathBuf> { Some(folder.join(name)) };
    let dedupe = Some(Duration::from_hours(8));
    RecordPlan { record: file("r"), raw: file("raw"), dedupe, ..RecordPlan::default() }
}

fn receiver(keys: Keys, record: RecordPlan) -> EventReceiver {
    let (path, checker, misbehaviour) = ("/e".to_owned(), Checker::default(), Misbehaviour::default());
    EventReceiver::open(ReceiverPlan { path, keys, checker, misbehaviour, record }, || 7).unwrap().0
}

fn receive(receiver: &EventReceiver, packets: Vec<Packet>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for packet in packets {
            let arrival =
                Arrival { method: "POST".to_owned(), target: "/e".to_owned(), packet, intake: Intake::Whole };
            receiver.receive(arrival).await;
        }
        // What is worked out after the answer.
        tokio::task::yield_now().await;
    });
}

/// The request with another signature.
fn signed(packet: Packet, change: impl Fn(&str) -> String) -> Packet {
    let header = |(name, value): Header| {
        let is_signature = name == SIGNATURE_HEADER;
        let value = if is_signature { change(&value).into() } else { value };
        (name, value)
    };
    Packet { headers: packet.headers.into_iter().map(header).collect(), ..packet }
}

#[test]
fn what_listen_takes_and_what_it_refuses_is_parsed_once() {
    let mark = "parsed-once-listen";
    let bare = |number| Packet { headers: Vec::new(), body: faulty(mark, number).into_bytes() };
    let folder = tempfile::tempdir().unwrap();
    receive(&receiver(Keys::default(), record(folder.path())), vec![bare(1), bare(2)]);
    let token = Keys::new(None, Some(Secret::new("another")));
    let folder = tempfile::tempdir().unwrap();
    receive(&receiver(token, record(folder.path())), vec![bare(3)]);
    let folder = tempfile::tempdir().unwrap();
    let pseudonyms = Some(Pseudonyms::new(b"example-salt"));
    let redacted = RecordPlan { pseudonyms, ..record(folder.path()) };
    receive(&receiver(Keys::default(), redacted), vec![bare(4)]);
    let sealed = |number| sealed(&faulty(mark, number));
    let rotated = keys("new-key", "example-token").with_old_key(Secret::new("example-key"));
    for (keys, packets) in [
        (
            keys("example-key", "example-token"),
            vec![
                sealed(10),
                signed(sealed(11), str::to_uppercase),
                signed(sealed(12), |_| "00".to_owned()),
                Packet { headers: Vec::new(), ..sealed(13) },
                bare(14),
            ],
        ),
        (keys("example-key", "another"), vec![sealed(15)]),
        (keys("another", "example-key"), vec![sealed(16), Packet { headers: Vec::new(), ..sealed(17) }]),
        (rotated, vec![sealed(18)]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        receive(&receiver(keys, record(folder.path())), packets);
    }
    assert!(once(mark) >= 13);
}

#[test]
fn a_record_that_is_opened_again_is_parsed_once() {
    let (mark, folder) = ("parsed-once-reopened", tempfile::tempdir().unwrap());
    // Its first and its last line are looked at before, to see that it is a record.
    let lines: Vec<String> =
        (0..6).map(|number| event(if number % 5 == 0 { "end" } else { mark }, number, "")).collect();
    fs::write(folder.path().join("r"), lines.join("\n") + "\n").unwrap();
    fs::write(
        folder.path().join("r.seen"),
        "{\"at\":7,\"event_id\":\"e-1\"}\n{\"at\":7,\"event_id\":\"e-9\"}\n",
    )
    .unwrap();
    drop(receiver(Keys::default(), record(folder.path())));
    assert_eq!(once(mark), 4);
}

#[test]
fn verify_parses_what_it_looks_at_once() {
    let (mark, folder) = ("parsed-once-verify", tempfile::tempdir().unwrap());
    let keys = [
        "--encrypt-key example-key --verification-token example-token",
        "--encrypt-key new-key --old-key-file OLD",
        "",
    ];
    for (number, keys) in (0..).zip(keys) {
        let sealed = |add| sealed(&faulty(mark, number + add));
        let bare = Packet { headers: Vec::new(), body: faulty(mark, number + 20).into_bytes() };
        for packet in [sealed(0), signed(sealed(10), str::to_uppercase), bare] {
            let mut request = b"POST /e HTTP/1.1\r\n".to_vec();
            for (name, value) in &packet.headers {
                request.extend(format!("{name}: {value}\r\n").bytes());
            }
            request.extend([b"\r\n", &packet.body[..]].concat());
            let file = folder.path().join("request");
            fs::write(&file, request).unwrap();
            command(&file, format!("verify DIR -o OUT {keys}").trim());
        }
    }
    assert_eq!(once(mark), 7);
}
