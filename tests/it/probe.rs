//! `probe` against receivers that do it right, and against each of the mistakes that receivers make again and again.

use std::collections::HashSet;
use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Mutex;

use helpdesk_evt::internals::{
    Keys, Kind, NONCE_HEADER, OpenError, Opened, Packet, SIGNATURE_HEADER, Secret, TIMESTAMP_HEADER, open,
    signature,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::net::TcpSocket;

use crate::process::run;
use crate::support::Sink;
use crate::support::probed_receiver::{KEY, Report, TOKEN, answer, keys, probe, receiver, right};

#[test]
fn a_faithful_receiver_passes_every_case() {
    let report = Report::of(|packet| answer(right(packet)), &[]);
    assert_eq!((report.code, report.with("fail"), report.with("warn")), (0, vec![], vec![]));
    let skipped =
        ["url-check", "url-check-signed", "event-signed", "effect", "answer-time", "url-check-time"];
    assert_eq!(report.with("skipped"), skipped);
    assert_eq!(report.text("event", "weight"), "must");
    assert!(report.text("stale-timestamp", "got").ends_with("taken, as every official SDK does"));
}

#[test]
fn without_secrets_a_faithful_receiver_passes_what_is_left() {
    let receiver = receiver(|packet| answer(open(&Keys::default(), packet)));
    let done = run(&["probe", "--url", &receiver.url(), "--format", "short"]);
    assert_eq!(done.code, 0, "{}", done.stdout);
    assert!(done.stdout.contains("pass[url-check]: answers the URL check: 200 in "), "{}", done.stdout);
    assert!(done.stdout.contains("skipped[forged-body]") && done.stdout.contains("no encrypt key was given"));
}

#[test]
fn mistake_1_a_signature_demanded_of_the_url_check() {
    let report = Report::of(
        |packet| {
            if packet.header(SIGNATURE_HEADER).is_none() {
                return Some((401, "{\"msg\":\"no signature\"}".to_owned()));
            }
            answer(right(packet))
        },
        &["--keep-going"],
    );
    assert_eq!((report.code, report.with("fail")), (1, vec!["url-check-encrypted"]));
    assert!(report.text("url-check-encrypted", "advice").contains("the platform never signs it"));
    // Refusing what is wrong is no merit where what is right is refused, too.
    assert_eq!(report.with("skipped")[..3], ["url-check", "url-check-signed", "url-check-wrong-token"]);
    assert!(
        report
            .text("url-check-wrong-token", "got")
            .ends_with("but a right URL check is not answered, either")
    );
}

#[test]
fn mistake_2_a_signature_by_another_recipe() {
    let report = Report::of(
        |packet| {
            let opened = open(&keys(KEY, Some(TOKEN)), &signed_again(packet));
            let Ok(Opened { kind: Kind::Event, .. }) = &opened else { return answer(opened) };
            let part = |name| packet.header(name).unwrap_or_default().as_bytes();
            let text = [part(TIMESTAMP_HEADER), part(NONCE_HEADER), &packet.body].concat();
            if packet.header(SIGNATURE_HEADER) != Some(&*hmac(KEY.as_bytes(), &text)) {
                return Some((401, "{\"msg\":\"bad signature\"}".to_owned()));
            }
            answer(opened)
        },
        &["--keep-going"],
    );
    assert_eq!(report.code, 1);
    assert!(report.with("fail").starts_with(&["event", "event-sparse"]), "{:?}", report.with("fail"));
    let advice = report.text("event", "advice");
    assert!(
        advice.starts_with(
            "It takes HMAC-SHA256 of timestamp + nonce + the body, keyed with the encrypt key: "
        ),
        "{advice}"
    );
    assert_eq!(report.text("event-sparse", "advice"), "As for a plain valid event.");
    assert!(report.text("bad-signature", "got").ends_with("but no valid event is taken, either"));
}

/// The same request under a right signature, so that what it holds can be opened.
fn signed_again(packet: &Packet) -> Packet {
    let mut packet = packet.clone();
    let value = |name| packet.header(name).unwrap_or_default().to_owned();
    let made = signature(&value(TIMESTAMP_HEADER), &value(NONCE_HEADER), &Secret::new(KEY), &packet.body);
    packet.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(SIGNATURE_HEADER));
    packet.headers.push((SIGNATURE_HEADER.into(), made.into()));
    packet
}

fn hmac(key: &[u8], text: &[u8]) -> String {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([&block.map(|it| it ^ 0x36)[..], text].concat());
    let outer = Sha256::digest([&block.map(|it| it ^ 0x5c)[..], &inner].concat());
    outer.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[test]
fn mistake_3_key_and_token_in_each_others_place() {
    let swapped = |packet: &Packet| answer(open(&keys(TOKEN, Some(KEY)), packet));
    let report = Report::of(swapped, &[]);
    assert_eq!((report.code, report.with("fail")), (1, vec!["url-check-encrypted"]));
    let report = Report::of(swapped, &["--keep-going"]);
    assert_eq!(report.code, 1);
    assert!(report.with("fail").starts_with(&["url-check-encrypted", "event"]), "{:?}", report.with("fail"));
    for case in ["url-check-encrypted", "event"] {
        let advice = report.text(case, "advice");
        assert!(advice.contains("encrypt key and verification token in each other's place"), "{advice}");
    }
}

#[test]
fn mistake_4_the_token_checked_of_the_url_check_only() {
    let careless = |packet: &Packet| {
        let opened = open(&keys(KEY, None), packet);
        if matches!(&opened, Ok(Opened { kind: Kind::Challenge { .. }, .. })) {
            return answer(right(packet));
        }
        answer(opened)
    };
    let report = Report::of(careless, &[]);
    assert_eq!((report.code, report.with("fail")), (1, vec!["wrong-token", "missing-token"]));
    assert!(report.text("wrong-token", "advice").contains("not only that of the URL check"));
    let of_go = Report::of(careless, &["--sdk", "go"]);
    assert_eq!((of_go.code, of_go.with("warn")), (0, vec!["wrong-token", "missing-token"]));
    assert_eq!(of_go.text("wrong-token", "sdk"), "go");
}

#[test]
fn mistake_5_a_200_to_what_could_not_be_decrypted() {
    let report = Report::of(
        |packet| match right(packet) {
            Err(OpenError::Locked(_) | OpenError::PlaintextNotJson(_)) => Some((200, "ok".to_owned())),
            opened => answer(opened),
        },
        &[],
    );
    assert_eq!((report.code, report.with("fail")), (1, vec!["undecryptable"]));
    assert!(report.text("undecryptable", "got").ends_with("it went through"));
}

#[test]
fn a_signature_that_only_has_to_be_there_lets_forgeries_through() {
    let report = Report::of(|packet| answer(right(&signed_again(packet))), &[]);
    assert_eq!(report.with("fail"), ["forged-body", "bad-signature", "other-key-signature"]);
}

#[test]
fn an_empty_200_to_a_forgery_fails_unless_it_is_the_sdks_own() {
    let nodes = |packet: &Packet| match right(packet) {
        Err(OpenError::BadSignature { .. } | OpenError::MissingHeaders { .. }) => Some((200, String::new())),
        opened => answer(opened),
    };
    let report = Report::of(nodes, &[]);
    assert_eq!(report.with("fail"), ["forged-body", "bad-signature", "no-signature", "other-key-signature"]);
    assert!(report.text("forged-body", "advice").contains("The Node SDK answers so"));
    let report = Report::of(nodes, &["--sdk", "node"]);
    assert_eq!((report.code, report.with("fail").len(), report.with("warn").len()), (0, 0, 4));
    assert!(report.text("forged-body", "advice").starts_with("The Node SDK answers an empty 200"));
}

#[test]
fn a_duplicate_that_takes_effect_twice_is_seen_by_the_users_own_count() {
    let folder = tempfile::tempdir().unwrap();
    let effects = folder.path().join("effects").into_os_string().into_string().unwrap();
    let count = format!("grep -c {{event_id}} '{effects}'");
    for (dedupes, expected) in [(false, "a count of 2: it took effect 2 times"), (true, "a count of 1")] {
        fs::write(&effects, "").unwrap();
        let (file, seen) = (effects.clone(), Mutex::new(HashSet::new()));
        let answer = move |packet: &Packet| {
            let opened = right(packet);
            if let Ok(Opened { kind: Kind::Event, plaintext, .. }) = &opened {
                let event: Value = serde_json::from_slice(plaintext).unwrap();
                let id = event["header"]["event_id"].as_str().unwrap().to_owned();
                let mut seen = seen.lock().unwrap();
                if seen.insert(id.clone()) || !dedupes {
                    let mut text = fs::read_to_string(&file).unwrap();
                    text.extend([&*id, "\n"]);
                    fs::write(&file, text).unwrap();
                }
            }
            answer(opened)
        };
        let report = Report::of(answer, &["--only", "duplicate", "--only", "effect", "--effect", &count]);
        assert_eq!((report.code, report.text("effect", "got")), (i32::from(!dedupes), expected));
    }
}

#[test]
fn a_receiver_that_never_answers_an_event_fails_and_the_url_check_still_passes() {
    let answer = |packet: &Packet| match right(packet) {
        Ok(Opened { kind: Kind::Event, .. }) => None,
        opened => answer(opened),
    };
    let report =
        Report::of(answer, &["--only", "event", "--only", "url-check-encrypted", "--timeout", "900ms"]);
    assert_eq!(
        (report.code, report.with("fail"), report.with("pass")),
        (1, vec!["event"], vec!["url-check-encrypted"])
    );
    assert_eq!(report.text("event", "got"), "no answer within 900 ms");
}

#[test]
fn header_names_are_sent_in_upper_case_and_a_receiver_that_minds_is_told() {
    let answer = |packet: &Packet| {
        let minds = packet.headers.iter().any(|(name, _)| name == "X-LARK-SIGNATURE");
        if minds { Some((401, String::new())) } else { answer(right(packet)) }
    };
    let report = Report::of(answer, &[]);
    assert_eq!(report.with("fail"), ["header-case"]);
}

#[test]
fn signature_headers_without_a_key_must_not_be_minded() {
    let answer = |packet: &Packet| {
        if packet.header(SIGNATURE_HEADER).is_some() {
            let text = "{\"msg\":\"signature received but encrypt_key is not configured\"}";
            return Some((500, text.to_owned()));
        }
        answer(open(&keys_without(), packet))
    };
    let receiver = receiver(answer);
    let url = receiver.url();
    let arguments = ["probe", "--url", &url, "--format", "json", "--verification-token", TOKEN];
    let ended = run(&arguments);
    assert!(ended.stderr.contains("note: ended by `url-check-signed`"), "{}", ended.stderr);
    assert!(ended.stderr.contains("other cases not put (--keep-going)"), "{}", ended.stderr);
    let done = run(&[&arguments[..], &["--keep-going"]].concat());
    let json: Value = serde_json::from_str(&done.stdout).unwrap();
    let records = json["records"].as_array().unwrap().iter().map(|it| &it["data"]);
    let failed: Vec<_> = records.filter(|it| it["verdict"] == "fail").collect();
    let cases: Vec<_> = failed.iter().map(|it| it["case"].as_str().unwrap()).collect();
    assert_eq!((ended.code, done.code, cases), (1, 1, vec!["url-check-signed", "event-signed"]));
    assert!(failed.iter().all(|it| it["advice"].as_str().unwrap().contains("1.6.3")), "{failed:?}");
}

fn keys_without() -> Keys {
    Keys::new(None, Some(Secret::new(TOKEN)))
}

#[test]
fn two_keys_are_taken_during_a_rotation_and_a_receiver_of_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old-key").into_os_string().into_string().unwrap();
    fs::write(&file, "old-example-key\n").unwrap();
    let report = Report::of(|packet| answer(right(packet)), &["--old-key-file", &file]);
    assert_eq!((report.code, report.with("fail")), (1, vec!["old-key"]));
    assert!(report.text("old-key", "advice").starts_with("While a key is changed"));
    let both = |packet: &Packet| {
        answer(open(&keys(KEY, Some(TOKEN)).with_old_key(Secret::new("old-example-key")), packet))
    };
    let report = Report::of(both, &["--old-key-file", &file]);
    assert_eq!((report.code, report.with("fail")), (0, vec![]));
    let alone = run(&["probe", "--url", "http://127.0.0.1:1/", "--old-key-file", &file]);
    assert_eq!(alone.code, 2, "{}", alone.stderr);
}

#[test]
fn an_event_of_chance_that_is_not_taken_is_a_command_that_sends_it_again() {
    let strict = |packet: &Packet| {
        let opened = right(packet);
        let is_strange = opened.as_ref().is_ok_and(|it| {
            let event: Value = serde_json::from_slice(&it.plaintext).unwrap();
            event["event"]["object"]["status"] == 99
        });
        if is_strange { Some((500, "{\"msg\":\"status 99\"}".to_owned())) } else { answer(opened) }
    };
    let sink = receiver(strict);
    let done = probe(&sink, "human", &["--only", "generated", "--generate", "100", "--seed", "1"]);
    assert_eq!(done.code, 1, "{}", done.stdout);
    let command = done.stdout.split_once("      curl ").unwrap().1.split_once("\n\n").unwrap().0;
    let again = Command::new("sh").args(["-c", &format!("curl {command}")]).output();
    // A machine without curl cannot run it.
    if let Some(again) = again.ok().filter(|it| it.status.success()) {
        assert!(String::from_utf8_lossy(&again.stdout).contains("status 99"), "{again:?}");
    }
    let same = probe(&sink, "human", &["--only", "generated", "--generate", "100", "--seed", "1"]);
    let about = |text: &str| text.lines().find(|it| it.contains("of seed 1")).map(str::to_owned);
    assert_eq!(about(&same.stdout), about(&done.stdout));
}

#[test]
fn nothing_that_listens_is_a_4_with_the_way_out() {
    // Bound, so that nobody else takes the port, but not listening.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let url = format!("http://{}/", socket.local_addr().unwrap());
    let done = run(&["probe", "--url", &url]);
    assert_eq!((done.code, done.stdout.as_str()), (4, ""));
    assert!(
        done.stderr.contains(&format!("error: nothing listens at {url} (connection refused)")),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("help: start the app"), "{}", done.stderr);
}

#[test]
fn every_format_ends_with_the_score_or_holds_it() {
    let receiver = receiver(|packet| answer(right(packet)));
    let of = |format: &str| probe(&receiver, format, &["--only", "event"]).stdout;
    assert!(of("human").ends_with("\n\nok: 1 passed\n"), "{}", of("human"));
    assert!(of("markdown").contains("| ✅ pass | event | handles a valid event | 200 in "));
    assert!(of("junit").contains("<testcase name=\"event: handles a valid event\" classname=\"probe\""));
    assert!(of("github").ends_with("ok: 1 passed\n"));
    assert!(of("html").contains("<strong id=\"event\">handles a valid event</strong>"), "{}", of("html"));
    assert_eq!(of("ndjson").lines().count(), 3);
    let unmet = probe(&receiver, "human", &["--only", "event", "--only", "url-check"]);
    assert_eq!(
        (unmet.code, unmet.stderr.contains("`url-check` was asked for")),
        (1, true),
        "{}",
        unmet.stderr
    );
    assert!(unmet.stdout.ends_with("\n\nfailed: 1 passed, 1 skipped\n"), "{}", unmet.stdout);
}

#[test]
fn the_names_of_cases_stand_with_commas_between_them() {
    let receiver = Sink::kind();
    let url = receiver.url();
    let done = run(&["probe", "--url", &url, "--only", "event,alive"]);
    assert!(done.stdout.ends_with("\n\nok: 2 passed\n"), "{}{}", done.stdout, done.stderr);
}
