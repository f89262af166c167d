//! Many events, several threads: the output is the same for any number of them and however the input is packed.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;

use crate::process::{command, feed, finish, run};

/// A log with faults and duplicates, larger than several blocks, and beside it the same packed.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let log = path("log.ndjson");
    let made = run(&[
        "generate", "--tickets", "300", "--events", "2500", "--seed", "4", "--invalid", "2%", "-o", &log,
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let text = fs::read(&log).unwrap();
    let mut lines: Vec<_> = text.trim_ascii_end().split(|byte| *byte == b'\n').collect();
    for (at, from) in [(900, 10), (1_700, 1_699), (2_400, 300)] {
        lines.insert(at, lines[from]);
    }
    // What spans lines stands among the lines, too.
    lines.insert(1_200, include_bytes!("../../samples/bot-closes.json"));
    lines.insert(1_900, b"[\n{\"a\":\n{}}\n]");
    let text = lines.join(&b'\n');
    fs::remove_file(&log).unwrap();
    for packing in ["plain", "zstd", "gzip"] {
        fs::create_dir(path(packing)).unwrap();
    }
    fs::write(path("plain/log.ndjson"), &text).unwrap();
    fs::write(path("zstd/log.ndjson"), zstd::encode_all(&text[..], 1).unwrap()).unwrap();
    let gzip = fs::File::create(path("gzip/log.ndjson")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(gzip, flate2::Compression::fast());
    gzip.write_all(&text).unwrap();
    gzip.finish().unwrap();
    folder
}

/// What a run says of the log in a folder: it has the same name in each, for the content tells how it is packed.
fn told(folder: &Path, arguments: &[&str], jobs: &str) -> (i32, String, String) {
    let arguments = [arguments, &["--jobs", jobs, "log.ndjson"]].concat();
    let done = finish(command(&arguments).current_dir(folder));
    (done.code, done.stdout, done.stderr)
}

#[test]
fn any_number_of_threads_and_any_packing_tell_the_same() {
    let folder = folder();
    for arguments in [
        &["validate", "--format", "human"][..],
        &["validate", "--format", "short"],
        &["validate", "--format", "json"],
        &["validate", "--format", "junit"],
        &["validate", "--format", "github", "--max-findings", "7"],
        &["validate", "--format", "sarif", "--deny", "warnings"],
        &["validate", "--format", "ndjson", "--fail-fast"],
        &["diff", "--tz", "UTC"],
        &["diff", "--tz", "UTC", "--format", "ndjson", "--where", "status: * -> closed"],
        &["diff", "--tz", "UTC", "--format", "csv", "--forbid", "stage: bot -> human"],
        &["diff", "--tz", "UTC", "--timeline"],
        &["diff", "--tz", "UTC", "--all-fields"],
        &["diff", "--tz", "Asia/Kathmandu", "--summary", "--format", "json"],
    ] {
        let one = told(&folder.path().join("plain"), arguments, "1");
        assert!(one.1.len() > 100 && one.0 <= 1, "{arguments:?}: {} {}", one.1, one.2);
        for (packing, jobs) in [("plain", "2"), ("plain", "7"), ("gzip", "3"), ("zstd", "2")] {
            let other = told(&folder.path().join(packing), arguments, jobs);
            assert_eq!(other, one, "{arguments:?} {packing} --jobs {jobs}");
        }
    }
}

#[test]
fn small_and_large_files_are_told_in_the_order_they_are_named_in() {
    let folder = folder();
    let log = fs::read(folder.path().join("plain/log.ndjson")).unwrap();
    let mut names = Vec::new();
    for (at, line) in log.split(|byte| *byte == b'\n').take(90).enumerate() {
        let name = format!("{at:03}.json");
        let text = [b"\n".repeat(at % 3).as_slice(), line, if at % 2 == 0 { b"\n" } else { b"" }].concat();
        match at {
            20 => fs::write(folder.path().join(&name), &log).unwrap(),
            21 => fs::write(folder.path().join(&name), b"").unwrap(),
            40 => {
                fs::copy(folder.path().join("gzip/log.ndjson"), folder.path().join(&name)).map(drop).unwrap();
            }
            // It is named and is not there.
            60 => {}
            _ => fs::write(folder.path().join(&name), &text).unwrap(),
        }
        names.push(name);
    }
    let run = |jobs| {
        let names = names.iter().map(String::as_str);
        let arguments: Vec<_> =
            ["validate", "--format", "json", "--jobs", jobs].into_iter().chain(names).collect();
        let done = finish(command(&arguments).current_dir(folder.path()));
        (done.code, done.stdout, done.stderr)
    };
    let one = run("1");
    assert_eq!((one.0, one.2.as_str()), (3, "error: cannot read `060.json`: no such file\n"));
    assert!(one.1.contains("\"files\":89,"), "89 of 90 can be read");
    assert_eq!(run("2"), one);
    assert_eq!(run("5"), one);
}

#[test]
fn a_packed_log_that_breaks_off_is_told_after_what_came_before() {
    let folder = folder();
    for packing in ["gzip", "zstd"] {
        let folder = folder.path().join(packing);
        let bytes = fs::read(folder.join("log.ndjson")).unwrap();
        fs::write(folder.join("log.ndjson"), &bytes[..bytes.len() / 2]).unwrap();
        let one = told(&folder, &["validate", "--format", "short"], "1");
        let four = told(&folder, &["validate", "--format", "short"], "4");
        assert_eq!(one, four);
        assert_eq!(one.0, 3);
        assert!(one.1.contains("error[") && one.2.contains("data is damaged after document "), "{}", one.2);
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly_on_any_number_of_threads() {
    let folder = folder();
    let log = folder.path().join("plain/log.ndjson").to_string_lossy().into_owned();
    // A pipe that is closed hides no verdict.
    let verdict = run(&["diff", "--format", "ndjson", &log]).code;
    for jobs in ["1", "3"] {
        let mut child = command(&["diff", "--format", "ndjson", "--jobs", jobs, &log])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        // The pipe is closed with the reader.
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(line.contains("\"begin\""), "{line}");
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stderr).unwrap()),
            (Some(verdict), String::new())
        );
    }
}

#[test]
fn a_number_of_threads_that_makes_no_sense_is_a_usage_error() {
    for jobs in ["0", "-1", "x", "70000"] {
        let done = feed(&["validate", "--jobs", jobs, "-"], b"{}");
        assert_eq!(done.code, 2, "{}", done.stderr);
    }
}
