//! Reads bytes: blocks of files and streams, decompressed.

mod block;
mod decode;
mod piece;
mod small_files;
mod stream;

pub use block::Block;
pub(crate) use block::Pool;
pub use decode::Packing;
pub use piece::Piece;
pub use small_files::Few;
pub(crate) use small_files::SMALL;
pub(crate) use stream::{Patience, Stream};
