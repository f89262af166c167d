//! A finding while it is being made: a byte range, not yet a line and a column.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::json;
use crate::json::Node;
use crate::mask::{stand_in, starred};
use crate::model::{Origin, SourcePlace};
use crate::report::{Code, Documented, Excerpt, Finding, Levels, Place};

/// How many findings one document may have; a hostile file must not fill the memory with them.
const MAX_FINDINGS: usize = 1_000;
/// Each finding is placed by going over its document, up to so many bytes in all (256 MiB): a large one has fewer.
const MAX_READ: usize = 256 << 20;
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

/// What is wrong with one document. Of each code no more is kept than is shown, the rest is only counted.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    kept: Vec<Draft>,
    counts: BTreeMap<Code, usize>,
}

impl Drafts {
    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub(crate) fn push(&mut self, draft: Draft) {
        let count = self.counts.entry(draft.code).or_default();
        *count += 1;
        if *count <= MAX_FINDINGS {
            self.kept.push(draft);
        }
    }
}

impl Extend<Draft> for Drafts {
    fn extend<I: IntoIterator<Item = Draft>>(&mut self, drafts: I) {
        drafts.into_iter().for_each(|it| self.push(it));
    }
}

impl From<Draft> for Drafts {
    fn from(draft: Draft) -> Self {
        let mut drafts = Self::default();
        drafts.push(draft);
        drafts
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
pub(crate) fn place(drafts: Drafts, levels: &Levels, origin: &Origin, bytes: &[u8]) -> Vec<Finding> {
    let mut kept: Vec<_> =
        drafts.kept.into_iter().filter_map(|draft| Some((levels.severity(draft.code)?, draft))).collect();
    kept.sort_by(|(a, left), (b, right)| {
        b.cmp(a).then(left.code.cmp(&right.code)).then(left.span.start.cmp(&right.span.start))
    });
    kept.truncate(MAX_FINDINGS.min(MAX_READ / bytes.len().max(1)));
    let told = drafts.counts.into_iter().filter(|(code, _)| levels.severity(*code).is_some());
    let over = told.map(|(_, count)| count).sum::<usize>() - kept.len();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_thousand_more_findings_of_a_code_only_their_number_is_kept() {
        let mut drafts = Drafts::default();
        let draft = |code| Draft::new(code, "", 0..1, "");
        drafts.extend((0..2 * MAX_FINDINGS).map(|_| draft(Code::UndocumentedField)));
        drafts.push(draft(Code::DuplicateKey));
        assert_eq!(drafts.kept.len(), MAX_FINDINGS + 1);
        let findings = place(drafts, &Levels::default(), &Origin::start_of(Arc::from("a")), b"{}");
        assert_eq!((findings.len(), findings[0].code), (MAX_FINDINGS, Code::DuplicateKey));
        let help = findings.last().and_then(|it| it.help.as_deref());
        assert_eq!(help, Some("1001 more findings in this document are not shown; mend these first"));
    }

    #[test]
    fn of_a_large_document_fewer_findings_are_placed() {
        let mut drafts = Drafts::default();
        drafts.extend((0..100).map(|_| Draft::new(Code::DuplicateKey, "", 0..1, "")));
        let bytes = vec![b' '; 8 << 20];
        assert_eq!(place(drafts, &Levels::default(), &Origin::start_of(Arc::from("a")), &bytes).len(), 32);
    }
}
