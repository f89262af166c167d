//! Text that a command writes by itself: to a file, whole or not at all, or to standard output.

use std::io::{self, Write};

use super::file::{PendingFile, Sink, create, unwritten};
use crate::cli::CliError;
use crate::cli::args::OutputPath;
use crate::files::Readers;

/// A file or standard output, open for writing.
pub(crate) struct TextOutput {
    sink: Sink,
    files: Vec<PendingFile>,
}

impl TextOutput {
    /// Opens the file that is named, else takes `stdout`.
    pub(crate) fn open(path: Option<&OutputPath>, stdout: Sink) -> Result<Self, CliError> {
        let mut files = Vec::new();
        let sink = match path.filter(|it| !it.is_stdout()) {
            Some(path) => create(path, Readers::Anybody, &mut files)?,
            None => stdout,
        };
        Ok(Self { sink, files })
    }

    pub(crate) fn none() -> Self {
        Self { sink: Box::new(io::sink()), files: Vec::new() }
    }

    /// Writes what is left, and puts a file in its place.
    pub(crate) fn keep(mut self) -> Result<(), CliError> {
        self.sink.flush().map_err(unwritten)?;
        drop(self.sink);
        self.files.into_iter().try_for_each(PendingFile::keep)
    }
}

impl Write for TextOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
