//! `ci` against an app on the vendor's Python SDK, healthy and with each fault that an app in a workflow has: the exit
//! code, what is said, and that nothing is left running. And the app that `gateway` starts.

use std::fs;
use std::net::TcpListener;

use crate::app::{APP_ID, APP_SECRET, ENCRYPTED, PLAIN, Secrets};
use crate::binary::{Finished, command, run};
use crate::sdk::Sdk;
use crate::toolchain::scratch;

/// A run of `ci` on an app that is started for it.
struct Judged {
    finished: Finished,
    /// Processes of the app that are there after the run.
    left: Vec<String>,
}

impl Judged {
    /// The line of a step.
    fn line(&self, step: &str) -> &str {
        let mut lines = self.finished.stdout.lines();
        lines.find(|it| it.starts_with(step)).unwrap_or_else(|| panic!("no {step}: {:?}", self.finished))
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Judges an app with this fault, and these secrets on our side; the app has its own.
fn judge(fault: &str, secrets: Secrets, arguments: &[&str]) -> Judged {
    judge_at(free_port(), fault, secrets, arguments)
}

fn judge_at(port: u16, fault: &str, secrets: Secrets, arguments: &[&str]) -> Judged {
    let folder = scratch().join(format!("ci-{port}-{fault}"));
    let mut ci = command("ci", secrets);
    ci.args(["samples/stories", "samples/agent-closes.json", "--sdk", "python", "--timeout", "1m"]);
    ci.args(["--run", &line_of("app"), "--url", &format!("http://127.0.0.1:{port}/webhook/event")]);
    ci.arg("--keep").arg(folder).args(arguments);
    let mark = format!("ci-{port}");
    ci.env("INTEROP_MARK", &mark).env("INTEROP_FAULT", fault).env("INTEROP_PORT", port.to_string());
    ci.env("INTEROP_ENCRYPT_KEY", ENCRYPTED.encrypt_key).env("INTEROP_VERIFICATION_TOKEN", ENCRYPTED.token);
    let finished = run(&mut ci);
    Judged { finished, left: processes_with(&format!("INTEROP_MARK={mark}")) }
}

/// What starts this program in a shell.
fn line_of(program: &str) -> String {
    let command = Sdk::Python.command(program);
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|it| format!("'{}'", it.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// The processes whose environment holds this text; none where the system does not tell.
fn processes_with(text: &str) -> Vec<String> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter(|it| {
        let environment = fs::read(it.path().join("environ")).unwrap_or_default();
        environment.windows(text.len()).any(|window| window == text.as_bytes())
    })
    .map(|it| it.file_name().to_string_lossy().into_owned())
    .collect()
}

fn is_selected() -> bool {
    Sdk::Python.is_selected()
}

#[test]
fn a_healthy_app_passes_and_is_gone_afterwards() {
    if !is_selected() {
        return;
    }
    let judged = judge("", ENCRYPTED, &["--expect", "status: * -> closed"]);
    assert_eq!(judged.finished.code, Some(0), "{:?}", judged.finished);
    assert!(judged.line("URL check").contains("ok in"), "{:?}", judged.finished);
    assert!(judged.line("replay").contains("17 of 17 delivered"), "{:?}", judged.finished);
    assert!(judged.line("diff").contains("as expected"), "{:?}", judged.finished);
    assert!(judged.finished.stdout.contains("\napp        ended on SIGTERM"), "{:?}", judged.finished);
    assert!(judged.finished.stdout.ends_with("\nok\n"), "{:?}", judged.finished);
    assert_eq!(judged.left, [""; 0]);
}

#[test]
fn a_handler_that_raises_and_a_key_that_is_another_fail_the_run() {
    if !is_selected() {
        return;
    }
    let raises = judge("raises", ENCRYPTED, &[]);
    assert_eq!(raises.finished.code, Some(1), "{:?}", raises.finished);
    assert!(raises.finished.stdout.ends_with("\nfailed: probe, replay\n"), "{:?}", raises.finished);
    assert!(raises.finished.stdout.contains("17 × 500"), "{:?}", raises.finished);
    let other = Secrets { encrypt_key: "another-encrypt-key", ..ENCRYPTED };
    let wrong_key = judge("", other, &[]);
    assert_eq!(wrong_key.finished.code, Some(1), "{:?}", wrong_key.finished);
    assert!(
        wrong_key.finished.stdout.ends_with("\nfailed: URL check, probe, replay\n"),
        "{:?}",
        wrong_key.finished
    );
    assert_eq!((raises.left, wrong_key.left), (Vec::new(), Vec::new()));
}

#[test]
fn an_app_that_never_listens_or_ends_at_once_was_not_reached() {
    if !is_selected() {
        return;
    }
    let never = judge("never-listens", ENCRYPTED, &["--wait", "500ms"]);
    assert_eq!(never.finished.code, Some(4), "{:?}", never.finished);
    assert!(never.finished.stderr.contains("nothing answered at"), "{:?}", never.finished);
    let ended = judge("ends-at-once", ENCRYPTED, &[]);
    assert_eq!(ended.finished.code, Some(4), "{:?}", ended.finished);
    assert!(ended.finished.stderr.contains("| a module is missing"), "{:?}", ended.finished);
    assert_eq!((never.left, ended.left), (Vec::new(), Vec::new()));
}

#[test]
fn an_app_that_dies_half_way_is_told_with_how_it_ended() {
    if !is_selected() {
        return;
    }
    let judged = judge("dies", ENCRYPTED, &[]);
    assert_eq!(judged.finished.code, Some(4), "{:?}", judged.finished);
    assert!(
        judged.finished.stdout.contains("\napp        ended by itself (exit code 9)"),
        "{:?}",
        judged.finished
    );
    assert_eq!(judged.left, [""; 0]);
}

#[test]
fn an_app_that_ignores_the_request_to_end_is_killed() {
    if !is_selected() {
        return;
    }
    let judged = judge("ignores-term", ENCRYPTED, &[]);
    assert_eq!(judged.finished.code, Some(0), "{:?}", judged.finished);
    assert!(judged.finished.stdout.contains("\napp        was killed"), "{:?}", judged.finished);
    assert_eq!(judged.left, [""; 0]);
}

#[test]
fn where_something_listens_already_no_app_is_started() {
    if !is_selected() {
        return;
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let judged = judge_at(taken.local_addr().unwrap().port(), "", ENCRYPTED, &[]);
    assert_eq!(judged.finished.code, Some(2), "{:?}", judged.finished);
    assert!(judged.finished.stderr.contains("something already listens"), "{:?}", judged.finished);
    assert_eq!(judged.left, [""; 0]);
}

#[test]
fn a_client_that_the_gateway_starts_gets_its_events_and_is_ended() {
    if !is_selected() {
        return;
    }
    let port = free_port().to_string();
    let record = scratch().join(format!("started-{port}"));
    // The client ends with its input.
    let line = format!("tail -f /dev/null | {}", line_of("ws_client"));
    let mut gateway = command("gateway", PLAIN);
    gateway.args(["samples/stories", "--once", "--timeout", "1m", "--port", &port, "--run", &line]);
    gateway.args(["--app-id", APP_ID, "--app-secret", APP_SECRET]).env("PATH", "/usr/bin:/bin");
    gateway.env("INTEROP_DOMAIN", format!("http://127.0.0.1:{port}")).env("INTEROP_RECORD", &record);
    gateway.env("INTEROP_APP_ID", APP_ID).env("INTEROP_APP_SECRET", APP_SECRET).env("INTEROP_MARK", &port);
    let finished = run(&mut gateway);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(finished.stdout.contains("ok: 16 of 16 delivered"), "{finished:?}");
    assert_eq!(fs::read_to_string(record).unwrap().lines().count(), 16);
    assert_eq!(processes_with(&format!("INTEROP_MARK={port}")), [""; 0]);
}
