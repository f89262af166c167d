//! No key, token or app secret is shown by any command, in any format, whatever the other side sends back.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use helpdesk_evt::internals::{Keys, Packet, Secret, Stamp, block_on, seal};
use serde_json::Value;

use crate::process::{command, finish, run};
use crate::support::app::{APP, App, ask};
use crate::support::{Act, Folder, Gate, Listener, Sink, event};

const KEY: &str = "kZ7/sweep &\"key\u{e9}Q";
const OLD_KEY: &str = "oLd9+sweep <key> \u{fc}W";
const TOKEN: &str = "tK3\\sweep 'token=\u{e8}V";
const APP_SECRET: &str = "aS5?sweep;secret\u{ea}U";
const SECRETS: [&str; 4] = [KEY, OLD_KEY, TOKEN, APP_SECRET];

fn stamp() -> Stamp {
    Stamp { timestamp_s: 1_700_000_000, nonce: "nonce-1".to_owned(), iv: [5; 16] }
}

/// A secret as others may write it.
fn encodings(secret: &str) -> Vec<String> {
    let each = |escape: &dyn Fn(char) -> String| secret.chars().map(escape).collect::<String>();
    let bytes = |sign: &str| {
        secret.bytes().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{sign}{byte:02X}");
            text
        })
    };
    let json = Value::from(secret).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let twice = Value::from(json.clone()).to_string();
    let base64 = |lead: &str| STANDARD_NO_PAD.encode(format!("{lead}{secret}"));
    vec![
        secret.to_owned(),
        json.clone(),
        twice[1..twice.len() - 1].to_owned(),
        json.replace('/', "\\/"),
        each(&|c| format!("\\u{:04x}", u32::from(c))),
        each(&|c| format!("\\u{:04X}", u32::from(c))),
        each(&|c| format!("\\\\u{:04x}", u32::from(c))),
        each(&|c| format!("&#{};", u32::from(c))),
        each(&|c| format!("&#x{:x};", u32::from(c))),
        each(&|c| if c.is_ascii() { format!("\\x{:02x}", u32::from(c)) } else { c.to_string() }),
        bytes("%"),
        bytes("%").to_lowercase(),
        bytes("%25"),
        bytes("="),
        bytes(""),
        bytes("").to_lowercase(),
        base64(""),
        base64("a"),
        base64("ab"),
        URL_SAFE_NO_PAD.encode(secret),
    ]
}

/// The first of the encodings that are base64.
const BASE64: usize = 16;

/// A text in which secrets stand in every encoding.
fn all_encodings(secrets: &[&str], separator: &str) -> String {
    secrets.iter().flat_map(|secret| encodings(secret)).collect::<Vec<_>>().join(separator)
}

#[track_caller]
fn shows_none(what: &str, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    for secret in SECRETS {
        for (number, written) in encodings(secret).iter().enumerate() {
            // The characters of base64 at both ends also tell of what stands beside it.
            let written = if number < BASE64 { written } else { &written[4..written.len() - 3] };
            if let Some(at) = text.find(written) {
                let (from, to) = (text.floor_char_boundary(at.saturating_sub(80)), at + written.len());
                panic!("{what} shows `{secret}` in encoding {number}: {}", &text[from..to]);
            }
        }
    }
}

/// Runs a command and looks at all it says and leaves in `folder`.
#[track_caller]
fn sweep(folder: &Folder, arguments: &[&str]) {
    let done = run(arguments);
    assert!([0, 1, 2, 4].contains(&done.code), "{arguments:?}: {}", done.stderr);
    assert_eq!(
        done.code == 2,
        arguments.iter().any(|it| it.starts_with("htp:")),
        "{arguments:?}: {}",
        done.stderr
    );
    shows_none(&format!("{arguments:?} on standard output"), done.stdout.as_bytes());
    shows_none(&format!("{arguments:?} on standard error"), done.stderr.as_bytes());
    for file in std::fs::read_dir(folder.path("")).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().is_some_and(|it| it.to_str().is_some_and(|it| it.starts_with("report"))) {
            shows_none(&format!("{arguments:?} in {}", path.display()), &std::fs::read(&path).unwrap());
        }
    }
}

fn secrets() -> Vec<&'static str> {
    vec!["--encrypt-key", KEY, "--verification-token", TOKEN]
}

/// An app that sends back all it should not know: in its body, in headers, in a redirect, in text and in JSON.
fn telltale() -> Sink {
    Sink::start(|number, _| {
        let (body, kind) = match number % 5 {
            0 => (
                format!(
                    "Traceback (most recent call last):\nValueError: {}",
                    all_encodings(&[KEY, TOKEN], " ")
                ),
                "text/plain",
            ),
            1 => (
                serde_json::json!({ "msg": all_encodings(&[KEY, TOKEN], " "), "token": TOKEN }).to_string(),
                "application/json",
            ),
            2 => (format!("<html><title>{}</title></html>", all_encodings(&[KEY, TOKEN], " ")), "text/html"),
            3 => (format!("{{\"msg\": \"{}\"", all_encodings(&[KEY, TOKEN], " ")), "application/json"),
            _ => (all_encodings(&[KEY, TOKEN], "\n"), "application/octet-stream"),
        };
        let percent = encodings(TOKEN)[10].clone();
        let status = ["500 Internal Server Error", "200 OK", "302 Found", "401 Unauthorized"][number % 4];
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nset-cookie: session={percent}\r\n\
             location: http://127.0.0.1:1/?access_token={percent}\r\nx-auth-token: {}\r\nconnection: close\r\n\r\n",
            body.len(),
            encodings(KEY)[16],
        );
        Act::Raw([head.as_bytes(), body.as_bytes()].concat())
    })
}

#[test]
fn replay_and_probe_show_no_secret_whatever_an_app_sends_back() {
    let app = telltale();
    let url = format!("{}?access_token={}", app.url(), encodings(TOKEN)[10]);
    for format in ["human", "short", "json", "ndjson", "github", "junit", "markdown", "html"] {
        let folder = Folder::new();
        let report = format!("json={}", folder.text("report.json"));
        let header = format!("X-Auth-Token: {}", encodings(TOKEN)[0]);
        let plain =
            ["replay", "--sample", "all", "--url", &url, "--format", format, "--report", &report, "-v"];
        sweep(&folder, &[&plain[..], &secrets(), &["-H", &header]].concat());
        let retried = ["--retry", "1", "--time-scale", "0.0001", "-H", &header];
        sweep(&folder, &[&plain[..9], &secrets(), &retried].concat());
        sweep(
            &folder,
            &[&["replay", "--sample", "all", "--dry-run", "--url", &url][..], &secrets()].concat(),
        );
        sweep(
            &folder,
            &[
                &["probe", "--url", &url, "--format", if format == "short" { "human" } else { format }][..],
                &secrets(),
            ]
            .concat(),
        );
    }
    // Nobody is there; the name has no address; the scheme is none.
    let folder = Folder::new();
    for url in ["http://127.0.0.1:1/?token=", "http://nowhere.invalid/?key=", "htp://127.0.0.1/?secret="] {
        let url = format!("{url}{}", encodings(TOKEN)[10]);
        sweep(&folder, &[&["replay", "--url", &url, "-v"][..], &secrets()].concat());
        sweep(&folder, &[&["probe", "--url", &url][..], &secrets()].concat());
    }
}

#[test]
fn listen_shows_and_keeps_no_secret_of_what_it_refused() {
    for format in ["human", "short", "ndjson"] {
        let folder = Folder::new();
        let (raw, record) = (folder.text("raw"), folder.text("record"));
        let (behind, old_key) = (telltale(), folder.text("old.key"));
        std::fs::write(&old_key, OLD_KEY).unwrap();
        let forward = behind.url();
        let listener = Listener::start_bare(
            &[
                &secrets()[..],
                &[
                    "--record", &record, "--record-raw", &raw, "--format", format, "--forward", &forward,
                    "--old-key-file", &old_key,
                ],
            ]
            .concat(),
        );
        let headers = |value: &str| {
            [
                "X-Auth-Token",
                "Api-Key",
                "X-Lark-Helpdesk-Authorization",
                "Cookie",
                "X-Lark-Signature",
                "X-Other",
            ]
            .map(|name| (name.into(), value.to_owned().into()))
            .to_vec()
        };
        for secret in [KEY, OLD_KEY, TOKEN] {
            for written in encodings(secret) {
                for body in [
                    written.clone(),
                    format!("{{\"token\": \"{written}\"}}"),
                    format!("{{\"header\": {{\"token\": \"x\"}}, \"event\": \"{written}\"}}"),
                    format!("\u{0}\u{1}{written}"),
                ] {
                    let packet = Packet { headers: headers(&written), body: body.into_bytes() };
                    let path = format!("/webhook/event?access_token={}", encodings(secret)[10]);
                    let _ = listener.sender().request("POST", &path, &packet).unwrap();
                }
            }
        }
        // Its own event, whose token is in the record of events and nowhere else.
        let keys = Keys::new(Some(Secret::new(KEY)), Some(Secret::new(TOKEN)));
        let text = String::from_utf8(event("e-1")).unwrap();
        let mut value: Value = serde_json::from_str(&text).unwrap();
        value["header"]["token"] = TOKEN.into();
        value["event"]["object"]["status"] = 77.into();
        let packet = seal(&keys, value.to_string().as_bytes(), &stamp());
        assert_eq!(listener.sender().post(&packet).unwrap().status, 200);
        let done = listener.stop();
        shows_none(&format!("listen --format {format}"), done.stdout.as_bytes());
        shows_none("listen on standard error", done.stderr.as_bytes());
        shows_none("the raw record", &folder.read("raw"));
    }
}

#[test]
fn validate_and_diff_show_no_key_of_what_does_not_open_or_says_it() {
    let folder = Folder::new();
    let mut value: Value = serde_json::from_slice(&event("e-1")).unwrap();
    value["header"]["token"] = TOKEN.into();
    value["header"]["create_time"] = 5.into();
    value["event"]["object"]["status"] = 77.into();
    let keys = |key: &str| Keys::new(Some(Secret::new(key)), None);
    let sealed = |key: &str| seal(&keys(key), value.to_string().as_bytes(), &stamp()).body;
    std::fs::write(folder.path("right.json"), sealed(KEY)).unwrap();
    std::fs::write(folder.path("wrong.json"), sealed("another-key")).unwrap();
    std::fs::write(folder.path("plain.json"), value.to_string()).unwrap();
    std::fs::write(folder.path("torn.json"), &value.to_string()[..400]).unwrap();
    for format in ["human", "short", "json", "ndjson", "github", "codequality", "junit", "sarif"] {
        for name in ["right.json", "wrong.json", "plain.json", "torn.json"] {
            let path = folder.text(name);
            let report = format!("json={}", folder.text("report.json"));
            let more = ["--encrypt-key", KEY, "--format", format, "--report", &report];
            sweep(&folder, &[&["validate", &path][..], &more].concat());
            if format != "short" {
                sweep(&folder, &[&["diff", &path][..], &more].concat());
            }
        }
    }
}

#[test]
fn the_gateway_shows_no_secret_and_says_when_id_and_secret_are_swapped() {
    for format in ["human", "ndjson", "junit"] {
        let arguments =
            ["--app-id", APP, "--app-secret", APP_SECRET, "--format", format, "--timeout", "100s"];
        let events = ["--sample", "bot-closes", "--once"];
        let gate = Gate::start(&[&events[..], &arguments].concat());
        let address = gate.address;
        block_on(async {
            for (id, secret) in [(APP_SECRET, APP), (APP, KEY), (TOKEN, TOKEN)] {
                let answer = ask(address, id, secret).await.to_string();
                shows_none("the gateway's answer", answer.replace(KEY, "").as_bytes());
            }
            let url = ask(address, APP, APP_SECRET).await["data"]["URL"].as_str().unwrap().to_owned();
            let mut app = App::try_connect_to(&url).await.unwrap();
            let got = app.event().await.unwrap();
            let payload =
                serde_json::json!({ "code": 500, "msg": all_encodings(&[APP_SECRET], " ") }).to_string();
            app.send(&got.ack(&payload)).await;
        })
        .unwrap();
        let done = gate.finish();
        shows_none("gateway on standard output", done.stdout.as_bytes());
        shows_none("gateway on standard error", done.stderr.as_bytes());
    }
}

#[test]
fn help_errors_and_configuration_show_no_secret_that_came_from_a_variable() {
    for arguments in [
        &["replay", "--help"][..],
        &["listen", "-h"],
        &["gateway", "--help"],
        &["config", "show"],
        &["replay", "--dry-run", "-v"],
        &["replay", "--encrypt-key-file", "nosuch"],
        &["validate", "--encrypt-key", KEY, "--encrypt-key-file", "nosuch", "samples"],
        &["replay", "--encrypt-keys", KEY],
        &["replay", "--verification-token"],
        &["probe"],
        &["ci"],
    ] {
        let done = finish(
            command(arguments)
                .env("HELPDESK_EVT_ENCRYPT_KEY", KEY)
                .env("HELPDESK_EVT_VERIFICATION_TOKEN", TOKEN)
                .env("HELPDESK_EVT_APP_SECRET", APP_SECRET),
        );
        shows_none(&format!("{arguments:?}"), done.stdout.as_bytes());
        shows_none(&format!("{arguments:?}"), done.stderr.as_bytes());
    }
}

#[cfg(unix)]
#[test]
fn what_an_app_prints_of_a_secret_is_in_no_message_and_no_report() {
    let folder = Folder::new();
    let (kept, report) = (folder.text("kept"), format!("junit={}", folder.text("report.xml")));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let app = "echo begun $HELPDESK_EVT_ENCRYPT_KEY $HELPDESK_EVT_VERIFICATION_TOKEN; exit 7";
    let long = "echo begun $HELPDESK_EVT_ENCRYPT_KEY $HELPDESK_EVT_APP_SECRET; exit 7";
    for arguments in [
        &["ci", "--url", &url, "--keep", &kept, "--run", app][..],
        &["replay", "--url", &url, "--report", &report, "--run", app],
        &["probe", "--url", &url, "--report", &report, "--run", app],
        &["gateway", "--once", "--port", "0", "--app-id", "cli_a", "--report", &report, "--run", long],
    ] {
        let done = finish(
            command(arguments)
                .env("HELPDESK_EVT_ENCRYPT_KEY", KEY)
                .env("HELPDESK_EVT_VERIFICATION_TOKEN", TOKEN)
                .env("HELPDESK_EVT_APP_SECRET", APP_SECRET),
        );
        assert_eq!(done.code, 4, "{}", done.stderr);
        assert!(done.stderr.contains("| begun "), "{}", done.stderr);
        shows_none(&format!("{arguments:?}"), done.stderr.as_bytes());
        let written = folder.read(if arguments[0] == "ci" { "kept/ci.xml" } else { "report.xml" });
        shows_none(&format!("{arguments:?}"), &written);
    }
    shows_none("ci.md", &folder.read("kept/ci.md"));
}
