//! Requests out: connections kept, direct where nothing stands between. The only place of `reqwest` and `rustls`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::{CONNECTION, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::body::{BodyBuffer, headers_of, merge};
use super::direct::Direct;
use super::failure::{RequestProgress, failure, ms, root};
use super::settings::{Settings, TlsTrust};
use crate::protocol::webhook::{Header, Packet, Reply, SendError, Transport};
use crate::wire::{Target, descriptors};

/// The words for what an HTTP/2 server did not take: a connection that it ended, and a stream that it refused. Source: RFC
/// 9113, 8.7.
const NOT_TAKEN: [&str; 2] = [
    "connection error received: not a result of an error",
    "stream error received: refused stream before processing any application logic",
];

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// A header that HTTP does not allow. Its value is not shown.
    #[error("the header `{0}` is not one that HTTP allows")]
    Header(String),
    #[error("the certificates cannot be read: {0}")]
    Certificates(String),
    #[error("cannot set up HTTP: {0}")]
    Setup(String),
}

/// Delivers over HTTP to one target: no redirects, no proxy for a target on this machine, and no retries of its own.
pub(crate) struct HttpTransport {
    route: Route,
    limit: Duration,
    /// One for each connection there may be a file descriptor for: one request more waits for it before its time begins.
    descriptors: Semaphore,
}

/// How the target is reached.
enum Route {
    /// Straight, over plain HTTP/1.1.
    Direct(Box<Direct>),
    /// By the client that knows TLS, proxies and HTTP/2.
    General(Box<General>),
}

impl HttpTransport {
    /// Sets up the client; connects to nothing yet.
    pub(crate) fn new(target: Target, settings: &Settings) -> Result<Self, ClientError> {
        let headers = headers(&settings.headers)?;
        let route = match Direct::to(&target, settings) {
            Some(direct) => Route::Direct(Box::new(direct)),
            None => Route::General(Box::new(General::new(target, headers, settings)?)),
        };
        let descriptors = Semaphore::new(descriptors::connections_allowed().min(Semaphore::MAX_PERMITS));
        Ok(Self { route, limit: settings.timeout, descriptors })
    }
}

/// The client for everything that is not plain.
struct General {
    client: Mutex<Client>,
    settings: Settings,
    target: Target,
    headers: HeaderMap,
    /// Whether there may be a connection that is kept.
    may_be_kept: AtomicBool,
}

impl General {
    fn new(target: Target, headers: HeaderMap, settings: &Settings) -> Result<Self, ClientError> {
        let client = Mutex::new(client(&target, settings)?);
        Ok(Self { client, settings: settings.clone(), target, headers, may_be_kept: AtomicBool::new(false) })
    }

    fn client(&self) -> MutexGuard<'_, Client> {
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the connections that are kept, with the client that has them.
    fn forget(&self) {
        // What could be set up once can be again.
        if let Ok(fresh) = client(&self.target, &self.settings) {
            *self.client() = fresh;
            self.may_be_kept.store(false, Ordering::Relaxed);
        }
    }

    async fn deliver(&self, packet: Packet) -> Result<Reply, SendError> {
        let mut headers = self.headers.clone();
        merge(&mut headers, packet.headers)?;
        // Which connection it takes is the pool's secret: it may be one that is kept.
        let may_be_kept = self.may_be_kept.load(Ordering::Relaxed);
        let request = self.client().post(self.target.url.clone()).headers(headers).body(packet.body);
        match request.send().await {
            Ok(response) => {
                let connection = response.headers().get(CONNECTION);
                if connection.is_none_or(|it| !it.as_bytes().eq_ignore_ascii_case(b"close")) {
                    self.may_be_kept.store(true, Ordering::Relaxed);
                }
                Ok(reply(response).await)
            }
            Err(error) if error.is_connect() && error.is_timeout() => {
                Err(SendError::ConnectTimeout { limit_ms: ms(self.settings.connect_limit()) })
            }
            Err(error) => {
                let progress = match (error.is_dns(), error.is_connect()) {
                    (true, _) => RequestProgress::Resolving,
                    (_, true) => RequestProgress::Connecting,
                    _ => RequestProgress::Exchanging { reused: false },
                };
                Err(match failure(&error, progress, &self.target) {
                    SendError::Closed { reason } if may_be_kept => SendError::ReusedClosed { reason },
                    SendError::Other { reason } if NOT_TAKEN.contains(&&*reason) => {
                        let reason = "the HTTP/2 server ended it and had not taken the request".to_owned();
                        SendError::ReusedClosed { reason }
                    }
                    other => other,
                })
            }
        }
    }
}

fn client(target: &Target, settings: &Settings) -> Result<Client, ClientError> {
    let mut builder = Client::builder()
        .connect_timeout(settings.connect_limit())
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .http1_title_case_headers();
    if !settings.http2 {
        builder = builder.http1_only();
    }
    if target.is_loopback() {
        builder = builder.no_proxy();
    }
    // Where one is installed already, it will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = trusting(builder, target, &settings.trust)?;
    builder.build().map_err(|error| ClientError::Setup(root(&error)))
}

impl Transport for HttpTransport {
    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        // It is never closed.
        let _descriptor = self.descriptors.acquire().await;
        let answer = match &self.route {
            Route::Direct(direct) => timeout(self.limit, direct.deliver(packet)).await,
            // On the heap: the plain way is not to carry the size of this one along.
            Route::General(client) => Box::pin(timeout(self.limit, client.deliver(packet))).await,
        };
        answer.unwrap_or_else(|_| Err(SendError::AnswerTimeout { limit_ms: ms(self.limit) }))
    }

    fn forget_connections(&self) {
        match &self.route {
            Route::Direct(direct) => direct.forget(),
            Route::General(client) => client.forget(),
        }
    }
}

fn trusting(builder: ClientBuilder, target: &Target, trust: &TlsTrust) -> Result<ClientBuilder, ClientError> {
    Ok(match trust {
        // No certificate is asked for: do not read the machine's, which may have none.
        _ if !target.is_tls() => builder.tls_certs_only([]),
        TlsTrust::System => builder,
        TlsTrust::Anyone => builder.tls_danger_accept_invalid_certs(true),
        TlsTrust::Only(pem) => {
            let certificates =
                Certificate::from_pem_bundle(pem).map_err(|error| ClientError::Certificates(root(&error)))?;
            if certificates.is_empty() {
                return Err(ClientError::Certificates("there is none in the file".to_owned()));
            }
            builder.tls_certs_only(certificates)
        }
    })
}

fn headers(extra: &[Header]) -> Result<HeaderMap, ClientError> {
    let mut headers = HeaderMap::new();
    for (name, value) in extra {
        let fault = || ClientError::Header(name.to_string());
        let name = HeaderName::try_from(&**name).map_err(|_| fault())?;
        headers.append(name, HeaderValue::try_from(&**value).map_err(|_| fault())?);
    }
    Ok(headers)
}

/// The answer, its body read up to the limit.
async fn reply(mut response: Response) -> Reply {
    let status = response.status().as_u16();
    let headers = headers_of(response.headers());
    let mut buffer = BodyBuffer::default();
    while let Some(piece) = response.chunk().await.transpose() {
        if !buffer.take(piece) {
            break;
        }
    }
    let (body, extent) = buffer.end();
    Reply { status, headers, body, extent }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// Reads a request, whose body is an `!`.
    async fn read(stream: &mut TcpStream) {
        let mut bytes = Vec::new();
        while bytes.last() != Some(&b'!') {
            assert!(stream.read_buf(&mut bytes).await.unwrap() > 0, "the request is cut");
        }
    }

    #[tokio::test]
    async fn a_kept_connection_that_dies_is_told_from_a_first_one_and_forgotten() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let general = General::new(target, HeaderMap::new(), &Settings::default()).unwrap();
        // Each connection dies under its last request, or once it is closed.
        let serve = async {
            let (kept, closed) = (Some("keep-alive"), Some("close"));
            for answer in [None, kept, kept, closed, None] {
                let (mut stream, _) = listener.accept().await.unwrap();
                if let Some(connection) = answer {
                    read(&mut stream).await;
                    let head = format!("HTTP/1.1 200 OK\r\nConnection: {connection}\r\nContent-Length: 2");
                    stream.write_all(format!("{head}\r\n\r\nok").as_bytes()).await.unwrap();
                }
                let _ = stream.read(&mut [0]).await;
            }
        };
        let send = async {
            let deliver = || general.deliver(Packet { headers: Vec::new(), body: b"!".to_vec() });
            assert!(matches!(deliver().await, Err(SendError::Closed { .. })));
            assert_eq!(deliver().await.unwrap().status, 200);
            assert!(matches!(deliver().await, Err(SendError::ReusedClosed { .. })));
            assert_eq!(deliver().await.unwrap().status, 200);
            general.forget();
            assert_eq!(deliver().await.unwrap().status, 200);
            assert!(matches!(deliver().await, Err(SendError::Closed { .. })));
        };
        tokio::join!(serve, send);
    }
}
