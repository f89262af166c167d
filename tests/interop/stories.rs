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

/// Where the id of what an event is about may be.
const SUBJECTS: [&str; 4] =
    ["/event/object/ticket_id", "/event/ticket_id", "/event/ticket/ticket_id", "/event/notification_id"];

/// Event id of every line, and the id of its ticket or push task.
pub(crate) fn ids(lines: &[String]) -> Vec<(String, String)> {
    lines
        .iter()
        .map(|line| {
            let event: Value = serde_json::from_str(line).unwrap();
            let text = |pointer| event.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            (text("/header/event_id").unwrap(), SUBJECTS.into_iter().find_map(text).unwrap())
        })
        .collect()
}
