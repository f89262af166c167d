//! `listen` as senders see it: what it takes, what it refuses and why, what is on disk when.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use helpdesk_evt::internals::{
    Checker, EventReceiver, Keys, Limits, Misbehaviour, Packet, ReceiverPlan, RecordPlan, SIGNATURE_HEADER,
    Secret, Server, block_on, seal_challenge, signature,
};
use sha2::Digest as _;

use crate::process::run;
use crate::support::{Answer, Folder, Listener, Sender, event, keys, sealed, success};

#[test]
fn the_url_check_is_answered_plain_and_encrypted_unsigned() {
    let both = Listener::start(&[]);
    let answer = both.sender().post(&seal_challenge(&keys(), "c-1", [1; 16])).unwrap();
    assert_eq!(answer, Answer { status: 200, body: r#"{"challenge":"c-1"}"#.to_owned() });
    let done = both.stop();
    assert!(done.stdout.contains("✓ URL check answered\n"), "{}", done.stdout);
    assert_eq!(done.code, 130);

    let plain = Listener::start_bare(&[]);
    let answer = plain.sender().post(&seal_challenge(&Keys::default(), "c-2", [1; 16])).unwrap();
    assert_eq!(answer.body, r#"{"challenge":"c-2"}"#);
}

#[test]
fn an_event_is_on_disk_byte_for_byte_before_it_is_acknowledged() {
    let folder = Folder::new();
    let listener = Listener::start(&["--record", &folder.text("events.ndjson")]);
    let mut sender = listener.sender();
    let mut expected = Vec::new();
    for number in 0..20 {
        let text = event(&format!("e-{number}"));
        assert_eq!(sender.post(&sealed(&text)).unwrap(), success());
        expected.extend_from_slice(&text);
        expected.push(b'\n');
        assert!(folder.read("events.ndjson") == expected, "after event {number}");
    }
    let done = listener.stop();
    assert!(done.stdout.contains("✓ 7100…0340  created → queueing, handed over"), "{}", done.stdout);
    assert!(
        done.stdout.ends_with("\nok: 20 events: 20 acknowledged, 20 recorded; interrupted (SIGINT)\n"),
        "{}",
        done.stdout
    );
}

#[test]
fn a_plain_event_is_taken_where_there_is_no_key() {
    let folder = Folder::new();
    let listener = Listener::start_bare(&["--record", &folder.text("r")]);
    let pretty = b"{\r\n \"header\" : {\"a b\" : \"c d\\n\"} , \"n\" : [ 1.50, 1e2 ] }\n".to_vec();
    let packet = Packet { headers: Vec::new(), body: pretty };
    assert_eq!(listener.sender().post(&packet).unwrap(), success());
    assert_eq!(folder.read("r"), b"{\"header\":{\"a b\":\"c d\\n\"},\"n\":[1.50,1e2]}\n");
    let done = listener.stop();
    assert!(done.stdout.contains(" ✓ —  JSON\n"), "{}", done.stdout);
    assert!(done.stdout.contains("error[not-an-event]"), "{}", done.stdout);
}

#[test]
fn json_that_is_no_event_is_refused_and_a_restart_records_on() {
    let folder = Folder::new();
    let record = folder.text("r");
    for bodies in [["null", "[{\"header\":{}}]"], ["5", "{\"a\":1}"]] {
        let listener = Listener::start_bare(&["--record", &record]);
        for body in bodies {
            let answer = listener.deliver_plain(body.as_bytes());
            assert!(answer.status == 400 && answer.body.contains("JSON, but no event"), "{body}: {answer:?}");
        }
        assert_eq!(listener.deliver_plain(&event("e-1")), success());
        assert!(listener.stop().stdout.contains("1 recorded"));
    }
    assert_eq!(folder.lines("r"), 2);
}

#[test]
fn a_greeting_of_another_protocol_and_what_is_no_http_are_told_once() {
    let listener = Listener::start(&[]);
    let address = listener.url["http://".len()..].split('/').next().unwrap().to_owned();
    let hello = b"\x16\x03\x01\x00\xf8\x01\x00\x00\xf4\x03\x03".repeat(20);
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let two_lengths = b"POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}";
    for greeting in [&hello[..], &hello, preface, two_lengths, two_lengths, &b"no HTTP\r\n\r\n"[..]] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(greeting).unwrap();
        // Its end, or what is answered before it.
        let _ = stream.read_to_end(&mut Vec::new());
    }
    let done = listener.stop();
    assert_eq!(done.stderr.matches("a TLS handshake came").count(), 1, "{}", done.stderr);
    assert_eq!(done.stderr.matches("an HTTP/2 connection came").count(), 1, "{}", done.stderr);
    assert_eq!(
        done.stderr.matches("cannot be read (invalid content-length parsed)").count(),
        1,
        "{}",
        done.stderr
    );
    assert_eq!(done.stderr.matches("cannot be read").count(), 2, "{}", done.stderr);
}

/// A packet in order but for a signature of `recipe(timestamp + nonce, body)`.
fn missigned(recipe: impl Fn(&str, &[u8]) -> String) -> Packet {
    let mut packet = sealed(&event("e-1"));
    let made = recipe("1700000000nonce-1", &packet.body);
    packet.headers.retain(|(name, _)| name != SIGNATURE_HEADER);
    packet.headers.push((SIGNATURE_HEADER.into(), made.into()));
    packet
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn each_fault_has_its_status_and_its_likely_cause() {
    let listener = Listener::start(&["--format", "ndjson"]);
    let key = Secret::new("example-key");
    let token = Secret::new("example-token");
    let swapped = Keys::new(Some(token.clone()), Some(key.clone()));
    let other = Keys::new(Some(key.clone()), Some(Secret::new("other-token")));
    let stamp = |keys: &Keys, text: &[u8]| {
        let stamp = helpdesk_evt::internals::Stamp { timestamp_s: 7, nonce: "n".to_owned(), iv: [1; 16] };
        helpdesk_evt::internals::seal(keys, text, &stamp)
    };
    let no_token = br#"{"schema":"2.0","header":{"event_id":"e"}}"#;
    let wrong_token = br#"{"schema":"2.0","header":{"event_id":"e","token":"other-token"}}"#;
    let unsigned = Packet { body: sealed(&event("e-1")).body, ..Packet::default() };
    let plain = |body: &[u8]| Packet { headers: Vec::new(), body: body.to_vec() };
    let faults: [(&str, u16, &str, Packet); 12] = [
        ("signature-missing", 401, "only the URL check is not", unsigned),
        ("signature-wrong", 401, "HMAC", missigned(|_, body| hmac(b"example-key", body))),
        (
            "signature-wrong",
            401,
            "verification token + the body",
            missigned(|_, body| signature("1700000000", "nonce-1", &token, body)),
        ),
        (
            "signature-wrong",
            401,
            "the decrypted body",
            missigned(|_, _| signature("1700000000", "nonce-1", &key, &event("e-1"))),
        ),
        (
            "signature-wrong",
            401,
            "upper-case hex",
            missigned(|_, body| signature("1700000000", "nonce-1", &key, body).to_uppercase()),
        ),
        ("signature-wrong", 401, "no known mistake", missigned(|_, _| "00".repeat(32))),
        ("token-missing", 401, "header.token", stamp(&keys(), no_token)),
        ("token-wrong", 401, "another app", stamp(&other, wrong_token)),
        ("keys-swapped", 401, "swapped", stamp(&swapped, &event("e-1"))),
        (
            "not-opened",
            401,
            "another encrypt key",
            stamp(&Keys::new(Some(Secret::new("k")), None), &event("e")),
        ),
        ("not-encrypted", 400, "leave it out here", plain(&event("e-1"))),
        ("not-json", 400, "nothing else", plain(b"{\"encrypt\":")),
    ];
    let mut alike = std::collections::BTreeSet::new();
    for (cause, status, words, packet) in &faults {
        let answer = listener.sender().post(packet).unwrap();
        assert_eq!(answer.status, *status, "{cause}: {answer:?}");
        assert!(*status == 401 || answer.body.contains(words), "{cause}: {answer:?}");
        assert!(!answer.body.contains("example-"), "{answer:?}");
        alike.extend((*status == 401).then_some(answer.body));
    }
    assert_eq!(alike.len(), 1, "the sender does not learn what was wrong: {alike:?}");
    let done = listener.stop();
    let mut lines: Vec<serde_json::Value> =
        done.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    lines.sort_by_key(|it| it["data"]["number"].as_u64().unwrap_or(u64::MAX));
    let causes: Vec<_> = lines.iter().filter_map(|it| it["data"]["cause"].as_str()).collect();
    assert_eq!(causes, faults.each_ref().map(|it| it.0));
    for (line, (cause, _, words, _)) in lines.iter().filter(|it| it["data"]["cause"].is_string()).zip(&faults)
    {
        assert!(line.to_string().contains(words), "{cause}: {line}");
    }
    assert_eq!(lines[1]["data"]["mistakes"], serde_json::json!(["hmac", "no-timestamp", "no-nonce"]));
    assert_eq!(lines.last().unwrap()["data"]["received"]["refused"], 12);
    assert!(!done.stdout.contains("example-key") && !done.stdout.contains("example-token"));
}

/// HMAC-SHA256 as a receiver with that mistake would make it, from the library's own plain hash.
fn hmac(key: &[u8], body: &[u8]) -> String {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(at, byte)| *at ^= byte);
        block
    };
    let inner = sha2::Sha256::digest([&pad(0x36)[..], body].concat());
    let outer = sha2::Sha256::digest([&pad(0x5c)[..], &inner].concat());
    outer.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[test]
fn other_paths_methods_and_large_bodies_are_refused() {
    let listener = Listener::start(&["--max-body", "1000"]);
    let packet = sealed(&event("e-1"));
    let answer = listener.sender().request("POST", "/other?x=1", &packet).unwrap();
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("this receiver's path is `/webhook/event`"), "{answer:?}");
    assert_eq!(listener.sender().request("PUT", "/webhook/event", &packet).unwrap().status, 405);
    let large = Packet { headers: Vec::new(), body: vec![b' '; 3_000_000] };
    assert_eq!(listener.sender().post(&large).unwrap().status, 413);
    let small = sealed(br#"{"header":{"token":"example-token"}}"#);
    assert_eq!(listener.sender().request("POST", "/webhook/event?app=1", &small).unwrap(), success());
    let done = listener.stop();
    assert!(done.stdout.contains("3 requests refused"), "{}", done.stdout);
}

#[test]
fn slow_and_half_requests_do_not_keep_it_from_others_nor_from_stopping() {
    let listener = Listener::start(&[]);
    let mut held = Vec::new();
    for number in 0..60 {
        let mut sender = listener.sender();
        match number % 3 {
            0 => {}
            1 => sender.write(b"POST /webhook/event HTTP/1.1\r\nhost: te"),
            _ => sender.write(
                b"POST /webhook/event HTTP/1.1\r\nhost: test\r\ncontent-length: 500\r\n\r\n{\"encrypt\":",
            ),
        }
        held.push(sender);
    }
    assert_eq!(listener.deliver(&event("e-1")), success());
    drop(held.split_off(30));
    assert_eq!(listener.deliver(&event("e-2")), success());
    let done = listener.stop();
    assert_eq!(done.code, 130);
    assert!(done.stdout.contains("2 events: 2 acknowledged"), "{}", done.stdout);
    drop(held);
}

#[test]
fn a_crowd_of_idle_connections_makes_room_for_who_comes() {
    let folder = Folder::new();
    let record = RecordPlan { record: Some(folder.path("r")), ..RecordPlan::default() };
    let (path, checker, misbehaviour) = ("/e".to_owned(), Checker::default(), Misbehaviour::default());
    let plan = ReceiverPlan { path, keys: keys(), checker, misbehaviour, record };
    let (receiver, mut told, _) = EventReceiver::open(plan, || 0).unwrap();
    let limits = Limits { connections: 10, ..Limits::default() };
    block_on(async {
        let server = Server::bind("127.0.0.1", 0, limits).await.unwrap();
        let url = format!("http://{}/e", server.address());
        let (halt, halted) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(Arc::new(receiver), async { drop(halted.await) }));
        let senders = tokio::task::spawn_blocking(move || {
            let mut kept = Sender::to(&url);
            assert_eq!(kept.post(&sealed(&event("e-0"))).unwrap(), success());
            let mut crowd: Vec<TcpStream> = Vec::new();
            let host = url["http://".len()..].trim_end_matches("/e").to_owned();
            for number in 1..=5 {
                crowd.extend((0..20).map(|_| TcpStream::connect(&host).unwrap()));
                assert_eq!(
                    Sender::to(&url).post(&sealed(&event(&format!("e-{number}")))).unwrap(),
                    success()
                );
            }
            // The one that was idle the longest has been sent away.
            assert_eq!(crowd[0].read(&mut [0]).unwrap_or(0), 0);
        });
        senders.await.unwrap();
        drop(halt);
        serving.await.unwrap();
        let mut count = 0;
        while told.recv().await.is_some() {
            count += 1;
        }
        assert_eq!(count, 6);
    })
    .unwrap();
    assert_eq!(folder.lines("r"), 6);
}

#[test]
fn duplicates_are_marked_and_with_dedupe_left_out_across_restarts() {
    let folder = Folder::new();
    let record = folder.text("events.ndjson");
    let first = Listener::start(&["--record", &record, "--dedupe", "8h"]);
    assert_eq!(first.deliver(&event("e-1")), success());
    assert_eq!(first.deliver(&event("e-1")), success());
    let done = first.stop();
    assert!(done.stdout.contains("= 7100…0340  duplicate of "), "{}", done.stdout);
    assert!(done.stdout.contains("2 events: 2 acknowledged (1 duplicate), 1 recorded"), "{}", done.stdout);
    // A crash may lose the file beside the record; the record's own end still knows.
    for beside in [true, false] {
        if !beside {
            std::fs::remove_file(folder.path("events.ndjson.seen")).unwrap();
        }
        let again = Listener::start(&["--record", &record, "--dedupe", "8h"]);
        assert_eq!(again.deliver(&event("e-1")), success());
        assert!(again.stop().stdout.contains("not recorded"));
    }
    let without = Listener::start(&["--record", &record]);
    without.deliver(&event("e-2"));
    without.deliver(&event("e-2"));
    assert!(without.stop().stdout.contains("(same event_id)\n"));
    assert_eq!(folder.lines("events.ndjson"), 3);
}

#[test]
fn a_torn_record_is_mended_and_said_and_a_foreign_file_left_alone() {
    let folder = Folder::new();
    let torn = [&event("e-0")[..], b"\n{\"schema\":\"2.0\",\"he"].concat();
    std::fs::write(folder.path("r"), torn).unwrap();
    let listener = Listener::start(&["--record", &folder.text("r")]);
    listener.deliver(&event("e-1"));
    let done = listener.stop();
    assert!(done.stderr.contains("ended in a torn line"), "{}", done.stderr);
    assert_eq!(folder.read("r"), [&event("e-0")[..], b"\n", &event("e-1")[..], b"\n"].concat());
    assert_eq!(folder.read("r.torn"), b"{\"schema\":\"2.0\",\"he\n");
    std::fs::write(folder.path("notes"), "some notes").unwrap();
    let refused = run(&["listen", "--port", "0", "--record", &folder.text("notes")]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("it is there and is not a record of events"), "{}", refused.stderr);
    assert_eq!(folder.read("notes"), b"some notes");
}

#[test]
fn one_record_has_one_writer_and_one_port_one_listener() {
    let folder = Folder::new();
    let listener = Listener::start(&["--record", &folder.text("r")]);
    let second = run(&["listen", "--port", "0", "--record", &folder.text("r")]);
    assert_eq!(second.code, 2);
    assert!(second.stderr.contains("another process is writing to it"), "{}", second.stderr);
    let port = listener.url.split([':', '/']).nth(4).unwrap().to_owned();
    let taken = run(&["listen", "--port", &port]);
    assert_eq!(taken.code, 4);
    assert!(
        taken.stderr.contains("cannot listen on 127.0.0.1:") && taken.stderr.contains("--port 0"),
        "{}",
        taken.stderr
    );
}

/// A captured URL check, its bytes changed one by one: some of the changes leave the padding right, some the JSON.
#[test]
fn a_sender_cannot_tell_right_padding_from_wrong() {
    let listener = Listener::start(&[]);
    let mut sender = listener.sender();
    let check = seal_challenge(&keys(), "challenge-1", [1; 16]);
    let body: serde_json::Value = serde_json::from_slice(&check.body).unwrap();
    let text = STANDARD.decode(body["encrypt"].as_str().unwrap()).unwrap();
    let mut answers = std::collections::BTreeSet::new();
    let everywhere = (0..text.len()).step_by(3).map(|at| (at, 1));
    for (at, change) in everywhere.chain((0..=255).map(|change| (text.len() - 17, change))) {
        let mut changed = text.clone();
        changed[at] ^= change;
        let body = format!("{{\"encrypt\":\"{}\"}}", STANDARD.encode(&changed)).into_bytes();
        let answer = sender.post(&Packet { headers: Vec::new(), body }).unwrap();
        if answer.status != 200 {
            answers.insert((answer.status, answer.body));
        }
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    let done = listener.stop();
    assert!(
        done.stdout.contains("does not open") && done.stdout.contains("not JSON"),
        "our own output has the cause"
    );
}

#[test]
fn a_chain_of_two_listeners_works() {
    let last = Listener::start(&["--max-events", "1"]);
    let first = Listener::start(&["--forward", &last.url]);
    first.deliver(&event("e-1"));
    let done = last.finish();
    assert!(done.code == 0 && done.stdout.contains("0340"), "{}", done.stdout);
    assert_eq!(first.stop().code, 130);
}
