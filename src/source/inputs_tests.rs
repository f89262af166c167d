//! Requests against real folders.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::error::InputError;
use super::inputs::InputRequest;
use crate::model::Document;
use crate::report::Exit;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Every entry as `file#index` below `root`, every error as its message, and the number of files opened.
fn read(root: &Path, paths: &[&str], stdin: &str) -> (Vec<String>, u64) {
    read_without(root, paths, stdin, Vec::new())
}

fn read_without(root: &Path, paths: &[&str], stdin: &str, exclude: Vec<String>) -> (Vec<String>, u64) {
    let paths = paths.iter().map(|path| if *path == "-" { "-".into() } else { root.join(path) }).collect();
    let request = InputRequest { paths, exclude, ..InputRequest::default() };
    let mut inputs = request.open(Box::new(Cursor::new(stdin.to_owned()))).unwrap();
    let prefix = format!("{}/", root.display());
    let mut told = Vec::new();
    for input in &mut inputs {
        told.push(match input {
            Ok(entry) => format!("{}#{}", entry.origin.file, entry.origin.index).replace(&prefix, ""),
            Err(error) => format!("{}: {error}", error.exit().code()).replace(&prefix, ""),
        });
    }
    (told, inputs.tally().files)
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names_and_only_event_files_count() {
    let root = folder(&[
        ("b.json", b"{}"),
        ("a/z.ndjson", b"{}\n{}"),
        ("a/c.jsonl.gz", b"{}"),
        ("c.json.zst", b"{}"),
        ("notes.txt", b"{}"),
        ("json", b"{}"),
        ("d.gz", b"{}"),
    ]);
    let (told, files) = read(root.path(), &["."], "");
    let told: Vec<_> = told.iter().map(|it| it.trim_start_matches("./")).collect();
    assert_eq!(told, ["a/c.jsonl.gz#1", "a/z.ndjson#1", "a/z.ndjson#2", "b.json#1", "c.json.zst#1"]);
    assert_eq!(files, 4);
}

#[test]
fn arguments_keep_their_order_and_errors_do_not_stop_the_run() {
    let root = folder(&[("a.txt", b"{}"), ("b.json", b"{}")]);
    let (told, files) = read(root.path(), &["b.json", "missing.json", "-", "a.txt"], "{}{}");
    assert_eq!(
        told,
        ["b.json#1", "3: cannot read `missing.json`: no such file", "<stdin>#1", "<stdin>#2", "a.txt#1"]
    );
    assert_eq!(files, 3);
}

#[test]
fn a_glob_finds_files_of_any_name_and_a_name_that_exists_is_no_glob() {
    let root = folder(&[("a.txt", b"{}"), ("deep/er/b.txt", b"{}"), ("[x].txt", b"{}"), ("x.txt", b"{}")]);
    assert_eq!(read(root.path(), &["?.txt"], "").0, ["a.txt#1", "x.txt#1"]);
    assert_eq!(read(root.path(), &["[x].txt"], "").0, ["[x].txt#1"]);
    assert_eq!(read(root.path(), &["**/b.*"], "").0, ["deep/er/b.txt#1"]);
    assert_eq!(read(root.path(), &["{x,deep/er/b}.txt"], "").0, ["deep/er/b.txt#1", "x.txt#1"]);
}

#[test]
fn no_input_is_a_matter_of_usage() {
    let root = folder(&[("sub/notes.txt", b"{}")]);
    assert_eq!(read(root.path(), &["*.json"], "").0, ["2: no file matches `*.json`"]);
    assert_eq!(read(root.path(), &["sub"], "").0, ["2: no event file in `sub`"]);
    assert_eq!(read(root.path(), &["-"], " \n").0, ["2: no event in standard input"]);
    assert!(
        read(root.path(), &["-"], "{\"request_at\":1}\n").0.is_empty(),
        "what was passed over is in the tally"
    );
    let bad = read(root.path(), &["[z"], "").0;
    assert!(bad[0].starts_with("2: `[z` is neither a file nor a glob: "), "{bad:?}");
    assert_eq!(read(root.path(), &[], "{}").0, ["<stdin>#1"]);
}

#[test]
fn standard_input_can_be_named_once() {
    let request =
        InputRequest { paths: vec!["-".into(), "-".into()], samples: Vec::new(), ..InputRequest::default() };
    let error = request.open(Box::new(Cursor::new("{}"))).err().unwrap();
    assert!(matches!(error, InputError::StdinTwice) && error.exit() == Exit::Usage);
}

#[test]
fn samples_come_after_paths_and_carry_their_name() {
    let samples = vec!["bot-closes".to_owned(), "stories/out-of-order".to_owned()];
    let inputs = InputRequest { paths: Vec::new(), samples, ..InputRequest::default() }
        .open(Box::new(Cursor::new("")))
        .unwrap();
    let files: Vec<_> = inputs.map(|entry| entry.unwrap().origin.file.to_string()).collect();
    assert_eq!(files[0], "sample:bot-closes");
    assert!(files[1..].iter().all(|file| file == "sample:stories/out-of-order") && files.len() > 2);
}

#[test]
fn a_gzip_file_that_stops_in_the_middle_is_an_error_after_what_could_be_read() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::none());
    let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(100_000));
    for _ in 0..4 {
        packer.write_all(line.as_bytes()).unwrap();
    }
    let gzip = packer.finish().unwrap();
    let root = folder(&[("a.json", &gzip[..gzip.len() - 50_000]), ("b.json", b"{}")]);
    let (told, files) = read(root.path(), &["a.json", "b.json"], "");
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(
        told[3].starts_with("3: cannot read `a.json` to its end: the gzip data is damaged after document 3")
    );
    assert_eq!((told[4].as_str(), files), ("b.json#1", 2));
    let root = folder(&[("a.json", &gzip[..60])]);
    let told = read(root.path(), &["a.json"], "").0;
    assert!(told[0].contains("the gzip data is damaged before the end of its first document"), "{told:?}");
}

#[test]
fn what_is_packed_twice_or_an_archive_is_named_with_the_way_out() {
    let gzip = |text: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    };
    let zstd = |text: &[u8]| zstd::encode_all(text, 1).unwrap();
    let large = gzip(&vec![0x42; 1 << 20]);
    let mut tar = b"a.json".to_vec();
    tar.resize(10_240, 0);
    tar[257..263].copy_from_slice(b"ustar\0");
    for (bytes, said) in [
        (gzip(&gzip(b"{}")), "gzip data inside gzip data; unpack it first, as in `gunzip -c FILE |"),
        (gzip(&large), "gzip data inside gzip data"),
        (zstd(&gzip(b"{}")), "gzip data inside zstd data; unpack it first, as in `zstd -dc FILE |"),
        (tar.clone(), "tar data; unpack it first, as in `tar -xOf FILE |"),
        (gzip(&tar), "tar data inside gzip data; unpack it first, as in `tar -xOf FILE |"),
        (zstd(&tar), "tar data inside zstd data; unpack it first, as in `tar -xOf FILE |"),
        (gzip(b"BZh91AY"), "bzip2 data inside gzip data; unpack it first, as in `gunzip -c FILE |"),
    ] {
        let root = folder(&[("a.json", &bytes), ("b.json", b"{}")]);
        let (told, _) = read(root.path(), &["a.json", "b.json"], "");
        assert!(told[0].starts_with("3: cannot read `a.json`: it is ") && told[0].contains(said), "{told:?}");
        assert_eq!(told[1], "b.json#1");
    }
}

#[test]
fn hidden_folders_and_foreign_code_are_passed_over_unless_they_are_named() {
    let files = [
        ".git/a.json", "node_modules/b.json", "sub/target/c.json", "sub/d.json", ".e.json", "targets/f.json",
    ];
    let files = files.map(|name| (name, &b"{}"[..]));
    let root = folder(&files);
    let plain = |told: Vec<String>| told.into_iter().map(|it| it.replace("./", "")).collect::<Vec<_>>();
    let all = plain(read(root.path(), &["."], "").0);
    assert_eq!(all, [".e.json#1", "sub/d.json#1", "targets/f.json#1"]);
    for (named, found) in [
        (".git", ".git/a.json#1"),
        ("node_modules", "node_modules/b.json#1"),
        ("sub/target", "sub/target/c.json#1"),
    ] {
        assert_eq!(plain(read(root.path(), &[named], "").0), [found]);
    }
    assert_eq!(plain(read(root.path(), &["**/*.json"], "").0), all);
    assert_eq!(plain(read(root.path(), &["node_modules/*.json"], "").0), ["node_modules/b.json#1"]);
}

#[test]
fn what_is_excluded_is_left_out_of_folders_and_globs_and_never_where_it_is_named() {
    let files = ["a.json", "drafts/b.json", "sub/drafts/c.json", "sub/c.json", "sub/c.broken.json"];
    let root = folder(&files.map(|name| (name, &b"{}"[..])));
    let left = |paths: &[&str], exclude: &[&str]| {
        let paths: Vec<_> = paths.iter().map(|it| root.path().join(it)).collect();
        let exclude = exclude.iter().map(|it| (*it).to_owned()).collect();
        let request = InputRequest { paths, exclude, ..InputRequest::default() };
        let inputs = request.open(Box::new(Cursor::new("")));
        let name = |it: Document| it.origin.file.rsplit('/').next().unwrap_or_default().to_owned();
        inputs.unwrap().map(|it| name(it.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(left(&[""], &["drafts"]), ["a.json", "c.broken.json", "c.json"]);
    assert_eq!(left(&[""], &["*.broken.json", "a.*"]), ["b.json", "c.json", "c.json"]);
    assert_eq!(left(&["sub/*.json"], &["*.broken.json"]), ["c.json"]);
    assert_eq!(left(&["a.json"], &["a.json"]), ["a.json"]);
    let nothing = ["2: no file is left to read"];
    assert_eq!(read_without(root.path(), &["drafts", "sub/*.json"], "", vec!["*".into()]).0, nothing);
}

#[test]
fn a_file_that_grows_while_it_is_read_ends_where_it_ended_when_it_was_opened() {
    let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(100_000));
    for lines in [1, 8] {
        let root = folder(&[("a.json", line.repeat(lines).as_bytes())]);
        let path = root.path().join("a.json");
        let request = InputRequest { paths: vec![path.clone()], ..InputRequest::default() };
        let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
        let mut count = 0;
        for document in request.open(Box::new(Cursor::new(""))).unwrap() {
            document.unwrap();
            count += 1;
            file.write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(count, lines);
    }
}

#[test]
fn a_file_that_is_cut_while_it_is_read_is_an_error() {
    let line = format!("{{\"a\":\"{}\"}}\n", "x".repeat(100_000));
    let root = folder(&[("a.json", line.repeat(8).as_bytes())]);
    let path = root.path().join("a.json");
    let request = InputRequest { paths: vec![path.clone()], ..InputRequest::default() };
    let mut inputs = request.open(Box::new(Cursor::new(""))).unwrap();
    inputs.next().unwrap().unwrap();
    // Between two lines: no document tells of it.
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(2 * line.len() as u64).unwrap();
    inputs.next().unwrap().unwrap();
    let error = inputs.next().unwrap().unwrap_err();
    assert!(error.to_string().ends_with("a.json`: it became shorter while it was read"), "{error}");
    assert!(inputs.next().is_none() && error.exit() == Exit::Unreadable);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_an_error_and_the_walk_goes_on() {
    let root = folder(&[("a/b.json", b"{}"), ("z.json", b"{}")]);
    std::os::unix::fs::symlink(root.path().join("a"), root.path().join("a/again")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.path().join("dangling.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.path().join("dangling.json")).unwrap();
    std::os::unix::fs::symlink("itself", root.path().join("itself")).unwrap();
    std::os::unix::fs::symlink("ring.json", root.path().join("ring.json")).unwrap();
    let read = |path: &str, exclude: &[&str]| {
        let exclude = exclude.iter().map(|it| (*it).to_owned()).collect();
        read_without(root.path(), &[path], "", exclude)
            .0
            .iter()
            .map(|it| it.replace("./", ""))
            .collect::<Vec<_>>()
    };
    let told = read(".", &[]);
    assert_eq!(told[0], "3: cannot read `a/again`: the link leads back to `a`, a loop without end");
    let ring = "3: cannot read `ring.json`: too many levels of symbolic links";
    assert_eq!(told[1..], ["a/b.json#1", "3: cannot read `dangling.json`: no such file", ring, "z.json#1"]);
    assert_eq!(read(".", &["again", "dangling.*", "ring.*"]), ["a/b.json#1", "z.json#1"]);
    assert_eq!(read("none.json", &["none.json"]), ["3: cannot read `none.json`: no such file"]);
    assert_eq!(read("z*.json", &[]), ["z.json#1"]);
    assert_eq!(read("a/*", &[]), ["a/b.json#1"], "nothing is looked for behind the link");
    assert_eq!(read("d*.json", &[]), ["3: cannot read `dangling.json`: no such file"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_a_folder_is_an_error_unless_it_is_left_out_or_has_another_name() {
    let root = folder(&[("z.json", b"{}")]);
    for name in ["a.json", "a.sock"] {
        std::os::unix::net::UnixListener::bind(root.path().join(name)).unwrap();
    }
    std::os::unix::fs::symlink("/dev/null", root.path().join("off.json")).unwrap();
    let said = "3: cannot read `a.json`: a folder or a glob holds it, and it is a pipe, a socket or a device";
    for path in ["", "*.json"] {
        let (told, _) = read(root.path(), &[path], "");
        assert_eq!(told, [said, "z.json#1"]);
    }
    let (told, _) = read_without(root.path(), &[""], "", vec!["a.json".into()]);
    assert_eq!(told, ["z.json#1"]);
}
