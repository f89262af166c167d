//! Requests out: connections kept, direct where nothing stands between. The only place of `reqwest` and `rustls`.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Response, retry};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::body::{BodyBuffer, headers_of, merge};
use super::direct::Direct;
use super::failure::{RequestProgress, failure, ms, root};
use super::settings::{Settings, TlsTrust};
use crate::protocol::webhook::{Header, Packet, Reply, SendError, Transport};
use crate::wire::{Target, descriptors};

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

/// Delivers over HTTP to one target: no redirects, no retries of its own, no proxy for a target on this machine.
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
    General(General),
}

impl HttpTransport {
    /// Sets up the client; connects to nothing yet.
    pub(crate) fn new(target: Target, settings: &Settings) -> Result<Self, ClientError> {
        let connect = settings.connect_timeout.min(settings.timeout);
        let headers = headers(&settings.headers)?;
        let route = match Direct::to(&target, settings) {
            Some(direct) => Route::Direct(Box::new(direct)),
            None => Route::General(General::new(target, headers, settings, connect)?),
        };
        let descriptors = Semaphore::new(descriptors::connections_allowed().min(Semaphore::MAX_PERMITS));
        Ok(Self { route, limit: settings.timeout, descriptors })
    }
}

/// The client for everything that is not plain.
struct General {
    client: Client,
    target: Target,
    headers: HeaderMap,
    connect_ms: u64,
}

impl General {
    fn new(
        target: Target,
        headers: HeaderMap,
        settings: &Settings,
        connect: Duration,
    ) -> Result<Self, ClientError> {
        let mut builder = Client::builder()
            .connect_timeout(connect)
            .redirect(Policy::none())
            .retry(retry::never())
            .referer(false)
            .http1_title_case_headers();
        if !settings.http2 {
            builder = builder.http1_only();
        }
        if target.is_loopback() {
            builder = builder.no_proxy();
        }
        // Where one is installed already, it will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = trusting(builder, &target, &settings.trust)?;
        let client = builder.build().map_err(|error| ClientError::Setup(root(&error)))?;
        Ok(Self { client, target, headers, connect_ms: ms(connect) })
    }

    async fn deliver(&self, packet: Packet) -> Result<Reply, SendError> {
        let mut headers = self.headers.clone();
        merge(&mut headers, packet.headers)?;
        let request = self.client.post(self.target.url.clone()).headers(headers).body(packet.body);
        match request.send().await {
            Ok(response) => Ok(reply(response).await),
            Err(error) if error.is_connect() && error.is_timeout() => {
                Err(SendError::ConnectTimeout { limit_ms: self.connect_ms })
            }
            Err(error) => {
                let progress = match (error.is_dns(), error.is_connect()) {
                    (true, _) => RequestProgress::Resolving,
                    (_, true) => RequestProgress::Connecting,
                    // Which connection it took is the pool's secret.
                    _ => RequestProgress::Exchanging { reused: false },
                };
                Err(failure(&error, progress, &self.target))
            }
        }
    }
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
        if let Route::Direct(direct) = &self.route {
            direct.forget();
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
