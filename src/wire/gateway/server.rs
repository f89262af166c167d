//! The platform's long connection as a server: the endpoint that gives out URLs, and the handshake behind them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{
    CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE, USER_AGENT,
};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::connection::run;
use super::connection_notice::Notice;
use super::handshake_token::TokenHolder;
use super::registry::{Registry, SERVICE};
use crate::protocol::long_connection::{
    Credentials, Denial, ENDPOINT_PATH, endpoint_denied, endpoint_granted,
};
use crate::protocol::webhook::{CONTENT_TYPE as JSON, Intake};
use crate::wire::http::{
    AllowedHosts, BindError, BrowserRefusal, Connection, Handler, Limits, Server, Whole, read_body,
};

const SOCKET_PATH: &str = "/ws/v2";
/// The longest `User-Agent` that is told, characters.
const MAX_AGENT: usize = 80;

/// What a client that asks for a URL is allowed: it sends little, and at once.
fn limits() -> Limits {
    let time = Duration::from_secs(10);
    let limits = Limits::default();
    Limits {
        body: 64 << 10,
        head_time: time,
        body_time: time,
        connections: limits.connections.min(256),
        half_sent: 16 << 20,
        grace: Duration::ZERO,
    }
}

/// A gateway that is bound: apps queue up from now on.
#[derive(Debug)]
pub struct Gateway {
    host: String,
    pub(crate) server: Server,
}

impl Gateway {
    /// Binds a host and a port; port 0 takes a free one.
    pub async fn bind(host: &str, port: u16) -> Result<Self, BindError> {
        Ok(Self { host: host.to_owned(), server: Server::bind(host, port, limits()).await? })
    }

    /// Where it listens, with the true port.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Lets apps in until the registry is closed.
    pub async fn serve(self, registry: Arc<Registry>) {
        let (address, limits) = (self.server.address(), self.server.limits);
        let mut names = registry.behaviour.allowed_hosts.clone();
        // The address counts: a name may be any, and the one that was bound is an app's way in.
        let hosts = if address.ip().to_canonical().is_loopback() || !names.is_empty() {
            names.push(self.host);
            AllowedHosts::local_and(names)
        } else {
            AllowedHosts::any()
        };
        let over = Arc::clone(&registry);
        let handler = GatewayHandler { registry, hosts, address, limits };
        self.server.handle(Arc::new(handler), async move { over.over().await }).await;
    }
}

struct GatewayHandler {
    registry: Arc<Registry>,
    hosts: AllowedHosts,
    address: SocketAddr,
    limits: Limits,
}

impl Handler for GatewayHandler {
    type Body = Whole;

    async fn handle(
        &self,
        request: Request<Incoming>,
        from: SocketAddr,
        connection: &Connection,
    ) -> Option<Response<Whole>> {
        if let Some(refusal) = self.hosts.refusal(request.headers()) {
            return Some(self.refuse(from, StatusCode::FORBIDDEN, &browser_fault(&refusal)));
        }
        let path = request.uri().path();
        Some(match (path, request.method()) {
            (ENDPOINT_PATH, &Method::POST) => self.endpoint(request, from, connection).await,
            (SOCKET_PATH, &Method::GET) => self.handshake(request, from),
            (ENDPOINT_PATH | SOCKET_PATH, method) => {
                let fault = format!("{method} {path}: it is POST {ENDPOINT_PATH} and GET {SOCKET_PATH}");
                self.refuse(from, StatusCode::METHOD_NOT_ALLOWED, &fault)
            }
            (path, _) if path.starts_with("//") && path.trim_start_matches('/') == &ENDPOINT_PATH[1..] => {
                self.deny(None, from, Denial::SlashAtEnd)
            }
            (path, _) => {
                let path: String = path.chars().take(MAX_AGENT).collect();
                let fault = format!("nothing is at {path}; an SDK's long connection asks {ENDPOINT_PATH}");
                self.refuse(from, StatusCode::NOT_FOUND, &fault)
            }
        })
    }
}

impl GatewayHandler {
    async fn endpoint(
        &self,
        request: Request<Incoming>,
        from: SocketAddr,
        connection: &Connection,
    ) -> Response<Whole> {
        let (parts, body) = request.into_parts();
        let (body, intake) = read_body(body, &self.limits, connection).await;
        connection.request_is_whole();
        let refusal = match intake {
            Intake::Whole => None,
            Intake::TooLarge { .. } => Some((StatusCode::PAYLOAD_TOO_LARGE, "its body is too large")),
            Intake::GaveWay => Some((StatusCode::SERVICE_UNAVAILABLE, "there are too many half requests")),
            _ => Some((StatusCode::REQUEST_TIMEOUT, "its body did not come whole, or not in time")),
        };
        if let Some((status, fault)) = refusal {
            return self.refuse(from, status, fault);
        }
        let registry = &self.registry;
        let Some(asked) = Credentials::read(&body) else {
            let fault = "no AppID in its body: is it an SDK's long connection?".to_owned();
            registry.tell(Notice::OtherRequest { from, fault });
            return json(StatusCode::BAD_REQUEST, endpoint_denied(Denial::NoAppId));
        };
        let admitted = registry.fails_on_purpose();
        let admitted = admitted.and_then(|()| registry.behaviour.admission.check(&asked));
        if let Err(denial) = admitted.and_then(|()| registry.may_join()) {
            // A secret that stands where the id should be is not shown.
            let is_secret = denial == Denial::Swapped || asked.app_secret.matches(&asked.app_id);
            let app_id = Some(asked.app_id).filter(|_| !is_secret);
            return self.deny(app_id, from, denial);
        }
        let agent = parts.headers.get(USER_AGENT).map(|it| String::from_utf8_lossy(it.as_bytes()));
        let agent = agent.map(|it| it.chars().take(MAX_AGENT).collect::<String>().into());
        let holder = TokenHolder { app_id: asked.app_id.into(), agent };
        let (token, device) = registry.tokens(|it| (it.give(holder), it.device_id()));
        let host = parts.headers.get(HOST).and_then(|it| it.to_str().ok()).filter(|it| is_host(it));
        let host = host.map_or_else(|| self.address.to_string(), str::to_owned);
        // The Node SDK misreads the first parameter of the query, and needs `service_id`.
        let url = format!("ws://{host}{SOCKET_PATH}?device_id={device}&service_id={SERVICE}&ticket={token}");
        json(StatusCode::OK, endpoint_granted(&url, &registry.behaviour.config))
    }

    fn handshake(&self, mut request: Request<Incoming>, from: SocketAddr) -> Response<Whole> {
        let accept = accept_key(request.headers()).filter(|_| request.version() >= Version::HTTP_11);
        let Some(accept) = accept else {
            return self.refuse(from, StatusCode::BAD_REQUEST, "it is no WebSocket handshake of version 13");
        };
        let Some(holder) = token(request.uri()).and_then(|it| self.registry.tokens(|all| all.take(it)))
        else {
            return self.refuse_handshake(None, from, Denial::UnknownToken);
        };
        let (handle, outbox) = match self.registry.join(&holder, from) {
            Ok(joined) => joined,
            Err(denial) => return self.refuse_handshake(Some(&holder.app_id), from, denial),
        };
        let (registry, upgrade) = (Arc::clone(&self.registry), hyper::upgrade::on(&mut request));
        tokio::spawn(async move {
            match upgrade.await {
                Ok(upgraded) => run(&registry, &handle, upgraded, outbox).await,
                Err(error) => {
                    registry.leave(&handle, &format!("the handshake was not finished: {error}"));
                    registry.closed();
                }
            }
        });
        let mut response = Response::new(Whole::default());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        response
    }

    /// The endpoint's answer to an app that gets no connection.
    fn deny(&self, app_id: Option<String>, from: SocketAddr, denial: Denial) -> Response<Whole> {
        self.registry.tell(Notice::Denied { app_id, from, denial });
        json(StatusCode::OK, endpoint_denied(denial))
    }

    /// A refused handshake: its headers say why.
    fn refuse_handshake(&self, app_id: Option<&str>, from: SocketAddr, denial: Denial) -> Response<Whole> {
        self.registry.tell(Notice::Denied { app_id: app_id.map(str::to_owned), from, denial });
        let mut response = Response::new(Whole::default());
        *response.status_mut() = StatusCode::FORBIDDEN;
        for (name, value) in denial.handshake_headers() {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    /// The answer to a request that is not an SDK's.
    fn refuse(&self, from: SocketAddr, status: StatusCode, fault: &str) -> Response<Whole> {
        self.registry.tell(Notice::OtherRequest { from, fault: fault.to_owned() });
        let mut response = Response::new(Whole::from(format!("{fault}\n").into_bytes()));
        *response.status_mut() = status;
        response
    }
}

fn browser_fault(refusal: &BrowserRefusal) -> String {
    let BrowserRefusal { header, value } = refusal;
    match *header {
        "Host" => format!("its Host is `{value}`, not this machine (--allow-host NAME lets one in)"),
        header => format!("it comes from a web page ({header}: {value})"),
    }
}

/// The value of `Sec-WebSocket-Accept`; `None` where the request is no handshake. Source: RFC 6455, 4.2.
fn accept_key(headers: &HeaderMap) -> Option<HeaderValue> {
    let has = |name: HeaderName, word: &str| {
        let mut values = headers.get_all(name).iter().filter_map(|it| it.to_str().ok());
        values.any(|it| it.split(',').any(|it| it.trim().eq_ignore_ascii_case(word)))
    };
    if !has(CONNECTION, "upgrade") || !has(UPGRADE, "websocket") || !has(SEC_WEBSOCKET_VERSION, "13") {
        return None;
    }
    HeaderValue::try_from(derive_accept_key(headers.get(SEC_WEBSOCKET_KEY)?.as_bytes())).ok()
}

fn token(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|it| it.strip_prefix("ticket="))
}

/// Whether a text is a host, perhaps with a port: what a client sent is put into a URL.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.chars().all(fits)
}

fn json(status: StatusCode, body: Vec<u8>) -> Response<Whole> {
    let mut response = Response::new(Whole::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_goes_into_the_url() {
        for host in ["127.0.0.1:9000", "localhost", "[::1]:9000", "gateway_1.test:80"] {
            assert!(is_host(host), "{host}");
        }
        for text in ["", "a/b", "a?b", "a b", "a@b", "a#b", "ü"] {
            assert!(!is_host(text), "{text}");
        }
    }
}
