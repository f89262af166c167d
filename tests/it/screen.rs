//! Every view for people on terminals of 80 and 120 columns, in English and Chinese: no row is too wide, nothing is left
//! of a progress bar, and in Chinese no phrase is left in English.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;

use helpdesk_evt::internals::block_on;
use rustix::process::{Signal, kill_process};

use crate::support::app::App;
use crate::support::terminal::{Screen, Session, run};
use crate::support::{Act, Folder, Sink};

/// Words that are the same in both languages: names of ours, of the platform and of the web.
const NAMES: &[&str] = &[
    "UTC", "URL", "SDK", "API", "JSON", "ASCII", "Open", "Encrypt", "Key", "Verification", "Token", "token",
    "event", "open", "union", "user", "min", "max", "code", "SIGINT", "helpdesk", "evt", "replay", "url",
    "Sample", "Guest",
];

/// The terminals: each language at each width.
fn terminals() -> impl Iterator<Item = (&'static str, u16)> {
    [("en", 80), ("zh", 80), ("en", 120), ("zh", 120)].into_iter()
}

fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").to_string_lossy().into_owned()
}

/// A folder with the samples under short names.
fn folder() -> Folder {
    let folder = Folder::new();
    let copy = |from: &str, to: &str| {
        fs::create_dir_all(folder.path("").join(to)).unwrap();
        for entry in fs::read_dir(Path::new(&samples()).join(from)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.path("").join(to).join(entry.file_name())).unwrap();
            }
        }
    };
    copy("", "samples");
    copy("stories", "stories");
    copy("broken", "broken");
    folder
}

fn check(screen: &Screen, what: &[&str]) {
    assert!(screen.wrapped.is_empty(), "{what:?}: too wide:\n{}", screen.wrapped.join("\n"));
    let rows = screen.rows.join("\n");
    assert!(!rows.contains('░') && !rows.contains("s left"), "{what:?}: a progress bar is left:\n{rows}");
    assert!(!rows.trim().is_empty(), "{what:?}: nothing is shown");
}

/// Holds of a screen in Chinese that no phrase on it is English.
fn translated(lang: &str, screen: &Screen, what: &[&str]) {
    let words = if lang == "zh" { untranslated(&screen.rows) } else { BTreeSet::new() };
    assert!(words.is_empty(), "{what:?}:\n{}", Vec::from_iter(words).join("\n"));
}

/// English words: neither names, nor what an app said (in quotes, or behind a bar), nor a part of a path or a flag.
fn untranslated(rows: &[String]) -> BTreeSet<String> {
    let own: Vec<&str> = rows.iter().map(|it| it.trim()).filter(|it| !it.starts_with('|')).collect();
    let unquoted = |text: &str, quote| text.split(quote).step_by(2).collect::<Vec<_>>().join(" ");
    let text = unquoted(&unquoted(&own.join(" "), '`'), '"');
    let plain = text.split_whitespace().filter(|it| !it.contains(['/', ':', '.', '-', '_', '=']));
    let words = plain.flat_map(|it| it.split(|c: char| !c.is_ascii_alphabetic()));
    words.filter(|it| it.len() >= 3 && !NAMES.contains(it)).map(str::to_owned).collect()
}

/// The URL in a file, once it is there.
fn awaited(ready: &Path) -> String {
    loop {
        match fs::read_to_string(ready) {
            Ok(text) if text.ends_with('\n') => return text.trim().to_owned(),
            _ => thread::yield_now(),
        }
    }
}

#[test]
fn validate_and_diff_fit_both_terminals_in_both_languages() {
    let folder = folder();
    let views: &[&[&str]] = &[
        &["validate", "broken"],
        &["validate", "broken", "--all"],
        &["validate", "samples"],
        &["validate", "stories"],
        &["diff", "samples/handed-over.json"],
        &["diff", "samples/agent-closes.json", "--all-fields"],
        &["diff", "samples", "stories"],
        &["diff", "broken"],
        &["diff", "stories", "--summary"],
        &["diff", "stories", "--timeline"],
        &["diff", "stories", "--expect", "status: created -> pending"],
        &["diff", "stories", "--where", "status: banana -> 1"],
    ];
    for (lang, columns) in terminals() {
        for view in views {
            check(&run(&folder.path(""), lang, columns, view), view);
        }
    }
    for view in [
        &["diff", "samples/agent-closes.json", "--all-fields"][..],
        &["diff", "stories"],
        &["diff", "stories", "--summary"],
        &["diff", "stories", "--timeline"],
    ] {
        let screen = run(&folder.path(""), "zh", 80, view);
        translated("zh", &screen, view);
    }
}

#[test]
fn a_hundred_equal_faults_are_at_most_15_lines() {
    let folder = Folder::new();
    let text = fs::read_to_string(Path::new(&samples()).join("broken/status-unknown.json")).unwrap();
    let each = (100..200).map(|number| text.replace("00909001", &format!("00909{number}")));
    fs::write(folder.path("hundred.json"), each.collect::<String>()).unwrap();
    let screen = run(&folder.path(""), "en", 80, &["validate", "hundred.json"]);
    assert!(screen.rows.len() <= 15, "{}", screen.rows.join("\n"));
    assert_eq!(screen.rows.last().unwrap().trim(), "failed: 100 of 100 events invalid (100 errors)");
    assert_eq!(screen.code, Some(1));
}

#[test]
fn replay_fits_both_terminals_in_both_languages() {
    let folder = folder();
    let refusing = Sink::start(|_, _| {
        Act::Answer(500, "", b"Traceback (most recent call last):\n  x\nKeyError: 7".to_vec())
    });
    let url = refusing.url();
    let views: &[&[&str]] = &[
        &["replay", "stories", "--format", "human"],
        &["replay", "--sample", "all", "--url", &url],
        &["replay", "--sample", "all", "--url", &url, "--retry", "1", "--time-scale", "0.001"],
    ];
    for (lang, columns) in terminals() {
        for view in views {
            let screen = run(&folder.path(""), lang, columns, view);
            check(&screen, view);
            translated(lang, &screen, view);
            assert!(screen.rows.len() <= 45, "{view:?}: {}", screen.rows.join("\n"));
        }
    }
}

#[test]
fn a_request_that_is_shown_holds_nothing_that_a_terminal_obeys() {
    let folder = folder();
    let event = fs::read_to_string(folder.path("samples/minimal.json")).unwrap();
    fs::write(folder.path("odd.json"), event.replace("cli_", "\u{7f}")).unwrap();
    for view in [&["replay", "odd.json", "--dry-run"][..], &["sign", "odd.json"]] {
        let rows = run(&folder.path(""), "en", 80, view).rows.join("");
        assert!(rows.contains('␡'), "{view:?}: {rows}");
    }
    let json = run(&folder.path(""), "en", 80, &["sign", "odd.json", "--format", "json"]);
    assert!(json.rows.join("").contains("\\u007f"), "{}", json.rows.join("\n"));
}

#[test]
fn what_is_said_while_a_bar_is_shown_leaves_nothing_of_it() {
    let folder = folder();
    let kind = Sink::kind();
    let view = ["replay", "samples/minimal.json", "samples/pending.json", "--url", &kind.url(), "-v"];
    for columns in [30, 80] {
        let screen = run(&folder.path(""), "en", columns, &view);
        check(&screen, &view);
        assert!(screen.rows.iter().any(|it| it.starts_with("> POST /")), "{}", screen.rows.join("\n"));
    }
}

/// Has something sent to a listener, and gives back what the listener shows.
fn listened(lang: &'static str, columns: u16, send: impl Fn(&Path, &str)) -> Screen {
    let folder = folder();
    let (ready, secret) = (folder.path("").join("ready"), folder.path("").join("key"));
    fs::write(&secret, "synthetic-key").unwrap();
    let args = ["listen", "--port", "0", "--ready-file", "ready", "--encrypt-key-file", "key"];
    let listener = Session::start(&folder.path(""), lang, columns, &args);
    let pid = listener.pid();
    let listening = thread::spawn(move || listener.end());
    send(&folder.path(""), &awaited(&ready));
    kill_process(pid, Signal::INT).unwrap();
    let screen = listening.join().unwrap();
    check(&screen, &args);
    screen
}

#[test]
fn listen_and_probe_fit_both_terminals_in_both_languages() {
    for (lang, columns) in terminals() {
        // What a listener says of odd events are findings, which are English.
        listened(lang, columns, |folder, url| {
            let probe = ["probe", "--url", url, "--encrypt-key-file", "key"];
            let screen = run(folder, lang, columns, &probe);
            check(&screen, &probe);
            translated(lang, &screen, &probe);
        });
        let screen = listened(lang, columns, |folder, url| {
            let replay = ["replay", "stories", "--url", url, "--encrypt-key-file", "key"];
            check(&run(folder, lang, columns, &replay), &replay);
            // Refused, for a key is given.
            let plain = ["replay", "samples/minimal.json", "--url", url];
            check(&run(folder, lang, columns, &plain), &plain);
        });
        translated(lang, &screen, &["listen"]);
    }
}

#[test]
fn gateway_fits_both_terminals_in_both_languages() {
    for (lang, columns) in terminals() {
        let folder = folder();
        let args = ["gateway", "stories", "samples", "--port", "0", "--once", "--ready-file", "ready"];
        let gateway = Session::start(&folder.path(""), lang, columns, &args);
        let showing = thread::spawn(move || gateway.end());
        let url = awaited(&folder.path("").join("ready"));
        let address = url.trim_start_matches("http://").parse().unwrap();
        block_on(async { App::connect(address).await.handle().await }).unwrap();
        let screen = showing.join().unwrap();
        check(&screen, &args);
        translated(lang, &screen, &args);
        assert_eq!(screen.code, Some(0), "{}", screen.rows.join("\n"));
        let alone = ["gateway", "stories", "--port", "0", "--wait-for", "100ms"];
        check(&run(&folder.path(""), lang, columns, &alone), &alone);
    }
}

#[test]
fn ci_fits_both_terminals_in_both_languages() {
    let folder = folder();
    let kind = Sink::kind();
    let refusing = Sink::start(|_, _| {
        Act::Answer(500, "", b"Traceback (most recent call last):\n  x\nKeyError: 7".to_vec())
    });
    for (lang, columns) in terminals() {
        for url in [kind.url(), refusing.url()] {
            let args = ["ci", "stories", "--url", &url, "--wait", "100s", "--expect", "status: * -> closed"];
            let screen = run(&folder.path(""), lang, columns, &args);
            check(&screen, &args);
            // Of a traceback the words are the app's.
            if url == kind.url() {
                translated(lang, &screen, &args);
            }
        }
        let args = ["ci", "stories", "--url", "http://127.0.0.1:9/", "--run", "echo missing; exit 3"];
        check(&run(&folder.path(""), lang, columns, &args), &args);
    }
}
