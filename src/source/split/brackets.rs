//! Inside one object or array: its brackets, its strings, and where it ends when it is broken.

use std::ops::ControlFlow::{self, Break, Continue};

use memchr::{memchr, memchr3};

use super::document_buffer::DocumentBuffer;

/// How a document is laid out, as its first line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// The first line has not ended yet.
    Unknown,
    /// Something follows the bracket on its line: one event a line, most likely.
    Lined,
    /// The bracket stands alone on its line.
    Pretty,
}

/// What the next byte is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Structure,
    String,
    /// A string, after a backslash.
    Escape,
    /// A newline stood in a string: nothing is believed before a line that looks like an end or a new start.
    BrokenString,
}

/// What a document stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A text of lines or documents.
    Text,
    /// The top-level array.
    Array,
    /// A JSON text sequence.
    Sequence,
}

/// What a piece of text brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentEnd {
    /// The document is complete after so many bytes.
    Whole(usize),
    /// The document is broken and breaks off before this byte.
    Broken(usize),
}

type Scan = ControlFlow<DocumentEnd, usize>;

/// The state of one open object or array. Brackets are counted, not matched: the parser judges.
#[derive(Debug)]
pub(crate) struct Brackets {
    depth: u64,
    /// What the innermost 64 levels are, a bit a level, the innermost lowest: 1 is an array.
    kinds: u64,
    /// Whether it was ever deeper than `kinds` can tell.
    deep: bool,
    within: Within,
    layout: Layout,
    /// The indentation of the line the document begins on: a sibling stands there or further left.
    anchor: u64,
    indent: u64,
    at_line_start: bool,
    /// Lines that ended within the document so far, blank ones left out.
    pub(crate) newlines: u64,
    /// The bracket that ends the document.
    closer: u8,
    context: Context,
}

/// What begins a text of a JSON text sequence (RFC 7464): the one before it ends there, cut off or not.
pub(super) const SEPARATOR: u8 = 0x1e;

/// The bytes that mean something outside strings.
const STRUCTURAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = &[b'"', b'{', b'}', b'[', b']', b'\n', SEPARATOR];
    while let [byte, tail @ ..] = rest {
        table[*byte as usize] = true;
        rest = tail;
    }
    table
};

impl Brackets {
    /// A document that begins with `opener` on a line indented by `anchor`.
    pub(crate) fn new(opener: u8, anchor: u64, context: Context) -> Self {
        Self {
            depth: 0,
            kinds: 0,
            deep: false,
            within: Within::Structure,
            layout: Layout::Unknown,
            anchor,
            indent: anchor,
            at_line_start: false,
            newlines: 0,
            closer: if opener == b'{' { b'}' } else { b']' },
            context,
        }
    }

    /// The indentation of the line reached, and whether nothing but indentation was seen on it.
    pub(crate) fn line(&self) -> (u64, bool) {
        (self.indent, self.at_line_start)
    }

    /// Reads on. `held` is the document up to `piece`. `None`: it goes on after `piece`.
    pub(crate) fn scan(&mut self, piece: &[u8], held: &DocumentBuffer) -> Option<DocumentEnd> {
        let mut at = 0;
        while at < piece.len() {
            let next = match self.within {
                _ if self.at_line_start => self.begin_line(piece, at, held),
                Within::Structure => self.structure(piece, at, held),
                Within::String | Within::Escape => self.string(piece, at, held),
                Within::BrokenString => match memchr(b'\n', &piece[at..]) {
                    Some(skipped) => self.end_line(piece, at + skipped, held),
                    None => return None,
                },
            };
            match next {
                Continue(next) => at = next,
                Break(end) => return Some(end),
            }
        }
        None
    }

    fn structure(&mut self, piece: &[u8], mut at: usize, held: &DocumentBuffer) -> Scan {
        while at < piece.len() && !STRUCTURAL[piece[at] as usize] {
            at += 1;
        }
        let Some(byte) = piece.get(at) else { return Continue(at) };
        match byte {
            b'"' => self.within = Within::String,
            b'\n' => return self.end_line(piece, at, held),
            &SEPARATOR if self.context == Context::Sequence => return Break(DocumentEnd::Broken(at)),
            &SEPARATOR => {}
            b'{' | b'[' => {
                self.depth += 1;
                self.deep |= self.depth > 64;
                self.kinds = self.kinds << 1 | u64::from(*byte == b'[');
            }
            _ => {
                self.depth -= 1;
                self.kinds >>= 1;
                if self.depth == 0 {
                    return Break(DocumentEnd::Whole(at + 1));
                }
            }
        }
        Continue(at + 1)
    }

    fn string(&mut self, piece: &[u8], at: usize, held: &DocumentBuffer) -> Scan {
        if self.within == Within::Escape {
            self.within = Within::String;
            // A newline ends the line, whatever stands before it.
            return Continue(if piece[at] == b'\n' { at } else { at + 1 });
        }
        let found = memchr3(b'"', b'\\', b'\n', &piece[at..]);
        let end = found.map_or(piece.len(), |skipped| at + skipped);
        if self.context == Context::Sequence
            && let Some(skipped) = memchr(SEPARATOR, &piece[at..end])
        {
            return Break(DocumentEnd::Broken(at + skipped));
        }
        if found.is_none() {
            return Continue(end);
        }
        let at = end;
        match piece[at] {
            b'"' => self.within = Within::Structure,
            b'\\' => self.within = Within::Escape,
            _ => return self.end_line(piece, at, held),
        }
        Continue(at + 1)
    }

    fn end_line(&mut self, piece: &[u8], at: usize, held: &DocumentBuffer) -> Scan {
        let in_string = self.within == Within::String;
        if self.layout == Layout::Unknown {
            self.layout = if held.solid_with(&piece[..at]) > 1 { Layout::Lined } else { Layout::Pretty };
            if in_string {
                return Break(DocumentEnd::Broken(at));
            }
        }
        if in_string {
            self.within = Within::BrokenString;
        }
        self.newlines += 1;
        self.at_line_start = true;
        self.indent = 0;
        Continue(at + 1)
    }

    fn begin_line(&mut self, piece: &[u8], at: usize, held: &DocumentBuffer) -> Scan {
        let byte = piece[at];
        match byte {
            b' ' | b'\t' | b'\r' => {
                self.indent += 1;
                return Continue(at + 1);
            }
            b'\n' => {
                self.indent = 0;
                return Continue(at + 1);
            }
            b'{' if self.indent <= self.anchor && self.starts_anew(held.last_with(&piece[..at])) => {
                return Break(DocumentEnd::Broken(at));
            }
            b'}' | b']' if self.indent <= self.anchor && self.within == Within::BrokenString => {
                // In an array the other bracket, or one further left, is the array's own.
                let foreign = self.context == Context::Array && byte != self.closer;
                return Break(if foreign { DocumentEnd::Broken(at) } else { DocumentEnd::Whole(at + 1) });
            }
            _ => self.at_line_start = false,
        }
        Continue(at)
    }

    /// Whether a `{` that begins a line begins another document. `last` is the byte before it.
    ///
    /// In a pretty document only where no value can stand: valid JSON is never cut.
    fn starts_anew(&self, last: u8) -> bool {
        if self.within == Within::BrokenString || self.layout == Layout::Lined {
            return true;
        }
        let in_array = self.deep || self.kinds & 1 == 1;
        !(last == b':' || (in_array && (last == b'[' || last == b',')))
    }
}
