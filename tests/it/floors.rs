//! The plan as a test: arrows run down, and each foreign crate has one door.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up; rooms of one floor do not import each other.
const FLOORS: &[&[&str]] = &[
    &["model", "json"],
    &["protocol", "catalog", "report"],
    &["source", "engine", "render", "wire"],
    &["cli"],
];

/// A foreign crate and the files (or folders) that may import it.
const DOORS: &[(&str, &[&str])] = &[
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/completions.rs"]),
    ("clap_mangen", &["cli/man.rs"]),
    ("signal_hook", &["cli/signal.rs"]),
    ("tempfile", &["cli/output.rs"]),
    ("jiff", &["cli/time.rs", "render/clock.rs", "render/moment.rs"]),
    ("toml", &["cli/config.rs"]),
    ("colored", &["render/paint.rs"]),
    ("comfy_table", &["render/table.rs"]),
    ("annotate_snippets", &["render/human.rs", "render/excerpt.rs"]),
    ("indicatif", &["render/progress.rs"]),
    ("quick_junit", &["render/junit.rs", "render/junit_delivered.rs", "render/junit_probed.rs"]),
    ("jsonschema", &["engine/judge.rs"]),
    ("aes", &["protocol/"]),
    ("cbc", &["protocol/"]),
    ("sha2", &["protocol/"]),
    ("base64", &["protocol/"]),
    ("flate2", &["source/decode.rs"]),
    ("zstd", &["source/decode.rs"]),
    ("globset", &["source/walk.rs", "source/error.rs"]),
    ("walkdir", &["source/walk.rs"]),
    ("getrandom", &["cli/world.rs"]),
    ("wide", &["engine/screen/swar.rs"]),
    ("hashbrown", &["engine/duplicates.rs"]),
    ("foldhash", &["engine/duplicates.rs", "engine/diff/tickets.rs"]),
    ("hdrhistogram", &["report/latency.rs"]),
    ("reqwest", &["wire/client.rs"]),
    ("rustls", &["wire/client.rs"]),
    ("url", &["wire/target.rs"]),
    ("axum", &["wire/"]),
    ("futures_util", &["engine/replay/run.rs", "wire/gateway/"]),
    ("hyper", &["wire/"]),
    ("hyper_util", &["wire/"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file, with its path below `src` and its text without the tests at its foot.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                let of_tests = name.ends_with("_tests.rs");
                found.push((name, if of_tests { String::new() } else { code }));
            }
        }
    }
    found.sort();
    found
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms a text names after `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|room: &String| floor(room).is_some())
        .collect()
}

#[test]
fn arrows_run_down() {
    let mut wrong = Vec::new();
    for (file, code) in files() {
        let Some((room, _)) = file.split_once('/') else { continue };
        let own = floor(room).unwrap_or_else(|| panic!("{file}: the room {room}/ is on no floor"));
        for other in imports(&code).iter().filter(|it| *it != room) {
            let theirs = floor(other).unwrap();
            if theirs >= own {
                let place = if theirs == own { "beside" } else { "above" };
                wrong.push(format!("{file} imports {other}/, which stands {place} {room}/"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_foreign_crate_has_one_door() {
    let mut wrong = Vec::new();
    for (file, code) in files() {
        for (name, doors) in DOORS {
            let used = code.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
                let line = line.trim_start();
                let starts = [format!("use {name}::"), format!("use {name};"), format!("use {name} ")];
                starts.iter().any(|it| line.starts_with(it))
                    || line.match_indices(&format!("{name}::")).any(|(at, _)| {
                        let before = line[..at].chars().next_back();
                        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                    })
            });
            if used && !doors.iter().any(|door| file.starts_with(door)) {
                wrong.push(format!("{file} uses {name}, whose door is {}", doors.join(" or ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_door_plate_holds_no_code() {
    for (file, code) in files().iter().filter(|(file, _)| file.ends_with("/mod.rs")) {
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for word in ["fn ", "struct ", "enum ", "impl ", "const ", "static "] {
            assert!(!code.contains(word), "{file} holds code: `{word}`");
        }
    }
}

#[test]
fn no_room_is_crowded() {
    for entry in files() {
        let lines = fs::read_to_string(source().join(&entry.0)).unwrap().lines().count();
        assert!(
            lines <= 400,
            "{} has {lines} lines; the wall is 400: is there a second room in it?",
            entry.0
        );
    }
}
