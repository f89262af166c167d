//! `probe` against the vendor's own receivers: every case as the SDK answers it, told from what an app gets wrong.

use serde_json::Value;

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, command, run};
use crate::sdk::{Sdk, for_each, selected};

/// Cases that judge how fast the machine is, not what the SDK does.
const OF_SPEED: &[&str] = &["answer-time", "url-check-time"];

fn probe(app: &App, sdk: Sdk, secrets: Secrets, more: &[&str]) -> Finished {
    let mut command = command("probe", secrets);
    command.args(more).args([
        "--url",
        &app.url(),
        "--sdk",
        sdk.language(),
        "--format",
        "json",
        "--timeout",
        "1m",
    ]);
    for case in OF_SPEED {
        command.args(["--skip", case]);
    }
    run(&mut command)
}

/// Every case that was judged, a line each: `case: verdict, status`, and `own` where it is the SDK's. No status where no
/// single answer decided.
fn table(finished: &Finished) -> Vec<String> {
    let report = finished.json();
    let records = report["records"].as_array().unwrap().iter().map(|it| &it["data"]);
    let lines = records.filter(|it| it["verdict"] != "skipped").map(|it| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let status = it["answer"]["status"].as_u64().map_or("-".to_owned(), |it| it.to_string());
        let own = if it["sdk"].is_null() { "" } else { ", own" };
        format!("{}: {}, {status}{own}", text("case"), text("verdict"))
    });
    lines.collect()
}

for_each!(each_case_is_judged_as_the_sdk_answers_it: python Python, node Node, go Go, java Java);

fn each_case_is_judged_as_the_sdk_answers_it(sdk: Sdk) {
    for (secrets, cases) in [(ENCRYPTED, WITH_KEY), (PLAIN, WITHOUT_KEY)] {
        let app = App::receiver(sdk, secrets);
        let finished = probe(&app, sdk, secrets, &[]);
        assert_eq!(table(&finished), column(cases, sdk), "{secrets:?} {finished:?}");
        // What is the SDK's own does not fail a run.
        assert_eq!(finished.code, Some(0), "{secrets:?} {finished:?}");
    }
}

/// The same lines as `table` makes, from the column of this SDK.
fn column(cases: &str, sdk: Sdk) -> Vec<String> {
    let mut rows = cases.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let place = head.iter().position(|it| it.split(", ").any(|name| name == sdk.language())).unwrap();
    rows.map(|row| format!("{}: {}", row[0], row[place])).collect()
}

/// Flask's own server, not the SDK, closes every connection: its `keep-alive` warns.
const WITH_KEY: &str = "\
case                   | python         | node           | go, java
url-check-encrypted    | pass, 200      | pass, 200      | pass, 200
url-check-wrong-token  | pass, 500      | warn, 200, own | pass, 500
event                  | pass, 200      | pass, 200      | pass, 200
event-sparse           | pass, 200      | pass, 200      | pass, 200
event-unknown-fields   | pass, 200      | pass, 200      | pass, 200
event-empty-old-object | pass, 200      | pass, 200      | pass, 200
event-non-ascii        | pass, 200      | pass, 200      | pass, 200
event-minimal          | pass, 200      | pass, 200      | pass, 200
other-type             | warn, 500, own | pass, 200      | pass, 200
forged-body            | pass, 500      | warn, 200, own | pass, 500
bad-signature          | pass, 500      | warn, 200, own | pass, 500
no-signature           | pass, 500      | warn, 200, own | pass, 500
other-key-signature    | pass, 500      | warn, 200, own | pass, 500
plain-event            | pass, 500      | warn, 200, own | pass, 500
plain-event-signed     | warn, 200, own | warn, 200, own | pass, 500
wrong-token            | pass, 500      | warn, 200, own | warn, 200, own
missing-token          | warn, 200, own | warn, 200, own | warn, 200, own
stale-timestamp        | pass, 200      | pass, 200      | pass, 200
header-case            | pass, 200      | pass, 200      | pass, 200
duplicate              | pass, 200      | pass, 200      | pass, 200
concurrent             | pass, -        | pass, -        | pass, -
keep-alive             | warn, -        | pass, -        | pass, -
large-body             | pass, 200      | pass, 200      | pass, 200
malformed-json         | pass, 500      | warn, 200, own | pass, 500
empty-body             | pass, 500      | warn, 200, own | pass, 500
undecryptable          | pass, 500      | warn, -, own   | pass, 500
alive                  | pass, 200      | warn, -, own   | pass, 200
";

/// Without a key there is no signature: what is forged shows by the token alone, which Node, Go and Java do not look at.
const WITHOUT_KEY: &str = "\
case                   | python         | node           | go, java
url-check              | pass, 200      | pass, 200      | pass, 200
url-check-signed       | pass, 200      | pass, 200      | pass, 200
url-check-wrong-token  | pass, 500      | warn, 200, own | pass, 500
event                  | pass, 200      | pass, 200      | pass, 200
event-signed           | pass, 200      | pass, 200      | pass, 200
event-sparse           | pass, 200      | pass, 200      | pass, 200
event-unknown-fields   | pass, 200      | pass, 200      | pass, 200
event-empty-old-object | pass, 200      | pass, 200      | pass, 200
event-non-ascii        | pass, 200      | pass, 200      | pass, 200
event-minimal          | pass, 200      | pass, 200      | pass, 200
other-type             | warn, 500, own | pass, 200      | pass, 200
wrong-token            | pass, 500      | warn, 200, own | warn, 200, own
missing-token          | pass, 500      | warn, 200, own | warn, 200, own
duplicate              | pass, 200      | pass, 200      | pass, 200
concurrent             | pass, -        | pass, -        | pass, -
keep-alive             | warn, -        | pass, -        | pass, -
large-body             | pass, 200      | pass, 200      | pass, 200
malformed-json         | pass, 500      | warn, 200, own | pass, 500
empty-body             | pass, 500      | warn, 200, own | pass, 500
alive                  | pass, 200      | pass, 200      | pass, 200
";

/// The cases that failed, with what is advised.
fn failed(finished: &Finished) -> Vec<(String, String)> {
    let report = finished.json();
    let records = report["records"].as_array().unwrap().iter().map(|it| &it["data"]);
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    records.filter(|it| it["verdict"] == "fail").map(|it| (text(it, "case"), text(it, "advice"))).collect()
}

#[test]
fn a_withdrawn_release_of_python_fails_with_and_without_a_key_and_is_named() {
    for sdk in selected(&[Sdk::PythonWithdrawn]) {
        for (secrets, cases) in
            [(ENCRYPTED, &["url-check-encrypted"][..]), (PLAIN, &["url-check-signed", "event-signed"])]
        {
            let app = App::receiver(sdk, secrets);
            let finished = probe(&app, sdk, secrets, &["--keep-going"]);
            let failed = failed(&finished);
            assert_eq!(finished.code, Some(1), "{finished:?}");
            assert!(failed.iter().map(|(case, _)| case).eq(cases), "{secrets:?} {failed:?}");
            assert!(failed.iter().all(|(_, advice)| advice.contains("1.6.3")), "{secrets:?} {failed:?}");
        }
    }
}

#[test]
fn a_typed_handler_of_java_fails_with_the_way_out_and_is_judged_by_what_it_takes() {
    for sdk in selected(&[Sdk::JavaTyped]) {
        let app = App::receiver(sdk, ENCRYPTED);
        let finished = probe(&app, sdk, ENCRYPTED, &["--keep-going"]);
        let (case, advice) = &failed(&finished)[0];
        assert_eq!((finished.code, case.as_str()), (Some(1), "event"), "{finished:?}");
        for part in ["onCustomizedEvent", "getPlain", "getBody"] {
            assert!(advice.contains(part), "{advice}");
        }
        let table = table(&finished);
        for row in ["event-minimal: pass, 200", "forged-body: pass, 500", "wrong-token: warn, 200, own"] {
            assert!(table.iter().any(|it| it == row), "{row} {table:#?}");
        }
    }
}

for_each!(a_handler_that_raises_fails_whatever_the_sdk: python Python, node Node, go Go, java Java);

fn a_handler_that_raises_fails_whatever_the_sdk(sdk: Sdk) {
    let raising = || App::receiver_with(sdk, ENCRYPTED, &[("INTEROP_RAISE", "1")]);
    let ended = probe(&raising(), sdk, ENCRYPTED, &[]);
    let last = table(&ended).pop().unwrap();
    assert!(ended.code == Some(1) && last.starts_with("event: fail"), "{ended:?}");
    let finished = probe(&raising(), sdk, ENCRYPTED, &["--keep-going"]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert_eq!(failed(&finished)[0].0, "event", "{finished:?}");
    // Where nothing valid is taken, no refusal is a merit.
    let proven = ["forged-body", "wrong-token", "undecryptable", "stale-timestamp", "large-body"];
    let table = table(&finished);
    assert!(!table.iter().any(|it| proven.iter().any(|case| it.starts_with(case))), "{table:#?}");
}

for_each!(another_key_and_another_token_are_called_so_and_end_the_probe: python Python, go Go, java Java);

fn another_key_and_another_token_are_called_so_and_end_the_probe(sdk: Sdk) {
    let other_key = Secrets { encrypt_key: "interop-other-encrypt-key", ..ENCRYPTED };
    let other_token = Secrets { token: "interop-other-token", ..ENCRYPTED };
    let swapped = Secrets { encrypt_key: ENCRYPTED.token, token: ENCRYPTED.encrypt_key };
    for (secrets, words) in [
        (other_key, "its encrypt key is another one"),
        (swapped, "in each other's place"),
        (PLAIN, "the key with --encrypt-key-file"),
        (other_token, "another verification token"),
    ] {
        let app = App::shared(sdk, ENCRYPTED);
        let finished = probe(app, sdk, secrets, &[]);
        let failed = failed(&finished);
        assert!(
            failed.iter().any(|(_, advice)| advice.contains(words)),
            "{secrets:?} {failed:?} {finished:?}"
        );
        assert_eq!(finished.code, Some(1), "{secrets:?} {finished:?}");
        // Go's and Java's take events whatever their token.
        let goes_on = secrets == other_token && sdk != Sdk::Python;
        assert!(goes_on || failed.len() == 1, "{secrets:?} {failed:?}");
    }
}

for_each!(valid_events_of_chance_are_taken_but_by_typed_handlers: python Python, node Node, java Java);

fn valid_events_of_chance_are_taken_but_by_typed_handlers(sdk: Sdk) {
    let app = App::receiver(sdk, ENCRYPTED);
    let finished = probe(&app, sdk, ENCRYPTED, &["--only", "generated", "--generate", "60", "--seed", "19"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
}

#[test]
fn a_typed_handler_of_go_loses_every_real_message() {
    for sdk in selected(&[Sdk::Go]) {
        let app = App::receiver_with(sdk, ENCRYPTED, &[("INTEROP_ALL", "1")]);
        let finished = probe(&app, sdk, ENCRYPTED, &["--keep-going"]);
        let failed = failed(&finished);
        let [(case, advice)] = &failed[..] else { panic!("{failed:?} {finished:?}") };
        assert!(case == "event-message" && advice.contains("typed handler"), "{case} {advice}");
    }
}

#[test]
fn a_handler_of_node_that_returns_nothing_is_told_from_another_key() {
    if !Sdk::Node.is_selected() {
        return;
    }
    let silent = |secrets| App::receiver_with(Sdk::Node, secrets, &[("INTEROP_SILENT", "1")]);
    for secrets in [ENCRYPTED, PLAIN] {
        let finished = probe(&silent(secrets), Sdk::Node, secrets, &[]);
        let table = table(&finished);
        assert_eq!(finished.code, Some(0), "{secrets:?} {finished:?}");
        for row in ["event: pass, 200", "wrong-token: warn, 200, own"] {
            assert!(table.iter().any(|it| it == row), "{row} {table:#?}");
        }
    }
    // Without the key it has, nothing is handled, and all of it is answered in the same way.
    let finished = probe(&silent(ENCRYPTED), Sdk::Node, PLAIN, &["--keep-going"]);
    let table = table(&finished);
    assert!(table.iter().any(|it| it == "event: warn, 200"), "{table:#?}");
    assert_eq!(finished.code, Some(1), "{finished:?}");
}

#[test]
fn without_the_sdk_named_what_is_its_own_fails_the_run() {
    if !Sdk::Node.is_selected() {
        return;
    }
    let app = App::receiver(Sdk::Node, ENCRYPTED);
    let finished = run(command("probe", ENCRYPTED).args([
        "--url",
        &app.url(),
        "--format",
        "json",
        "--timeout",
        "1m",
        "--only",
        "forged-body",
    ]));
    assert_eq!((table(&finished), finished.code), (vec!["forged-body: fail, 200".to_owned()], Some(1)));
}
