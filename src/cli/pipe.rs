//! Standard error where it is a pipe, written by a thread of its own: a reader that does not read holds up no delivery, and
//! no command that a signal has come to.

use std::io::{self, Write as _};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{sleep, spawn};
use std::time::Duration;

/// How long a text is waited for: what comes on standard output afterwards comes later there, too.
const WRITE_WAIT: Duration = Duration::from_millis(20);
/// How many times that a run that is told to end waits for a reader.
const END_WAITS: u32 = 50;
/// From how many bytes on that nobody has read further texts are left out.
const MAX_UNREAD: usize = 1 << 20;

struct Text {
    text: String,
    written: SyncSender<()>,
}

static QUEUE: LazyLock<Sender<Text>> = LazyLock::new(|| {
    let (queue, texts) = channel();
    spawn(move || write_all(&texts));
    queue
});
/// Bytes that are not written yet.
static UNREAD: AtomicUsize = AtomicUsize::new(0);
/// Texts that were left out and are not told of yet.
static LEFT_OUT: AtomicU64 = AtomicU64::new(0);
/// Whether the reader is too slow to be waited for.
static IS_BEHIND: AtomicBool = AtomicBool::new(false);

/// Whether a write to this stream may wait for a reader.
#[cfg(unix)]
pub(crate) fn is_pipe(stream: impl std::os::fd::AsFd) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let file = stream.as_fd().try_clone_to_owned().map(std::fs::File::from);
    let kind = file.and_then(|it| it.metadata()).map(|it| it.file_type());
    kind.is_ok_and(|it| it.is_fifo() || it.is_socket())
}

#[cfg(not(unix))]
pub(crate) fn is_pipe<T>(_: T) -> bool {
    true
}

/// Has a text written to standard error; where many wait already, it is left out.
pub(super) fn put(text: String) {
    let (bytes, unread) = (text.len(), UNREAD.load(Ordering::Relaxed));
    if unread > 0 && unread + bytes > MAX_UNREAD {
        LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        return;
    }
    let (written, is_written) = sync_channel(1);
    UNREAD.fetch_add(bytes, Ordering::Relaxed);
    let sent = QUEUE.send(Text { text, written });
    if sent.is_ok() && !IS_BEHIND.load(Ordering::Relaxed) {
        IS_BEHIND.store(is_written.recv_timeout(WRITE_WAIT).is_err(), Ordering::Relaxed);
    }
}

fn write_all(texts: &Receiver<Text>) {
    for Text { text, written } in texts {
        // It may be closed; the run goes on.
        let _ = io::stderr().write_all(text.as_bytes());
        let left_out = LEFT_OUT.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            let _ = writeln!(io::stderr(), "… {left_out} messages left out: this was not read in time");
        }
        UNREAD.fetch_sub(text.len(), Ordering::Relaxed);
        IS_BEHIND.store(false, Ordering::Relaxed);
        let _ = written.send(());
    }
}

/// Waits until all is written; not for a reader that does not read where `must_end`.
pub(super) fn finish(must_end: impl Fn() -> bool) {
    let mut waits = END_WAITS;
    while UNREAD.load(Ordering::Relaxed) > 0 && waits > 0 {
        sleep(WRITE_WAIT);
        waits -= u32::from(must_end());
    }
}
