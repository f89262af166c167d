//! One log with every event type, duplicates, and other products' events: recorded by `listen`, judged and compared, and
//! delivered from the record to the vendor's receivers and clients. Nothing is lost, and each event is handled once, but
//! what the SDK cannot read, which `validate --sdk` says of the very same events.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN};
use crate::binary::{Finished, Gateway, Listener, command, run};
use crate::replay::{attempts, replay};
use crate::sdk::{Sdk, for_each, selected};
use crate::stories;
use crate::toolchain::scratch;

const ALL: (&str, &str) = ("INTEROP_ALL", "1");

/// What `listen` recorded.
struct Recorded {
    path: PathBuf,
    lines: Vec<String>,
}

/// The record, made once.
fn recorded() -> &'static Recorded {
    static RECORDED: OnceLock<Recorded> = OnceLock::new();
    RECORDED.get_or_init(record)
}

fn record() -> Recorded {
    let folder = scratch().join("mixed");
    fs::create_dir(&folder).unwrap();
    let (log, path) = (folder.join("log.ndjson"), folder.join("record.ndjson"));
    let asked = ["--types", "all", "--mixed", "--tickets", "12", "--seed", "1"];
    let made = run(command("generate", PLAIN).args(asked));
    let is_ours = |line: &&str| line.contains("\"helpdesk.");
    let ours: Vec<_> = made.stdout.lines().filter(is_ours).map(str::to_owned).collect();
    let types = ["ticket.created_v1", "ticket.updated_v1", "ticket_message.created_v1", "approve_v1"];
    assert!(types.iter().all(|it| ours.iter().any(|line| line.contains(it))));
    assert!(ours.len() < made.stdout.lines().count());
    // Every third one comes twice; the last one ends the listener.
    let twice = made.stdout.lines().enumerate().flat_map(|(at, it)| {
        let count = if at % 3 == 1 { 2 } else { 1 };
        std::iter::repeat_n(it, count)
    });
    fs::write(&log, twice.map(|it| it.to_owned() + "\n").collect::<String>()).unwrap();

    let count = ours.len().to_string();
    let arguments = ["--record", path.to_str().unwrap(), "--dedupe", "8h", "--max-events", &count];
    let listener = Listener::start(ENCRYPTED, &arguments);
    let url = format!("http://127.0.0.1:{}/webhook/event", listener.port());
    let sent = replay(&url, ENCRYPTED, &[log.to_str().unwrap()]);
    assert_eq!(sent.code, Some(0), "{sent:?}");
    let heard = listener.finish();
    assert_eq!(heard.code, Some(0), "{heard:?}");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().map(str::to_owned).collect();
    assert_eq!(stories::ids(&lines), stories::ids(&ours));

    let valid = run(command("validate", PLAIN).arg(&path));
    assert!(valid.code == Some(0) && valid.stdout.contains(&format!("{count} events valid")), "{valid:?}");
    let moved = run(command("diff", PLAIN).arg(&path).args(["--timeline", "--strict"]));
    assert_eq!(moved.code, Some(0), "{moved:?}");
    Recorded { path, lines }
}

/// The events that a typed handler of an SDK refuses, as `validate` says.
fn refused_as_said(sdk: Sdk) -> BTreeSet<String> {
    let Recorded { path, lines } = recorded();
    let ids = stories::ids(lines);
    let said = run(command("validate", PLAIN).arg(path).args(["--sdk", sdk.language(), "--format", "json"]));
    let report = said.json();
    let is_refused = |it: &&Value| {
        let findings = it["data"]["findings"].as_array().unwrap();
        findings.iter().any(|it| it["code"] == "sdk-refuses")
    };
    let records = report["records"].as_array().unwrap().iter().filter(is_refused);
    let line = |it: &Value| usize::try_from(it["data"]["place"]["line"].as_u64().unwrap()).unwrap();
    records.map(|it| ids[line(it) - 1].0.clone()).collect()
}

/// What an app handled is each event once but those, and of each attempt is said what became of it.
#[track_caller]
fn assert_handled(sdk: Sdk, app: &App, finished: &Finished, refused: &BTreeSet<String>) {
    let Recorded { lines, .. } = recorded();
    let ids = stories::ids(lines);
    let handled = ids.iter().zip(lines).filter(|((event_id, _), _)| !refused.contains(event_id));
    let mut expected: Vec<_> = handled.map(|(ids, line)| as_given(sdk, ids.clone(), line)).collect();
    let mut got = app.handled();
    got.sort();
    expected.sort();
    assert_eq!(got, expected, "{sdk:?} {finished:?}");
    let attempts = attempts(finished);
    assert_eq!(attempts.len(), lines.len(), "{sdk:?}");
    for it in attempts {
        let outcome = if refused.contains(it["event_id"].as_str().unwrap()) { "refused" } else { "accepted" };
        assert_eq!(it["outcome"], outcome, "{sdk:?} {it}");
        assert_eq!(it["warnings"].is_null(), outcome == "accepted", "{sdk:?} {it}");
    }
    assert_eq!(finished.code, Some(i32::from(!refused.is_empty())), "{sdk:?} {finished:?}");
}

/// The ids as a handler is given them: Node's gets a message's own id in the place of the event's.
fn as_given(sdk: Sdk, (event_id, subject_id): (String, String), line: &str) -> (String, String) {
    let event: Value = serde_json::from_str(line).unwrap();
    let own = event.pointer("/event/event_id").and_then(Value::as_str).filter(|_| sdk == Sdk::Node);
    (own.map_or(event_id, str::to_owned), subject_id)
}

/// By webhook and over the long connection.
fn is_handled_once(sdk: Sdk, environment: &[(&str, &str)], refused: &BTreeSet<String>) {
    let record = recorded().path.to_str().unwrap();
    for secrets in [PLAIN, ENCRYPTED] {
        let app = App::receiver_with(sdk, secrets, environment);
        let finished = replay(&app.url(), secrets, &[record, "--jobs", "8"]);
        assert_handled(sdk, &app, &finished, refused);
    }
    let gateway = Gateway::start(&[record, "--jobs", "8", "--format", "json"]);
    let app = App::client(sdk, &gateway.url, environment);
    assert_handled(sdk, &app, &gateway.finish(), refused);
}

for_each!(each_event_is_handled_once_but_what_the_sdk_cannot_read: python Python, node Node, go Go, java_typed JavaTyped);

fn each_event_is_handled_once_but_what_the_sdk_cannot_read(sdk: Sdk) {
    let refused = refused_as_said(sdk);
    assert_eq!(refused.is_empty(), [Sdk::Python, Sdk::Node].contains(&sdk), "{sdk:?} {refused:?}");
    is_handled_once(sdk, &[ALL], &refused);
}

#[test]
fn each_event_is_handled_once_where_a_handler_of_go_or_java_reads_the_json_itself() {
    for sdk in selected(&[Sdk::Go, Sdk::Java]) {
        let all = if sdk == Sdk::Go { ("INTEROP_ALL", "custom") } else { ALL };
        is_handled_once(sdk, &[all], &BTreeSet::new());
    }
}
