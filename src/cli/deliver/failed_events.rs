//! The events that failed for good, in a file of their own: as they were read, so that they can be replayed again.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use crate::cli::CliError;
use crate::cli::output::open;
use crate::engine::deliver::prepare::Event;
use crate::files::{Readers, Replacement};

/// The file of `--failed-to`, replaced where an event failed, readable for its owner only: events carry tokens.
pub(crate) struct FailedEvents {
    path: Option<PathBuf>,
    out: Option<(BufWriter<File>, Replacement)>,
    /// The number of the event that was written last: a duplicate may fail, too.
    last: u64,
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
            let new = Replacement::of(path, Readers::Owner).map_err(failed)?;
            self.out = Some((BufWriter::new(new.file().try_clone().map_err(failed)?), new));
        }
        let Some((out, _)) = &mut self.out else { return Ok(()) };
        out.write_all(text).and_then(|()| out.write_all(b"\n")).map_err(failed)
    }

    /// Ends the file; its name, if there is one.
    pub(crate) fn finish(&mut self) -> Result<Option<String>, CliError> {
        let (Some(path), Some((mut out, new))) = (&self.path, self.out.take()) else { return Ok(None) };
        let failed = |source| CliError::unwritable(path, source);
        out.flush().and_then(|()| new.keep()).map_err(failed)?;
        Ok(Some(path.display().to_string()))
    }
}
