//! The control server: the files of the page, the calls of the API, and the stream of changes.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::poll_fn;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};

use super::access::{Access, AccessDecision};
use super::api::{ApiReply, Asset, Call, ControlApi};
use super::stream::stream;
use crate::protocol::webhook::Intake;
use crate::wire::http::{BindError, Connection, Handler, Limits, Server, Whole, read_body};

const HOST: &str = "127.0.0.1";
/// The largest body of a call, bytes.
const MAX_BODY: u64 = 16 << 20;
/// What a page may do: what comes from here, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The header that names the last message a client has.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

type ResponseBody = UnsyncBoxBody<Bytes, Infallible>;

/// Binds a port of this machine's loopback address; 0 takes a free one.
pub(crate) async fn bind(port: u16) -> Result<Server, BindError> {
    let usual = Limits::default();
    let limits = Limits {
        body: MAX_BODY,
        connections: usual.connections.min(256),
        half_sent: 2 * MAX_BODY,
        grace: Duration::ZERO,
        ..usual
    };
    Server::bind(HOST, port, limits).await
}

/// Serves until `stop` is done. The API has to end its streams, or they are waited for.
pub(crate) async fn serve<A: ControlApi>(
    server: Server,
    access: Access,
    assets: &'static [Asset],
    api: Arc<A>,
    stop: impl Future<Output = ()>,
) {
    let limits = server.limits;
    server.handle(Arc::new(ControlHandler { access, assets, api, limits }), stop).await;
}

struct ControlHandler<A> {
    access: Access,
    assets: &'static [Asset],
    api: Arc<A>,
    limits: Limits,
}

impl<A: ControlApi> Handler for ControlHandler<A> {
    type Body = ResponseBody;

    async fn handle(
        &self,
        request: Request<Incoming>,
        _: SocketAddr,
        connection: &Connection,
    ) -> Option<Response<ResponseBody>> {
        let (parts, body) = request.into_parts();
        let mut response = match self.access.admit(&parts.method, &parts.uri, &parts.headers) {
            AccessDecision::Refused(status, text) if parts.uri.path().starts_with("/api/") => {
                json(status, serde_json::json!({ "error": text }).to_string())
            }
            AccessDecision::Refused(status, text) => message_page(status, &text),
            AccessDecision::Enter(cookie) => entered(cookie.as_deref()),
            AccessDecision::Open => self.open(parts, body, connection).await,
        };
        connection.request_is_whole();
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Some(response)
    }
}

impl<A: ControlApi> ControlHandler<A> {
    async fn open(&self, parts: Parts, body: Incoming, connection: &Connection) -> Response<ResponseBody> {
        let path = parts.uri.path();
        let Some(path) = path.strip_prefix("/api/") else { return self.asset(&parts.method, path) };
        let path = path.to_owned();
        let call = match parts.method {
            Method::GET if path == "stream" => {
                let last = parts.headers.get(LAST_EVENT_ID).and_then(|it| it.to_str().ok());
                return self.stream(last.map(str::to_owned));
            }
            Method::GET => Call::Read { path },
            _ => {
                let (body, intake) = read_body(body, &self.limits, connection).await;
                if intake != Intake::Whole {
                    let reply = r#"{"error":"the body is larger than 16 MB, or did not come whole"}"#;
                    return json(StatusCode::PAYLOAD_TOO_LARGE, reply.to_owned());
                }
                Call::Act { path, body }
            }
        };
        connection.request_is_whole();
        let ApiReply { status, json: text } = self.api.call(call).await;
        json(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), text)
    }

    fn asset(&self, method: &Method, path: &str) -> Response<ResponseBody> {
        match self.assets.iter().find(|it| it.path == path && *method == Method::GET) {
            Some(asset) => text_response(StatusCode::OK, asset.media_type, asset.text.to_owned()),
            None if path == "/favicon.ico" => {
                text_response(StatusCode::NO_CONTENT, "image/x-icon", String::new())
            }
            None => message_page(StatusCode::NOT_FOUND, "nothing is here"),
        }
    }

    fn stream(&self, last: Option<String>) -> Response<ResponseBody> {
        let mut pieces = stream(Arc::clone(&self.api), last);
        let frames = poll_fn(move |cx| pieces.poll_recv(cx).map(|it| it.map(|piece| Ok(Frame::data(piece)))));
        let mut response = Response::new(StreamBody::new(frames).boxed_unsync());
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        response
    }
}

fn entered(cookie: Option<&str>) -> Response<ResponseBody> {
    let mut response = Response::new(Whole::default().boxed_unsync());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
    if let Some(Ok(cookie)) = cookie.map(HeaderValue::from_str) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

fn json(status: StatusCode, text: String) -> Response<ResponseBody> {
    text_response(status, "application/json", text)
}

/// A page that says one thing, in words of our own: what a browser shows where it is not let in.
fn message_page(status: StatusCode, text: &str) -> Response<ResponseBody> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>helpdesk-evt: {status}</title>\n<h1>{status}</h1>\n<p>{text}</p>\n"
    );
    text_response(status, "text/html; charset=utf-8", page)
}

fn text_response(status: StatusCode, media_type: &'static str, text: String) -> Response<ResponseBody> {
    let mut response = Response::new(Whole::from(text.into_bytes()).boxed_unsync());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
