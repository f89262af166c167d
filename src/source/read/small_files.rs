//! Small files that are handed on together: opening one takes longer than working on it, so the thread that works on them opens
//! them, too.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::{Block, Pool};
use super::piece::Piece;
use super::stream::{Chunking, InputStream, read_some};
use crate::source::{Packing, unreadable};

/// A file up to this size is small, in bytes (64 KiB).
pub(crate) const MAX_SMALL: usize = 64 << 10;

/// So many are handed on together, and so many bytes (256 KiB).
const MAX_FILES: usize = 32;
const MAX_BYTES: usize = 256 << 10;

/// Small files, in their order.
#[derive(Debug)]
pub(crate) struct SmallFiles {
    files: Vec<(PathBuf, usize)>,
    bytes: usize,
    pool: Pool,
}

impl SmallFiles {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { files: Vec::new(), bytes: 0, pool }
    }

    pub(crate) fn add(&mut self, path: PathBuf, size: usize) {
        self.bytes += size;
        self.files.push((path, size));
    }

    /// Whether no more should be added.
    pub(crate) fn is_enough(&self) -> bool {
        self.files.len() >= MAX_FILES || self.bytes >= MAX_BYTES
    }

    /// Opens and reads them, one after the other.
    pub(crate) fn read(self) -> impl Iterator<Item = Piece> {
        let pool = self.pool;
        self.files.into_iter().flat_map(move |(path, size)| SmallFile::new(&path, size, pool.clone()))
    }
}

/// One of the files. It is read at once, unless it is packed or has grown since.
enum SmallFile {
    InputStream(Box<InputStream>, usize, Pool),
    Over(Option<Piece>),
}

impl SmallFile {
    fn new(path: &Path, size: usize, pool: Pool) -> Self {
        Self::plain(path, size, pool)
            .unwrap_or_else(|source| Self::Over(Some(Piece::Trouble(unreadable(path, source)))))
    }

    fn plain(path: &Path, size: usize, pool: Pool) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let name = Arc::from(path.to_string_lossy());
        // A file of no length, as in /proc, is read to its end: one byte tells whether there is any.
        let mut buffer = vec![0; size.max(1)];
        if let Ok(bytes) = fill(&mut file, &mut buffer)
            && (bytes == 0 || size > 0)
            && Packing::of(&buffer[..bytes]) == Packing::Plain
        {
            return Ok(Self::Over(Some(Piece::Block(Block::whole(name, buffer, bytes, pool)))));
        }
        // Whatever it was is met again on the way on which everything is read.
        file.rewind()?;
        let limit = if size == 0 { u64::MAX } else { size as u64 };
        let stream = InputStream::new(name, Box::new(file.take(limit)), Chunking::Full, false);
        Ok(Self::InputStream(stream.into(), size, pool))
    }
}

/// Reads until the buffer is full or the file ends; how many bytes.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut bytes = 0;
    while bytes < buffer.len() {
        match read_some(file, &mut buffer[bytes..])? {
            0 => break,
            more => bytes += more,
        }
    }
    Ok(bytes)
}

impl Iterator for SmallFile {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let (stream, size, pool) = match self {
            Self::InputStream(stream, size, pool) => (stream, *size, pool),
            Self::Over(piece) => return piece.take(),
        };
        let given = stream.next_small(size, pool);
        let piece = Piece::of(stream, given);
        if piece.is_last() {
            *self = Self::Over(None);
        }
        Some(piece)
    }
}
