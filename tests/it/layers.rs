//! The architecture as a test: imports run down the layers, no circle inside a folder, one place for each foreign crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::imports::{Import, imports};

/// The layers from the lowest up; folders of one layer do not import each other.
const LAYERS: &[&[&str]] = &[
    &["model", "json", "files", "mask"],
    &["protocol", "catalog", "report"],
    &["source", "engine", "render", "wire"],
    &["cli"],
];

/// A foreign crate and the files (or folders) that may import it.
const FOREIGN: &[(&str, &[&str])] = &[
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/commands/completions/run.rs"]),
    ("clap_mangen", &["cli/commands/man.rs"]),
    ("signal_hook", &["cli/signal.rs"]),
    ("tempfile", &["files/replace.rs", "cli/commands/ci/run.rs"]),
    (
        "itoa",
        &[
            "engine/generate/writer.rs",
            "render/formatted_rows.rs",
            "render/row_template.rs",
            "render/csv/sheet.rs",
        ],
    ),
    ("jiff", &["cli/args/time.rs", "render/text/time.rs"]),
    ("strsim", &["report/names.rs"]),
    ("toml", &["cli/config/file.rs"]),
    ("colored", &["render/text/paint.rs"]),
    ("comfy_table", &["render/text/table.rs"]),
    ("indicatif", &["render/progress.rs"]),
    ("jsonschema", &["engine/validate/schema.rs"]),
    ("aes", &["protocol/webhook/"]),
    ("cbc", &["protocol/webhook/"]),
    ("sha1", &["protocol/mistakes/"]),
    ("sha2", &["protocol/", "render/html/page.rs"]),
    ("base64", &["protocol/", "mask/", "render/html/page.rs"]),
    ("flate2", &["source/read/decode.rs"]),
    ("zstd", &["source/read/decode.rs"]),
    ("globset", &["source/walk.rs", "source/error.rs"]),
    ("walkdir", &["source/walk.rs"]),
    ("getrandom", &["cli/clock.rs"]),
    ("wide", &["model/plain_run.rs"]),
    ("hashbrown", &["engine/validate/duplicates.rs", "engine/diff/tickets.rs"]),
    (
        "foldhash",
        &["engine/validate/duplicates.rs", "engine/validate/stages.rs", "engine/diff/tickets.rs", "render/"],
    ),
    ("hdrhistogram", &["report/latency.rs"]),
    ("reqwest", &["wire/http/client.rs"]),
    ("rustls", &["wire/http/client.rs"]),
    ("httparse", &["wire/http/raw_response.rs"]),
    ("url", &["wire/target.rs"]),
    ("futures_util", &["engine/deliver/run.rs", "wire/control/server.rs", "wire/gateway/"]),
    ("http_body_util", &["wire/"]),
    ("hyper", &["wire/"]),
    ("hyper_util", &["wire/"]),
    ("prost", &["protocol/long_connection/frame.rs"]),
    ("rustix", &["cli/launch/group.rs", "wire/descriptors.rs"]),
    ("tokio_tungstenite", &["wire/gateway/"]),
];

/// How many files a folder holds at most, its `mod.rs` and folders left out.
const FOLDER: usize = 16;

/// How many lines a file has at most, with its tests.
const FILE: usize = 400;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file: its path below `src`, and its code without comments and without the tests at its foot.
fn files() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                let code = if name.ends_with("_tests.rs") {
                    String::new()
                } else {
                    code.collect::<Vec<_>>().join("\n")
                };
                found.insert(name, code);
            }
        }
    }
    found
}

fn layer(folder: &str) -> Option<usize> {
    LAYERS.iter().position(|folders| folders.contains(&folder))
}

#[test]
fn imports_run_down_the_layers() {
    let mut wrong = BTreeSet::new();
    for Import { from, to } in imports(&files()) {
        let top = |path: &str| path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let (own, other) = (top(&from), top(&to));
        if own == other || matches!(own.as_str(), "lib" | "main") {
            continue;
        }
        let mine = layer(&own).unwrap_or_else(|| panic!("{from}: `{own}` is on no layer"));
        let theirs = layer(&other).unwrap_or_else(|| panic!("{to}: `{other}` is on no layer"));
        if theirs >= mine {
            let place = if theirs == mine { "beside" } else { "above" };
            wrong.insert(format!("{from} imports {to}, which stands {place} it"));
        }
    }
    assert!(wrong.is_empty(), "{}", Vec::from_iter(wrong).join("\n"));
}

#[test]
fn no_files_of_a_folder_import_each_other_in_a_circle() {
    let mut circles = Vec::new();
    let mut graphs: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for Import { from, to } in imports(&files()) {
        // The two meet in the deepest folder that holds both: there each is a file, or the folder that holds it.
        let (mine, theirs): (Vec<_>, Vec<_>) = (from.split('/').collect(), to.split('/').collect());
        let shared = mine.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        let (Some(a), Some(b)) = (mine.get(shared), theirs.get(shared)) else { continue };
        if *a != "mod.rs" && *b != "mod.rs" && *a != "lib.rs" {
            let graph = graphs.entry(mine[..shared].join("/")).or_default();
            graph.entry((*a).to_owned()).or_default().insert((*b).to_owned());
        }
    }
    for (folder, graph) in &graphs {
        let reach = |start: &String| {
            let mut seen = BTreeSet::new();
            let mut next: Vec<&String> = graph.get(start).into_iter().flatten().collect();
            while let Some(file) = next.pop() {
                if seen.insert(file) {
                    next.extend(graph.get(file).into_iter().flatten());
                }
            }
            seen
        };
        let reached: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|it| (it, reach(it))).collect();
        let circle = |file: &&String| reached[*file].contains(*file);
        let mut left: BTreeSet<&String> = graph.keys().filter(circle).collect();
        while let Some(first) = left.pop_first() {
            let others =
                left.iter().filter(|it| reached[first].contains(**it) && reached[**it].contains(first));
            let others: Vec<&String> = others.copied().collect();
            left.retain(|it| !others.contains(it));
            let names = std::iter::once(first).chain(others).map(String::as_str);
            circles.push(format!("src/{folder}: {}", names.collect::<Vec<_>>().join(", ")));
        }
    }
    assert!(circles.is_empty(), "files that import each other in a circle:\n{}", circles.join("\n"));
}

#[test]
fn each_foreign_crate_is_imported_in_one_place() {
    let mut wrong = Vec::new();
    for (file, code) in files() {
        for (name, places) in FOREIGN {
            let used = code.lines().any(|line| {
                let line = line.trim_start();
                let starts = [format!("use {name}::"), format!("use {name};"), format!("use {name} ")];
                starts.iter().any(|it| line.starts_with(it))
                    || line.match_indices(&format!("{name}::")).any(|(at, _)| {
                        let before = line[..at].chars().next_back();
                        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                    })
            });
            if used && !places.iter().any(|place| file.starts_with(place)) {
                wrong.push(format!("{file} uses {name}, whose place is {}", places.join(" or ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where `serde_json` reads a text: our own files, answers, control frames, what is compiled in. Events are parsed with `json`,
/// once.
const READS_OTHER_JSON: &[&str] = &[
    "catalog/kind.rs",
    "cli/commands/ci/run.rs",
    "cli/control/api.rs",
    "engine/deliver/cause.rs",
    "engine/deliver/ledger/",
    "engine/deliver/url_check.rs",
    "engine/probe/",
    "engine/receive/raw_record.rs",
    "engine/receive/seen.rs",
    "files/append_log.rs",
    "mask/",
    "protocol/long_connection/",
    "protocol/mistakes/test_vectors.rs",
    "source/captured/raw_line.rs",
];

#[test]
fn events_are_parsed_with_our_own_parser() {
    for (file, code) in files() {
        let reads = ["from_slice", "from_str", "from_reader"];
        let reads = reads.iter().any(|it| code.contains(&format!("serde_json::{it}")));
        let is_meant = READS_OTHER_JSON.iter().any(|it| file.starts_with(it));
        assert!(!reads || is_meant, "{file} reads JSON with serde_json");
    }
}

#[test]
fn a_mod_rs_holds_no_code() {
    for (file, code) in files().iter().filter(|(file, _)| file.ends_with("/mod.rs")) {
        for word in ["fn ", "struct ", "enum ", "impl ", "const ", "static "] {
            assert!(!code.contains(word), "{file} holds code: `{word}`");
        }
    }
}

#[test]
fn folders_and_files_stay_small() {
    let mut wrong = Vec::new();
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for (file, _) in files() {
        let lines = fs::read_to_string(source().join(&file)).unwrap().lines().count();
        if lines > FILE {
            wrong.push(format!("{file} has {lines} lines, more than {FILE}: is there a second file in it?"));
        }
        if let Some((folder, name)) = file.rsplit_once('/') {
            *folders.entry(folder.to_owned()).or_default() += usize::from(name != "mod.rs");
        }
    }
    for (folder, files) in folders {
        if files > FOLDER {
            wrong.push(format!(
                "{folder}/ holds {files} files, more than {FOLDER}: is there a second folder in it?"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
