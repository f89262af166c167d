//! Reads one input in large chunks and cuts it behind the last line of each.

use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Arc;

use memchr::memrchr;

use super::block::{Block, CARRY, CHUNK, Pool};
use super::decode::{packed_twice, unpacked};
use crate::source::Packing;

/// Bytes that tell how an input is packed, and which encoding it is in.
const HEAD: usize = 4;

/// Bytes that tell a tar, where so many are there.
const TAR_HEAD: usize = 265;

/// How much is read before something is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chunking {
    /// A whole chunk: the input is a file.
    Full,
    /// What is there: more may come slowly, or never.
    Available,
}

/// One input that is being read.
pub(crate) struct InputStream {
    pub(crate) file: Arc<str>,
    read: Box<dyn Read + Send>,
    /// How it is packed, as far as was read.
    pub(crate) packing: Packing,
    chunking: Chunking,
    pub(crate) is_stdin: bool,
    offset: u64,
    /// Whether it is known how the input is packed.
    sniffed: bool,
    /// The start of a line that the last chunk has cut.
    carry: Vec<u8>,
    at_line: bool,
    /// Why it cannot be read further.
    broken: Option<io::Error>,
}

impl InputStream {
    pub(crate) fn new(
        file: Arc<str>,
        read: Box<dyn Read + Send>,
        chunking: Chunking,
        is_stdin: bool,
    ) -> Self {
        Self {
            file,
            read,
            packing: Packing::Plain,
            chunking,
            is_stdin,
            offset: 0,
            sniffed: false,
            carry: Vec::new(),
            at_line: true,
            broken: None,
        }
    }

    /// The next block; the last one says that it is. After an error there is nothing more, and what was read of a
    /// document is incomplete.
    pub(crate) fn next(&mut self, pool: &Pool) -> io::Result<Block> {
        let (buffer, start) = pool.buffer();
        self.next_in(buffer, start, pool)
    }

    /// The same in a buffer that holds `size` bytes and no more: all of a file of that size.
    pub(crate) fn next_small(&mut self, size: usize, pool: &Pool) -> io::Result<Block> {
        // One byte more tells whether this is all.
        self.next_in(vec![0; self.carry.len() + size.max(TAR_HEAD) + 1], self.carry.len(), pool)
    }

    fn next_in(&mut self, mut buffer: Vec<u8>, start: usize, pool: &Pool) -> io::Result<Block> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let from = start - self.carry.len();
        buffer[from..start].copy_from_slice(&self.carry);
        self.carry.clear();
        let end = buffer.len().min(start + CHUNK);
        let (bytes, is_end) = self.fill(&mut buffer[start..end]);
        let mut block = Block {
            file: Arc::clone(&self.file),
            offset: self.offset,
            ends: is_end && self.broken.is_none(),
            at_line: self.at_line,
            is_stdin: self.is_stdin,
            buffer,
            from,
            to: start + bytes,
            pool: pool.clone(),
        };
        if !is_end {
            self.cut(&mut block);
        }
        self.at_line = block.text().last().is_none_or(|byte| *byte == b'\n');
        self.offset += block.text().len() as u64;
        Ok(block)
    }

    /// Keeps back the start of a line that goes on in the next block, if it is short enough.
    fn cut(&mut self, block: &mut Block) {
        let Some(last) = memrchr(b'\n', block.text()) else { return };
        let end = block.from + last + 1;
        if block.to - end <= CARRY {
            self.carry.extend_from_slice(&block.buffer[end..block.to]);
            block.to = end;
        }
    }

    /// Fills a chunk as far as it is to be filled: how many bytes, and whether nothing can be read after them.
    fn fill(&mut self, chunk: &mut [u8]) -> (usize, bool) {
        let (mut bytes, mut wanted) = (0, if self.chunking == Chunking::Full { chunk.len() } else { 1 });
        if !self.sniffed {
            wanted = wanted.max(HEAD);
        }
        while bytes < wanted {
            match read_some(&mut *self.read, &mut chunk[bytes..]) {
                Ok(0) => break,
                Ok(more) => bytes += more,
                Err(error) => {
                    self.broken = Some(error);
                    return (bytes, true);
                }
            }
            if !self.sniffed
                && bytes >= HEAD
                && let Err(error) = self.unpack(&chunk[..bytes], &mut bytes)
            {
                self.broken = Some(error);
                return (0, true);
            }
        }
        (bytes, bytes < wanted)
    }

    /// Reads on through an unpacker if `head` is packed; its bytes are then read again, unpacked.
    fn unpack(&mut self, head: &[u8], bytes: &mut usize) -> io::Result<()> {
        let packing = Packing::of(head);
        self.sniffed = packing == Packing::Plain;
        if self.sniffed {
            return Ok(());
        }
        if self.packing != Packing::Plain {
            return Err(packed_twice(packing, self.packing));
        }
        self.packing = packing;
        let read = std::mem::replace(&mut self.read, Box::new(io::empty()));
        self.read = unpacked(packing, Box::new(Cursor::new(head.to_vec()).chain(read)))?;
        *bytes = 0;
        Ok(())
    }
}

/// Reads what is there, however often a signal interrupts it.
pub(crate) fn read_some(read: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match read.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
