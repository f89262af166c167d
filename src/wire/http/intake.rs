//! From an HTTP request to an arrival, and from an answer to an HTTP response.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::server::Limits;
use crate::protocol::webhook::{Answer, Arrival, Intake, Packet, Reply};

/// Marks a response that is not to be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Silenced;

/// What is read beyond a body's limit, bytes: a sender that is still writing would not see the answer.
const OVERFLOW: u64 = 8_000_000;

/// Reads a request with as much of its body as the limits allow.
pub(crate) async fn read(request: Request, limits: &Limits) -> Arrival {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (Cow::Owned(name.as_str().to_owned()), Cow::Owned(value))
    });
    let headers = headers.collect();
    let (body, intake) = match tokio::time::timeout(limits.body_time, read_body(body, limits.body)).await {
        Ok(read) => read,
        Err(_) => (Vec::new(), Intake::TooSlow { limit_ms: millis(limits) }),
    };
    let target = parts.uri.path_and_query().map_or_else(|| parts.uri.to_string(), ToString::to_string);
    Arrival { method: parts.method.to_string(), target, packet: Packet { headers, body }, intake }
}

fn millis(limits: &Limits) -> u64 {
    u64::try_from(limits.body_time.as_millis()).unwrap_or(u64::MAX)
}

async fn read_body(mut body: Body, limit: u64) -> (Vec<u8>, Intake) {
    let mut bytes = Vec::new();
    let mut seen = 0_u64;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(frame) = frame else { return (bytes, Intake::Broken) };
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len() as u64;
        if seen <= limit {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
            if seen > limit.saturating_add(OVERFLOW) {
                break;
            }
        }
    }
    if seen > limit { (bytes, Intake::TooLarge { limit }) } else { (bytes, Intake::Whole) }
}

/// The response of an answer. A header that HTTP does not allow is left out.
pub(crate) fn respond(answer: Answer) -> Response {
    let mut response = Response::new(Body::empty());
    let Answer::Reply(Reply { status, headers, body, .. }) = answer else {
        response.extensions_mut().insert(Silenced);
        return response;
    };
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(&*value)) {
            response.headers_mut().append(name, value);
        }
    }
    *response.body_mut() = Body::from(body);
    response
}
