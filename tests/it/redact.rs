//! `redact`: nothing that identifies anybody survives, in any encoding, and the story is the same before and after.

use std::collections::{HashMap, HashSet};
use std::fs;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::process::{Finished, command, feed, run};
use crate::support::Folder;

/// How many events the property is checked with; `REDACT_EVENTS=10000` for all of them.
const EVENTS: u64 = 400;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn text(&mut self, first: char, size: u64, len: u64) -> String {
        let at = |it: u64| char::from_u32(u32::from(first) + u32::try_from(it).unwrap()).unwrap();
        (0..len).map(|_| at(self.below(size))).collect()
    }

    /// A text that identifies somebody, in one of many scripts and forms.
    fn secret(&mut self) -> String {
        match self.below(10) {
            0 => self.text('\u{4e00}', 5000, 4),
            1 => format!("{} {}", self.text('A', 26, 1) + &self.text('a', 26, 7), self.text('a', 26, 9)),
            2 => format!("{}@{}.example", self.text('a', 26, 9), self.text('a', 26, 8)),
            3 => format!("ou_{}", self.hex(32)),
            4 => format!(
                "https://{}.example/{}?t={}",
                self.text('a', 26, 8),
                self.hex(12),
                self.text('A', 26, 9)
            ),
            5 => self.text('\u{430}', 32, 9),
            6 => self.text('\u{ac00}', 9000, 5),
            7 => format!("7{}", self.text('0', 10, 18)),
            8 => format!(
                "{} \"{}\"\n/{}",
                self.text('a', 26, 9),
                self.text('\u{4e00}', 5000, 3),
                self.text('a', 26, 8)
            ),
            _ => format!("😀{}", self.text('\u{4e00}', 5000, 3)),
        }
    }

    fn hex(&mut self, len: u64) -> String {
        (0..len).map(|_| char::from_digit(u32::try_from(self.below(16)).unwrap(), 16).unwrap()).collect()
    }
}

/// The bundled events of all types, the faulty ones too.
fn samples() -> Vec<Value> {
    let names = run(&["sample"]).stdout;
    let names = names.lines().filter(|it| it.starts_with("  ")).filter_map(|it| it.split_whitespace().next());
    let texts = names.map(|name| command(&["sample", name]).output().unwrap().stdout);
    let all: Vec<Value> = texts.filter_map(|text| serde_json::from_slice::<Value>(&text).ok()).collect();
    assert!(all.len() > 20);
    all.into_iter().filter(Value::is_object).collect()
}

/// Replaces texts and ids by secrets, adds members, breaks something; the secrets are noted.
fn mutate(value: &mut Value, dice: &mut Dice, secrets: &mut Vec<String>) {
    let mut secret = |dice: &mut Dice| {
        let text = dice.secret();
        secrets.push(text.clone());
        text
    };
    for (pointer, chance) in [
        ("/header/token", 2),
        ("/header/tenant_key", 2),
        ("/event/object/guest/name", 1),
        ("/event/object/guest/id/user_id", 2),
        ("/event/object/chat_id", 2),
        ("/event/object/helpdesk_id", 2),
        ("/event/guest/name", 1),
        ("/event/text", 1),
        ("/event/content/content", 1),
        ("/event/ticket/agent_owner/name", 1),
        ("/event/ticket/agent_owner/email", 1),
        ("/event/ticket/comments/content", 1),
        ("/event/notification_id", 1),
    ] {
        if dice.below(chance) == 0
            && let Some(place) = value.pointer_mut(pointer)
        {
            *place = secret(dice).into();
        }
    }
    let extra = match dice.below(8) {
        0 => Some(("note", json!(secret(dice)))),
        1 => Some(("email", json!([secret(dice), { "name": secret(dice) }]))),
        2 => Some(("content", json!(json!({ "text": secret(dice), "at": [secret(dice)] }).to_string()))),
        3 => Some(("phone", json!(7_100_000_000_000_000_u64 + dice.below(1 << 40)))),
        4 => {
            Some(("customized_fields", json!([{ "id": secret(dice), "value": secret(dice), "position": 1 }])))
        }
        5 => {
            let name = secret(dice);
            value["event"][name] = json!(secret(dice));
            None
        }
        _ => None,
    };
    if let (Some((name, extra)), Some(event)) =
        (extra, value.pointer_mut("/event").and_then(Value::as_object_mut))
    {
        let place = if event.contains_key("object") { "object" } else { "ticket" };
        match event.get_mut(place).and_then(Value::as_object_mut) {
            Some(object) => object.insert(name.to_owned(), extra),
            None => event.insert(name.to_owned(), extra),
        };
    }
    if dice.below(6) == 0 {
        let broken = [json!(99), json!("2"), json!(null), json!({}), json!(1.5), json!(secret(dice))];
        let places = [
            "/event/object/status",
            "/event/object/stage",
            "/event/object/updated_at",
            "/event/ticket/status",
            "/event/object/guest",
            "/header/create_time",
            "/event/object/ticket_id",
            "/header/event_id",
        ];
        let at = places[usize::try_from(dice.below(8)).unwrap()];
        let made = broken[usize::try_from(dice.below(6)).unwrap()].clone();
        // An id in the place of a time or a code is read as one, and must not survive.
        let is_id =
            !at.ends_with("_id") && made.as_str().is_some_and(|it| it.parse::<u64>().is_ok_and(|it| it > 99));
        if let Some(place) = value.pointer_mut(at).filter(|_| !is_id) {
            *place = made;
        }
    }
}

/// The line of an event: as it is, escaped, or with something in it that is no JSON.
fn line(value: &Value, dice: &mut Dice) -> Vec<u8> {
    let text = value.to_string();
    match dice.below(12) {
        0 => text.chars().map(escaped).collect::<String>().into_bytes(),
        1 => text.replacen("\"name\":\"", "\"name\":\"\\ud83d", 1).into_bytes(),
        2 => {
            let mut bytes = text.into_bytes();
            let at = bytes.len() / 2;
            bytes.insert(at, 0xff);
            bytes
        }
        3 => text.chars().take(text.chars().count() * 2 / 3).collect::<String>().into_bytes(),
        4 => text.replacen("\"status\":", "\"status\":1,\"status\":", 1).into_bytes(),
        _ => text.into_bytes(),
    }
}

fn escaped(c: char) -> String {
    let units = c.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect::<Vec<_>>();
    if c.is_ascii() { c.to_string() } else { units.concat() }
}

/// A secret in every encoding that it could be found in.
fn encodings(secret: &str) -> Vec<String> {
    let json = Value::from(secret).to_string();
    let percent: Vec<String> = secret.bytes().map(|it| format!("%{it:02X}")).collect();
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.~".contains(&it);
    let url =
        secret.bytes().map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") });
    let mut all = vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        secret.chars().map(escaped).collect(),
        percent.concat(),
        url.collect::<Vec<_>>().concat(),
    ];
    for lead in 0..3 {
        let bytes = [&vec![0; lead][..], secret.as_bytes()].concat();
        let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&bytes);
        let (from, to) = ((lead * 8).div_ceil(6), bytes.len() * 8 / 6);
        all.push(text[from..to].to_owned());
    }
    all.retain(|it| it.len() >= 8);
    all
}

/// Every window of 8 bytes, to look up many texts at once.
fn windows(text: &[u8]) -> HashMap<[u8; 8], Vec<usize>> {
    let mut found: HashMap<[u8; 8], Vec<usize>> = HashMap::new();
    for (at, window) in text.windows(8).enumerate() {
        found.entry(window.try_into().unwrap()).or_default().push(at);
    }
    found
}

fn survivors<'s>(text: &[u8], secrets: &'s [String]) -> Vec<&'s str> {
    let found = windows(text);
    let is_there = |pattern: &String| {
        let first: [u8; 8] = pattern.as_bytes()[..8].try_into().unwrap();
        found.get(&first).is_some_and(|at| at.iter().any(|at| text[*at..].starts_with(pattern.as_bytes())))
    };
    secrets.iter().filter(|it| encodings(it).iter().any(is_there)).map(String::as_str).collect()
}

/// The codes of every document.
fn codes(path: &str) -> Vec<Vec<String>> {
    let done = run(&["validate", path, "--format", "ndjson"]);
    let lines = done.stdout.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let checked = lines.filter(|it| it["type"] == "checked");
    let codes = |it: Value| {
        let mut codes: Vec<String> =
            it["data"]["findings"].as_array().unwrap().iter().map(|it| it["code"].to_string()).collect();
        codes.sort();
        codes
    };
    checked.map(codes).collect()
}

/// The lives of the tickets, without what names them.
fn lives(path: &str) -> Vec<String> {
    let done = run(&["diff", path, "--timeline", "--format", "ndjson"]);
    let lines = done.stdout.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let mut stories: Vec<String> = lines
        .filter(|it| it["type"] == "lived")
        .map(|mut it| {
            nameless(&mut it["data"]);
            it["data"].to_string()
        })
        .collect();
    stories.sort();
    stories
}

fn nameless(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in [
                "ticket_id",
                "event_id",
                "file",
                "message",
                "column",
                "end_column",
                "offset",
                "pointer",
                "findings",
                "help",
            ] {
                members.remove(name);
            }
            members.values_mut().for_each(nameless);
        }
        Value::Array(items) => items.iter_mut().for_each(nameless),
        _ => {}
    }
}

fn redact(folder: &Folder, paths: &[&str], more: &[&str]) -> Finished {
    let to = folder.text("out");
    run(&[&["redact"], paths, &["--to", &to], more].concat())
}

/// A file that was written.
fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.text(name)).unwrap()
}

/// Ids and names of an event, as they are.
fn ids(value: &Value, secrets: &mut Vec<String>) {
    for pointer in [
        "/header/event_id",
        "/header/token",
        "/header/tenant_key",
        "/header/app_id",
        "/event/object/ticket_id",
        "/event/ticket_id",
        "/event/ticket/ticket_id",
        "/event/object/chat_id",
        "/event/object/guest/id/open_id",
        "/event/message_id",
    ] {
        let text = value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if text.len() >= 8 {
            secrets.push(text.to_owned());
        }
    }
}

#[test]
fn nothing_that_identifies_survives_and_codes_and_moves_are_the_same() {
    let events = std::env::var("REDACT_EVENTS").ok().and_then(|it| it.parse().ok()).unwrap_or(EVENTS);
    let folder = Folder::new();
    let (log, mutated) = (folder.text("log.ndjson"), folder.text("mutated.ndjson"));
    let half = (events / 2).to_string();
    let made = run(&[
        "generate",
        "--events",
        &half,
        "--invalid",
        "5%",
        "--seed",
        "20",
        "-o",
        &log,
        "--labels",
        &folder.text("labels"),
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let (mut dice, mut secrets, mut text) = (Dice(20), Vec::new(), Vec::new());
    let samples = samples();
    for number in 0..events / 2 {
        let mut value = samples[usize::try_from(number).unwrap() % samples.len()].clone();
        mutate(&mut value, &mut dice, &mut secrets);
        text.extend(line(&value, &mut dice));
        text.push(b'\n');
    }
    fs::write(&mutated, &text).unwrap();
    for line in fs::read_to_string(&log)
        .unwrap_or_else(|_| String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned())
        .lines()
    {
        if let Ok(value) = serde_json::from_str::<Value>(line) {
            ids(&value, &mut secrets);
        }
    }
    secrets.sort();
    secrets.dedup();

    let done = redact(&folder, &[&log, &mutated], &[]);
    assert!(done.code <= 1, "{}", done.stderr);
    for name in ["log.ndjson", "mutated.ndjson"] {
        let (before, after) = (folder.text(name), folder.text(&format!("out/{name}")));
        let made = fs::read(&after).unwrap();
        assert_eq!(survivors(&made, &secrets), [""; 0], "{name}");
        let (old, new) = (codes(&before), codes(&after));
        assert_eq!(old.len(), new.len(), "{name}");
        for (number, (old, new)) in old.iter().zip(&new).enumerate() {
            assert_eq!(old, new, "{name}, document {}", number + 1);
        }
        assert_eq!(lives(&before), lives(&after), "{name}");
    }
    // The sweep itself finds what was not redacted.
    assert!(survivors(&fs::read(&mutated).unwrap(), &secrets).len() > secrets.len() / 8);
    let kinds: HashSet<String> = codes(&mutated).concat().into_iter().collect();
    assert!(kinds.len() > 12, "{kinds:?}");
}

#[test]
fn a_result_is_replayed_and_equal_across_runs_with_a_salt_file_only() {
    let folder = Folder::new();
    let salt = folder.text("salt");
    fs::write(&salt, "0123456789abcdef-synthetic-salt").unwrap();
    let read = |name: &str| fs::read(folder.text(name).as_str()).unwrap();
    let story = "samples/stories/duplicate-delivery.ndjson";
    for (to, more) in [("a", &["--salt-file", &*salt][..]), ("b", &["--salt-file", &*salt]), ("c", &[])] {
        let done = run(&[&["redact", story, "--to", &folder.text(to)], more].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    let name = "duplicate-delivery.ndjson";
    assert_eq!(read(&format!("a/{name}")), read(&format!("b/{name}")));
    assert_ne!(read(&format!("a/{name}")), read(&format!("c/{name}")));
    let path = folder.text(&format!("c/{name}"));
    assert_eq!(run(&["validate", &path]).code, 0);
    assert_eq!(run(&["replay", &path]).code, 0);
    assert_eq!(lives(story), lives(&path));
}

#[test]
fn wrapped_logs_raw_records_and_encrypted_bodies_are_redacted_as_events() {
    let folder = Folder::new();
    let event = fs::read_to_string("samples/bot-closes.json").unwrap();
    let event = serde_json::from_str::<Value>(&event).unwrap().to_string();
    let docker =
        json!({ "log": format!("{event}\n"), "stream": "stdout", "time": "2023-11-14T22:13:20.000000000Z" });
    let record = json!({ "at": 1, "method": "POST", "target": "/e", "headers": [], "body": event });
    fs::write(folder.text("docker.log"), format!("{docker}\n")).unwrap();
    fs::write(folder.text("raw.ndjson"), format!("{record}\n")).unwrap();
    fs::write(folder.text("text.log"), format!("12:00 from 张三: {event}\n12:01 done by 张三\n")).unwrap();
    let paths = ["docker.log", "raw.ndjson", "text.log"].map(|it| folder.text(it));
    let done = redact(&folder, &[&paths[0], &paths[1], &paths[2]], &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("1 line that hold no event: left out"), "{}", done.stderr);
    let made = ["docker.log", "raw.ndjson", "text.log"].map(|it| text(&folder, &format!("out/{it}")));
    assert!(made.iter().all(|it| *it == made[0] && it.lines().count() == 1), "{made:?}");
    let value: Value = serde_json::from_str(&made[0]).unwrap();
    assert_eq!(value["event"]["object"]["status"], 50);

    let key = ["--encrypt-key", "example-encrypt-key"];
    let sealed = run(&[&["sign", "--sample", "bot-closes", "--format", "json"], &key[..]].concat());
    let body = serde_json::from_str::<Value>(&sealed.stdout).unwrap()["body"].as_str().unwrap().to_owned();
    fs::write(folder.text("sealed.json"), &body).unwrap();
    let path = folder.text("sealed.json");
    let done = run(&[&["redact", &path, "--to", &folder.text("opened")], &key[..]].concat());
    assert_eq!(
        (done.code, text(&folder, "opened/sealed.json").contains("updated_v1")),
        (0, true),
        "{}",
        done.stderr
    );
    let done = run(&["redact", &path, "--to", &folder.text("shut")]);
    assert_eq!(done.code, 1);
    assert!(
        text(&folder, "shut/sealed.json").len() > 300
            && !text(&folder, "shut/sealed.json").contains(&body[20..60])
    );
}

#[test]
fn nothing_is_written_over_and_nothing_into_what_is_read() {
    let folder = Folder::new();
    fs::create_dir(folder.text("in")).unwrap();
    fs::copy("samples/bot-closes.json", folder.text("in/张三-7100000000000000340.json")).unwrap();
    let input = folder.text("in");
    let done = run(&["redact", &input, "--to", &folder.text("in/out")]);
    assert!(done.code == 2 && done.stderr.contains("which is read"), "{}", done.stderr);
    fs::remove_dir(folder.text("in/out")).unwrap();
    let done = run(&["redact", &input, "--to", &folder.text("out"), "--salt-file", "Cargo.toml"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let names: Vec<String> = fs::read_dir(folder.text("out"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.len() == 1
            && names[0].contains(".json")
            && !names[0].contains("张三")
            && !names[0].contains("7100000"),
        "{names:?}"
    );
    let done = run(&["redact", &input, "--to", &folder.text("out"), "--salt-file", "Cargo.toml"]);
    assert!(done.code == 2 && done.stderr.contains("is there already"), "{}", done.stderr);
    assert_eq!(run(&["redact", &input]).code, 2);
    fs::write(folder.text("short"), "1").unwrap();
    assert_eq!(
        run(&["redact", &input, "--to", &folder.text("x"), "--salt-file", &folder.text("short")]).code,
        2
    );
}

#[test]
fn a_check_knows_a_real_capture_from_a_redacted_or_made_up_one() {
    let folder = Folder::new();
    let text = fs::read_to_string("samples/bot-closes.json").unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["header"]["app_id"] = json!("cli_9f5343c580712544");
    value["header"]["token"] = json!("rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV");
    let real = value.to_string();
    let done = feed(&["redact", "--check", "-"], real.as_bytes());
    assert!(
        done.code == 1 && done.stdout.starts_with("<stdin>:1:1: looks like a real capture"),
        "{}",
        done.stdout
    );
    fs::write(folder.text("real.json"), &real).unwrap();
    assert_eq!(redact(&folder, &[&folder.text("real.json")], &[]).code, 0);
    assert_eq!(run(&["redact", "--check", &folder.text("out")]).code, 0);
    assert_eq!(run(&["redact", "--check", "samples/stories"]).code, 0);
}

#[test]
fn listen_records_redacted_and_knows_duplicates_by_their_pseudonyms() {
    use crate::support::{Listener, event};
    let folder = Folder::new();
    fs::write(folder.text("salt"), "0123456789abcdef-synthetic-salt").unwrap();
    for (number, recorded) in [(1, 1), (2, 1)] {
        let (record, salt) = (folder.text("r"), folder.text("salt"));
        let arguments = ["--record", &record, "--dedupe", "8h", "--redact", "--salt-file", &salt];
        let listener = Listener::start(&arguments);
        assert_eq!(listener.deliver(&event("e-redacted-00001")).status, 200, "run {number}");
        listener.signal("TERM");
        listener.finish();
        let kept = text(&folder, "r");
        assert_eq!(kept.lines().count(), recorded, "run {number}");
        assert!(!kept.contains("e-redacted-00001") && kept.contains("helpdesk.ticket.updated_v1"), "{kept}");
        let seen = fs::read(folder.text("r.seen")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&seen).contains("e-redacted-00001"));
    }
    assert_eq!(run(&["listen", "--redact"]).code, 2);
    let both = ["listen", "--record", "r", "--record-raw", "raw", "--redact"];
    assert_eq!(run(&both).code, 2);
}
