//! A file that is read up to the length it had when it was opened.

use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// What is left of a file. One that grows by what is done with it ends; one that is cut while it is read is an error.
pub(crate) struct KnownLength {
    file: File,
    left: u64,
}

impl KnownLength {
    /// Of a file that was just opened.
    pub(crate) fn of(file: File) -> io::Result<Self> {
        let left = file.metadata()?.len();
        Ok(Self { file, left })
    }
}

impl Read for KnownLength {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let bytes = self.file.read(&mut into[..most])?;
        if bytes == 0 && most > 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "it became shorter while it was read"));
        }
        self.left -= bytes as u64;
        Ok(bytes)
    }
}
