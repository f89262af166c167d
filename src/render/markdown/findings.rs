//! A finding as a row of a Markdown table.

use crate::render::text::{finding, visible};
use crate::report::Finding;

/// How much of a table is kept, in bytes: GitHub refuses a comment or a step summary of more than 1 MiB as a whole.
pub(crate) const MAX_BYTES: usize = 900_000;

pub(crate) const HEAD: &str = "| severity | code | place | message |\n| --- | --- | --- | --- |\n";

pub(crate) fn row(finding: &Finding) -> String {
    let opened = if finding.place.opened { finding::OPENED } else { "" };
    format!(
        "| {} | {} | {}{} | {} |\n",
        finding.severity.name(),
        finding.code.slug(),
        escaped(&finding::place(&finding.place)),
        escaped(opened),
        escaped(&finding.message),
    )
}

/// The text as it is: nothing in it is taken for Markdown, HTML or the end of a cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' | '>' | '$' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}
