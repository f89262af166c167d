//! What is wrong, where, and what to do about it: data, not an error.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::code::{Code, Severity};
use crate::model::{EventView, Lang, Origin, labels};

/// Which document a record speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The number of the document in its file, from 1.
    pub index: u64,
    /// The line it begins at, from 1.
    pub line: u64,
    /// `header.event_id`, where it could be read.
    pub event_id: Option<String>,
    /// `event.object.ticket_id`, where it could be read.
    pub ticket_id: Option<String>,
}

impl Subject {
    /// The document that begins at `origin` and says `view`.
    pub(crate) fn of(origin: &Origin, view: &EventView<'_>) -> Self {
        Self {
            file: Arc::clone(&origin.file),
            index: origin.index,
            line: origin.line,
            event_id: view.event_id.as_deref().map(str::to_owned),
            ticket_id: view.ticket_id().map(str::to_owned),
        }
    }

    /// What it is known by: its ticket's id, else its own.
    pub(crate) fn id(&self) -> Option<&str> {
        self.ticket_id.as_deref().or(self.event_id.as_deref())
    }
}

/// A place in a file: what an editor needs to go there. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, `<stdin>`, or `sample:NAME`.
    pub file: Arc<str>,
    pub line: u64,
    pub column: u64,
    pub end_line: u64,
    /// The column after the last character.
    pub end_column: u64,
    /// The byte offset of the first character in the (decompressed) file.
    pub offset: u64,
    /// Where it counts within text opened from `{"encrypt": ...}`, the line of the file at which that begins.
    pub opened: Option<u64>,
}

/// The source line or lines a finding points into, cut to a readable length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line of `text`.
    pub first_line: u64,
    /// Whole lines, or the part of one long line around the highlight.
    pub text: String,
    /// Whether `text` leaves out the start of its line.
    pub at_start: bool,
    /// Whether `text` leaves out the end of its line.
    pub at_end: bool,
    /// The byte range in `text` to underline.
    pub highlight: Range<usize>,
}

/// A value that the page documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Documented {
    Code {
        code: i64,
        /// Its stable name.
        name: Cow<'static, str>,
        /// What it is called in the language of the run.
        label: &'static str,
    },
    Text(String),
}

impl Documented {
    /// The codes of a field; none for a field without codes.
    pub(crate) fn codes(field: &str, lang: Lang) -> Vec<Self> {
        let each = labels(field).into_iter().flatten();
        each.map(|it| Self::Code { code: it.code, name: it.name(), label: it.text(lang) }).collect()
    }
}

impl fmt::Display for Documented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { code, label, .. } => write!(f, "{code} {label}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// One thing found in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    /// How much it weighs in this run (`--deny` and its kin change it).
    pub severity: Severity,
    /// The JSON pointer of the value or key, "" for the whole document.
    pub pointer: String,
    pub place: Place,
    /// The source around it; `None` where there is nothing to show.
    pub excerpt: Option<Excerpt>,
    /// What is wrong, one sentence in plain words without a full stop.
    pub message: String,
    /// What the page documents instead.
    pub documented: Vec<Documented>,
    pub help: Option<String>,
}

impl Finding {
    /// What the page documents instead, in one line: `1 bot, 2 human`.
    pub(crate) fn documented_line(&self) -> Option<String> {
        let each: Vec<_> = self.documented.iter().map(ToString::to_string).collect();
        (!each.is_empty()).then(|| each.join(", "))
    }
}
