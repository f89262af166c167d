//! Reads one text in large chunks and hands it to the slicer.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

use super::slice::Slicer;
use crate::model::Entry;

/// Bytes read at a time (128 KiB).
const CHUNK: usize = 128 << 10;

/// Bytes the slicer wants to see before it begins.
const HEAD: usize = 3;

/// Cuts what it reads into entries. Its memory is one chunk and the document at hand.
pub(super) struct Cutter {
    read: Box<dyn Read + Send>,
    chunk: Vec<u8>,
    from: usize,
    to: usize,
    slicer: Slicer,
    ended: bool,
}

impl Cutter {
    /// Begins to read `file`, into the chunk of a cutter that is done or into an empty one.
    pub(super) fn open(
        file: Arc<str>,
        mut read: Box<dyn Read + Send>,
        mut chunk: Vec<u8>,
    ) -> io::Result<Self> {
        chunk.resize(CHUNK, 0);
        let mut to = 0;
        while to < HEAD {
            match read_some(&mut read, &mut chunk[to..])? {
                0 => break,
                more => to += more,
            }
        }
        let (slicer, from) = Slicer::begin(file, &chunk[..to]);
        Ok(Self { read, chunk, from, to, slicer, ended: false })
    }

    /// The next entry. After an error what was read of a document is dropped: it was not its fault.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        loop {
            if let Some(entry) = self.slicer.next_ready() {
                return Ok(Some(entry));
            }
            if self.ended {
                return Ok(None);
            }
            if self.from < self.to {
                self.from += self.slicer.feed(&self.chunk[self.from..self.to]);
                continue;
            }
            self.to = read_some(&mut self.read, &mut self.chunk)?;
            self.from = 0;
            if self.to == 0 {
                self.ended = true;
                self.slicer.end();
            }
        }
    }

    /// How many entries were found so far.
    pub(super) fn count(&self) -> u64 {
        self.slicer.count()
    }

    /// The chunk, for the next cutter.
    pub(super) fn into_chunk(self) -> Vec<u8> {
        self.chunk
    }
}

fn read_some(read: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match read.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
