//! The README and the pages of `docs/`: their links lead somewhere, their commands are commands, the Chinese README says
//! the same, and the picture shows what the program prints. Their `console` blocks are transcripts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::run;

const README_MOST: usize = 160;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<_> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "md"))
        .collect();
    pages.sort();
    pages.extend(["README.md", "README.zh.md", "CONTRIBUTING.md"].map(|it| root().join(it)));
    pages
}

/// The code blocks of a page: language and text.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once("```") {
        let (language, body) = from.split_once('\n').unwrap();
        let (body, after) = body.split_once("```").unwrap();
        blocks.push((language, body));
        rest = after;
    }
    blocks
}

/// The name that a heading can be linked by.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).map(|it| it.split(')').next().unwrap()) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, heading) = link.split_once('#').map_or((link, None), |(file, it)| (file, Some(it)));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link}", page.display());
            if let Some(heading) = heading {
                let there = fs::read_to_string(&target).unwrap();
                let mut headings = there.lines().filter(|it| it.starts_with('#')).map(anchor);
                assert!(headings.any(|it| it == heading), "{}: {link}", page.display());
            }
        }
    }
}

/// The words of a command line, quotes taken away.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

#[test]
fn every_command_line_is_one_that_the_program_takes() {
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for (language, block) in blocks(&text) {
            if !["sh", "yaml"].contains(&language) {
                continue;
            }
            let block = block.replace("\\\n", " ");
            for line in block.lines() {
                let line = line.trim().trim_start_matches("- run: ").trim_start_matches("- ");
                let Some(arguments) = line.strip_prefix("helpdesk-evt ") else { continue };
                let mut arguments = words(arguments);
                // What is wrong before it is said instead of the help.
                arguments.push("--help".to_owned());
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let done = run(&arguments);
                assert_eq!(done.code, 0, "{}: {line}\n{}", page.display(), done.stderr);
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_readme_is_short_and_the_chinese_one_says_the_same() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let (english, chinese) = (read("README.md"), read("README.zh.md"));
    assert!(english.lines().count() <= README_MOST, "{} lines", english.lines().count());
    // What needs no translation is the same, in the same order.
    assert_eq!(blocks(&english), blocks(&chinese));
    let levels = |text: &str| -> Vec<usize> {
        let outside: String = text.split("```").step_by(2).collect();
        let headings = outside.lines().filter(|it| it.starts_with('#'));
        headings.map(|it| it.chars().take_while(|c| *c == '#').count()).collect()
    };
    assert_eq!(levels(&english), levels(&chinese));
    let links = |text: &str| -> Vec<String> {
        let mut links: Vec<String> =
            text.split("](").skip(1).map(|it| it.split(')').next().unwrap().to_owned()).collect();
        links.retain(|it| !it.starts_with("README") && !it.contains('#'));
        links.sort();
        links
    };
    assert_eq!(links(&english), links(&chinese));
    let codes = |text: &str| text.lines().filter(|it| it.starts_with('|')).count();
    assert_eq!(codes(&english), codes(&chinese));
}

#[test]
fn the_table_of_formats_names_the_commands_that_offer_each() {
    let page = fs::read_to_string(root().join("docs/formats.md")).unwrap();
    let all = ["validate", "diff", "replay", "probe", "gateway", "listen", "verify"];
    let offered =
        all.map(|command| run(&[command, "-h"]).stdout.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut before = String::new();
    for row in page.lines().filter(|it| it.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let named = cells[2].replace("the same", &before);
        let named = named.replace(" and ", " ");
        for format in cells[0].split(", ").map(|it| it.trim_matches('`')) {
            let is_offered = |text: &String| {
                let values = text.split("[default: human] [possible values: ").nth(1).unwrap();
                values.split(']').next().unwrap().split(", ").any(|it| it == format)
            };
            let of: Vec<&str> = all
                .iter()
                .zip(&offered)
                .filter(|(_, text)| is_offered(text))
                .map(|(name, _)| *name)
                .collect();
            if named != "all" {
                let mut named: Vec<&str> = named.split(", ").collect();
                named.sort_by_key(|it| all.iter().position(|name| name == it));
                assert_eq!(named, of, "{format}");
            }
        }
        before = named;
    }
}

#[cfg(unix)]
#[test]
fn the_picture_shows_what_the_program_prints() {
    let picture = crate::support::svg::picture(
        root(),
        &[
            &["validate", "samples/broken/status-unknown.json"],
            &["diff", "samples/stories/solved-by-agent.ndjson", "--timeline", "--tz", "UTC"],
        ],
    );
    let path = root().join("docs/screen.svg");
    if std::env::var_os("UPDATE_SCREENS").is_some() {
        fs::write(&path, &picture).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == picture, "docs/screen.svg is of another output: UPDATE_SCREENS=1 cargo test picture");
}
