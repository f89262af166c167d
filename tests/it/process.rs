//! The binary as a process: exit codes, streams, signals, files.

use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What a finished process left behind.
pub(crate) struct Finished {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The binary with a scrubbed environment, in the project's folder.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpdesk-evt"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().stdin(Stdio::null());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Finished {
    finish(&mut command(arguments))
}

pub(crate) fn finish(command: &mut Command) -> Finished {
    let output = command.output().unwrap();
    Finished {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs with a text on standard input.
pub(crate) fn feed(arguments: &[&str], input: &[u8]) -> Finished {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A process that stops early closes its end; that is not the writer's failure.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Finished {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap()
}

fn text(path: PathBuf) -> String {
    path.into_os_string().into_string().unwrap()
}

#[test]
fn no_input_never_passes() {
    let nothing = run(&["validate"]);
    assert_eq!(nothing.code, 2);
    assert!(
        nothing.stderr.contains("no input") && nothing.stderr.contains("--sample all"),
        "{}",
        nothing.stderr
    );
    assert_eq!(feed(&["validate"], b"").code, 2);
    assert_eq!(feed(&["validate", "-"], b" \n\n").code, 2);
    assert_eq!(run(&["validate", "samples/*.nothing"]).code, 2);
}

#[test]
fn a_missing_file_is_3_and_the_others_are_still_checked() {
    let done =
        run(&["validate", "no-such.json", "samples/minimal.json", "samples/broken/status-unknown.json"]);
    assert_eq!(done.code, 3);
    assert!(done.stderr.contains("cannot read `no-such.json`: no such file"), "{}", done.stderr);
    assert!(done.stdout.contains("error[status-unknown]"), "{}", done.stdout);
    assert!(done.stdout.contains("2 events in 2 files"), "{}", done.stdout);
}

#[test]
fn a_closed_pipe_is_said_by_nobody_and_hides_no_verdict() {
    let mut lines = Vec::new();
    for _ in 0..2_000 {
        lines.extend_from_slice(b"{\"hello\": 1}\n");
    }
    let mut child = command(&["validate", "-", "--format", "short"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&lines)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
}

#[test]
fn one_broken_line_does_not_hide_its_neighbours() {
    let story = sample("stories/solved-by-agent.ndjson");
    let lines: Vec<&[u8]> = story.split_inclusive(|it| *it == b'\n').collect();
    let mut input = lines[0].to_vec();
    input.extend_from_slice(&lines[1][..lines[1].len() / 2]);
    input.push(b'\n');
    input.extend_from_slice(lines[2]);
    let done = feed(&["validate", "-", "--format", "short"], &input);
    assert_eq!(done.code, 1);
    assert_eq!(done.stdout.lines().count(), 1, "{}", done.stdout);
    assert!(done.stdout.starts_with("<stdin>:2:") && done.stdout.contains("json-syntax"), "{}", done.stdout);
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = folder();
    let (out, junit) = (text(folder.path().join("out.txt")), text(folder.path().join("junit.xml")));
    let report = format!("junit={junit}");
    let done = run(&["validate", "samples/broken", "-o", &out, "--report", &report]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(fs::read_to_string(&out).unwrap().contains("error[status-unknown]"));
    assert!(fs::read_to_string(&junit).unwrap().contains("<testsuite"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let nowhere = run(&["validate", "samples/minimal.json", "-o", "no/such/folder/out.txt"]);
    assert_eq!(nowhere.code, 3);
    assert!(nowhere.stderr.contains("no/such/folder/out.txt"), "{}", nowhere.stderr);
}

#[test]
fn an_encrypted_body_opens_with_its_key_from_each_safe_place_and_the_key_is_never_shown() {
    let body = sample("broken/encrypted-body.json");
    let folder = folder();
    let key = text(folder.path().join("key"));
    fs::write(&key, "synthetic-encrypt-key\n").unwrap();
    let file = text(folder.path().join("body.json"));
    fs::write(&file, body).unwrap();
    assert_eq!(run(&["validate", &file, "--encrypt-key-file", &key]).code, 0);
    assert_eq!(run(&["validate", &file, "--encrypt-key", "synthetic-encrypt-key"]).code, 0);
    let mut by_environment = command(&["validate", &file]);
    by_environment.env("HELPDESK_EVT_ENCRYPT_KEY", "synthetic-encrypt-key");
    assert_eq!(finish(&mut by_environment).code, 0);
    let wrong = run(&["validate", &file, "--encrypt-key", "another-secret-key"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stdout.contains("undecryptable-body") && !wrong.stdout.contains("another-secret-key"));
    let mut help = command(&["validate", "--help"]);
    help.env("HELPDESK_EVT_ENCRYPT_KEY", "synthetic-encrypt-key");
    assert!(!finish(&mut help).stdout.contains("synthetic-encrypt-key"));
}

#[test]
fn hostile_documents_are_findings_and_no_crash() {
    let open = "[".repeat(100_000);
    let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(17 << 20));
    let cases: [(&[u8], &str); 6] = [
        (b"{\"a\":1e400}", "number-out-of-range"),
        (b"{\"a\":\"\\ud800\"}", "lone-surrogate"),
        (b"{\"a\":\"\xff\"}", "invalid-utf8"),
        (b"\xff\xfe{\0}\0", "invalid-utf8"),
        (open.as_bytes(), "nested-too-deep"),
        (huge.as_bytes(), "document-too-large"),
    ];
    for (input, code) in cases {
        let done = feed(&["validate", "-", "--format", "short"], input);
        assert_eq!(done.code, 1, "{code}");
        assert!(done.stdout.contains(code), "{code}: {}", done.stdout.chars().take(400).collect::<String>());
    }
}

#[test]
fn a_cut_is_counted_and_said() {
    let cut = run(&["validate", "samples/broken", "--max-findings", "3"]);
    assert!(cut.stdout.contains("more findings (--max-findings)"), "{}", cut.stdout);
    for (format, error) in [
        ("github", "::error title=more-findings::… and 1 more finding"),
        ("codequality", "\"check_name\":\"more-findings\""),
        ("sarif", "\"descriptor\":{\"id\":\"more-findings\"}"),
    ] {
        let told = |sample: &str| {
            let done = run(&["validate", sample, "--max-findings", "0", "--format", format]);
            (done.code, done.stdout.contains(error))
        };
        assert_eq!(told("samples/broken/status-unknown.json"), (1, true), "{format}");
        assert_eq!(told("samples/broken/duplicate-event.json"), (0, false), "{format}");
    }
    let fast = run(&["validate", "samples/broken", "--fail-fast"]);
    assert!(fast.stdout.contains("faulty event (--fail-fast)"), "{}", fast.stdout);
}

/// Starts with a pipe on standard input that nothing comes through, and ends it by a signal.
#[cfg(unix)]
fn ended(arguments: &[&str], signal: &str) -> (Option<i32>, String) {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let silent = child.stdin.take();
    let id = child.id().to_string();
    // Once it watches for signals, its mask of caught ones says so.
    let caught = || {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
        u64::from_str_radix(mask.trim(), 16).unwrap_or(0) & (1 << 14) != 0
    };
    while !caught() {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    drop(silent);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_what_waits_or_never_ends() {
    let folder = folder();
    let fifo = text(folder.path().join("fifo"));
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for (signal, number, code) in [("-INT", 2, 130), ("-TERM", 15, 143), ("-HUP", 1, 143)] {
        // Started by `nohup` or in the background of a shell, a process inherits that a signal is ignored.
        if inherits_ignored(number) {
            continue;
        }
        let no_reader = ["validate", "samples/minimal.json", "-o", &fifo];
        for arguments in
            [&["validate", "-"][..], &["diff", "-"], &["validate", &fifo], &["replay", "-"], &no_reader]
        {
            let (exit, said) = ended(arguments, signal);
            assert_eq!(exit, Some(code), "{arguments:?} {signal}: {said}");
        }
    }
    assert_eq!(ended(&["validate", "/dev/zero"], "-TERM").0, Some(143));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_what_writes_to_a_pipe_that_is_not_read() {
    let ended = |mut child: Child, mut unread: Box<dyn Read>| {
        unread.read_exact(&mut [0]).unwrap();
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        child.wait().unwrap().code()
    };
    let mut child = command(&["generate", "--events", "1000000"]).stdout(Stdio::piped()).spawn().unwrap();
    let stdout = child.stdout.take().unwrap();
    assert_eq!(ended(child, Box::new(stdout)), Some(143));
    let folder = folder();
    let log = text(folder.path().join("log"));
    assert_eq!(run(&["generate", "--events", "5000", "-o", &log]).code, 0);
    let mut verbose = command(&["replay", &log, "-v"]);
    let mut child = verbose.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let stderr = child.stderr.take().unwrap();
    assert_eq!(ended(child, Box::new(stderr)), Some(143));
}

/// Whether this process, and so its children, ignores a signal; where that cannot be told, it does not.
fn inherits_ignored(signal: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|it| u64::from_str_radix(it.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
}
