//! `probe` against the vendor's own receivers: every case as the SDK answers it, told from what an app gets wrong.

use crate::app::{App, ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, command, run};
use crate::sdk::{Sdk, for_each, selected};

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
        let finished = probe(&app, sdk, secrets);
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
url-check-wrong-token  | pass, 500      | warn, 200, own | pass, 500
event                  | pass, 200      | pass, 200      | pass, 200
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

#[test]
fn a_withdrawn_release_of_python_fails_for_the_platform_could_not_save_its_url() {
    for sdk in selected(&[Sdk::PythonWithdrawn]) {
        let app = App::receiver(sdk, ENCRYPTED);
        let finished = probe(&app, sdk, ENCRYPTED);
        assert_eq!(table(&finished)[0], "url-check-encrypted: fail, 500", "{finished:?}");
        assert_eq!(finished.code, Some(1), "{finished:?}");
    }
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
