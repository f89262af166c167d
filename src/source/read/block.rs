//! A piece of one input as it was read, in a buffer that is used again.

use std::sync::{Arc, Mutex, PoisonError};

/// Bytes read at a time (128 KiB): they stay in the cache while they are worked on.
pub(crate) const CHUNK: usize = 128 << 10;

/// Bytes before them for the start of a line that the read before has cut (64 KiB). A longer line is handed on in pieces.
pub(crate) const CARRY: usize = 64 << 10;

/// Reads are copied several times faster where the buffer and the file lie alike within a page.
const PAGE: usize = 4096;

/// Buffers that are free.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pool {
    /// A buffer, and the place in it at which a page begins and behind which a chunk fits.
    pub(crate) fn buffer(&self) -> (Vec<u8>, usize) {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let buffer = free.unwrap_or_else(|| vec![0; CARRY + PAGE + CHUNK]);
        let aligned = CARRY + buffer[CARRY..].as_ptr().align_offset(PAGE);
        // What cannot be aligned is only slower.
        (buffer, aligned.min(CARRY + PAGE))
    }
}

/// A piece of one input: whole lines, but where a line is longer than a buffer, and at the end.
#[derive(Debug)]
pub(crate) struct Block {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// How many bytes of the (decompressed) input come before.
    pub offset: u64,
    /// Whether it is the last of its input.
    pub ends: bool,
    /// Whether its first byte begins a line.
    pub at_line: bool,
    pub is_stdin: bool,
    pub(crate) buffer: Vec<u8>,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) pool: Pool,
}

impl Block {
    /// All of a file: the first `bytes` of the buffer.
    pub(crate) fn whole(file: Arc<str>, buffer: Vec<u8>, bytes: usize, pool: Pool) -> Self {
        Self { file, offset: 0, ends: true, at_line: true, is_stdin: false, buffer, from: 0, to: bytes, pool }
    }

    /// Whether it is the first of its input.
    pub(crate) fn begins(&self) -> bool {
        self.offset == 0
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[self.from..self.to]
    }

    /// Where the first line begins; the length where none does.
    pub(crate) fn first_line(&self) -> usize {
        let text = self.text();
        if self.begins() && text.starts_with(b"\xef\xbb\xbf") {
            3
        } else if self.at_line {
            0
        } else {
            memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1)
        }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        // A small file has a buffer of its own size.
        if buffer.len() < CARRY + PAGE + CHUNK {
            return;
        }
        self.pool.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }
}
