//! The platform's long connection as a server: the endpoint that gives out URLs, and the handshake behind them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State, WebSocketUpgrade};
use axum::http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

use super::connection::run;
use super::connection_notice::Notice;
use super::handshake_token::Holder;
use super::registry::{Hub, SERVICE};
use crate::protocol::long_connection::{
    Credentials, Denial, ENDPOINT_PATH, MAX_FRAME, endpoint_denied, endpoint_granted,
};
use crate::protocol::webhook::CONTENT_TYPE as JSON;
use crate::wire::http::BindError;

/// The path of the WebSocket.
const SOCKET_PATH: &str = "/ws/v2";
/// The largest request to the endpoint, bytes.
const MAX_REQUEST: usize = 64 << 10;
/// The longest `User-Agent` that is told, characters.
const AGENT: usize = 80;
/// The largest message that is read at all, bytes: what is larger than a frame may be is told off as long as it fits.
const MAX_MESSAGE: usize = 4 * MAX_FRAME;

/// A gateway that is bound: apps queue up from now on.
#[derive(Debug)]
pub struct Gateway {
    listener: TcpListener,
    address: SocketAddr,
}

impl Gateway {
    /// Binds a host and a port; port 0 takes a free one.
    pub async fn bind(host: &str, port: u16) -> Result<Self, BindError> {
        let error = |source| BindError { host: host.to_owned(), port, source };
        let listener = TcpListener::bind((host, port)).await.map_err(error)?;
        let address = listener.local_addr().map_err(error)?;
        Ok(Self { listener, address })
    }

    /// Where it listens, with the true port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets apps in until it is dropped. What it does with them is the hub's.
    pub async fn serve(self, hub: Arc<Hub>) -> io::Result<()> {
        let router = Router::new()
            .route(ENDPOINT_PATH, post(endpoint))
            .route(SOCKET_PATH, get(handshake))
            .layer(DefaultBodyLimit::max(MAX_REQUEST))
            .with_state(Door { hub, address: self.address });
        // A frame is small and waits for nothing.
        let listener = self.listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await
    }
}

#[derive(Clone)]
struct Door {
    hub: Arc<Hub>,
    address: SocketAddr,
}

async fn endpoint(
    State(door): State<Door>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let hub = &door.hub;
    let Some(asked) = Credentials::read(&body) else {
        hub.tell(Notice::NotAsked { from });
        return json(StatusCode::BAD_REQUEST, endpoint_denied(Denial::AuthFailed));
    };
    let admitted = if hub.fails_on_purpose() {
        Err(Denial::Internal)
    } else {
        hub.conduct.admission.check(&asked).and_then(|()| hub.has_room())
    };
    if let Err(denial) = admitted {
        hub.tell(Notice::Denied { app_id: Some(asked.app_id), from, denial });
        return json(StatusCode::OK, endpoint_denied(denial));
    }
    let agent = headers.get(USER_AGENT).map(|it| String::from_utf8_lossy(it.as_bytes()));
    let agent = agent.map(|it| it.chars().take(AGENT).collect());
    let holder = Holder { app_id: asked.app_id.into(), agent };
    let (ticket, device) = hub.tickets(|it| (it.give(holder), it.device_id()));
    let host = headers.get(HOST).and_then(|it| it.to_str().ok()).filter(|it| is_host(it));
    let host = host.map_or_else(|| door.address.to_string(), str::to_owned);
    // The Node SDK misreads the first parameter of the query, and needs `service_id`.
    let url = format!("ws://{host}{SOCKET_PATH}?device_id={device}&service_id={SERVICE}&ticket={ticket}");
    json(StatusCode::OK, endpoint_granted(&url, &hub.conduct.config))
}

/// Whether a text is a host, perhaps with a port: what a client sent is put into a URL.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.chars().all(fits)
}

async fn handshake(
    State(Door { hub, .. }): State<Door>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE),
        Err(rejection) => return rejection.into_response(),
    };
    let query = uri.query().unwrap_or_default();
    let ticket = query.split('&').find_map(|it| it.strip_prefix("ticket="));
    let Some(holder) = ticket.and_then(|it| hub.tickets(|tickets| tickets.take(it))) else {
        return refuse(&hub, None, from, Denial::UnknownTicket);
    };
    let Holder { app_id, agent } = holder;
    let told_app = Arc::clone(&app_id);
    let joined = hub.join(&app_id, |link, connections, stranger| Notice::Joined {
        link,
        app_id: told_app,
        from,
        agent,
        connections,
        stranger,
    });
    let (link, outbox) = match joined {
        Ok(joined) => joined,
        Err(denial) => return refuse(&hub, Some(&app_id), from, denial),
    };
    let (failed_hub, failed_link) = (Arc::clone(&hub), Arc::clone(&link));
    upgrade
        .on_failed_upgrade(move |error| {
            failed_hub.part(&failed_link, &format!("the handshake was not finished: {error}"));
            failed_hub.gone();
        })
        .on_upgrade(move |socket| async move { run(&hub, &link, socket, outbox).await })
}

/// A refused handshake: its headers say why.
fn refuse(hub: &Hub, app_id: Option<&str>, from: SocketAddr, denial: Denial) -> Response {
    hub.tell(Notice::Denied { app_id: app_id.map(str::to_owned), from, denial });
    let mut response = StatusCode::FORBIDDEN.into_response();
    for (name, value) in denial.handshake_headers() {
        let value = value.try_into().expect("digits and plain words are a header's value");
        response.headers_mut().insert(name, value);
    }
    response
}

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, JSON)], Body::from(body)).into_response()
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
