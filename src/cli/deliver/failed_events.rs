//! The events that failed for good, in a file of their own: as they were read, so that they can be replayed again.

use std::path::PathBuf;

use crate::cli::CliError;
use crate::cli::output::{PendingFile, Sink, open, unwritten};
use crate::engine::deliver::prepare::Event;
use crate::files::Readers;

/// The file of `--failed-to`, replaced where an event failed, readable for its owner only: events carry tokens.
pub(crate) struct FailedEvents {
    path: Option<PathBuf>,
    out: Option<(Sink, Vec<PendingFile>)>,
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
        if self.out.is_none() {
            let mut files = Vec::new();
            self.out = Some((open::create(path, Readers::Owner, &mut files)?, files));
        }
        let Some((out, _)) = &mut self.out else { return Ok(()) };
        out.write_all(text).and_then(|()| out.write_all(b"\n")).map_err(unwritten)
    }

    /// Ends the file; its name, if there is one.
    pub(crate) fn finish(&mut self) -> Result<Option<String>, CliError> {
        let (Some(path), Some((mut out, files))) = (&self.path, self.out.take()) else { return Ok(None) };
        out.flush().map_err(unwritten)?;
        drop(out);
        files.into_iter().try_for_each(PendingFile::keep)?;
        Ok(Some(path.display().to_string()))
    }
}
