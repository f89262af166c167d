//! Standard output by a thread of its own: a reader that does not read holds up no sender and no delivery of a command that
//! shows what happens while it happens, and no command that a signal has come to.

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::cli::Stop;

/// How long a flush waits for a reader that keeps up: what comes on standard error afterwards comes later there, too.
const FLUSH_WAIT: Duration = Duration::from_millis(20);
/// How long a run that ends with an error or by a signal waits for a reader that reads nothing.
const END_WAIT: Duration = Duration::from_secs(1);
/// From how many bytes on that nobody has read further lines are left out.
const MAX_UNREAD: usize = 1 << 20;
/// How many bytes are written before it is told that the reader reads; what a command hands on at once is not cut.
const PIECE: usize = 256 << 10;

/// What follows where standard output is a pipe that nobody reads any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnceClosed {
    End,
    /// The run goes on, and its other reports are written.
    GoOn,
}

/// Says how many lines were left out, in the words of a format.
pub(super) type SkippedLine = fn(u64) -> String;

/// Standard output, written to in one piece whenever it is flushed.
pub(super) struct LiveStdout<W = io::Stdout> {
    shared: Arc<LiveQueue>,
    once_closed: OnceClosed,
    /// A format whose lines stand alone may leave some out.
    skipped_line: Option<SkippedLine>,
    /// A terminal, which is written to at once: a progress bar has made way for it.
    terminal: Option<W>,
}

#[derive(Default)]
struct LiveQueue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    /// Written, and not flushed yet.
    buffer: Vec<u8>,
    /// Flushed, and not yet taken by the thread.
    unread: Vec<u8>,
    writing: bool,
    /// Counts what was written.
    pieces: u64,
    /// Lines that were left out and are not told of yet.
    skipped: u64,
    failure: Option<io::ErrorKind>,
    ended: bool,
}

impl QueueState {
    fn is_idle(&self) -> bool {
        self.unread.is_empty() && !self.writing || self.failure.is_some()
    }
}

impl LiveQueue {
    /// A panic while writing left at most a torn line behind.
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while<'s>(
        &self,
        state: MutexGuard<'s, QueueState>,
        condition: impl Fn(&QueueState) -> bool,
    ) -> MutexGuard<'s, QueueState> {
        self.changed.wait_while(state, |it| condition(it)).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the reader; once a signal has come, only as long as it reads: then it is as if it were gone.
    fn wait_for_reader<'s>(
        &self,
        mut state: MutexGuard<'s, QueueState>,
        waits: impl Fn(&QueueState) -> bool,
    ) -> MutexGuard<'s, QueueState> {
        while state.failure.is_none() && waits(&state) {
            let before = state.pieces;
            let still = |it: &mut QueueState| it.failure.is_none() && it.pieces == before && waits(it);
            let waited = self.changed.wait_timeout_while(state, END_WAIT, still);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if state.pieces == before && waits(&state) && Stop::asked().is_some() {
                state.failure = Some(io::ErrorKind::BrokenPipe);
                state.unread.clear();
            }
        }
        state
    }

    /// Waits until all is written, at most so long.
    fn wait_idle<'s>(
        &self,
        state: MutexGuard<'s, QueueState>,
        at_most: Duration,
    ) -> MutexGuard<'s, QueueState> {
        let waited = self.changed.wait_timeout_while(state, at_most, |it| !it.is_idle());
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Writes what is handed on until the end.
    fn write_to(&self, mut out: impl Write) {
        let mut state = self.lock();
        loop {
            state = self.wait_while(state, |it| it.unread.is_empty() && !it.ended);
            if state.unread.is_empty() {
                return;
            }
            let bytes = std::mem::take(&mut state.unread);
            state.writing = true;
            for piece in bytes.chunks(PIECE) {
                drop(state);
                let written = out.write_all(piece).and_then(|()| out.flush());
                state = self.lock();
                state.pieces += 1;
                if let Err(error) = written {
                    state.failure = Some(error.kind());
                    state.unread.clear();
                    break;
                }
                self.changed.notify_all();
            }
            state.writing = false;
            self.changed.notify_all();
        }
    }
}

impl LiveStdout {
    pub(super) fn stdout(once_closed: OnceClosed, skipped_line: Option<SkippedLine>) -> Self {
        let out = io::stdout();
        let is_terminal = out.is_terminal();
        Self::new(out, is_terminal, once_closed, skipped_line)
    }
}

impl<W: Write + Send + 'static> LiveStdout<W> {
    fn new(out: W, is_terminal: bool, once_closed: OnceClosed, skipped_line: Option<SkippedLine>) -> Self {
        let shared = Arc::<LiveQueue>::default();
        let mut terminal = None;
        if is_terminal {
            terminal = Some(out);
        } else {
            let its = Arc::clone(&shared);
            thread::spawn(move || its.write_to(out));
        }
        Self { shared, once_closed, skipped_line, terminal }
    }

    /// What renderers write to.
    pub(super) fn sink(&self) -> impl Write + Send + use<W> {
        LiveSink(Arc::clone(&self.shared))
    }

    /// Lets what was written be seen. What a reader is too slow for is left out, where the format allows it, else it is
    /// waited for.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let mut state = self.shared.lock();
        let bytes = std::mem::take(&mut state.buffer);
        if let Some(terminal) = &mut self.terminal {
            let written = terminal.write_all(&bytes).and_then(|()| terminal.flush());
            state.failure = state.failure.or(written.err().map(|error| error.kind()));
        } else if !bytes.is_empty() && state.failure.is_none() {
            let keeps_up = state.is_idle();
            match self.skipped_line {
                Some(_) if state.unread.len() >= MAX_UNREAD => {
                    state.skipped += memchr::memchr_iter(b'\n', &bytes).count() as u64;
                }
                Some(skipped_line) => {
                    tell_skipped(&mut state, skipped_line);
                    state.unread.extend_from_slice(&bytes);
                }
                None => {
                    state = self.shared.wait_for_reader(state, |it| it.unread.len() >= MAX_UNREAD);
                    state.unread.extend_from_slice(&bytes);
                }
            }
            self.shared.changed.notify_all();
            if keeps_up {
                state = self.shared.wait_idle(state, FLUSH_WAIT);
            }
        }
        self.outcome(state.failure)
    }

    /// Writes the rest, however long it takes, and leaves nothing of it out, unless a signal has come and nobody reads.
    pub(super) fn finish(mut self) -> io::Result<()> {
        // There is nothing left to be ended: that nobody reads hides no verdict.
        self.once_closed = OnceClosed::GoOn;
        if let Some(skipped_line) = self.skipped_line.take() {
            tell_skipped(&mut self.shared.lock(), skipped_line);
        }
        let flushed = self.flush();
        let failure = self.shared.wait_for_reader(self.shared.lock(), |it| !it.is_idle()).failure;
        flushed.and(self.outcome(failure))
    }

    fn outcome(&self, failure: Option<io::ErrorKind>) -> io::Result<()> {
        match failure {
            Some(io::ErrorKind::BrokenPipe) if self.once_closed == OnceClosed::GoOn => Ok(()),
            Some(kind) => Err(kind.into()),
            None => Ok(()),
        }
    }
}

/// Puts the line about what was left out where it was left out.
fn tell_skipped(state: &mut QueueState, skipped_line: SkippedLine) {
    let skipped = std::mem::take(&mut state.skipped);
    if skipped > 0 {
        state.unread.extend_from_slice(skipped_line(skipped).as_bytes());
    }
}

impl<W> Drop for LiveStdout<W> {
    fn drop(&mut self) {
        let mut state = self.shared.wait_idle(self.shared.lock(), END_WAIT);
        state.ended = true;
        self.shared.changed.notify_all();
    }
}

/// A pipe on standard output of a command that ends by itself.
pub(super) struct Piped(Arc<LiveQueue>);

impl Piped {
    pub(super) fn new(out: impl Write + Send + 'static) -> Self {
        let queue = Arc::<LiveQueue>::default();
        let its = Arc::clone(&queue);
        thread::spawn(move || its.write_to(out));
        Self(queue)
    }

    fn wait(&self, waits: impl Fn(&QueueState) -> bool) -> io::Result<MutexGuard<'_, QueueState>> {
        let state = self.0.wait_for_reader(self.0.lock(), waits);
        state.failure.map_or(Ok(state), |kind| Err(kind.into()))
    }
}

impl Write for Piped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Each piece is written as it came: standard output writes one that ends in the middle of a line in two steps.
        let mut state = self.wait(|it| !it.unread.is_empty())?;
        state.unread.extend_from_slice(bytes);
        self.0.changed.notify_all();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.wait(|it| !it.is_idle()).map(drop)
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        let _ = self.flush();
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}

struct LiveSink(Arc<LiveQueue>);

impl Write for LiveSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// What renderers flush is seen with the rest of it.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "live_tests.rs"]
mod tests;
