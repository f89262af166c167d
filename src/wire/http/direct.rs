//! Plain HTTP/1.1 to one target, where no proxy stands between: connections are kept, and each is driven by the delivery
//! that uses it, in no task of its own. A profile showed the general client to cost more than the request itself.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use tokio::time::Instant;

use super::body::{BodyBuffer, Whole, headers_of, merge};
use super::connector::Connector;
use super::counted_stream::{AnswerCount, CountedStream};
use super::failure::{RequestProgress, failure};
use crate::protocol::webhook::{Packet, Reply, SendError};
use crate::wire::Target;

/// How long a connection may rest and still be used; a firewall may have forgotten it by then.
const MAX_IDLE: Duration = Duration::from_secs(90);
/// How much may come before an answer's head is complete, bytes: heads of 1xx go on for ever otherwise. More than the
/// client's buffer, which may hold a part of the body by then.
const MAX_HEAD: u64 = 1 << 20;
/// How many headers of a delivery there is memory for, so that none is copied for the next one to fit.
const HEADER_CAPACITY: usize = 16;

/// On the heap, for it is large and goes from hand to hand.
type DrivenConnection = Box<Connection<TokioIo<CountedStream<AnswerCount>>, Whole>>;

/// The way to a target.
pub(crate) struct Direct {
    connector: Connector,
    /// The target as the request line has it.
    path: Uri,
    headers: HeaderMap,
    host: HeaderValue,
    resting: Mutex<Vec<PooledConnection>>,
}

impl Direct {
    /// The way to `target`, if nothing stands between: no TLS, no proxy, no credentials to be made a header of.
    /// `headers` go with every request; connecting takes `limit` at most.
    pub(crate) fn to(target: &Target, headers: &HeaderMap, limit: Duration) -> Option<Self> {
        if target.is_tls() || target.has_credentials() || (!target.is_loopback() && a_proxy_is_named()) {
            return None;
        }
        let uri: Uri = target.url().as_str().parse().ok()?;
        let host = uri.port_u16().filter(|port| *port != 80).map_or_else(
            || HeaderValue::from_str(uri.host().unwrap_or_default()),
            |port| HeaderValue::try_from(format!("{}:{port}", uri.host().unwrap_or_default())),
        );
        let mut prepared = HeaderMap::with_capacity(HEADER_CAPACITY);
        prepared.extend(headers.clone());
        Some(Self {
            connector: Connector::new(target, limit)?,
            path: uri.path_and_query()?.as_str().parse().ok()?,
            headers: prepared,
            host: host.ok()?,
            resting: Mutex::default(),
        })
    }

    /// Closes the connections that are kept: the next request goes over a fresh one.
    pub(crate) fn forget(&self) {
        self.resting().clear();
    }

    /// Sends a packet and reads the answer, for as long as it takes.
    pub(crate) fn deliver(&self, packet: Packet) -> impl Future<Output = Result<Reply, SendError>> {
        let request = self.request(packet);
        async move {
            let (mut connection, answer) = self.exchange(request?).await?;
            let reply = connection.read(answer).await;
            if connection.rests().await {
                self.resting().push(connection);
            }
            Ok(reply)
        }
    }

    fn request(&self, packet: Packet) -> Result<Box<Request<Whole>>, SendError> {
        let mut headers = self.headers.clone();
        merge(&mut headers, packet.headers)?;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.entry(HOST).or_insert_with(|| self.host.clone());
        let mut request = Request::new(Whole::from(packet.body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.path.clone();
        *request.headers_mut() = headers;
        Ok(Box::new(request))
    }

    /// Sends a request over a resting connection or a new one. A resting one may turn out to be closed; what was not
    /// begun to be sent then goes over the next.
    async fn exchange(
        &self,
        mut request: Box<Request<Whole>>,
    ) -> Result<(PooledConnection, Response<Incoming>), SendError> {
        loop {
            let (mut connection, is_new) = match self.rested() {
                Some(connection) => (connection, false),
                // On the heap: it happens once a connection, and its size is not needed after that.
                None => (Box::pin(self.connect()).await?, true),
            };
            let mut error = match connection.exchange(*request).await {
                Ok(answer) => return Ok((connection, answer)),
                Err(error) => error,
            };
            request = match error.take_message() {
                Some(unsent) if !is_new => Box::new(unsent),
                _ => {
                    let reused = !is_new && connection.answer.is_zero();
                    let progress = RequestProgress::Exchanging { reused };
                    return Err(failure(error.error(), progress, self.connector.target()));
                }
            };
        }
    }

    /// The connection that was used last, if it has not rested for too long.
    fn rested(&self) -> Option<PooledConnection> {
        let mut resting = self.resting();
        let mut connection = resting.pop()?;
        let now = Instant::now();
        if now - connection.since > MAX_IDLE {
            // The others have rested for longer.
            resting.clear();
            return None;
        }
        connection.since = now;
        Some(connection)
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<PooledConnection>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<PooledConnection, SendError> {
        let answer = Arc::<AnswerCount>::default();
        let stream = CountedStream::new(self.connector.connect().await?, Arc::clone(&answer));
        let (sender, connection) = Builder::new()
            .writev(false)
            .title_case_headers(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| {
                failure(&error, RequestProgress::Exchanging { reused: false }, self.connector.target())
            })?;
        Ok(PooledConnection { sender, connection: Some(Box::new(connection)), since: Instant::now(), answer })
    }
}

/// Whether the environment names a proxy for plain HTTP; for which hosts is the general client's to tell.
fn a_proxy_is_named() -> bool {
    let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    names.iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()))
}

/// An answer's head, or a request that came to nothing.
type ExchangeResult = Result<Response<Incoming>, TrySendError<Request<Whole>>>;

struct PooledConnection {
    sender: SendRequest<Whole>,
    /// `None` once it has ended.
    connection: Option<DrivenConnection>,
    /// When it was last taken to be used.
    since: Instant,
    /// How much has come since the last request was begun.
    answer: Arc<AnswerCount>,
}

impl PooledConnection {
    /// Sends a request and waits for the head of its answer.
    fn exchange(&mut self, request: Request<Whole>) -> impl Future<Output = ExchangeResult> {
        let Self { sender, connection, answer: count, .. } = self;
        count.begin(MAX_HEAD);
        // A piece of its own keeps the whole delivery small enough for the allocator's quick ways.
        let mut answer = Box::pin(sender.try_send_request(request));
        poll_fn(move |cx| {
            drive(connection, cx);
            let answered = answer.as_mut().poll(cx);
            if answered.is_ready() {
                count.limit_ended();
            }
            answered
        })
    }

    /// Reads an answer's body, up to the limit.
    fn read(&mut self, answer: Response<Incoming>) -> impl Future<Output = Reply> {
        let (status, headers) = (answer.status().as_u16(), headers_of(answer.headers()));
        let mut body = answer.into_body();
        async move {
            let mut buffer = BodyBuffer::default();
            while !body.is_end_stream() {
                let frame = poll_fn(|cx| {
                    drive(&mut self.connection, cx);
                    Pin::new(&mut body).poll_frame(cx)
                });
                let Some(frame) = frame.await else { break };
                if !buffer.take(frame.map(|it| it.into_data().unwrap_or_default())) {
                    break;
                }
            }
            let (body, extent) = buffer.end();
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

/// Lets a connection do what it can. The request that waits for an answer is told by it why it ended.
fn drive(connection: &mut Option<DrivenConnection>, cx: &mut Context<'_>) {
    if connection.as_mut().is_some_and(|it| Pin::new(it).poll(cx).is_ready()) {
        *connection = None;
    }
}

#[cfg(test)]
#[path = "direct_tests.rs"]
mod tests;
