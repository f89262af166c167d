//! What is read of an input at a time, or why nothing more is.

use std::io;

use super::block::Block;
use super::stream::InputStream;
use crate::source::{Damage, InputError};

/// A piece of an input.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Some of its bytes.
    Block(Block),
    /// It cannot be opened, or is none.
    Trouble(InputError),
    /// It breaks off.
    Damaged(Damage),
}

impl Piece {
    /// What a stream gave.
    pub(crate) fn of(stream: &InputStream, given: io::Result<Block>) -> Self {
        match given {
            Ok(block) => Self::Block(block),
            Err(source) => Self::Damaged(Damage::new(&stream.file, stream.packing, source)),
        }
    }

    /// Whether nothing more comes of its input.
    pub(crate) fn is_last(&self) -> bool {
        !matches!(self, Self::Block(block) if !block.ends)
    }
}
