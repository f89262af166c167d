//! The reports that CI reads, by their consumers' own rules: the schema of Jenkins xUnit, the schema of SARIF 2.1.0, and the
//! type of an issue of Code Climate, which GitLab reads.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::app::{PLAIN, Secrets};
use crate::binary::{Listener, command, run};
use crate::toolchain::{check_jsonschema, check_junit, code_climate, sarif_schema, scratch};

/// What findings are reported as.
const FORMATS: [&str; 3] = ["junit", "sarif", "codequality"];

/// An empty folder for the reports of a test.
fn folder(name: &str) -> PathBuf {
    let folder = scratch().join(format!("reports-{name}"));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Has a run write a report of each of these formats into the folder.
fn report(command: &mut Command, folder: &Path, name: &str, formats: &[&str]) -> Option<i32> {
    for format in formats {
        command
            .arg("--report")
            .arg(format!("{format}={}", folder.join(format!("{name}.{format}")).display()));
    }
    run(command).code
}

/// The reports of a format in the folder; there are some.
fn reports(folder: &Path, format: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let all: Vec<_> = all.filter(|it| it.extension().is_some_and(|it| it == format)).collect();
    assert!(!all.is_empty(), "no {format} in {}", folder.display());
    all
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn takes(command: &mut Command) {
    let done = command.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said));
}

fn jenkins_takes(reports: &[PathBuf]) {
    takes(check_junit().args(reports));
}

fn code_scanning_takes(reports: &[PathBuf]) {
    takes(check_jsonschema().arg("--schemafile").arg(sarif_schema()).args(reports));
}

/// The compiler reads each report as the value of a constant, so that members that the type does not know are errors, too.
fn gitlab_takes(folder: &Path, reports: &[PathBuf]) {
    let (mut compiler, modules) = code_climate();
    let link = folder.join("node_modules");
    if !link.exists() {
        let made = std::os::unix::fs::symlink(modules, link);
        made.unwrap();
    }
    compiler.args(["--noEmit", "--strict"]).current_dir(folder);
    for path in reports {
        let issues = json(path);
        let fingerprints: BTreeSet<_> =
            issues.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str()).collect();
        assert_eq!(fingerprints.len(), issues.as_array().unwrap().len(), "{}", path.display());
        let program = path.with_extension("codequality.ts");
        let text = format!(
            "import type {{ Issue }} from 'codeclimate-types'\nexport const issues: Issue[] = {issues}\n"
        );
        fs::write(&program, text).unwrap();
        compiler.arg(program);
    }
    takes(&mut compiler);
}

fn all_take(folder: &Path) {
    jenkins_takes(&reports(folder, "junit"));
    code_scanning_takes(&reports(folder, "sarif"));
    gitlab_takes(folder, &reports(folder, "codequality"));
}

#[test]
fn every_finding_of_validate_is_taken() {
    let folder = folder("validate");
    let code = report(command("validate", PLAIN).args(["samples", "--sdk", "go"]), &folder, "all", &FORMATS);
    assert_eq!(code, Some(1));
    let code = report(command("validate", PLAIN).arg("samples/stories"), &folder, "clean", &FORMATS);
    assert_eq!(code, Some(0));
    all_take(&folder);
    let run = &json(&folder.join("all.sarif"))["runs"][0];
    let found: BTreeSet<_> =
        run["results"].as_array().unwrap().iter().map(|it| it["ruleId"].as_str()).collect();
    assert!(found.len() > 40, "{found:?}");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let with_page = rules.iter().filter(|it| it["helpUri"].is_string()).count();
    assert!(with_page > rules.len() / 2, "{with_page} of {}", rules.len());
}

#[test]
fn a_contract_that_was_broken_is_taken_in_every_view_of_diff() {
    let folder = folder("diff");
    for view in ["", "--timeline", "--summary", "--gaps"] {
        let mut diff = command("diff", PLAIN);
        diff.args(["samples/stories", "samples/broken/missing-field.json"]);
        diff.args(["--expect", "status: pending -> created", "--expect", "status: 7 -> 8"]);
        diff.args(["--forbid", "status: * -> closed"]).args((!view.is_empty()).then_some(view));
        let name = format!("view{view}");
        assert_eq!(report(&mut diff, &folder, &name, &FORMATS), Some(1));
        let results = &json(&folder.join(format!("{name}.sarif")))["runs"][0]["results"];
        let missed = results.as_array().unwrap().iter().filter(|it| it["ruleId"] == "expectation-missed");
        let places: Vec<_> = missed
            .map(|it| {
                it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned()
            })
            .collect();
        assert!(
            places.len() == 2 && places.iter().all(|it| it.starts_with("samples/stories/")),
            "{view}: {places:?}"
        );
    }
    all_take(&folder);
}

const EXAMPLE: Secrets = Secrets { encrypt_key: "example-key", token: "example-token" };

#[test]
fn what_was_delivered_and_probed_is_taken() {
    let folder = folder("delivered");
    let app = Listener::start(EXAMPLE, &[]);
    let url = format!("http://127.0.0.1:{}/webhook/event", app.port());
    for (name, secrets, code) in [("right", EXAMPLE, 0), ("wrong", PLAIN, 1)] {
        let mut replay = command("replay", secrets);
        replay.args(["samples/stories", "--retry", "none", "--url", &url]);
        assert_eq!(report(&mut replay, &folder, &format!("replay-{name}"), &["junit"]), Some(code), "{name}");
        let mut probe = command("probe", secrets);
        report(probe.args(["--timeout", "1m", "--url", &url]), &folder, &format!("probe-{name}"), &["junit"]);
    }
    jenkins_takes(&reports(&folder, "junit"));
}

#[test]
fn what_ci_keeps_is_taken() {
    let folder = folder("ci");
    let app = Listener::start(EXAMPLE, &[]);
    let url = format!("http://127.0.0.1:{}/webhook/event", app.port());
    let mut ci = command("ci", EXAMPLE);
    ci.args(["samples/stories", "--timeout", "1m", "--url", &url, "--keep"]).arg(&folder);
    run(&mut ci);
    let kept = reports(&folder, "xml");
    assert_eq!(kept.len(), 3, "{kept:?}");
    jenkins_takes(&kept);
}

#[test]
fn code_scanning_gets_what_it_takes_of_a_long_log_the_worst_first() {
    let folder = folder("long");
    let lines = |name: &str, count: usize| {
        let event: Value = json(&Path::new("samples/broken").join(name));
        format!("{event}\n").repeat(count)
    };
    let log = folder.join("log.ndjson");
    fs::write(&log, lines("sdk-field.json", 26_000) + &lines("status-unknown.json", 10)).unwrap();
    let code = report(command("validate", PLAIN).arg(&log), &folder, "log", &["sarif"]);
    assert_eq!(code, Some(1));
    let run = &json(&folder.join("log.sarif"))["runs"][0];
    let levels: Vec<_> =
        run["results"].as_array().unwrap().iter().map(|it| it["level"].as_str().unwrap()).collect();
    assert_eq!((levels.len(), levels.iter().filter(|it| **it == "error").count()), (25_000, 10));
    assert!(levels.is_sorted_by_key(|it| ["error", "warning", "note"].iter().position(|level| level == it)));
    code_scanning_takes(&[folder.join("log.sarif")]);
}

/// A schema that takes anything would take these, too.
#[test]
fn what_is_no_report_is_refused() {
    let folder = folder("refused");
    let of = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let refuses = |command: &mut Command, word: &str| {
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        assert!(!done.status.success() && said.contains(word), "{command:?}: {said}");
    };
    let junit = "<testsuites skipped=\"0\"><testsuite name=\"s\" tests=\"0\"/></testsuites>";
    refuses(check_junit().arg(of("a.junit", junit)), "a.junit is not valid");
    let sarif = of("a.sarif", "{\"version\": \"2.1.0\", \"runs\": [{}]}");
    refuses(
        check_jsonschema().arg("--schemafile").arg(sarif_schema()).arg(sarif),
        "'tool' is a required property",
    );
    let (mut compiler, modules) = code_climate();
    std::os::unix::fs::symlink(modules, folder.join("node_modules")).unwrap();
    let text = "import type { Issue } from 'codeclimate-types'\nexport const issues: Issue[] = [{ type: 'issue' }]\n";
    refuses(compiler.args(["--noEmit", "--strict"]).current_dir(&folder).arg(of("a.ts", text)), "check_name");
}
