//! A finding while it is being made: a byte range, not yet a line and a column.

use std::ops::Range;
use std::sync::Arc;

use crate::json;
use crate::json::Node;
use crate::mask::{stand_in, starred};
use crate::model::{Origin, SourcePlace};
use crate::report::{Code, Documented, Excerpt, Finding, Levels, Place};

/// How many findings one document may have; a hostile file must not fill the memory with them.
const MAX_FINDINGS: usize = 1_000;
/// A value is quoted in a message up to this many characters.
const QUOTED: usize = 40;

/// What is wrong with a byte range of a document.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) code: Code,
    pub(crate) pointer: String,
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) documented: Vec<Documented>,
    pub(crate) help: Option<String>,
}

impl Draft {
    pub(crate) fn new(
        code: Code,
        pointer: impl Into<String>,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let (pointer, message) = (pointer.into(), message.into());
        Self { code, pointer, span, message, documented: Vec::new(), help: None }
    }

    pub(crate) fn documented(mut self, values: Vec<Documented>) -> Self {
        self.documented = values;
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The value's own text for a message, cut to a readable length, with nothing in it that could upset a terminal.
pub(crate) fn quoted(bytes: &[u8], node: &Node<'_>) -> String {
    printable(&String::from_utf8_lossy(&bytes[node.span.clone()]))
}

/// Foreign text for a message.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == QUOTED {
            shown.push('…');
            break;
        }
        shown.push(stand_in(c).unwrap_or(c));
    }
    shown
}

/// Gives drafts their severity and their place; the heaviest and most telling come first.
pub(crate) fn place(drafts: Vec<Draft>, levels: &Levels, origin: &Origin, bytes: &[u8]) -> Vec<Finding> {
    let mut kept: Vec<_> =
        drafts.into_iter().filter_map(|draft| Some((levels.severity(draft.code)?, draft))).collect();
    kept.sort_by(|(a, left), (b, right)| {
        b.cmp(a).then(left.code.cmp(&right.code)).then(left.span.start.cmp(&right.span.start))
    });
    let over = kept.len().saturating_sub(MAX_FINDINGS);
    kept.truncate(MAX_FINDINGS);
    let quotable = if kept.is_empty() { bytes.into() } else { starred(bytes) };
    let mut findings: Vec<_> = kept
        .into_iter()
        .map(|(severity, draft)| Finding {
            code: draft.code,
            severity,
            pointer: draft.pointer,
            place: place_of(&draft.span, origin, bytes),
            excerpt: Some(excerpt(&draft.span, origin, &quotable)),
            message: draft.message,
            documented: draft.documented,
            help: draft.help.or_else(|| Some(format!("`helpdesk-evt explain {}`", draft.code.slug()))),
        })
        .collect();
    if let (true, Some(last)) = (over > 0, findings.last_mut()) {
        last.help = Some(format!("{over} more findings in this document are not shown; mend these first"));
    }
    findings
}

fn place_of(span: &Range<usize>, origin: &Origin, bytes: &[u8]) -> Place {
    let place = |at: usize| {
        if let Some(map) = &origin.map {
            let SourcePlace { offset, line, column } = map.place(at);
            return (line, column, offset);
        }
        let (line, column) = line_and_column(at, origin, bytes);
        (line, column, origin.offset + at as u64)
    };
    let ((line, column, offset), (end_line, end_column, _)) = (place(span.start), place(span.end));
    Place {
        file: Arc::clone(&origin.file),
        line,
        column,
        end_line,
        end_column,
        offset,
        opened: origin.opened,
    }
}

fn line_and_column(offset: usize, origin: &Origin, bytes: &[u8]) -> (u64, u64) {
    let at = json::position(bytes, offset);
    let column = if at.line == 0 { origin.column + at.column } else { at.column + 1 };
    (origin.line + at.line, column)
}

fn excerpt(span: &Range<usize>, origin: &Origin, bytes: &[u8]) -> Excerpt {
    let cut = json::cut(bytes, span, origin.column - 1);
    Excerpt {
        first_line: origin.line + cut.line,
        text: cut.text,
        at_start: cut.at_start,
        at_end: cut.at_end,
        highlight: cut.highlight,
    }
}
