//! The bundled stories, and what a receiver that handles each event once has handled.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Their folder, from the project's.
pub(crate) const FOLDER: &str = "samples/stories";

/// Every event as its line, file by file in the order of the names.
pub(crate) fn lines() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let lines = files
        .iter()
        .flat_map(|file| fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect::<Vec<_>>());
    lines.collect()
}

/// Event id and ticket id of every line.
pub(crate) fn ids(lines: &[String]) -> Vec<(String, String)> {
    let text = |value: &Value, pointer: &str| value.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    lines
        .iter()
        .map(|line| {
            let event: Value = serde_json::from_str(line).unwrap();
            (text(&event, "/header/event_id"), text(&event, "/event/object/ticket_id"))
        })
        .collect()
}
