//! What is read: paths, globs, standard input and bundled samples, cut into documents.

mod block;
#[cfg(test)]
mod cut_tests;
mod decode;
mod entries;
mod error;
mod few;
mod held;
mod nest;
mod piece;
mod request;
#[cfg(test)]
mod request_tests;
mod sample;
mod seam;
mod slice;
mod stream;
mod walk;

pub use block::Block;
pub use decode::Packing;
pub use entries::Inputs;
pub use error::{Damage, InputError};
pub use few::Few;
pub use held::MAX_DOCUMENT;
pub use piece::Piece;
pub use request::{Blocks, Chunk, Request};
pub use sample::{Sample, SampleGroup, find_sample, samples, unknown_sample};
pub use seam::Seam;
