//! What is written: never over an input, never too late to say that it cannot be, and quietly given up with its reader.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::process::{command, feed, run};
use crate::support::{Act, Folder, Listener, Sink, event, sealed};

fn made(folder: &Folder, name: &str, seed: &str) -> String {
    let path = folder.text(name);
    assert_eq!(run(&["generate", "--tickets", "6", "--events", "60", "--seed", seed, "-o", &path]).code, 0);
    path
}

#[test]
fn a_file_that_cannot_be_made_is_said_before_anything_is_sent() {
    let folder = Folder::new();
    let log = made(&folder, "log.ndjson", "1");
    let nowhere = folder.text("no/folder/out");
    for arguments in [
        // Nothing listens there: that would be said if anything had been sent.
        &["replay", &log, "--url", "http://127.0.0.1:1/", "--failed-to", &nowhere][..],
        &["validate", &log, "-o", &nowhere],
        &["diff", &log, "--report", &format!("json={nowhere}")],
    ] {
        let done = run(arguments);
        assert_eq!((done.code, done.stdout.as_str()), (3, ""), "{}", done.stderr);
        assert!(done.stderr.contains("there is no folder `"), "{}", done.stderr);
        assert!(!done.stderr.contains(".helpdesk-evt-"), "{}", done.stderr);
    }
}

#[test]
fn a_step_summary_that_does_not_open_is_said_where_it_is_written() {
    let with = |format: &str| {
        let mut run = command(&["validate", "samples/minimal.json", "--format", format]);
        run.env("GITHUB_STEP_SUMMARY", "no/folder/summary.md").output().unwrap()
    };
    let refused = with("github");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!((refused.status.code(), &*refused.stdout), (Some(3), &b""[..]), "{said}");
    assert!(said.contains("`no/folder/summary.md`, which GITHUB_STEP_SUMMARY names: no such file"), "{said}");
    assert_eq!(with("short").status.code(), Some(0));
}

#[test]
fn the_built_in_receiver_counts_what_it_received() {
    let done = run(&["replay", "samples/minimal.json", "samples/broken/status-unknown.json"]);
    assert!(done.stdout.contains("1 of 1 delivered · 1 invalid, not sent"), "{}", done.stdout);
    assert!(done.stdout.ends_with("\nthe receiver: 1 event: 1 acknowledged\n"), "{}", done.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_error_in_any_format_and_hides_no_verdict() {
    for format in ["human", "short", "json", "ndjson", "github", "junit", "sarif"] {
        let mut child = command(&["validate", "samples/broken", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before anything is read of it.
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(1), ""), "{format}");
    }
}

#[test]
fn a_reader_that_does_not_read_holds_no_sender_up_and_learns_how_much_it_missed() {
    // More than a pipe and the memory for what waits hold together.
    const EVENTS: usize = 6_000;
    let listener = Listener::start(&["--format", "ndjson", "--quiet"]);
    let mut sender = listener.sender();
    for number in 0..EVENTS {
        assert_eq!(sender.post(&sealed(&event(&number.to_string()))).unwrap().status, 200);
    }
    let done = listener.stop();
    let lines: Vec<Value> = done.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let shown = lines.iter().filter(|it| it["type"] == "received").count();
    let missed: u64 =
        lines.iter().filter(|it| it["type"] == "skipped").map(|it| it["count"].as_u64().unwrap()).sum();
    assert!(missed > 0 && shown as u64 + missed == EVENTS as u64, "{shown} shown, {missed} missed");
    assert_eq!(lines.last().unwrap()["data"]["received"]["acknowledged"], EVENTS);
}

#[test]
fn two_wrong_bytes_in_a_line_do_not_make_a_file_utf_16() {
    let done = feed(&["validate", "--format", "short", "-"], b"{}\n\xff\xfe\n{}\n");
    assert!(done.stdout.contains("<stdin>:2:1: error[invalid-utf8]"), "{}", done.stdout);
    assert!(!done.stdout.contains("UTF-16"), "{}", done.stdout);
    let utf16: Vec<u8> = "\u{feff}{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let done = feed(&["validate", "--format", "short", "-"], &utf16);
    assert!(done.stdout.contains("the file is UTF-16"), "{}", done.stdout);
}

#[test]
fn an_input_without_a_document_never_passes_and_a_closed_pipe_hides_no_verdict() {
    let folder = Folder::new();
    std::fs::write(folder.path("empty"), "").unwrap();
    let empty = folder.text("empty");
    for arguments in [vec!["open", &empty, "--encrypt-key", "example-key"], vec!["redact", "--check", &empty]]
    {
        let done = run(&arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.stderr);
        assert!(done.stderr.contains("the files are empty"), "{}", done.stderr);
    }
    // Sealed with another key: nothing opens, and nothing may be kept as it is.
    let sealed = String::from_utf8(sealed(&event("e-1")).body).unwrap() + "\n";
    std::fs::write(folder.path("sealed"), sealed.repeat(2_000)).unwrap();
    let path = folder.text("sealed");
    for arguments in [vec!["open", &path, "--encrypt-key", "another-key"], vec!["redact", "--check", &path]] {
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_named_and_not_standard_output() {
    let report = "ndjson=/dev/full";
    let done = run(&["replay", "--sample", "all", "--report", report]);
    assert_eq!(done.code, 3, "{}", done.stderr);
    assert!(done.stderr.contains("error: cannot write `/dev/full`: "), "{}", done.stderr);
    let done = run(&["validate", "--sample", "all", "--report", report]);
    assert!(done.stderr.contains("error: cannot write `/dev/full`: "), "{}", done.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn what_standard_output_cannot_take_is_an_error_of_every_command() {
    for line in [
        "--help", "--version", "validate -h", "validate --sample all", "diff --sample all", "explain",
        "explain status", "sample", "sample bot-closes", "schema", "man", "config show", "completions bash",
        "probe --list", "generate",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let done = command(&arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(3), "{line}: {said}");
        assert!(said.starts_with("error: cannot write standard output: "), "{line}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn steps_that_standard_output_cannot_take_are_put_and_said_to_be_unshown() {
    let (sink, folder) = (Sink::kind(), Folder::new());
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let (url, kept) = (sink.url(), folder.text("kept"));
    let ci = ["ci", "samples/minimal.json", "--url", &url, "--keep", &kept];
    let done = command(&ci).stdout(full).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert_eq!(said.matches("error: cannot write standard output: ").count(), 1, "{said}");
    assert!(folder.path("kept").join("ci.xml").exists());
}

#[cfg(unix)]
#[test]
fn events_that_failed_go_into_a_pipe_and_do_not_replace_it() {
    use std::os::unix::fs::FileTypeExt as _;
    let (folder, sink) = (Folder::new(), Sink::start(|_, _| Act::Answer(500, "", vec![])));
    let path = folder.text("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut reader = std::process::Command::new("cat").arg(&path).stdout(Stdio::piped()).spawn().unwrap();
    let done = run(&["replay", "samples/minimal.json", "--url", &sink.url(), "--failed-to", &path]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    let is_pipe = std::fs::metadata(&path).unwrap().file_type().is_fifo();
    if !is_pipe {
        reader.kill().unwrap();
    }
    let read = reader.wait_with_output().unwrap().stdout;
    assert!(is_pipe && String::from_utf8(read).unwrap().starts_with('{'));
    // Its reader sees the end where nothing failed, too.
    let mut reader = std::process::Command::new("cat").arg(&path).stdout(Stdio::piped()).spawn().unwrap();
    let done = run(&["replay", "samples/minimal.json", "--failed-to", &path]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let mut read = String::new();
    reader.stdout.take().unwrap().read_to_string(&mut read).unwrap();
    assert_eq!((read.as_str(), reader.wait().unwrap().success()), ("", true));
}

#[cfg(unix)]
#[test]
fn a_run_that_has_failed_does_not_wait_for_a_reader_of_its_report() {
    let folder = Folder::new();
    let (path, key) = (folder.text("pipe"), folder.text("missing"));
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let report = format!("junit={path}");
    let done = run(&["validate", "samples", "--encrypt-key-file", &key, "--report", &report]);
    assert_eq!(done.code, 3, "{}", done.stderr);
    assert_eq!(done.stderr.matches("error:").count(), 1, "{}", done.stderr);
}

#[test]
fn a_probe_whose_reader_goes_away_still_ends_with_its_verdict() {
    let sink = Sink::kind();
    let mut child = command(&["probe", "--url", &sink.url(), "--only", "url-check"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of runs and of reports")]
fn whatever_fails_a_run_every_report_of_it_says() {
    let folder = Folder::new();
    let made = |name: &str, text: &[u8]| {
        std::fs::write(folder.path(name), text).unwrap();
        folder.text(name)
    };
    let other = r#"{"schema":"2.0","header":{"event_id":"a","event_type":"im.x_v1"},"event":{}}"#;
    let (empty, other) = (made("empty", b""), made("other", format!("{other}\n{other}\n").as_bytes()));
    let (plain, damaged) = (made("plain.log", b"one\ntwo\n"), made("cut.gz", b"\x1f\x8b\x08"));
    let (missing, glob, nothing) = (folder.text("missing"), folder.text("x*.json"), folder.text("none"));
    std::fs::create_dir(&nothing).unwrap();
    let (log, broken) = ("samples/stories/duplicate-delivery.ndjson", "samples/broken/status-unknown.json");
    let input: [&[&str]; 10] = [
        &[&missing],
        &[log, &missing],
        &[&empty],
        &[&other],
        &[&plain],
        &[&damaged],
        &[&glob],
        &[&nothing],
        &[broken],
        &["--sample", "nope"],
    ];
    let of_diff: [&[&str]; 7] = [
        &[log, "--expect", "status: created -> closed-by-agent"],
        &[log, "--forbid", "status: closed -> created"],
        &[log, "--exit-code"],
        &[log, "--ticket", "99"],
        &[log, "--event", "99"],
        &[log, "samples/broken/json-syntax.json", "--event", "00000000000000000000000000362001"],
        &[log, &missing, "--summary"],
    ];
    let formats = ["json", "github", "codequality", "junit", "sarif", "markdown", "html"];
    let runs = input.iter().flat_map(|it| [("validate", it), ("diff", it)]);
    for (command, rest) in runs.chain(of_diff.iter().map(|it| ("diff", it))) {
        let offered = if command == "diff" { &formats[..] } else { &formats[..5] };
        let reports: Vec<String> = offered.iter().map(|it| format!("{it}={}", folder.text(it))).collect();
        let arguments: Vec<&str> = [command]
            .into_iter()
            .chain(rest.iter().copied())
            .chain(reports.iter().flat_map(|it| ["--report", it]))
            .collect();
        let done = run(&arguments);
        assert_ne!(done.code, 0, "{arguments:?}");
        let text = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
        let json = |name: &str| serde_json::from_str::<Value>(&text(name)).unwrap();
        let (summary, sarif) = (&json("json")["summary"], &json("sarif")["runs"][0]);
        let invocation = &sarif["invocations"][0];
        let is_error =
            |list: &Value| list.as_array().is_some_and(|it| it.iter().any(|it| it["level"] == "error"));
        let stopped =
            invocation["executionSuccessful"] == false && is_error(&invocation["toolExecutionNotifications"]);
        for (format, fails) in [
            (
                "json",
                summary["errors"] != 0 || summary["missed"].is_array() || summary["failures"].is_array(),
            ),
            ("sarif", stopped || is_error(&sarif["results"])),
            ("github", text("github").contains("::error ")),
            ("codequality", text("codequality").contains("\"severity\":\"major\"")),
            ("junit", text("junit").contains("<failure ")),
            ("markdown", command == "validate" || text("markdown").contains("\n| error | ")),
            ("html", command == "validate" || text("html").contains("<p class=\"verdict bad\">failed: ")),
        ] {
            assert!(fails, "{format} of {arguments:?}: {}", text(format));
        }
        assert_eq!((&summary["exit_code"], &invocation["exitCode"]), (&done.code.into(), &done.code.into()));
    }
}

#[test]
fn what_is_wrong_with_an_invocation_stands_in_the_report_that_was_asked_for() {
    for format in ["json", "ndjson", "github", "codequality", "junit", "sarif"] {
        let done = run(&["validate", "--sample", "nope", "--format", format]);
        assert_eq!(done.code, 2, "{}", done.stderr);
        assert!(done.stdout.contains("there is no sample `nope`"), "{format}: {}", done.stdout);
    }
    // What a run has ended its report with is not written again.
    let line = "gateway samples/bot-closes.json --port 0 --once --wait-for 10ms --format json";
    let done = run(&line.split(' ').collect::<Vec<_>>());
    let report: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!((done.code, &report["summary"]["failures"][0]["code"]), (4, &"unreachable".into()));
}
