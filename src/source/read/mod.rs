//! Reads bytes: blocks of files and streams, decompressed.

mod block;
mod decode;
mod known_length;
mod piece;
mod small_files;
mod stream;

pub(crate) use block::Block;
pub(crate) use block::Pool;
pub(crate) use known_length::KnownLength;
pub(crate) use piece::Piece;
pub(crate) use small_files::MAX_SMALL;
pub(crate) use small_files::SmallFiles;
pub(crate) use stream::{Chunking, InputStream};
