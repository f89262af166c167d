//! Takes the documents of one file out of their wrappers, in their order, and passes over what holds no event.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use super::line::{
    Wrapped, begins_json, cut_behind_text, event_in_text, may_wrap, names_an_event, object_in_string, unwrap,
};
use crate::model::{Coding, Document, Origin, SourceMap, SourcePiece};
use crate::report::{LogWrapper, Unwrapped};

/// The largest text that is put together from pieces, in bytes (16 MiB); what is longer is left as it is read.
const MAX_TEXT: usize = 16 << 20;

/// Lines of text that wait for the first event of their log: so many, and so many bytes (256 KiB).
const MAX_WAITING: usize = 1_000;
const MAX_WAITING_BYTES: usize = 256 << 10;

/// Whether events are taken out of wrappers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unwrap {
    /// Out of every one that is known.
    #[default]
    Auto,
    /// Documents are taken as they stand.
    None,
}

/// A text of which not all pieces were read.
#[derive(Debug)]
struct PartialText {
    wrapper: LogWrapper,
    stream: Vec<u8>,
    text: Vec<u8>,
    pieces: Vec<SourcePiece>,
    /// Of the line that the first piece stands on.
    origin: Origin,
}

/// The state of one file.
#[derive(Debug, Default)]
pub(crate) struct Opener {
    mode: Unwrap,
    /// Whether the first line of the log is or begins JSON: no text is then looked for before an event.
    begins_json: Option<bool>,
    /// By stream: two at most are written at a time.
    pending: Vec<PartialText>,
    /// Lines that are other lines of the log if an event comes, and documents if none does.
    waiting: VecDeque<Document>,
    waiting_bytes: usize,
    /// Whether a line of this file was opened.
    is_log: bool,
    /// What was opened and passed over in this file.
    pub(crate) counts: Unwrapped,
}

impl Opener {
    pub(crate) fn new(mode: Unwrap) -> Self {
        Self { mode, ..Self::default() }
    }

    /// A document was read elsewhere that was taken out of a line of its own, see [`OpenedLine`].
    pub(crate) fn pass_opened(&mut self, wrapper: LogWrapper) {
        self.pass();
        self.opened();
        self.counts.count(wrapper);
    }

    /// Whether what comes next hangs on nothing that came before.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.pending.is_empty() && self.waiting.is_empty()
    }

    /// A document was read elsewhere that is an object.
    pub(crate) fn pass(&mut self) {
        self.begins_json.get_or_insert(true);
    }

    /// Takes a document of the file, and gives those that are ready.
    pub(crate) fn push(&mut self, document: Document, ready: &mut VecDeque<Document>) {
        if self.mode == Unwrap::None || document.is_cut() {
            return self.give(document, ready);
        }
        let mut text = Vec::new();
        match unwrap(&document.bytes, &mut text) {
            Some(Wrapped::NotReceived) => {
                self.opened();
                self.counts.not_received += 1;
            }
            Some(Wrapped::Text { wrapper, stream, raw, coding, ends }) => {
                let piece = piece(&document.bytes, &document.origin, raw, coding);
                let pending = self.pending.iter().position(|it| it.wrapper == wrapper && it.stream == stream);
                let mut whole = match pending {
                    Some(at) => self.pending.swap_remove(at),
                    None => PartialText {
                        wrapper,
                        stream: stream.to_vec(),
                        text: Vec::new(),
                        pieces: Vec::new(),
                        origin: document.origin.clone(),
                    },
                };
                whole.pieces.push(SourcePiece { before: whole.text.len(), ..piece });
                whole.text.extend(text);
                if ends || whole.text.len() > MAX_TEXT || self.pending.len() > 1 {
                    self.finish(whole, document.breaks_off, ready);
                } else {
                    self.pending.push(whole);
                }
            }
            // A piece that is cut belongs to the text whose other pieces wait: that tells of it.
            None if document.breaks_off && !self.pending.is_empty() && may_wrap(&document.bytes) => {}
            None => self.bare(document, ready),
        }
    }

    /// The file ends: what waits is given.
    pub(crate) fn end(&mut self, ready: &mut VecDeque<Document>) {
        for text in std::mem::take(&mut self.pending) {
            self.finish(text, true, ready);
        }
        ready.extend(self.waiting.drain(..));
    }

    /// A text is complete, or its file ends before it is.
    fn finish(&mut self, text: PartialText, breaks_off: bool, ready: &mut VecDeque<Document>) {
        let PartialText { mut wrapper, pieces, origin, text: mut bytes, .. } = text;
        let mut map = SourceMap { pieces, skipped: 0, outer: None };
        map.skipped = bytes.len() - bytes.trim_ascii_start().len();
        let begins_json = *self.begins_json.get_or_insert_with(|| begins_json(bytes.trim_ascii()));
        match bytes[map.skipped..].first() {
            Some(b'{') => {}
            Some(b'"') if wrapper != LogWrapper::JsonString => {
                let mut decoded = Vec::new();
                let Some(inside) = object_in_string(&bytes, &mut decoded) else {
                    return self.other(Document { breaks_off, ..mapped(bytes, map, &origin) }, ready);
                };
                (map.skipped, wrapper) = (inside.start, LogWrapper::JsonString);
                decoded.splice(..0, bytes[..inside.start].iter().copied());
                map.outer = Some(std::mem::replace(&mut bytes, decoded));
            }
            _ => match self.event_in(bytes.trim_ascii_end(), breaks_off).filter(|_| !begins_json) {
                Some(event) => {
                    map.skipped = event.start;
                    bytes.truncate(event.end);
                }
                None => return self.other(Document { breaks_off, ..mapped(bytes, map, &origin) }, ready),
            },
        }
        self.opened();
        self.counts.count(wrapper);
        ready.push_back(Document { breaks_off, ..mapped(bytes, map, &origin) });
    }

    /// Where an event stands in a text that begins otherwise; of the last one in a log the end may be missing.
    fn event_in(&self, text: &[u8], breaks_off: bool) -> Option<Range<usize>> {
        let cut = || cut_behind_text(text).filter(|_| self.is_log && breaks_off);
        event_in_text(text).or_else(|| Some(cut()?..text.len()))
    }

    /// A text in a wrapper that is no event: another line of the log, unless it looks like a broken event.
    fn other(&mut self, text: Document, ready: &mut VecDeque<Document>) {
        if names_an_event(&text.bytes) {
            return self.give(text, ready);
        }
        self.opened();
        self.counts.other_lines += 1;
    }

    /// A document that stands in no wrapper that its form tells.
    fn bare(&mut self, document: Document, ready: &mut VecDeque<Document>) {
        let bytes = &document.bytes;
        let begins_json = *self.begins_json.get_or_insert_with(|| begins_json(bytes));
        // A last line may be cut within the time that begins the lines of its log.
        let is_cut = document.breaks_off
            && self.is_log
            && bytes.first().is_some_and(u8::is_ascii_digit)
            && !bytes.contains(&b'{');
        if begins_json && !is_cut || matches!(bytes.first(), Some(b'{' | b'"')) {
            return self.give(document, ready);
        }
        if let Some(span) = self.event_in(bytes, document.breaks_off) {
            let map = SourceMap {
                pieces: vec![piece(bytes, &document.origin, span.clone(), Coding::Plain)],
                skipped: 0,
                outer: None,
            };
            self.opened();
            self.counts.count(LogWrapper::Prefix);
            let event = mapped(bytes[span].to_vec(), map, &document.origin);
            return ready.push_back(Document { breaks_off: document.breaks_off, ..event });
        }
        // A line of text is judged by what else its file holds.
        if names_an_event(bytes) || !bytes.iter().any(u8::is_ascii_alphanumeric) {
            return self.give(document, ready);
        }
        if self.is_log {
            self.counts.other_lines += 1;
            return;
        }
        self.waiting_bytes += bytes.len();
        self.waiting.push_back(document);
        if self.waiting.len() > MAX_WAITING || self.waiting_bytes > MAX_WAITING_BYTES {
            ready.extend(self.waiting.drain(..));
        }
    }

    /// The file is a log: lines of text in it are no documents.
    fn opened(&mut self) {
        self.is_log = true;
        self.counts.other_lines += self.waiting.len() as u64;
        self.waiting.clear();
    }

    fn give(&mut self, document: Document, ready: &mut VecDeque<Document>) {
        self.begins_json.get_or_insert_with(|| begins_json(&document.bytes));
        ready.extend(self.waiting.drain(..));
        ready.push_back(document);
    }
}

/// A line that wraps all of a text, which begins like an object: nothing hangs on the lines before it.
#[derive(Debug)]
pub(crate) struct OpenedLine {
    pub(crate) wrapper: LogWrapper,
    /// Where the text stands in the line.
    raw: Range<usize>,
    coding: Coding,
    /// Where it stands among the opened texts.
    pub(crate) text: Range<usize>,
}

impl OpenedLine {
    /// Opens a line, if it is one: its text is then appended to `texts`.
    pub(crate) fn open(line: &[u8], texts: &mut Vec<u8>) -> Option<Self> {
        let from = texts.len();
        if let Some(Wrapped::Text { wrapper, raw, coding, ends: true, .. }) = unwrap(line, texts)
            && texts[from..].trim_ascii_start().starts_with(b"{")
        {
            return Some(Self { wrapper, raw, coding, text: from..texts.len() });
        }
        texts.truncate(from);
        None
    }

    /// Where its text begins without blanks, where the line stands at `origin`.
    pub(crate) fn beginning(&self, line: &[u8], origin: &Origin, texts: &[u8]) -> Origin {
        if texts[self.text.start] != b'{' {
            return self.document(line, origin, texts).origin;
        }
        let start = self.raw.start;
        let SourcePiece { offset, column, .. } = piece(line, origin, start..start, self.coding);
        Origin { offset, column, ..origin.clone() }
    }

    /// The document that its text is, where the line stands at `origin`.
    pub(crate) fn document(&self, line: &[u8], origin: &Origin, texts: &[u8]) -> Document {
        let text = &texts[self.text.clone()];
        let pieces = vec![piece(line, origin, self.raw.clone(), self.coding)];
        let skipped = text.len() - text.trim_ascii_start().len();
        mapped(text.to_vec(), SourceMap { pieces, skipped, outer: None }, origin)
    }
}

/// A piece of a text as it stands in a line.
fn piece(line: &[u8], origin: &Origin, raw: Range<usize>, coding: Coding) -> SourcePiece {
    let Origin { offset, line: number, column, .. } = *origin;
    let columns = line[..raw.start].iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    SourcePiece {
        before: 0,
        offset: offset + raw.start as u64,
        line: number,
        column: column + columns as u64,
        raw: line[raw].to_vec(),
        coding,
    }
}

/// The document that begins in `text` where the map says, without the blanks behind it.
fn mapped(mut text: Vec<u8>, map: SourceMap, line: &Origin) -> Document {
    text.drain(..map.skipped);
    text.truncate(text.trim_ascii_end().len());
    let place = map.place(0);
    let origin = Origin {
        offset: place.offset,
        line: place.line,
        column: place.column,
        map: Some(Arc::new(map)),
        ..line.clone()
    };
    Document::new(origin, text)
}
