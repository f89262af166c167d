//! `verify` names the mistake of every request of `tests/vectors/mistakes.ndjson`; Python and Node made them, by the formula
//! and by each known mistake. It reads a request in every form.

use serde_json::Value;

use crate::process::{Finished, feed, run};
use crate::support::Folder;

/// The cases: which part is wrong, how, and by which mistake.
const CASES: &[(&str, &str, &str, &[&str])] = &[
    ("hmac", "signature", "does-not-match", &["hmac"]),
    ("hmac-of-the-body", "signature", "does-not-match", &["hmac", "no-timestamp", "no-nonce"]),
    ("hmac-with-the-token", "signature", "does-not-match", &["hmac", "token-for-key"]),
    ("token-for-key", "signature", "does-not-match", &["token-for-key"]),
    ("sha1-with-the-token", "signature", "does-not-match", &["sha1", "token-for-key"]),
    ("sha1-with-the-key", "signature", "does-not-match", &["sha1"]),
    ("decrypted-body", "signature", "does-not-match", &["decrypted-body"]),
    ("decrypted-body-escaped", "signature", "does-not-match", &["decrypted-body"]),
    ("decrypted-body-spaced", "signature", "does-not-match", &["decrypted-body"]),
    ("reserialised-body", "signature", "does-not-match", &["reserialised-body"]),
    ("final-newline", "signature", "does-not-match", &["final-newline"]),
    ("newline-sent", "signature", "does-not-match", &["trimmed-body"]),
    ("upper-case-hex", "signature", "does-not-match", &["upper-case-hex"]),
    ("base64", "signature", "does-not-match", &["base64"]),
    ("hash-name-prefix", "signature", "does-not-match", &["hash-name-prefix"]),
    ("order", "signature", "does-not-match", &["order"]),
    ("key-first", "signature", "does-not-match", &["order"]),
    ("no-timestamp", "signature", "does-not-match", &["no-timestamp"]),
    ("no-nonce", "signature", "does-not-match", &["no-nonce"]),
    ("no-key", "signature", "does-not-match", &["no-key"]),
    ("no-body", "signature", "does-not-match", &["no-body"]),
    ("key-newline", "signature", "does-not-match", &["key-newline"]),
    ("encrypt-field-alone", "signature", "does-not-match", &["encrypt-field-alone"]),
    ("old-key", "body", "does-not-open", &["old-key"]),
    ("old-key-signs", "signature", "does-not-match", &["old-key"]),
    ("keys-swapped", "body", "does-not-open", &["keys-swapped"]),
    ("another-key", "body", "does-not-open", &[]),
    ("zero-padding", "body", "does-not-open", &[]),
    ("truncated", "body", "does-not-open", &[]),
    ("url-safe-base64", "body", "does-not-open", &[]),
    ("form-decoded", "body", "does-not-open", &[]),
    ("plain-body", "body", "not-encrypted", &[]),
    ("unsigned", "signature", "missing", &[]),
    ("another-token", "token", "does-not-match", &[]),
    ("key-as-token", "token", "does-not-match", &["keys-swapped"]),
    ("no-token", "token", "missing", &[]),
    ("milliseconds", "timestamp", "wrong", &[]),
];

fn vectors() -> Vec<Value> {
    let lines = include_str!("../vectors/mistakes.ndjson").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn vector(case: &str) -> Value {
    vectors().into_iter().find(|it| it["case"] == case).unwrap()
}

/// A vector as an HTTP message.
fn message(vector: &Value) -> String {
    let body = vector["body"].as_str().unwrap();
    let mut text = format!("POST /webhook/event HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    for header in vector["headers"].as_array().unwrap() {
        text.extend([header[0].as_str().unwrap(), ": ", header[1].as_str().unwrap(), "\r\n"]);
    }
    format!("{text}\r\n{body}")
}

/// Key, old key and token as files.
fn secrets(folder: &Folder) -> Vec<String> {
    let files = [
        ("--encrypt-key-file", "key", "example-encrypt-key\n"),
        ("--old-key-file", "old", "example-old-key"),
        ("--verification-token-file", "token", "example-token"),
    ];
    let each = files.iter().flat_map(|(flag, name, text)| {
        std::fs::write(folder.text(name), text).unwrap();
        [(*flag).to_owned(), folder.text(name)]
    });
    each.collect()
}

fn verify(folder: &Folder, arguments: &[&str], input: &str) -> Finished {
    let secrets = secrets(folder);
    let mut all = vec!["verify"];
    all.extend(arguments);
    all.extend(secrets.iter().map(String::as_str));
    feed(&all, input.as_bytes())
}

fn data(done: &Finished) -> Value {
    let line = done.stdout.lines().nth(1).unwrap_or_else(|| panic!("{}", done.stderr));
    serde_json::from_str::<Value>(line).unwrap()["data"].take()
}

#[test]
fn each_mistake_is_named_with_its_reason_and_the_way_out() {
    let folder = Folder::new();
    let vectors = vectors();
    assert_eq!(vectors.len(), CASES.len() + 2);
    for (case, part, state, mistakes) in CASES {
        let vector = vectors.iter().find(|it| it["case"] == *case).unwrap();
        let done = verify(&folder, &["-", "--format", "ndjson"], &message(vector));
        assert_eq!(done.code, 1, "{case}: {}", done.stdout);
        let data = data(&done);
        let found = data["parts"].as_array().unwrap().iter().find(|it| it["part"] == *part);
        let found = found.unwrap_or_else(|| panic!("{case}: {data}"));
        assert_eq!(found["state"], *state, "{case}: {data}");
        let named = found["mistakes"].as_array().cloned().unwrap_or_default();
        assert_eq!(named, mistakes.iter().map(|it| Value::from(*it)).collect::<Vec<_>>(), "{case}: {data}");
        let told = [&found["reason"], &found["help"]];
        assert!(told.iter().any(|it| it.as_str().is_some_and(|it| it.len() > 20)), "{case}: {data}");
        for secret in ["example-encrypt-key", "example-old-key", "example-token"] {
            assert!(!done.stdout.contains(secret), "{case}: {}", done.stdout);
        }
    }
}

#[test]
fn a_body_that_does_not_open_says_what_is_wrong_with_it() {
    let folder = Folder::new();
    for (case, said) in [
        ("another-key", "was encrypted with another encrypt key"),
        ("zero-padding", "does not end in padding"),
        ("truncated", "was it cut?"),
        ("url-safe-base64", "it is base64 for URLs"),
        ("form-decoded", "blanks where base64 has `+`"),
        ("milliseconds", "divide by 1000"),
    ] {
        let done = verify(&folder, &["-"], &message(&vector(case)));
        let text = done.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(said), "{case}: {}", done.stdout);
        assert!(done.stdout.lines().all(|it| it.chars().count() <= 80), "{}", done.stdout);
    }
}

#[test]
fn the_platforms_own_requests_are_0_in_every_form() {
    let folder = Folder::new();
    let right = vector("right");
    let (body, headers) = (right["body"].as_str().unwrap(), right["headers"].as_array().unwrap());
    let pairs = headers.iter().map(|it| (it[0].as_str().unwrap(), it[1].as_str().unwrap()));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let mut curl = "curl -X POST http://127.0.0.1:7777/webhook/event \\\n".to_owned();
    for (name, value) in &pairs {
        curl.extend(["  -H '", name, ": ", value, "' \\\n"]);
    }
    curl.extend(["  --data-raw '", body, "'\n"]);
    let record = serde_json::json!({
        "at": 1, "method": "POST", "target": "/webhook/event", "headers": headers, "body": body,
    });
    let records = format!("{}\n{record}\n", record.to_string().replace("POST", "PUT"));
    for (input, arguments) in [
        (message(&right), &["-"][..]),
        (message(&vector("url-check")), &["-"]),
        (curl, &["-"]),
        (records.clone(), &["-", "--line", "2"]),
    ] {
        let done = verify(&folder, arguments, &input);
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        assert!(done.stdout.ends_with("ok: the platform's own request would look so\n"), "{}", done.stdout);
    }
    assert_eq!(verify(&folder, &["-", "--line", "1"], &records).code, 1);

    std::fs::write(folder.text("body"), body).unwrap();
    let headers: Vec<String> = pairs.iter().map(|(name, value)| format!("-H{name}: {value}")).collect();
    let path = folder.text("body");
    let mut arguments = vec!["--body", &path];
    arguments.extend(headers.iter().map(String::as_str));
    let done = verify(&folder, &arguments, "");
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
}

#[test]
fn the_vendors_vectors_verify_with_their_keys() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/lark.json")).unwrap();
    let mut seen = 0;
    for vector in vectors.iter().filter(|it| it["signed"].is_object()) {
        let signed = &vector["signed"];
        let text = |name: &str| signed[name].as_str().unwrap();
        let input = format!(
            "X-Lark-Request-Timestamp: {}\nX-Lark-Request-Nonce: {}\nX-Lark-Signature: {}\n\n{}",
            text("timestamp"),
            text("nonce"),
            text("signature"),
            text("body"),
        );
        let key = vector["key"].as_str().unwrap();
        let done = feed(&["verify", "-", "--encrypt-key", key, "--allow", "missing-field"], input.as_bytes());
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        let wrong = input.replace(text("signature"), text("signature_over_plaintext"));
        let done = feed(&["verify", "-", "--encrypt-key", key], wrong.as_bytes());
        let text = done.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(done.code == 1 && text.contains("the decrypted body;"), "{}", done.stdout);
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn what_is_no_request_is_a_usage_error_that_names_the_forms() {
    let folder = Folder::new();
    for input in ["", "hello\n", "A: b\n", "curl 'http://h"] {
        let done = verify(&folder, &["-"], input);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{input}: {}", done.stderr);
        assert!(done.stderr.contains("is no request:") && done.stderr.contains("help: "), "{}", done.stderr);
    }
    assert_eq!(run(&["verify", "no/such/file"]).code, 3);
    assert_eq!(run(&["verify"]).code, 2);
    let done = verify(&folder, &["-", "-H", "nothing"], "{}");
    assert!(done.code == 2 && done.stderr.contains("`--header nothing` is no header"), "{}", done.stderr);
}

#[test]
fn it_speaks_chinese() {
    let folder = Folder::new();
    let done = verify(&folder, &["-", "--lang", "zh"], &message(&vector("another-token")));
    for said in ["签名        匹配\n", "令牌        不匹配\n", "已创建 →", "失败：与平台发出的请求不一致\n"]
    {
        assert!(done.stdout.contains(said), "{said}: {}", done.stdout);
    }
}
