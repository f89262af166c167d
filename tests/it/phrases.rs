//! The words of the views: all of them are in the catalogue, and all of the catalogue's are said.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The sources as one text.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let text = |path: std::path::PathBuf| match path.extension().and_then(|it| it.to_str()) {
        None => sources(&path),
        Some("rs") => fs::read_to_string(path).unwrap(),
        Some(_) => String::new(),
    };
    entries.map(text).collect()
}

/// The text literals that stand behind `call`.
fn literals<'s>(sources: &'s str, call: &str) -> impl Iterator<Item = &'s str> {
    sources.split(call).skip(1).filter_map(|it| it.split_once('"')).map(|(text, _)| text)
}

#[test]
fn every_phrase_is_in_the_catalogue_once_and_every_one_of_the_catalogue_is_said() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (sources, file) = (sources(&src), fs::read_to_string(src.join("render/chinese.json")).unwrap());
    let catalogue: Value = serde_json::from_str(&file).unwrap();
    for (call, group) in [("phrase(\"", "phrases"), ("behind_number(\"", "behind a number")] {
        let known: BTreeSet<&str> =
            catalogue[group].as_object().unwrap().keys().map(String::as_str).collect();
        let listed = file.split_once(&format!("\"{group}\": {{")).unwrap().1.split_once('}').unwrap().0;
        assert_eq!(listed.matches("\": \"").count(), known.len(), "one of {group} stands there twice");
        let lacking: Vec<_> = literals(&sources, call).filter(|it| !known.contains(it)).collect();
        assert!(lacking.is_empty(), "not in the catalogue: {lacking:?}");
        let unsaid: Vec<_> = known.iter().filter(|it| !sources.contains(&format!("\"{it}\""))).collect();
        assert!(unsaid.is_empty(), "in the catalogue and never said: {unsaid:?}");
    }
}
