//! Small files that are handed on together: opening one takes longer than working on it, so whoever works on them opens
//! them, too.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::block::Pool;
use super::error::unreadable;
use super::piece::Piece;
use super::stream::{Patience, Stream};

/// A file up to this size is small, in bytes (64 KiB).
pub(super) const SMALL: usize = 64 << 10;

/// So many are handed on together, and so many bytes (256 KiB).
const MOST: usize = 32;
const MOST_BYTES: usize = 256 << 10;

/// A few small files, in their order.
#[derive(Debug)]
pub struct Few {
    files: Vec<(PathBuf, usize)>,
    bytes: usize,
    pool: Pool,
}

impl Few {
    /// None yet.
    pub(super) fn new(pool: Pool) -> Self {
        Self { files: Vec::new(), bytes: 0, pool }
    }

    /// Adds a file of so many bytes.
    pub(super) fn add(&mut self, path: PathBuf, size: usize) {
        self.bytes += size;
        self.files.push((path, size));
    }

    /// Whether no more should be added.
    pub(super) fn is_enough(&self) -> bool {
        self.files.len() >= MOST || self.bytes >= MOST_BYTES
    }

    /// Opens and reads them, one after the other.
    pub fn read(self) -> impl Iterator<Item = Piece> {
        let pool = self.pool;
        self.files.into_iter().flat_map(move |(path, size)| Open::new(&path, size, pool.clone()))
    }
}

/// One of the files. It is read at once, unless it has grown since.
enum Open {
    Stream(Box<Stream>, usize, Pool),
    Over(Option<Piece>),
}

impl Open {
    fn new(path: &Path, size: usize, pool: Pool) -> Self {
        match File::open(path) {
            Ok(file) => {
                let name = path.display().to_string().into();
                Self::Stream(Stream::new(name, Box::new(file), Patience::Chunk, false).into(), size, pool)
            }
            Err(source) => Self::Over(Some(Piece::Trouble(unreadable(path, source)))),
        }
    }
}

impl Iterator for Open {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let (stream, size, pool) = match self {
            Self::Stream(stream, size, pool) => (stream, *size, pool),
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
