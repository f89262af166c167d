//! The cells of a CSV file as RFC 4180 says: quotes where a field needs them; times in a zone and in ms.

use crate::model::label_name;
use crate::render::text::Zone;

/// What becomes of text that a spreadsheet would take for a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cells {
    /// It gets a `'` before it.
    #[default]
    Neutralised,
    /// It stays (`--csv-raw`).
    Raw,
}

/// How cells are written.
pub(crate) struct Sheet {
    pub(crate) zone: Zone,
    pub(crate) cells: Cells,
}

impl Sheet {
    /// Text of an event or a file's name.
    pub(crate) fn text(&self, text: &str) -> String {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        if is_formula && self.cells == Cells::Neutralised { format!("'{text}") } else { text.to_owned() }
    }

    /// A time in ms as RFC 3339.
    pub(crate) fn time(&self, ms: Option<i64>) -> String {
        ms.and_then(|ms| self.zone.rfc3339(ms)).unwrap_or_default()
    }
}

pub(crate) fn number(number: Option<i64>) -> String {
    number.map(|it| it.to_string()).unwrap_or_default()
}

/// A code and its name; empty where there is none.
pub(crate) fn code(field: &str, code: Option<i64>) -> [String; 2] {
    code.map(|code| [code.to_string(), label_name(field, code).unwrap_or_default().into_owned()])
        .unwrap_or_default()
}

/// The field, in quotes where it holds a comma, a quote or a line break.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
