//! Plain HTTP/1.1 to one target, where nothing stands between: connections are kept, and each is driven by the delivery
//! that uses it, in no task of its own. A profile showed the general client to cost more than the request itself.

use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue};
use hyper::service::Service as _;
use hyper::{Method, Request, Response, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::body::{Room, headers_of, merge};
use super::failure::{Failed, failure};
use crate::protocol::webhook::{Packet, Reply, SendError};
use crate::wire::Target;

/// How long a connection may rest and still be used; a firewall may have forgotten it by then.
const REST: Duration = Duration::from_secs(90);
/// After how long the system asks whether the other side of a resting connection is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Room for the headers of a delivery, so that none is copied for the next one to fit.
const HEADERS: usize = 16;

type Connect = TowerToHyperService<HttpConnector>;
/// On the heap, for it is large and goes from hand to hand.
type Driven = Box<Connection<TokioIo<TcpStream>, Whole>>;

/// The way to a target.
pub(crate) struct Direct {
    connect: Connect,
    /// The target whole, to connect to, and as the request line has it.
    target: Target,
    uri: Uri,
    path: Uri,
    headers: HeaderMap,
    host: HeaderValue,
    limit: Duration,
    resting: Mutex<Vec<Line>>,
}

impl Direct {
    /// The way to `target`, if nothing stands between: no TLS, no proxy, no credentials to be made a header of.
    /// `headers` go with every request; connecting takes `limit` at most.
    pub(crate) fn to(target: &Target, headers: &HeaderMap, limit: Duration) -> Option<Self> {
        if target.is_tls() || target.has_credentials() || (!target.is_loopback() && a_proxy_is_named()) {
            return None;
        }
        let mut connect = HttpConnector::new();
        connect.set_nodelay(true);
        connect.set_keepalive(Some(KEEP_ALIVE));
        let uri: Uri = target.url().as_str().parse().ok()?;
        let host = uri.port_u16().filter(|port| *port != 80).map_or_else(
            || HeaderValue::from_str(uri.host().unwrap_or_default()),
            |port| HeaderValue::try_from(format!("{}:{port}", uri.host().unwrap_or_default())),
        );
        let mut prepared = HeaderMap::with_capacity(HEADERS);
        prepared.extend(headers.clone());
        Some(Self {
            connect: TowerToHyperService::new(connect),
            target: target.clone(),
            path: uri.path_and_query()?.as_str().parse().ok()?,
            uri,
            headers: prepared,
            host: host.ok()?,
            limit,
            resting: Mutex::default(),
        })
    }

    /// Sends a packet and reads the answer, for as long as it takes.
    pub(crate) fn deliver(&self, packet: Packet) -> impl Future<Output = Result<Reply, SendError>> {
        let request = self.request(packet);
        async move {
            let limit_ms = u64::try_from(self.limit.as_millis()).unwrap_or(u64::MAX);
            let failed = |fault: Fault| failure(&fault, &self.target, limit_ms);
            let (mut line, answer) = self.exchange(request?).await.map_err(failed)?;
            let reply = line.read(answer).await;
            if line.rests().await {
                self.resting().push(line);
            }
            Ok(reply)
        }
    }

    fn request(&self, packet: Packet) -> Result<Box<Request<Whole>>, SendError> {
        let mut headers = self.headers.clone();
        merge(&mut headers, packet.headers)?;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.entry(HOST).or_insert_with(|| self.host.clone());
        let mut request = Request::new(Whole(Some(packet.body.into())));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.path.clone();
        *request.headers_mut() = headers;
        Ok(Box::new(request))
    }

    /// Sends a request over a resting connection or a new one. A resting one may turn out to be closed; what was not
    /// begun to be sent then goes over the next.
    async fn exchange(&self, mut request: Box<Request<Whole>>) -> Result<(Line, Response<Incoming>), Fault> {
        loop {
            let (mut line, is_new) = match self.rested() {
                Some(line) => (line, false),
                // On the heap: it happens once a connection, and its room is not needed after that.
                None => (Box::pin(self.connect()).await?, true),
            };
            let error = match line.exchange(*request).await {
                Ok(answer) => return Ok((line, answer)),
                Err(error) => error,
            };
            request = again(error, is_new)?;
        }
    }

    /// The connection that was used last, if it has not rested for too long.
    fn rested(&self) -> Option<Line> {
        let mut resting = self.resting();
        let mut line = resting.pop()?;
        let now = Instant::now();
        if now - line.since > REST {
            // The others have rested for longer.
            resting.clear();
            return None;
        }
        line.since = now;
        Some(line)
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Line>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<Line, Fault> {
        let connecting = timeout(self.limit, self.connect.call(self.uri.clone()));
        let stream =
            connecting.await.map_err(|_| Fault::Late)?.map_err(|it| Fault::Unconnected(it.into()))?;
        let (sender, connection) = Builder::new()
            .writev(false)
            .title_case_headers(true)
            .handshake(stream)
            .await
            .map_err(Fault::Unanswered)?;
        Ok(Line { sender, connection: Some(Box::new(connection)), since: Instant::now() })
    }
}

/// Whether the environment names a proxy for plain HTTP; for which hosts is the general client's to tell.
fn a_proxy_is_named() -> bool {
    let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    names.iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()))
}

/// The request, if it may go over another connection: it was not begun to be sent, and the connection was no new one.
fn again(mut error: TrySendError<Request<Whole>>, is_new: bool) -> Result<Box<Request<Whole>>, Fault> {
    match error.take_message() {
        Some(unsent) if !is_new => Ok(Box::new(unsent)),
        _ => Err(Fault::Unanswered(error.into_error())),
    }
}

/// An answer's head, or a request that came to nothing.
type Answered = Result<Response<Incoming>, TrySendError<Request<Whole>>>;

/// A connection.
struct Line {
    sender: SendRequest<Whole>,
    /// `None` once it has ended.
    connection: Option<Driven>,
    /// When it was last taken to be used.
    since: Instant,
}

impl Line {
    /// Sends a request and waits for the head of its answer.
    fn exchange(&mut self, request: Request<Whole>) -> impl Future<Output = Answered> {
        let Self { sender, connection, .. } = self;
        // A piece of its own keeps the whole delivery small enough for the allocator's quick ways.
        let mut answer = Box::pin(sender.try_send_request(request));
        poll_fn(move |cx| {
            drive(connection, cx);
            answer.as_mut().poll(cx)
        })
    }

    /// Reads an answer's body, up to the limit.
    fn read(&mut self, answer: Response<Incoming>) -> impl Future<Output = Reply> {
        let (status, headers) = (answer.status().as_u16(), headers_of(answer.headers()));
        let mut body = answer.into_body();
        async move {
            let mut room = Room::default();
            while !body.is_end_stream() {
                let frame = poll_fn(|cx| {
                    drive(&mut self.connection, cx);
                    Pin::new(&mut body).poll_frame(cx)
                });
                let Some(frame) = frame.await else { break };
                if !room.take(frame.map(|it| it.into_data().unwrap_or_default())) {
                    break;
                }
            }
            let (body, extent) = room.end();
            Reply { status, headers, body, extent }
        }
    }

    /// Whether another request can follow.
    async fn rests(&mut self) -> bool {
        poll_fn(|cx| {
            if !self.sender.is_ready() {
                drive(&mut self.connection, cx);
            }
            Poll::Ready(self.connection.is_some() && self.sender.is_ready())
        })
        .await
    }
}

/// Lets a connection do what it can. Whoever waits for an answer is told by it why it ended.
fn drive(connection: &mut Option<Driven>, cx: &mut Context<'_>) {
    if connection.as_mut().is_some_and(|it| Pin::new(it).poll(cx).is_ready()) {
        *connection = None;
    }
}

/// A request's body, in one piece.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|it| Ok(Frame::data(it))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |it| it.len() as u64))
    }
}

/// What can go wrong on the way.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("no connection")]
    Unconnected(#[source] Box<dyn Error + Send + Sync>),
    #[error("no connection in time")]
    Late,
    #[error("no answer")]
    Unanswered(#[source] hyper::Error),
}

impl Failed for Fault {
    fn timed_out(&self) -> bool {
        let mut cause = self.source();
        while let Some(it) = cause {
            if it.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::TimedOut) {
                return true;
            }
            cause = it.source();
        }
        matches!(self, Self::Late)
    }

    fn unconnected(&self) -> bool {
        matches!(self, Self::Unconnected(_) | Self::Late)
    }

    /// The connector's error has no name; its words are all there is.
    fn unresolved(&self) -> bool {
        matches!(self, Self::Unconnected(cause) if cause.to_string() == "dns error")
    }
}

#[cfg(test)]
#[path = "direct_tests.rs"]
mod tests;
