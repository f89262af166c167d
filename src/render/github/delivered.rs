//! A delivery as a workflow command of GitHub Actions: an error where it failed, a warning where its answer is odd.

use super::command::{data, property};
use crate::render::Repository;
use crate::report::Delivered;

/// The commands of an attempt; none for one that went well or is tried again.
pub(crate) fn commands(it: &Delivered, repository: &Repository) -> Vec<String> {
    if !it.is_final() {
        return Vec::new();
    }
    let file = property(&repository.path(&it.subject.file));
    let place = format!("file={file},line={}", it.subject.line);
    let ticket = it.subject.ticket_id.as_deref().map_or(String::new(), |id| format!("ticket {id}: "));
    let command = |kind: &str, text: &str| {
        format!(
            "::{kind} {place},title={}::{}",
            property(it.outcome.name()),
            data(&format!("{ticket}{text}"))
        )
    };
    let mut commands = Vec::new();
    if !it.outcome.is_accepted() {
        let said = it.said.as_deref().map_or(String::new(), |said| format!(": \"{said}\""));
        commands.push(command("error", &format!("{}{said}", it.outcome)));
    }
    commands.extend(it.warnings.iter().map(|warning| command("warning", warning)));
    commands
}
