//! `sign` makes the request of the platform, byte for byte for a fixed stamp; `verify` and `open` take it again.

use serde_json::Value;

use crate::process::{feed, run};
use crate::support::Folder;

const KEYS: [&str; 4] = ["--encrypt-key", "example-encrypt-key", "--verification-token", "example-token"];

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/lark.json")).unwrap()
}

#[test]
fn the_vendors_vectors_are_made_byte_for_byte() {
    let mut made = 0;
    for vector in vectors().iter().filter(|it| it["signed"].is_object()) {
        let text = |name: &str| vector[name].as_str().unwrap();
        let signed = |name: &str| vector["signed"][name].as_str().unwrap();
        let is_check = text("plaintext").contains("url_verification");
        let mut arguments =
            vec!["sign", "--format", "json", "--encrypt-key", text("key"), "--iv", text("iv")];
        arguments.extend(["--timestamp", signed("timestamp"), "--nonce", signed("nonce")]);
        if is_check {
            arguments
                .extend(["--url-check", "--challenge", "ajls384kdj1234", "--verification-token", "v-token"]);
        } else {
            arguments.push("-");
        }
        let done = feed(&arguments, text("plaintext").as_bytes());
        assert_eq!(done.code, 0, "{}", done.stderr);
        let line: Value = serde_json::from_str(&done.stdout).unwrap();
        assert_eq!(line["body"], signed("body"));
        let headers = line["headers"].to_string();
        assert_eq!(headers.contains(signed("signature")), !is_check, "{headers}");
        assert_eq!(headers.contains("X-Lark-Signature"), !is_check, "{headers}");
        made += 1;
    }
    assert_eq!(made, 2);
}

#[test]
fn what_is_signed_verifies_in_every_format_plain_and_encrypted() {
    for keys in [&KEYS[..], &KEYS[2..], &[]] {
        for format in ["http", "curl", "json"] {
            for what in [&["--sample", "bot-closes"][..], &["--url-check"]] {
                let made = run(&[&["sign", "--format", format], what, keys].concat());
                assert_eq!(made.code, 0, "{}", made.stderr);
                let done = feed(&[&["verify", "-"], keys].concat(), made.stdout.as_bytes());
                assert_eq!(done.code, 0, "{format} {keys:?}: {}{}", done.stdout, made.stdout);
            }
        }
    }
}

#[test]
fn open_gives_back_what_was_sealed_in_order_and_says_what_does_not_open() {
    let folder = Folder::new();
    let story = "samples/stories/duplicate-delivery.ndjson";
    let made = run(&[&["sign", story, "--format", "json"], &KEYS[..2]].concat());
    let bodies = made
        .stdout
        .lines()
        .map(|it| serde_json::from_str::<Value>(it).unwrap()["body"].as_str().unwrap().to_owned());
    let log = bodies.map(|it| it + "\n").collect::<String>();
    let done = feed(&[&["open", "-"], &KEYS[..2]].concat(), log.as_bytes());
    assert_eq!((done.code, done.stdout), (0, std::fs::read_to_string(story).unwrap()), "{}", done.stderr);

    let done = feed(&["open", "-", "--encrypt-key", "example-other-key"], log.as_bytes());
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(done.stderr.contains("<stdin>:1: it does not open: "), "{}", done.stderr);
    assert_eq!(feed(&["open", "-"], log.as_bytes()).code, 2);

    let vector = vectors().into_iter().find(|it| it["plaintext"] == "hello world").unwrap();
    let body = format!("{{\"encrypt\":{}}}", vector["encrypt"]);
    let done = feed(&["open", "-", "--encrypt-key", "test key", "-o", &folder.text("out")], body.as_bytes());
    assert!(done.code == 1 && done.stderr.contains("it is no JSON: `hello world`"), "{}", done.stderr);
}
