//! Files that are written to: each appears whole or not at all, and an error names it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use crate::cli::signal::STOP_POLL;
use crate::cli::{CliError, Stop};
use crate::files::{Readers, Replacement};

/// What a renderer writes to.
pub(crate) type Sink = Box<dyn Write + Send>;

/// A file that is being written beside its final place.
pub(crate) struct PendingFile {
    new: Replacement,
    path: PathBuf,
}

impl PendingFile {
    pub(crate) fn keep(self) -> Result<(), CliError> {
        let Self { new, path } = self;
        new.keep().map_err(|source| CliError::unwritable(&path, source))
    }
}

/// A file whose failures say which it is: several are written beside each other.
struct NamedFile {
    file: File,
    path: PathBuf,
}

/// A write that failed, with the file's name.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
struct Unwritten {
    name: String,
    source: io::Error,
}

impl NamedFile {
    fn named<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|source| io::Error::new(source.kind(), Unwritten { name: shown(&self.path), source }))
    }
}

impl Write for NamedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.named(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.named(flushed)
    }
}

/// The error of a write to the file that it names, else to standard output.
pub(crate) fn unwritten(source: io::Error) -> CliError {
    match source.downcast::<Unwritten>() {
        Ok(Unwritten { name, source }) => CliError::Write { path: name, source },
        Err(source) => CliError::stdout(source),
    }
}

pub(crate) fn shown(path: &Path) -> String {
    format!("`{}`", path.display())
}

/// Writes a small file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), CliError> {
    let mut files = Vec::new();
    let mut sink = create(path, Readers::Anybody, &mut files)?;
    let written = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
    written.map_err(|source| CliError::unwritable(path, source))?;
    files.into_iter().try_for_each(PendingFile::keep)
}

/// Opens what is no plain file. A pipe waits for its reader, but not beyond a signal.
fn create_waiting(path: &Path) -> Result<File, CliError> {
    let (send, opened) = mpsc::channel();
    let own = path.to_owned();
    thread::spawn(move || send.send(File::create(own)));
    loop {
        if let Ok(file) = opened.recv_timeout(STOP_POLL) {
            return file.map_err(|source| CliError::unwritable(path, source));
        }
        if let Some(exit) = Stop::asked() {
            return Err(CliError::Stopped { message: format!("{} has no reader", shown(path)), exit });
        }
    }
}

/// Opens a file that appears whole or not at all, and is new to `readers`. What is not a plain file (a pipe, `/dev/stdout`) is
/// written as is.
pub(crate) fn create(path: &Path, readers: Readers, files: &mut Vec<PendingFile>) -> Result<Sink, CliError> {
    let failed = |source| CliError::unwritable(path, source);
    if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        let file = create_waiting(path)?;
        return Ok(Box::new(BufWriter::new(NamedFile { file, path: path.to_owned() })));
    }
    if path.is_dir() {
        return Err(failed(io::Error::other("it is a folder")));
    }
    let new = Replacement::of(path, readers).map_err(failed)?;
    let sink = NamedFile { file: new.file().try_clone().map_err(failed)?, path: path.to_owned() };
    files.push(PendingFile { new, path: path.to_owned() });
    Ok(Box::new(BufWriter::with_capacity(1 << 16, sink)))
}
