//! The events that failed for good, in a file of their own: as they were read, so that they can be replayed again.

use std::path::PathBuf;

use crate::cli::CliError;
use crate::cli::output::{PendingFile, Sink, file, unwritten};
use crate::engine::deliver::prepare::Event;
use crate::files::Readers;

/// The file of `--failed-to`, replaced where an event failed, readable for its owner only: events carry tokens.
pub(crate) struct FailedEvents {
    out: Option<(PathBuf, Sink)>,
    /// What is put in its place at the end; nothing for a device or a pipe.
    pending: Vec<PendingFile>,
    /// The number of the event that was written last, 0 before the first: a duplicate may fail, too.
    last: u64,
}

impl FailedEvents {
    /// Nothing failed yet. A path that cannot be written is said before anything is sent; a pipe without a reader is waited
    /// for before that, too.
    pub(crate) fn new(path: Option<PathBuf>) -> Result<Self, CliError> {
        let mut pending = Vec::new();
        let sink = path.as_deref().map(|it| file::create(it, Readers::Owner, &mut pending)).transpose()?;
        let out = path.zip(sink);
        Ok(Self { out, pending, last: 0 })
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.out.is_some()
    }

    pub(crate) fn keep(&mut self, event: &Event) -> Result<(), CliError> {
        let (Some((_, out)), Some(text)) = (&mut self.out, &event.original) else { return Ok(()) };
        if self.last == event.number {
            return Ok(());
        }
        self.last = event.number;
        out.write_all(text).and_then(|()| out.write_all(b"\n")).map_err(unwritten)
    }

    /// Ends the file; its name, if an event is in it.
    pub(crate) fn finish(&mut self) -> Result<Option<String>, CliError> {
        let Some((path, mut out)) = self.out.take().filter(|_| self.last > 0) else { return Ok(None) };
        out.flush().map_err(unwritten)?;
        drop(out);
        self.pending.drain(..).try_for_each(PendingFile::keep)?;
        Ok(Some(path.display().to_string()))
    }
}
