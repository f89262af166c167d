//! A receiver for load tests: it reads each request whole, answers 200 with a few fixed bytes, and does nothing else.
//!
//! One thread and one event loop, so that on two cores the other belongs to the sender. It prints its address as
//! its first line. `GET /count` tells how many requests came (those two paths not counted), and `POST /quit` ends it.
//! With `--record FILE` it notes when each request had come in whole and writes the times to the file at the end:
//! ns since its start, 8 bytes each, in the machine's own byte order.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What every request is answered with.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-length: 17\r\ncontent-type: application/json\r\n\r\n{\"msg\":\"success\"}";
const REFUSAL: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
/// Longer heads or bodies than this are refused.
const LIMIT: usize = 1 << 20;

/// What came so far.
struct Sink {
    start: Instant,
    requests: AtomicU64,
    /// The arrivals, ns since `start`; none are kept without `--record`.
    arrivals: Option<Mutex<Vec<u64>>>,
    quit: Notify,
}

/// A request in a buffer, as far as the sink cares.
struct Request {
    kind: Kind,
    /// Head and body, in bytes.
    length: usize,
}

enum Kind {
    Load,
    Count,
    Quit,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let record = record_file()?;
    let arrivals = record.is_some().then(|| Mutex::new(Vec::with_capacity(1 << 20)));
    let (start, requests, quit) = (Instant::now(), AtomicU64::new(0), Notify::new());
    let sink = Arc::new(Sink { start, requests, arrivals, quit });
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let mut out = io::stdout();
    writeln!(out, "http://{}/", listener.local_addr()?)?;
    out.flush()?;
    tokio::select! {
        failed = accept(&listener, &sink) => failed?,
        () = sink.quit.notified() => {}
    }
    let Some((path, arrivals)) = record.zip(sink.arrivals.as_ref()) else { return Ok(()) };
    let arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner);
    std::fs::write(path, arrivals.iter().flat_map(|ns| ns.to_ne_bytes()).collect::<Vec<_>>())
}

/// The file after `--record`, the only option there is.
fn record_file() -> io::Result<Option<PathBuf>> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [] => Ok(None),
        [flag, file] if flag == "--record" => Ok(Some(PathBuf::from(file))),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "usage: sink [--record FILE]")),
    }
}

/// Takes connections, each served by a task of its own, until accepting fails.
async fn accept(listener: &TcpListener, sink: &Arc<Sink>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let sink = Arc::clone(sink);
        // A sender that hangs up is no failure of the sink.
        tokio::spawn(async move { serve(stream, &sink).await.ok() });
    }
}

/// Answers the requests of one connection until it ends.
async fn serve(mut stream: TcpStream, sink: &Sink) -> io::Result<()> {
    let mut buffer = Vec::with_capacity(16 << 10);
    while stream.read_buf(&mut buffer).await? > 0 {
        let mut done = 0;
        loop {
            match request(&buffer[done..]) {
                Ok(Some(request)) => {
                    done += request.length;
                    answer(&request.kind, &mut stream, sink).await?;
                }
                Ok(None) => break,
                Err(()) => return stream.write_all(REFUSAL).await,
            }
        }
        buffer.drain(..done);
    }
    Ok(())
}

/// Counts and answers one request.
async fn answer(kind: &Kind, stream: &mut TcpStream, sink: &Sink) -> io::Result<()> {
    match kind {
        Kind::Load => {
            if let Some(arrivals) = &sink.arrivals {
                let ns = u64::try_from(sink.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
                arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(ns);
            }
            sink.requests.fetch_add(1, Ordering::Relaxed);
            stream.write_all(ANSWER).await
        }
        Kind::Count => {
            let count = sink.requests.load(Ordering::Relaxed).to_string();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{count}", count.len());
            stream.write_all(head.as_bytes()).await
        }
        Kind::Quit => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await?;
            sink.quit.notify_one();
            Ok(())
        }
    }
}

/// The request at the begin of `bytes`; none while it is not whole, an error if the sink cannot read it.
fn request(bytes: &[u8]) -> Result<Option<Request>, ()> {
    let Some(end) = memmem::find(bytes, b"\r\n\r\n") else {
        return if bytes.len() > LIMIT { Err(()) } else { Ok(None) };
    };
    let head = &bytes[..end];
    let mut body = 0;
    for line in memchr::memchr_iter(b'\n', head).map(|at| &head[at + 1..]) {
        if starts_with(line, b"content-length:") {
            body = number(&line[b"content-length:".len()..])?;
        } else if starts_with(line, b"transfer-encoding:") {
            return Err(());
        }
    }
    let length = end + 4 + body;
    if bytes.len() < length {
        return Ok(None);
    }
    let kind = match head {
        head if head.starts_with(b"GET /count ") => Kind::Count,
        head if head.starts_with(b"POST /quit ") => Kind::Quit,
        _ => Kind::Load,
    };
    Ok(Some(Request { kind, length }))
}

/// Whether a header line has this name, in whatever case.
fn starts_with(line: &[u8], name: &[u8]) -> bool {
    line.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
}

/// The number at the begin of a header's value, up to the limit.
fn number(value: &[u8]) -> Result<usize, ()> {
    let line = value.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let digits = str::from_utf8(line).map_err(|_| ())?;
    digits.trim().parse().ok().filter(|length| *length <= LIMIT).ok_or(())
}
