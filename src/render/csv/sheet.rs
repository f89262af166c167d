//! The cells of a CSV file as RFC 4180 says: quotes where a field needs them; times in a zone and in ms.

use std::borrow::Cow;

use crate::model::{Stage, Status, label_name};
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

/// What a formula begins with, in a Chinese spreadsheet also as a full-width sign.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// How cells are written.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) zone: Zone,
    pub(crate) cells: Cells,
}

impl Sheet {
    /// Appends an event's text or a file's name as a cell has it.
    pub(crate) fn text(&self, text: &str, out: &mut Vec<u8>) {
        let is_formula = text.starts_with(FORMULA);
        quoted(if is_formula && self.cells == Cells::Neutralised { "'" } else { "" }, text, out);
    }
}

/// Appends a text with a mark before it: in quotes where it holds a comma, a quote or a line break.
fn quoted(mark: &str, text: &str, out: &mut Vec<u8>) {
    // To the end in any case: that is done for many bytes at once.
    let needs_quotes = text.bytes().fold(false, |any, it| any | matches!(it, b',' | b'"' | b'\r' | b'\n'));
    let quote: &[u8] = if needs_quotes { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    out.extend_from_slice(mark.as_bytes());
    if needs_quotes {
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(quote);
}

/// A row that is being written.
pub(crate) struct Row<'s> {
    sheet: &'s Sheet,
    out: &'s mut Vec<u8>,
    begun: bool,
}

impl<'s> Row<'s> {
    pub(crate) fn new(sheet: &'s Sheet, out: &'s mut Vec<u8>) -> Self {
        Self { sheet, out, begun: false }
    }

    /// The bytes so far, with those of the rows before.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    fn cell(&mut self) {
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
    }

    /// A cell of text that is ours.
    pub(crate) fn word(&mut self, text: &str) {
        self.cell();
        quoted("", text, self.out);
    }

    /// A cell of an event's text or a file's name.
    pub(crate) fn text(&mut self, text: &str) {
        self.cell();
        self.sheet.text(text, self.out);
    }

    /// A cell of a number; empty where there is none.
    pub(crate) fn number(&mut self, number: Option<impl itoa::Integer>) {
        self.cell();
        if let Some(number) = number {
            self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        }
    }

    /// A cell of a stage and one of its name; both empty where there is none.
    pub(crate) fn stage(&mut self, it: Option<Stage>) {
        self.code("stage", it.map(|it| (it.code(), it.name())));
    }

    /// The same of a status.
    pub(crate) fn status(&mut self, it: Option<Status>) {
        self.code("status", it.map(|it| (it.code(), it.name())));
    }

    /// A code that the page does not know may have a name from the configuration.
    fn code(&mut self, field: &str, code: Option<(i64, Option<&'static str>)>) {
        self.number(code.map(|it| it.0));
        let named = |(code, name): (i64, Option<&'static str>)| {
            name.map(Cow::Borrowed).or_else(|| label_name(field, code))
        };
        self.text(&code.and_then(named).unwrap_or_default());
    }

    /// A cell of a time as RFC 3339 and one in ms; both empty where there is none.
    pub(crate) fn time(&mut self, ms: Option<i64>) {
        self.word(ms.and_then(|ms| self.sheet.zone.rfc3339(ms)).as_deref().unwrap_or_default());
        self.number(ms);
    }

    /// A cell of a file's name and one of a line in it.
    pub(crate) fn place(&mut self, file: &str, line: u64) {
        self.text(file);
        self.number(Some(line));
    }
}
