//! No output is written over an input or another output, whatever the two are called.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Stdio;

use crate::process::{command, finish, run};
use crate::support::Folder;

/// Runs a command that must refuse, and checks that no file of the folder changed.
fn refused(folder: &Folder, arguments: &[&str]) {
    let before = contents(folder);
    let done = run(arguments);
    assert_eq!(done.code, 2, "{arguments:?}: {}{}", done.stdout, done.stderr);
    let said = ["would be written over by", "is written to twice"].iter().any(|it| done.stderr.contains(it));
    assert!(said && done.stderr.contains("name another file"), "{arguments:?}: {}", done.stderr);
    assert_eq!(contents(folder), before, "{arguments:?}");
}

fn contents(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder.path("."))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_file())
        .map(|it| (it.display().to_string(), fs::read(it).unwrap()))
        .collect();
    all.sort();
    all
}

fn folder() -> Folder {
    let folder = Folder::new();
    let event = fs::read("samples/minimal.json").unwrap();
    fs::write(folder.path("a.json"), &event).unwrap();
    fs::write(folder.path("key"), "synthetic-key").unwrap();
    fs::hard_link(folder.path("a.json"), folder.path("hard")).unwrap();
    symlink("a.json", folder.path("link")).unwrap();
    folder
}

#[test]
fn an_output_that_is_an_input_is_refused_by_every_name() {
    let folder = folder();
    let text = |name: &str| folder.text(name);
    let (a, key, glob) = (text("a.json"), text("key"), text("*.json"));
    let around = format!(
        "{}/../{}/a.json",
        text(""),
        fs::canonicalize(folder.path(".")).unwrap().file_name().unwrap().display()
    );
    let whole = text("");
    let url = "http://127.0.0.1:1/";
    for other in [&a, &text("hard"), &text("link"), &around] {
        refused(&folder, &["validate", &a, "-o", other]);
        refused(&folder, &["validate", &whole, "-o", other]);
        refused(&folder, &["diff", &glob, "-o", other]);
        refused(&folder, &["diff", &a, "--report", &format!("json={other}")]);
        refused(&folder, &["replay", &a, "--dry-run", "--url", url, "-o", other]);
        refused(&folder, &["replay", &a, "--url", url, "--ledger", other]);
        refused(&folder, &["replay", &a, "--url", url, "--failed-to", other]);
    }
    refused(&folder, &["validate", &a, "--encrypt-key-file", &key, "-o", &key]);
    refused(
        &folder,
        &["replay", &a, "--url", url, "--verification-token-file", &key, "--report", &format!("junit={key}")],
    );
    refused(&folder, &["listen", "--port", "0", "--encrypt-key-file", &key, "--record", &key]);
}

#[test]
fn two_outputs_that_are_one_file_are_refused() {
    let folder = folder();
    let text = |name: &str| folder.text(name);
    let (a, x) = (text("a.json"), text("x"));
    let around = text("./x");
    refused(
        &folder,
        &["validate", &a, "--report", &format!("junit={x}"), "--report", &format!("sarif={around}")],
    );
    refused(&folder, &["replay", &a, "--url", "http://127.0.0.1:1/", "--ledger", &x, "--failed-to", &around]);
    refused(&folder, &["listen", "--port", "0", "--record", &x, "-o", &around]);
    refused(&folder, &["listen", "--port", "0", "--record", &x, "--ready-file", &x]);
    refused(
        &folder,
        &["listen", "--port", "0", "--record", &x, "--record-raw", &format!("{x}.seen"), "--dedupe", "1h"],
    );
    refused(&folder, &["generate", "--tickets", "1", "--invalid", "10%", "-o", &x, "--labels", &around]);
    let done = run(&["validate", &a, "--report", "json=-"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{}", done.stderr);
}

#[test]
fn standard_input_and_output_are_files_like_others() {
    let folder = folder();
    let a = folder.text("a.json");
    let before = fs::read(&a).unwrap();
    let from = |arguments: &[&str]| finish(command(arguments).stdin(File::open(&a).unwrap()));
    assert_eq!(from(&["validate", "-", "-o", &a]).code, 2);
    assert_eq!(from(&["validate", "-o", &a]).code, 2);
    assert_eq!(fs::read(&a).unwrap(), before);
    // A regular standard output that a walk meets is passed over, and that is said.
    let out = folder.path("out.json");
    let done = command(&["validate", &folder.text("")])
        .stdout(File::create(&out).unwrap())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert!(said.contains("is not read: standard output is written to it"), "{said}");
    assert!(fs::read_to_string(&out).unwrap().contains("1 event"), "{:?}", fs::read_to_string(&out));
    // Named, it is an error: the shell emptied it already, but nothing more is lost.
    let done = command(&["validate", &a])
        .stdout(fs::OpenOptions::new().append(true).open(&a).unwrap())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(fs::read(&a).unwrap(), before);
}

#[test]
fn a_legitimate_run_stays_one() {
    let folder = folder();
    let a = folder.text("a.json");
    let report = format!("junit={}", folder.text("report.xml"));
    for _ in 0..2 {
        let done = run(&["validate", &a, "--report", &report, "-o", &folder.text("result")]);
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    let done = run(&[
        "validate", &a, "-o", "/dev/null", "--report", "junit=/dev/null", "--report", "sarif=/dev/null",
    ]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let done = run(&["validate", &a, "-o", "-"]);
    assert!(done.code == 0 && done.stdout.contains("1 event"), "{}", done.stderr);
    assert!(!folder.path("-").exists());
}

#[test]
fn an_output_keeps_its_mode_and_its_link() {
    let folder = folder();
    let (real, link) = (folder.path("real"), folder.path("report"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real", &link).unwrap();
    let done = run(&["validate", &folder.text("a.json"), "-o", &folder.text("report")]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert_ne!(fs::read_to_string(&real).unwrap(), "old");
}
