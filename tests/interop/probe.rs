//! `probe` against the vendor's own receivers: every case as the SDK answers it, told from what an app gets wrong.

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, command, run};
use crate::sdk::{Sdk, for_each};

/// Cases that judge how fast the machine is, not what the SDK does.
const OF_SPEED: &[&str] = &["answer-time", "url-check-time"];

fn probe(app: &App, sdk: Sdk, secrets: Secrets) -> Finished {
    let mut command = command("probe", secrets);
    command.args(["--url", &app.url(), "--sdk", sdk.language(), "--format", "json", "--timeout", "1m"]);
    for case in OF_SPEED {
        command.args(["--skip", case]);
    }
    run(&mut command)
}

/// Every case that was judged, a line each: `case: verdict, status`, and `own` where it is the SDK's. No status where no
/// single answer decided.
fn table(finished: &Finished) -> String {
    let report = finished.json();
    let records = report["records"].as_array().unwrap().iter().map(|it| &it["data"]);
    let lines = records.filter(|it| it["verdict"] != "skipped").map(|it| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let status = it["answer"]["status"].as_u64().map_or("-".to_owned(), |it| it.to_string());
        let own = if it["sdk"].is_null() { "" } else { ", own" };
        format!("{}: {}, {status}{own}\n", text("case"), text("verdict"))
    });
    lines.collect()
}

fn check(sdk: Sdk, secrets: Secrets, expected: &str) {
    if !sdk.is_selected() {
        return;
    }
    let app = App::receiver(sdk, secrets);
    let finished = probe(&app, sdk, secrets);
    assert_eq!(table(&finished), expected, "{sdk:?} {finished:?}");
    // What is the SDK's own does not fail a run.
    assert_eq!(finished.code, Some(0), "{sdk:?} {finished:?}");
}

#[test]
fn python_with_a_key_refuses_what_is_forged_but_takes_an_event_without_a_token() {
    check(
        Sdk::Python,
        ENCRYPTED,
        "\
url-check-encrypted: pass, 200
url-check-wrong-token: pass, 500
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: warn, 500, own
forged-body: pass, 500
bad-signature: pass, 500
no-signature: pass, 500
other-key-signature: pass, 500
plain-event: pass, 500
plain-event-signed: warn, 200, own
wrong-token: pass, 500
missing-token: warn, 200, own
stale-timestamp: pass, 200
header-case: pass, 200
duplicate: pass, 200
concurrent: pass, -
keep-alive: warn, -
large-body: pass, 200
malformed-json: pass, 500
empty-body: pass, 500
undecryptable: pass, 500
alive: pass, 200
",
    );
}

// Flask's own server, not the SDK, closes every connection: `keep-alive` warns here and above.
#[test]
fn python_without_a_key_goes_by_the_token() {
    check(
        Sdk::Python,
        PLAIN,
        "\
url-check: pass, 200
url-check-wrong-token: pass, 500
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: warn, 500, own
wrong-token: pass, 500
missing-token: pass, 500
duplicate: pass, 200
concurrent: pass, -
keep-alive: warn, -
large-body: pass, 200
malformed-json: pass, 500
empty-body: pass, 500
alive: pass, 200
",
    );
}

#[test]
fn node_with_a_key_answers_200_to_what_it_refuses_and_exits_over_what_does_not_open() {
    check(
        Sdk::Node,
        ENCRYPTED,
        "\
url-check-encrypted: pass, 200
url-check-wrong-token: warn, 200, own
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: pass, 200
forged-body: warn, 200, own
bad-signature: warn, 200, own
no-signature: warn, 200, own
other-key-signature: warn, 200, own
plain-event: warn, 200, own
plain-event-signed: warn, 200, own
wrong-token: warn, 200, own
missing-token: warn, 200, own
stale-timestamp: pass, 200
header-case: pass, 200
duplicate: pass, 200
concurrent: pass, -
keep-alive: pass, -
large-body: pass, 200
malformed-json: warn, 200, own
empty-body: warn, 200, own
undecryptable: warn, -, own
alive: warn, -, own
",
    );
}

#[test]
fn node_without_a_key_looks_at_nothing() {
    check(
        Sdk::Node,
        PLAIN,
        "\
url-check: pass, 200
url-check-wrong-token: warn, 200, own
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: pass, 200
wrong-token: warn, 200, own
missing-token: warn, 200, own
duplicate: pass, 200
concurrent: pass, -
keep-alive: pass, -
large-body: pass, 200
malformed-json: warn, 200, own
empty-body: warn, 200, own
alive: pass, 200
",
    );
}

/// Go's, with a key.
const WITH_KEY_BUT_ANY_TOKEN: &str = "\
url-check-encrypted: pass, 200
url-check-wrong-token: pass, 500
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: pass, 200
forged-body: pass, 500
bad-signature: pass, 500
no-signature: pass, 500
other-key-signature: pass, 500
plain-event: pass, 500
plain-event-signed: pass, 500
wrong-token: warn, 200, own
missing-token: warn, 200, own
stale-timestamp: pass, 200
header-case: pass, 200
duplicate: pass, 200
concurrent: pass, -
keep-alive: pass, -
large-body: pass, 200
malformed-json: pass, 500
empty-body: pass, 500
undecryptable: pass, 500
alive: pass, 200
";

/// Without one.
const WITHOUT_KEY_AND_ANY_TOKEN: &str = "\
url-check: pass, 200
url-check-wrong-token: pass, 500
event: pass, 200
event-sparse: pass, 200
event-unknown-fields: pass, 200
event-empty-old-object: pass, 200
event-non-ascii: pass, 200
event-minimal: pass, 200
other-type: pass, 200
wrong-token: warn, 200, own
missing-token: warn, 200, own
duplicate: pass, 200
concurrent: pass, -
keep-alive: pass, -
large-body: pass, 200
malformed-json: pass, 500
empty-body: pass, 500
alive: pass, 200
";

for_each!(the_token_of_an_event_is_not_looked_at: go Go);

fn the_token_of_an_event_is_not_looked_at(sdk: Sdk) {
    check(sdk, ENCRYPTED, WITH_KEY_BUT_ANY_TOKEN);
    check(sdk, PLAIN, WITHOUT_KEY_AND_ANY_TOKEN);
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
    assert_eq!((table(&finished).as_str(), finished.code), ("forged-body: fail, 200\n", Some(1)));
}
