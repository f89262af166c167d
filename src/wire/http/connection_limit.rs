//! The connections of a server: at most so many, which hold at most so much of requests that are not whole. Where there
//! is more, the one goes that has waited for the rest of its request the longest.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, Id, JoinSet};

use super::other_protocol::OtherProtocols;

/// The blocks a body is held in, bytes.
pub(crate) const BLOCK: usize = 64 << 10;
/// How many blocks are kept for the next body.
const MAX_SPARE: usize = 64;
/// The most bytes of one read. A buffer that is filled by one read is made larger for the next: this is less than it is at
/// first, 8 kB.
const MAX_READ: usize = (8 << 10) - 1;

/// What all connections of a server share.
#[derive(Debug)]
struct ServerMemory {
    clock: AtomicU64,
    /// Bytes of requests that are not whole.
    held: AtomicU64,
    limit: u64,
    /// Told where there are more, or would be.
    exceeded: Notify,
    /// Told where there are fewer.
    freed: Notify,
    spare: Mutex<Vec<Vec<u8>>>,
}

impl ServerMemory {
    fn spare(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        // Nothing panics while it holds the lock.
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one connection is doing, and how much of a request it holds.
#[derive(Debug)]
pub(crate) struct Connection {
    shared: Arc<ServerMemory>,
    /// The tick since which no request of it is answered, 0 while one is.
    waiting_since: AtomicU64,
    held: AtomicU64,
    /// Whether what is read is part of a head.
    reading_head: AtomicBool,
    reading_body: AtomicBool,
    /// Whether it began with another protocol, which was told of.
    speaks_other: AtomicBool,
    evicted: AtomicBool,
    eviction: Notify,
    body_end: Notify,
}

impl Connection {
    fn new(shared: Arc<ServerMemory>) -> Self {
        let connection = Self {
            shared,
            waiting_since: AtomicU64::new(0),
            held: AtomicU64::new(0),
            reading_head: AtomicBool::new(false),
            reading_body: AtomicBool::new(false),
            speaks_other: AtomicBool::new(false),
            evicted: AtomicBool::new(false),
            eviction: Notify::new(),
            body_end: Notify::new(),
        };
        connection.request_answered();
        connection
    }

    pub(crate) fn body_begins(&self) {
        self.reading_head.store(false, Ordering::Relaxed);
        self.reading_body.store(true, Ordering::Relaxed);
    }

    /// Waits until so many bytes more of a body may be held.
    pub(crate) async fn reserve(&self, bytes: usize) {
        let (shared, bytes) = (&*self.shared, bytes as u64);
        loop {
            let mut freed = std::pin::pin!(shared.freed.notified());
            freed.as_mut().enable();
            if shared.held.fetch_add(bytes, Ordering::Relaxed) + bytes <= shared.limit {
                self.held.fetch_add(bytes, Ordering::Relaxed);
                return;
            }
            shared.held.fetch_sub(bytes, Ordering::Relaxed);
            shared.exceeded.notify_one();
            freed.await;
        }
    }

    /// A block for a body, once it may be held.
    pub(crate) async fn block(&self) -> Vec<u8> {
        self.reserve(BLOCK).await;
        self.shared.spare().pop().unwrap_or_else(|| Vec::with_capacity(BLOCK))
    }

    /// What was read of a request is no longer held; its blocks are for others.
    pub(crate) fn release(&self, blocks: &mut Vec<Vec<u8>>) {
        let mut spare = self.shared.spare();
        for mut block in blocks.drain(..).filter(|it| it.capacity() == BLOCK) {
            if spare.len() < MAX_SPARE {
                block.clear();
                spare.push(block);
            }
        }
        drop(spare);
        let held = self.held.swap(0, Ordering::Relaxed);
        if held > 0 {
            self.shared.held.fetch_sub(held, Ordering::Relaxed);
            self.shared.freed.notify_waiters();
        }
    }

    /// Done once the body of a request has to give way to others.
    pub(crate) async fn body_evicted(&self) {
        self.body_end.notified().await;
    }

    /// A request has been read whole: from now on it must be answered.
    pub(crate) fn request_is_whole(&self) {
        self.waiting_since.store(0, Ordering::Relaxed);
        self.reading_head.store(false, Ordering::Relaxed);
        self.reading_body.store(false, Ordering::Relaxed);
        self.release(&mut Vec::new());
    }

    pub(crate) fn request_answered(&self) {
        self.waiting_since.store(self.shared.clock.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        self.reading_head.store(true, Ordering::Relaxed);
    }

    /// Waits until the connection has to give way. Whether a body is being read: its reader is told, and answers.
    pub(crate) async fn evicted(&self) -> bool {
        self.eviction.notified().await;
        self.body_end.notify_one();
        self.reading_body.load(Ordering::Relaxed)
    }

    fn waiting_since(&self) -> Option<u64> {
        Some(self.waiting_since.load(Ordering::Relaxed)).filter(|tick| *tick > 0)
    }

    pub(crate) fn speaks_other(&self) -> bool {
        self.speaks_other.load(Ordering::Relaxed)
    }

    fn is_evicted(&self) -> bool {
        self.evicted.load(Ordering::Relaxed)
    }

    fn evict(&self) {
        self.evicted.store(true, Ordering::Relaxed);
        self.eviction.notify_one();
    }

    pub(crate) fn add_read(&self, bytes: usize) {
        if self.reading_head.load(Ordering::Relaxed) {
            let bytes = bytes as u64;
            self.held.fetch_add(bytes, Ordering::Relaxed);
            if self.shared.held.fetch_add(bytes, Ordering::Relaxed) + bytes > self.shared.limit {
                self.shared.exceeded.notify_one();
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.release(&mut Vec::new());
    }
}

/// A connection whose reads are counted.
pub(crate) struct CountedStream {
    stream: TcpStream,
    connection: Arc<Connection>,
    /// What looks at the first bytes, until they came.
    others: Option<Arc<OtherProtocols>>,
}

impl CountedStream {
    pub(crate) fn new(stream: TcpStream, connection: Arc<Connection>, others: Arc<OtherProtocols>) -> Self {
        Self { stream, connection, others: Some(others) }
    }
}

impl AsyncRead for CountedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if buffer.remaining() <= MAX_READ {
            ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        } else {
            let mut part = ReadBuf::new(buffer.initialize_unfilled_to(MAX_READ));
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
            let read = part.filled().len();
            buffer.advance(read);
        }
        if let Some(others) = self.others.take()
            && others.look(&buffer.filled()[before..])
        {
            self.connection.speaks_other.store(true, Ordering::Relaxed);
        }
        self.connection.add_read(buffer.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for CountedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

pub(crate) type StopSignal = watch::Receiver<bool>;

/// The connections of a server.
#[derive(Debug)]
pub(crate) struct Connections {
    shared: Arc<ServerMemory>,
    tasks: JoinSet<()>,
    open: HashMap<Id, (Arc<Connection>, AbortHandle)>,
    /// How many of them have been told to go.
    leaving: usize,
    stop: watch::Sender<bool>,
}

impl Connections {
    /// None yet. `limit` is how many bytes of requests that are not whole they may hold together.
    pub(crate) fn new(limit: u64) -> Self {
        let shared = ServerMemory {
            clock: AtomicU64::new(0),
            held: AtomicU64::new(0),
            limit,
            exceeded: Notify::new(),
            freed: Notify::new(),
            spare: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
            tasks: JoinSet::new(),
            open: HashMap::new(),
            leaving: 0,
            stop: watch::Sender::new(false),
        }
    }

    /// How many there are, without those that have been told to go.
    pub(crate) fn len(&self) -> usize {
        self.open.len() - self.leaving
    }

    /// Runs a connection beside the others.
    pub(crate) fn admit<F>(&mut self, serve: impl FnOnce(Arc<Connection>, StopSignal) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let connection = Arc::new(Connection::new(Arc::clone(&self.shared)));
        let handle = self.tasks.spawn(serve(Arc::clone(&connection), self.stop.subscribe()));
        self.open.insert(handle.id(), (connection, handle));
    }

    /// Waits until a connection is gone, or until there is more of half requests than may be and the one that has
    /// waited the longest has been told to go.
    pub(crate) async fn changed(&mut self) {
        let shared = Arc::clone(&self.shared);
        tokio::select! {
            Some(()) = self.gone() => {}
            () = shared.exceeded.notified() => {
                self.evict(|it| it.held.load(Ordering::Relaxed) > 0);
            }
        }
    }

    /// Waits until a connection is gone; `None` where there is none.
    pub(crate) async fn gone(&mut self) -> Option<()> {
        let id = match self.tasks.join_next_with_id().await? {
            Ok((id, ())) => id,
            Err(error) => error.id(),
        };
        let gone = self.open.remove(&id);
        self.leaving -= usize::from(gone.is_some_and(|(it, _)| it.is_evicted()));
        Some(())
    }

    /// Tells the connection to go that has waited the longest for a request or its rest. Whether there was one.
    pub(crate) fn evict_longest_waiting(&mut self) -> bool {
        self.evict(|_| true)
    }

    fn evict(&mut self, fits: impl Fn(&Connection) -> bool) -> bool {
        let waiting = self.open.values().filter(|(it, _)| !it.is_evicted() && fits(it));
        let longest = waiting.filter_map(|(it, _)| Some((it.waiting_since()?, it))).min_by_key(|it| it.0);
        let Some((_, longest)) = longest else { return false };
        longest.evict();
        self.leaving += 1;
        true
    }

    /// Asks all to go. Those that are being answered are waited for; the others have `grace` to get their request out.
    pub(crate) async fn close(mut self, grace: Duration) {
        let _ = self.stop.send(true);
        let over = tokio::time::sleep(grace);
        let mut over = std::pin::pin!(over);
        loop {
            tokio::select! {
                gone = self.gone() => if gone.is_none() { return },
                () = &mut over => break,
            }
        }
        for (connection, handle) in self.open.values() {
            if connection.waiting_since().is_some() {
                handle.abort();
            }
        }
        while self.gone().await.is_some() {}
    }
}
