//! The server: takes HTTP/1.1 requests in. Slow senders, half requests and many connections do not keep it from others.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body, Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::connection_limit::{Connection, Connections, CountedStream, StopSignal};
use super::other_protocol::OtherProtocols;
use crate::files::words;
use crate::wire::descriptors;

/// How long to wait before accepting again where the system has nothing to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);
/// The largest head of a request, and what the buffer of a connection holds, bytes.
pub(crate) const MAX_HEAD: usize = 64 << 10;
/// How long a sender that was told to go may take to read why.
const REFUSAL_WAIT: Duration = Duration::from_secs(1);

/// What a server allows a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body.
    pub body: u64,
    /// For the head of a request, and between two requests of a connection.
    pub head_time: Duration,
    /// For the body of a request.
    pub body_time: Duration,
    /// Connections at a time. One more takes the place of the one that has been idle the longest.
    pub connections: usize,
    /// Bytes of requests that are not whole, of all connections; with more, the one longest on its way is given up.
    pub half_sent: u64,
    /// How long a stop waits for requests that are still being sent. Those that are being answered are waited for.
    pub grace: Duration,
}

impl Default for Limits {
    /// 1 MB, 30 s for head and body each, 2,000 connections or as many as there are descriptors for, 64 MB of half
    /// requests, 2 s of grace.
    fn default() -> Self {
        Self {
            body: 1_000_000,
            head_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            connections: descriptors::connections_allowed().min(2_000),
            half_sent: 64 << 20,
            grace: Duration::from_secs(2),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {host}:{port}: {}", words(&source.to_string()))]
pub struct BindError {
    pub host: String,
    pub port: u16,
    pub source: io::Error,
}

/// Answers the requests of a server.
pub(crate) trait Handler: Send + Sync + 'static {
    type Body: Body<Data = Bytes, Error = Infallible> + Send + 'static;

    /// Answers a request; `None` closes the connection without an answer.
    fn handle(
        &self,
        request: Request<Incoming>,
        from: SocketAddr,
        connection: &Connection,
    ) -> impl Future<Output = Option<Response<Self::Body>>> + Send;
}

/// A server that is bound: connections queue up from now on.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    pub(crate) limits: Limits,
    pub(crate) other_protocols: OtherProtocols,
}

impl Server {
    /// Binds a host and a port; port 0 takes a free one.
    pub async fn bind(host: &str, port: u16, limits: Limits) -> Result<Self, BindError> {
        let error = |source| BindError { host: host.to_owned(), port, source };
        let listener = TcpListener::bind((host, port)).await.map_err(error)?;
        let address = listener.local_addr().map_err(error)?;
        Ok(Self { listener, address, limits, other_protocols: OtherProtocols::new(address) })
    }

    /// Where it listens, with the true port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done; then takes no more connections, lets the requests in flight be answered, and ends.
    pub(crate) async fn handle<H: Handler>(self, handler: Arc<H>, stop: impl Future<Output = ()>) {
        let mut connections = Connections::new(self.limits.half_sent);
        let others = Arc::new(self.other_protocols);
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                () = connections.changed() => {}
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, from)) => {
                        // An answer is small and waits for nothing.
                        let _ = stream.set_nodelay(true);
                        let (handler, limits) = (Arc::clone(&handler), self.limits);
                        let others = Arc::clone(&others);
                        connections.admit(|connection, stop| {
                            let stream = CountedStream::new(stream, Arc::clone(&connection), Arc::clone(&others));
                            serve(stream, from, handler, limits, connection, others, stop)
                        });
                    }
                    Err(error) => Self::relieve(&mut connections, &error).await,
                },
            }
            while connections.len() > self.limits.connections && connections.evict_longest_waiting() {}
        }
        drop(self.listener);
        connections.close(self.limits.grace).await;
    }

    /// After a failed accept. Where the system is out of file descriptors, an idle connection has to go; one that broke
    /// while it waited to be accepted is no loss.
    async fn relieve(connections: &mut Connections, error: &io::Error) {
        let broken = matches!(
            error.kind(),
            io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
        );
        if !broken {
            connections.evict_longest_waiting();
            let _ = timeout(ACCEPT_PAUSE, connections.gone()).await;
        }
    }
}

/// Serves a connection until one side ends it or a stop is asked for.
async fn serve<H: Handler>(
    stream: CountedStream,
    from: SocketAddr,
    handler: Arc<H>,
    limits: Limits,
    connection: Arc<Connection>,
    others: Arc<OtherProtocols>,
    mut stop: StopSignal,
) {
    let service = service_fn(|request| {
        let (handler, connection) = (Arc::clone(&handler), Arc::clone(&connection));
        async move {
            let response = handler.handle(request, from, &connection).await;
            connection.request_answered();
            // An error is the only way to make the connection end without an answer.
            response.ok_or_else(|| io::Error::other("silence on purpose"))
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_header_size(MAX_HEAD)
        .max_buf_size(MAX_HEAD)
        // A sender that has nothing more to say still gets its answer.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    // How a connection ends is else the sender's matter: what it sent has been answered or told of.
    tokio::select! {
        done = &mut served => if let Err(error) = done && !connection.speaks_other() {
            others.ended(&error);
        },
        is_answered = connection.evicted() => {
            if is_answered {
                let _ = timeout(REFUSAL_WAIT, served).await;
            }
        }
        () = async { drop(stop.wait_for(|asked| *asked).await) } => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}
