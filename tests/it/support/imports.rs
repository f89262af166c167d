//! Which source file imports which: reads `use` and inline paths of the crate's own modules, through the re-exports of
//! each `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};

/// One file names something of another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The file that names it, below `src`.
    pub(crate) from: String,
    /// The file where it is defined.
    pub(crate) to: String,
}

/// All imports among `files`: path below `src` -> code.
pub(crate) fn imports(files: &BTreeMap<String, String>) -> BTreeSet<Import> {
    let modules: BTreeMap<Vec<&str>, &str> = files.keys().map(|file| (module(file), file.as_str())).collect();
    let mut reexports = BTreeMap::new();
    for (file, code) in files.iter().filter(|(file, _)| file.ends_with("mod.rs")) {
        for path in uses(code) {
            if let Some(name) = path.last() {
                reexports.insert((module(file), name.clone()), path[..path.len() - 1].to_vec());
            }
        }
    }
    let mut found = BTreeSet::new();
    for (from, code) in files.iter().filter(|(file, _)| !file.ends_with("mod.rs")) {
        for path in uses(code).into_iter().chain(inline(code)) {
            let Some(path) = absolute(&path, &module(from)) else { continue };
            let to = defined_in(&path, &modules, &reexports);
            if let Some(to) = to.filter(|it| it != from && *it != "lib.rs") {
                found.insert(Import { from: from.clone(), to: to.to_owned() });
            }
        }
    }
    found
}

/// `engine/diff/rule.rs` -> `engine diff rule`; a `mod.rs` is its folder.
fn module(file: &str) -> Vec<&str> {
    let name = file.trim_end_matches(".rs");
    let name = name.trim_end_matches("/mod");
    if name == "lib" { Vec::new() } else { name.split('/').collect() }
}

/// A path as from the crate's root, or `None` for one of a foreign crate.
fn absolute(path: &[String], own: &[&str]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|it| *it == "super").count();
    let base: Vec<String> = match path.first()?.as_str() {
        "crate" => return Some(path[1..].to_vec()),
        "super" => own.iter().take(own.len().checked_sub(ups)?).map(|it| (*it).to_owned()).collect(),
        _ => return None,
    };
    Some(base.into_iter().chain(path[ups..].iter().cloned()).collect())
}

/// The file of the deepest module that a path names, following what a folder re-exports.
fn defined_in<'a>(
    path: &[String],
    modules: &BTreeMap<Vec<&'a str>, &'a str>,
    reexports: &BTreeMap<(Vec<&'a str>, String), Vec<String>>,
) -> Option<&'a str> {
    let mut at: Vec<&str> = Vec::new();
    for (depth, name) in path.iter().enumerate() {
        let deeper = at.iter().copied().chain([name.as_str()]).collect::<Vec<_>>();
        let below = modules.range(deeper.clone()..).next().map(|(module, _)| module);
        if let Some(below) = below.filter(|it| it.starts_with(&deeper)) {
            at.push(below[depth]);
            continue;
        }
        if let Some(inner) = reexports.get(&(at.clone(), name.clone())) {
            let whole: Vec<String> =
                at.iter().map(|it| (*it).to_owned()).chain(inner.iter().cloned()).collect();
            return defined_in(&whole, modules, reexports);
        }
        break;
    }
    modules.get(&at).copied()
}

/// The paths of all `use` declarations, one for each leaf.
fn uses(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in code.lines().scan(0, |at, line| {
        let own = *at;
        *at += line.len() + 1;
        Some((own, line))
    }) {
        let line = start.1.trim_start();
        let bare = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub ")).unwrap_or(line);
        if bare.starts_with("use ") {
            let at = start.0 + (start.1.len() - bare.len()) + "use ".len();
            let tree = code[at..].split(';').next().unwrap_or_default();
            expand(&[], tree, &mut found);
        }
    }
    found
}

/// `a::{b, c::D}` -> `a::b` and `a::c::D`.
fn expand(prefix: &[String], tree: &str, into: &mut Vec<Vec<String>>) {
    let segments = |text: &str| -> Vec<String> {
        let text = text.split(" as ").next().unwrap_or_default();
        text.split("::")
            .map(str::trim)
            .filter(|it| !it.is_empty() && *it != "self")
            .map(str::to_owned)
            .collect()
    };
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        into.push(prefix.iter().cloned().chain(segments(tree)).collect());
        return;
    };
    let prefix: Vec<String> = prefix.iter().cloned().chain(segments(head)).collect();
    let inner = rest.trim_end().trim_end_matches('}');
    let (mut depth, mut begin) = (0_usize, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                expand(&prefix, &inner[begin..at], into);
                begin = at + 1;
            }
            _ => {}
        }
    }
    if !inner[begin..].trim().is_empty() {
        expand(&prefix, &inner[begin..], into);
    }
}

/// The paths written out in expressions and types: `crate::folder::Item`, `super::file::function`.
fn inline(code: &str) -> Vec<Vec<String>> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words =
        code.split(|c| !is_path(c)).filter(|it| it.starts_with("crate::") || it.starts_with("super::"));
    words.map(|it| it.split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect()).collect()
}

#[test]
fn an_import_is_followed_to_the_file_that_defines_it() {
    let files = BTreeMap::from([
        ("a/mod.rs".to_owned(), "mod x;\nmod y;\npub use x::{One, Two};".to_owned()),
        ("a/x.rs".to_owned(), "use super::y::Three;".to_owned()),
        ("a/y.rs".to_owned(), "fn f() { crate::b::call(); }".to_owned()),
        ("b.rs".to_owned(), "use crate::{\n    a::{One, y},\n};".to_owned()),
    ]);
    let found: Vec<String> =
        imports(&files).into_iter().map(|it| format!("{} -> {}", it.from, it.to)).collect();
    assert_eq!(found, ["a/x.rs -> a/y.rs", "a/y.rs -> b.rs", "b.rs -> a/x.rs", "b.rs -> a/y.rs"]);
}
