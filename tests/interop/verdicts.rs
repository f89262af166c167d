//! The verdicts of `validate` on the schemas against those of two public validators, on mutated events of each type.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::app::PLAIN;
use crate::binary::{command, run};
use crate::sdk::Sdk;
use crate::toolchain;

const EVENTS: usize = 1_000;

const TYPES: [(&str, &[&str]); 4] = [
    (
        "helpdesk.ticket.updated_v1",
        &["handed-over.json", "agent-closes.json", "page-example.json", "minimal.json"],
    ),
    ("helpdesk.ticket.created_v1", &["types/ticket-created.json"]),
    (
        "helpdesk.ticket_message.created_v1",
        &["types/message-by-bot.json", "types/message-by-guest.json", "types/message-by-agent.json"],
    ),
    ("helpdesk.notification.approve_v1", &["types/notification-approved.json"]),
];

/// Chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % count as u64).unwrap()
    }
}

/// Values that may be right in one place and wrong in another.
fn values() -> Vec<Value> {
    vec![
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(50),
        json!(53),
        json!(-1),
        json!(-2),
        json!(1.0),
        json!(1.5),
        json!(1_700_000_000_000_i64),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("1"),
        json!("x"),
        json!("1700000000000"),
        json!("APPROVED"),
        json!("1.0"),
        json!(null),
        json!(true),
        json!([]),
        json!([1]),
        json!([{"id": "1"}]),
        json!({}),
        json!({"content": "c", "id": 1}),
    ]
}

/// The pointer of every member and item below a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, it)| (format!("{at}/{key}"), it)).collect(),
        Value::Array(items) => (0..).zip(items).map(|(index, it)| (format!("{at}/{index}"), it)).collect(),
        _ => Vec::new(),
    };
    for (place, value) in inner {
        places(value, &place, found);
        found.push(place);
    }
}

/// Takes a member out, gives it another value, or moves it to another key. The type stays, so that it is known which
/// schema counts.
fn mutate(event: &mut Value, dice: &mut Dice) {
    let mut found = Vec::new();
    places(event, "", &mut found);
    let place = found[dice.below(found.len())].clone();
    if ["/header", "/header/event_type"].contains(&place.as_str()) {
        return;
    }
    let values = values();
    let value = values[dice.below(values.len())].clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    match (event.pointer_mut(parent).unwrap(), dice.below(4)) {
        (Value::Object(members), 0) => drop(members.remove(key)),
        (Value::Object(members), 1) => {
            let other = ["solve", "channel", "comments", "customized_fields", "token"][dice.below(5)];
            members.insert(other.to_owned(), value);
        }
        _ => *event.pointer_mut(&place).unwrap() = value,
    }
}

/// Writes the events, no two the same; some are as they were.
fn write(folder: &Path, samples: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    let read = |name: &&str| fs::read_to_string(Path::new("samples").join(name)).unwrap();
    let samples: Vec<Value> = samples.iter().map(|it| serde_json::from_str(&read(it)).unwrap()).collect();
    let (mut dice, mut seen) = (Dice(15), BTreeSet::new());
    while seen.len() < EVENTS {
        let mut event = samples[dice.below(samples.len())].clone();
        for _ in 0..dice.below(4) {
            mutate(&mut event, &mut dice);
        }
        let text = event.to_string();
        let name = format!("{:04}.json", seen.len());
        if seen.insert(text.clone()) {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.stdout.is_empty(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The files that are faulty by check-jsonschema.
fn faulty_by_check_jsonschema(schema: &Path, files: &[PathBuf]) -> BTreeSet<String> {
    let mut command = toolchain::check_jsonschema();
    let said = output(command.args(["--output-format", "json", "--schemafile"]).arg(schema).args(files));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert!(said["parse_errors"].as_array().is_none_or(Vec::is_empty), "{said}");
    said["errors"].as_array().unwrap().iter().map(|it| name(it["filename"].as_str().unwrap())).collect()
}

/// The files that are faulty by `validate`.
fn faulty_by_us(folder: &Path) -> BTreeSet<String> {
    let arguments = ["--format", "ndjson", "--max-findings", "1000000"];
    let done = run(command("validate", PLAIN).arg(folder).args(arguments));
    let checked = done.lines("checked");
    let faulty = checked.iter().filter(|it| it["valid"] == false);
    faulty.map(|it| name(it["place"]["file"].as_str().unwrap())).collect()
}

fn name(path: &str) -> String {
    Path::new(path).file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_thousand_mutated_events_of_each_type_are_judged_as_by_check_jsonschema_and_ajv() {
    if !(Sdk::Python.is_selected() && Sdk::Node.is_selected()) {
        return;
    }
    let home = toolchain::scratch().join("verdicts");
    for (kind, samples) in TYPES {
        let folder = home.join(kind);
        write(&folder, samples);
        let schema = home.join(format!("{kind}.schema.json"));
        fs::write(&schema, output(command("schema", PLAIN).arg(kind))).unwrap();
        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
        let valid = output(toolchain::node("verdicts").arg(&schema).arg(&folder));
        let valid: BTreeSet<_> = valid.lines().map(str::to_owned).collect();
        let all: BTreeSet<_> = files.iter().map(|it| name(&it.to_string_lossy())).collect();
        let by_ajv: BTreeSet<_> = all.difference(&valid).cloned().collect();
        assert_eq!(all.len(), EVENTS);
        assert!(by_ajv.len() > EVENTS / 4 && by_ajv.len() < EVENTS, "{kind}: {} are faulty", by_ajv.len());
        assert_eq!(faulty_by_us(&folder), by_ajv, "{kind}: we and ajv");
        assert_eq!(faulty_by_check_jsonschema(&schema, &files), by_ajv, "{kind}: check-jsonschema and ajv");
    }
}
