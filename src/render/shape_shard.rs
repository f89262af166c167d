//! What a run over one shard says for those who put shards together, in our JSON output, version 1 (see `shape`).

use serde::Serialize;

use crate::report;

/// Which part of the input it was.
#[derive(Serialize)]
pub(super) struct Shard {
    index: u32,
    count: u32,
    /// The documents of the whole input; absent where the run did not come to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<u64>,
    /// 16 hex digits that the whole input is known by; absent likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    /// The flags that narrow the documents that count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    filters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
}

/// A file that records are of, and its place in the order of the input.
#[derive(Serialize)]
struct File {
    place: u64,
    file: String,
}

/// The source a finding points into.
#[derive(Serialize)]
pub(super) struct Excerpt<'a> {
    first_line: u64,
    text: &'a str,
    cut_start: bool,
    cut_end: bool,
    /// The bytes of the text that are meant: from, and the one behind.
    highlight: (usize, usize),
}

impl Shard {
    pub(super) fn of(sharded: &report::Sharded) -> Self {
        let file =
            |(place, file): &(u64, std::sync::Arc<str>)| File { place: *place, file: file.to_string() };
        Self {
            index: sharded.shard.index(),
            count: sharded.shard.count(),
            read: sharded.read,
            input: sharded.input.clone(),
            filters: sharded.filters.clone(),
            files: sharded.files.iter().map(file).collect(),
        }
    }
}

impl<'a> Excerpt<'a> {
    pub(super) fn of(excerpt: &'a report::Excerpt) -> Self {
        Self {
            first_line: excerpt.first_line,
            text: &excerpt.text,
            cut_start: excerpt.cut_start,
            cut_end: excerpt.cut_end,
            highlight: (excerpt.highlight.start, excerpt.highlight.end),
        }
    }
}
