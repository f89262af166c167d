//! The streaming cutter: text in, documents out. It does not judge JSON; what is not JSON becomes a document too.
//! Decisions hang on the state and one byte: how the text is split into pieces does not matter.

use std::collections::VecDeque;
use std::sync::Arc;

use memchr::memchr;

use super::array::{Array, ArrayExpects, begins_array};
use super::brackets::{Brackets, Context, DocumentEnd, SEPARATOR};
use super::document_buffer::{Cursor, DocumentBuffer, is_blank};
use super::state::SplitState;
use crate::json::other_encoding;
use crate::model::{Document, Origin};

/// Cuts one text into documents.
#[derive(Debug)]
pub(crate) struct Splitter {
    /// Where the document stood that was passed over last.
    passed: Origin,
    cursor: Cursor,
    /// The indentation of the current line, and whether nothing else was seen on it.
    indent: u64,
    fresh: bool,
    /// What documents outside the array stand in.
    context: Context,
    state: SplitState,
    array: Option<Array>,
    held: DocumentBuffer,
    ready: VecDeque<Document>,
}

impl Splitter {
    /// Begins a text; how many bytes of `head` (five at least, or the whole text) are not part of it.
    pub(crate) fn begin(file: Arc<str>, head: &[u8]) -> (Self, usize) {
        let mut splitter = Self {
            passed: Origin::start_of(file),
            cursor: Cursor::START,
            indent: 0,
            fresh: true,
            context: Context::Text,
            state: SplitState::Between,
            array: None,
            held: DocumentBuffer::new(),
            ready: VecDeque::new(),
        };
        if head.starts_with(b"\xef\xbb\xbf") {
            splitter.pass_mark();
            return (splitter, 3);
        }
        if other_encoding(head).is_some() {
            splitter.state = SplitState::Foreign;
        }
        (splitter, 0)
    }

    /// Whether a document that begins with the next byte would begin a line and stand in no array.
    pub(crate) fn is_at_rest(&self) -> bool {
        let at_line_start = self.fresh && self.indent == 0 && self.cursor.column == 1;
        let is_between = matches!(self.state, SplitState::Between) && self.array.is_none();
        is_between && at_line_start && self.ready.is_empty()
    }

    /// Passes over a byte-order mark, where a document may begin; whether it may.
    pub(crate) fn pass_mark(&mut self) -> bool {
        if self.array.is_none() && matches!(self.state, SplitState::Tail(_)) {
            self.close();
        }
        let may_begin = matches!(self.state, SplitState::Between);
        self.cursor.offset += if may_begin { 3 } else { 0 };
        may_begin
    }

    /// Moves over whole lines that hold one document, read elsewhere, from their first byte on. Where it stood.
    pub(crate) fn pass(&mut self, bytes: usize, lines: u64) -> &mut Origin {
        let Cursor { offset, line, column } = self.cursor;
        self.cursor = Cursor { offset: offset + bytes as u64, line: line + lines, column };
        let passed = &mut self.passed;
        (passed.offset, passed.line, passed.column) = (offset, line, column);
        passed
    }

    pub(crate) fn next_ready(&mut self) -> Option<Document> {
        self.ready.pop_front()
    }

    /// Reads on until an entry is ready or `piece` ends; how many bytes were read.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> usize {
        let mut at = 0;
        while at < piece.len() && self.ready.is_empty() {
            let rest = &piece[at..];
            at += match self.state {
                SplitState::Between => self.between(rest),
                SplitState::Nested(_) => self.nested(rest),
                SplitState::Line => self.line(rest),
                SplitState::Bare { .. } => self.bare(rest),
                SplitState::Tail(_) => self.tail(rest),
                SplitState::Foreign => self.take(rest),
                SplitState::Cut => self.cut(rest),
                SplitState::Bracket(_) => self.bracket(rest),
            };
        }
        at
    }

    fn bracket(&mut self, piece: &[u8]) -> usize {
        let SplitState::Bracket(behind) = &mut self.state else { return 0 };
        for (at, byte) in piece.iter().enumerate() {
            behind.push(*byte);
            if let Some(is_array) = begins_array(behind) {
                behind.pop();
                self.decide(is_array);
                return at;
            }
        }
        piece.len()
    }

    /// Takes a `[` for what it is, and what was read behind it again.
    fn decide(&mut self, is_array: bool) {
        let SplitState::Bracket(behind) = &mut self.state else { return };
        let behind = std::mem::take(behind);
        self.state = SplitState::Between;
        if is_array {
            let (start, indent) = (self.cursor, self.indent);
            self.array = Some(Array { start, indent, expect: ArrayExpects::First, lined: false });
            self.mark(b'[');
        } else {
            self.held.begin(self.cursor);
            self.fresh = false;
            self.state = SplitState::Line;
            self.take(b"[");
        }
        self.feed(&behind);
    }

    pub(crate) fn end(&mut self) {
        self.decide(true);
        match std::mem::replace(&mut self.state, SplitState::Between) {
            SplitState::Between | SplitState::Bracket(_) => {}
            SplitState::Foreign => {
                self.held.seal();
                self.finish();
            }
            // What stops in the middle says so itself.
            SplitState::Nested(_) | SplitState::Bare { in_string: true, .. } => {
                self.finish_cut();
                self.array = None;
            }
            SplitState::Line | SplitState::Cut => self.finish_cut(),
            SplitState::Bare { .. } | SplitState::Tail(_) => self.finish(),
        }
        self.drop_array();
    }

    fn between(&mut self, piece: &[u8]) -> usize {
        let gap = self.gap(piece, |byte| !is_blank(byte));
        if self.array.is_some_and(|it| matches!(it.expect, ArrayExpects::After)) {
            self.held.keep(&piece[..gap]);
        }
        let Some(byte) = piece.get(gap).copied() else { return gap };
        match (byte, self.array) {
            (b'[', None) => {
                self.state = SplitState::Bracket(Vec::new());
                gap + 1
            }
            (SEPARATOR, None) => {
                self.context = Context::Sequence;
                gap + self.mark(byte)
            }
            (b']', Some(array)) => {
                if let ArrayExpects::After = array.expect {
                    self.held.keep(&[byte]);
                    self.finish();
                }
                self.array = None;
                gap + self.mark(byte)
            }
            (b',', Some(array)) => {
                if matches!(array.expect, ArrayExpects::First | ArrayExpects::After) {
                    self.push(self.cursor, b",".to_vec(), 1);
                    self.expect(ArrayExpects::Any);
                } else {
                    self.comma();
                }
                gap + self.mark(byte)
            }
            _ => {
                self.start(byte);
                gap
            }
        }
    }

    fn start(&mut self, byte: u8) {
        self.held.begin(self.cursor);
        if let Some(array) = &mut self.array {
            array.lined |= array.start.line == self.cursor.line;
        }
        self.state = match byte {
            b'{' | b'[' => {
                let context = if self.array.is_some() { Context::Array } else { self.context };
                SplitState::Nested(Brackets::new(byte, self.indent, context))
            }
            _ if self.array.is_some() => SplitState::Bare { in_string: false, escaped: false },
            _ => SplitState::Line,
        };
        self.fresh = false;
    }

    fn nested(&mut self, piece: &[u8]) -> usize {
        let SplitState::Nested(brackets) = &mut self.state else { return 0 };
        let Some(end) = brackets.scan(piece, &self.held) else { return self.take(piece) };
        let newlines = brackets.newlines;
        let (indent, fresh) = brackets.line();
        self.indent = indent;
        match end {
            DocumentEnd::Whole(end) => {
                self.take(&piece[..end]);
                self.fresh = false;
                self.state = SplitState::Tail(self.cursor.line);
                end
            }
            DocumentEnd::Broken(end) => {
                self.take(&piece[..end]);
                self.fresh = fresh;
                // An array that began on the line that was cut off was cut off with it.
                let line = self.held.start.line;
                self.array.take_if(|array| array.start.line == line && newlines <= 1);
                self.expect(ArrayExpects::Any);
                match piece.get(end) {
                    Some(b'\n') if self.array.is_none() => self.state = SplitState::Cut,
                    _ => self.close(),
                }
                end
            }
        }
    }

    fn cut(&mut self, piece: &[u8]) -> usize {
        let gap = self.gap(piece, |byte| !is_blank(byte));
        if gap < piece.len() {
            self.close();
        }
        gap
    }

    fn line(&mut self, piece: &[u8]) -> usize {
        match memchr(b'\n', piece) {
            Some(end) => {
                self.take(&piece[..end]);
                self.held.seal_part();
                self.close();
                end
            }
            None => self.take(piece),
        }
    }

    fn bare(&mut self, piece: &[u8]) -> usize {
        let SplitState::Bare { in_string, escaped } = &mut self.state else { return 0 };
        let end = piece.iter().position(|byte| match byte {
            b'\n' => true,
            _ if std::mem::take(escaped) => false,
            b'"' => {
                *in_string = !*in_string;
                false
            }
            b'\\' => {
                *escaped = *in_string;
                false
            }
            b',' | b'[' | b']' | b'{' => !*in_string,
            _ => false,
        });
        let Some(end) = end else { return self.take(piece) };
        self.take(&piece[..end]);
        self.state = SplitState::Tail(self.cursor.line);
        end
    }

    fn tail(&mut self, piece: &[u8]) -> usize {
        let SplitState::Tail(ended) = self.state else { return 0 };
        let Some(array) = self.array else { return self.tail_of_line(piece) };
        let gap = self.gap(piece, |byte| !is_blank(byte));
        self.held.keep(&piece[..gap]);
        let Some(byte) = piece.get(gap).copied() else { return gap };
        match byte {
            b',' | b']' => {
                self.close();
                if byte == b',' {
                    self.comma();
                } else {
                    self.array = None;
                }
                gap + self.mark(byte)
            }
            b'{' | b'[' => {
                let one_line = array.lined && self.held.start.line == ended;
                if one_line && self.cursor.line > ended && self.indent <= array.indent {
                    // A line of several events was cut off; what follows is a line of its own.
                    self.close();
                    self.drop_array();
                } else {
                    // The comma is missing. The bracket where it was due makes the parser say so, at that place.
                    self.held.keep(&[byte]);
                    self.close();
                    self.expect(ArrayExpects::Any);
                }
                gap
            }
            _ => {
                self.fresh = false;
                self.state = SplitState::Bare { in_string: false, escaped: false };
                gap
            }
        }
    }

    /// After a document that is no element: another one, the end of the line, or junk, which is left to the parser.
    fn tail_of_line(&mut self, piece: &[u8]) -> usize {
        let gap = piece.iter().position(|byte| !is_blank(*byte) || *byte == b'\n').unwrap_or(piece.len());
        self.take(&piece[..gap]);
        match piece.get(gap) {
            None => {}
            Some(&(b'\n' | b'{' | b'[' | SEPARATOR)) => self.close(),
            Some(_) => self.state = SplitState::Line,
        }
        gap
    }

    /// Moves over the whitespace before the first byte that `stops`.
    fn gap(&mut self, piece: &[u8], stops: impl Fn(u8) -> bool) -> usize {
        let end = piece.iter().position(|byte| stops(*byte)).unwrap_or(piece.len());
        for byte in &piece[..end] {
            if *byte == b'\n' {
                (self.indent, self.fresh) = (0, true);
            } else if self.fresh {
                self.indent += 1;
            }
        }
        self.cursor.advance(&piece[..end]);
        end
    }

    fn mark(&mut self, byte: u8) -> usize {
        self.cursor.advance(&[byte]);
        self.fresh = false;
        1
    }

    fn take(&mut self, piece: &[u8]) -> usize {
        self.held.keep(piece);
        self.cursor.advance(piece);
        piece.len()
    }

    /// A comma of the array: with what is behind it, it is a document of its own if no element follows.
    fn comma(&mut self) {
        self.held.begin(self.cursor);
        self.held.keep(b",");
        self.expect(ArrayExpects::After);
    }

    fn expect(&mut self, expect: ArrayExpects) {
        self.array = self.array.map(|it| Array { expect, ..it });
    }

    fn close(&mut self) {
        self.finish();
        self.state = SplitState::Between;
    }

    fn finish(&mut self) {
        let (start, bytes, size) = self.held.finish();
        self.push(start, bytes, size);
    }

    /// Ends the document with the text. An array that breaks off is broken as a whole.
    fn finish_cut(&mut self) {
        let is_element = self.array.is_some();
        self.finish();
        if let Some(last) = self.ready.back_mut() {
            last.breaks_off = !is_element;
        }
    }

    fn drop_array(&mut self) {
        if let Some(array) = self.array.take() {
            self.push(array.start, b"[".to_vec(), 1);
        }
    }

    fn push(&mut self, start: Cursor, bytes: Vec<u8>, size: u64) {
        let Cursor { offset, line, column } = start;
        let file = Arc::clone(&self.passed.file);
        let origin = Origin { offset, line, column, ..Origin::start_of(file) };
        self.ready.push_back(Document { origin, bytes, size, breaks_off: false });
    }
}
