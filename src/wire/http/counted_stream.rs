//! A TCP connection that counts what it reads: the client and the server set limits by it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What is told of every read.
pub(crate) trait ReadCounter {
    /// The most bytes of one read.
    const MAX_READ: usize;

    /// So many bytes were read; an error ends the connection.
    fn add(&self, bytes: usize) -> io::Result<()>;
}

/// A connection whose reads are counted.
pub(crate) struct CountedStream<C> {
    stream: TcpStream,
    counter: Arc<C>,
}

impl<C: ReadCounter> CountedStream<C> {
    pub(crate) fn new(stream: TcpStream, counter: Arc<C>) -> Self {
        Self { stream, counter }
    }
}

impl<C: ReadCounter> AsyncRead for CountedStream<C> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() <= C::MAX_READ {
            let before = buffer.filled().len();
            ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
            return Poll::Ready(self.counter.add(buffer.filled().len() - before));
        }
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(C::MAX_READ));
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        let read = part.filled().len();
        buffer.advance(read);
        Poll::Ready(self.counter.add(read))
    }
}

impl<C> AsyncWrite for CountedStream<C> {
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

/// How many bytes of an answer have come.
#[derive(Debug, Default)]
pub(crate) struct AnswerCount {
    read: AtomicU64,
    limit: AtomicU64,
}

impl AnswerCount {
    /// Counts from 0 again; more than `limit` bytes are an error from now on.
    pub(crate) fn begin(&self, limit: u64) {
        self.read.store(0, Ordering::Relaxed);
        self.limit.store(limit, Ordering::Relaxed);
    }

    /// Any number of bytes may come from now on.
    pub(crate) fn limit_ended(&self) {
        self.limit.store(u64::MAX, Ordering::Relaxed);
    }

    /// Whether nothing has come since the count was begun.
    pub(crate) fn is_zero(&self) -> bool {
        self.read.load(Ordering::Relaxed) == 0
    }
}

impl ReadCounter for AnswerCount {
    const MAX_READ: usize = usize::MAX;

    fn add(&self, bytes: usize) -> io::Result<()> {
        let limit = self.limit.load(Ordering::Relaxed);
        if self.read.fetch_add(bytes as u64, Ordering::Relaxed).saturating_add(bytes as u64) <= limit {
            return Ok(());
        }
        let reason = format!("more than {} kB came before an answer", limit >> 10);
        Err(io::Error::new(io::ErrorKind::InvalidData, reason))
    }
}
