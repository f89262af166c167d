//! The events that failed for good, in a file of their own: as they were read, so that they can be replayed again.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use crate::cli::CliError;
use crate::cli::output::open;
use crate::engine::deliver::prepare::Event;
use crate::files::{Readers, Replacement};

/// The file of `--failed-to`, which replaces an older one where an event failed. Only its owner may read it: events
/// carry tokens.
pub(crate) struct FailedEvents {
    path: Option<PathBuf>,
    out: Option<BufWriter<NewFile>>,
    /// The number of the event that was written last: a duplicate may fail, too.
    last: u64,
}

/// A replacement, to write through a buffer.
struct NewFile(Replacement);

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.file().flush()
    }
}

impl FailedEvents {
    /// Nothing failed yet. A path that cannot be written is said before anything is sent.
    pub(crate) fn new(path: Option<PathBuf>) -> Result<Self, CliError> {
        path.as_deref().map_or(Ok(()), open::can_write)?;
        Ok(Self { path, out: None, last: 0 })
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.path.is_some()
    }

    pub(crate) fn keep(&mut self, event: &Event) -> Result<(), CliError> {
        let (Some(path), Some(text)) = (&self.path, &event.original) else { return Ok(()) };
        if self.last == event.number {
            return Ok(());
        }
        self.last = event.number;
        let failed = |source| CliError::unwritable(path, source);
        if self.out.is_none() {
            self.out = Some(BufWriter::new(NewFile(Replacement::of(path, Readers::Owner).map_err(failed)?)));
        }
        let Some(out) = &mut self.out else { return Ok(()) };
        out.write_all(text).and_then(|()| out.write_all(b"\n")).map_err(failed)
    }

    /// Ends the file; its name, if there is one.
    pub(crate) fn finish(&mut self) -> Result<Option<String>, CliError> {
        let (Some(path), Some(out)) = (&self.path, self.out.take()) else { return Ok(None) };
        let failed = |source| CliError::unwritable(path, source);
        let NewFile(new) = out.into_inner().map_err(|error| failed(error.into_error()))?;
        new.keep().map_err(failed)?;
        Ok(Some(path.display().to_string()))
    }
}
