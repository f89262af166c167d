//! A place in the text, and the bytes held of the document that is being read.

use memchr::{memchr_iter, memmem, memrchr};

/// The largest document that is held whole, in bytes (16 MiB). Of a larger one only the start is kept.
pub(super) const MAX_DOCUMENT: usize = 16 << 20;

/// What is kept of a document over the limit, in bytes (64 KiB).
const KEPT_OF_CUT: usize = 64 << 10;

/// JSON's whitespace.
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A place in the decompressed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// From 1.
    pub(crate) line: u64,
    /// In characters, from 1.
    pub(crate) column: u64,
}

impl Cursor {
    /// The first byte of a text.
    pub(crate) const START: Self = Self { offset: 0, line: 1, column: 1 };

    /// Moves over `passed`.
    pub(crate) fn advance(&mut self, passed: &[u8]) {
        self.offset += passed.len() as u64;
        let rest = match memrchr(b'\n', passed) {
            Some(at) => {
                self.line += memchr_iter(b'\n', &passed[..=at]).count() as u64;
                self.column = 1;
                &passed[at + 1..]
            }
            None => passed,
        };
        // Bytes that continue a UTF-8 character are no column; a stray one in broken text is not counted either.
        self.column += rest.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64;
    }
}

/// The document that is being read. Whitespace at its end is not part of it.
#[derive(Debug)]
pub(crate) struct DocumentBuffer {
    pub(crate) start: Cursor,
    bytes: Vec<u8>,
    /// Bytes seen, with the whitespace at the end.
    seen: u64,
    /// Bytes up to the last that is not whitespace.
    solid: u64,
    last: u8,
    over: bool,
}

impl DocumentBuffer {
    pub(crate) fn new() -> Self {
        Self { start: Cursor::START, bytes: Vec::new(), seen: 0, solid: 0, last: 0, over: false }
    }

    pub(crate) fn begin(&mut self, start: Cursor) {
        *self = Self { start, ..Self::new() };
    }

    pub(crate) fn keep(&mut self, piece: &[u8]) {
        if let Some(at) = solid_end(piece) {
            self.solid = self.seen + at as u64 + 1;
            self.last = piece[at];
        }
        self.seen += piece.len() as u64;
        if self.over {
            return;
        }
        if self.solid > MAX_DOCUMENT as u64 || self.seen > (MAX_DOCUMENT + KEPT_OF_CUT) as u64 {
            self.over = true;
            let free = KEPT_OF_CUT.saturating_sub(self.bytes.len()).min(piece.len());
            self.bytes.extend_from_slice(&piece[..free]);
            self.bytes.truncate(KEPT_OF_CUT);
            self.bytes.shrink_to_fit();
        } else {
            self.bytes.extend_from_slice(piece);
        }
    }

    /// Makes the whitespace at the end a part of the document: in text of another encoding it may be half a character.
    pub(crate) fn seal(&mut self) {
        self.solid = self.seen;
    }

    /// Makes the whitespace at the end a part of the line where the line is a piece of a longer one, as container runtimes
    /// write it: `2023-11-14T22:13:20Z stdout P …`.
    pub(crate) fn seal_part(&mut self) {
        let head = &self.bytes[..self.bytes.len().min(64)];
        if !self.over && head.first().is_some_and(u8::is_ascii_digit) && memmem::find(head, b" P").is_some() {
            self.seal();
        }
    }

    /// How long the document would be if it ended after `piece`.
    pub(crate) fn solid_with(&self, piece: &[u8]) -> u64 {
        solid_end(piece).map_or(self.solid, |at| self.seen + at as u64 + 1)
    }

    /// The last byte of the document if it ended after `piece`.
    pub(crate) fn last_with(&self, piece: &[u8]) -> u8 {
        solid_end(piece).map_or(self.last, |at| piece[at])
    }

    /// Ends the document: where it began, what is kept of it and its true size.
    pub(crate) fn finish(&mut self) -> (Cursor, Vec<u8>, u64) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.truncate(usize::try_from(self.solid).unwrap_or(usize::MAX));
        (self.start, bytes, self.solid)
    }
}

fn solid_end(piece: &[u8]) -> Option<usize> {
    piece.iter().rposition(|byte| !is_blank(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let mut at = Cursor::START;
        at.advance("a\r\n张三😀".as_bytes());
        assert_eq!(at, Cursor { offset: 13, line: 2, column: 4 });
    }

    #[test]
    fn a_document_of_exactly_the_limit_is_kept_whole_and_one_byte_more_is_cut() {
        for (size, kept) in [(MAX_DOCUMENT, MAX_DOCUMENT), (MAX_DOCUMENT + 1, KEPT_OF_CUT)] {
            let mut held = DocumentBuffer::new();
            held.keep(&vec![b'x'; size]);
            held.keep(b" \r");
            let (_, bytes, true_size) = held.finish();
            assert_eq!((bytes.len(), true_size), (kept, size as u64));
        }
    }
}
