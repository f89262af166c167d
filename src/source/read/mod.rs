//! Reads bytes: blocks of files and streams, decompressed.

mod block;
mod decode;
mod piece;
mod small_files;
mod stream;

pub(crate) use block::Block;
pub(crate) use block::Pool;
pub(crate) use decode::Packing;
pub(crate) use piece::Piece;
pub(crate) use small_files::Few;
pub(crate) use small_files::SMALL;
pub(crate) use stream::{Patience, Stream};
