//! The server that hands requests to a receiver: what `listen` is.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};

use super::body::{Whole, headers_of};
use super::browser::AllowedHosts;
use super::connection_limit::Connection;
use super::request_body::read_body;
use super::server::{Handler, Limits, Server};
use crate::protocol::webhook::{Answer, Arrival, Intake, Packet, Receiver, Reply};

impl Server {
    /// Serves a receiver until `stop` is done; then takes no more connections and lets requests in flight be answered.
    pub async fn serve<R: Receiver>(self, receiver: Arc<R>, stop: impl Future<Output = ()>) {
        let limits = self.limits;
        self.handle(Arc::new(ReceiverHandler { receiver, limits }), stop).await;
    }
}

struct ReceiverHandler<R> {
    receiver: Arc<R>,
    limits: Limits,
}

impl<R: Receiver> Handler for ReceiverHandler<R> {
    type Body = Whole;

    async fn handle(
        &self,
        request: Request<Incoming>,
        _: SocketAddr,
        connection: &Connection,
    ) -> Option<Response<Whole>> {
        let (parts, body) = request.into_parts();
        let (body, intake) = match AllowedHosts::any().refusal(&parts.headers) {
            Some(refusal) => (Vec::new(), Intake::FromWebPage { header: refusal.header }),
            None => read_body(body, &self.limits, connection).await,
        };
        connection.request_is_whole();
        let headers = headers_of(&parts.headers);
        // Every method and path goes to the receiver: a wrong one is for it to answer, and to tell of.
        let target = parts.uri.path_and_query().map_or_else(|| parts.uri.to_string(), ToString::to_string);
        let method = parts.method.to_string();
        let arrival = Arrival { method, target, packet: Packet { headers, body }, intake };
        // In a task of its own: a sender that goes away must not take back what is half done.
        let receiver = Arc::clone(&self.receiver);
        let answer = tokio::spawn(async move { receiver.receive(arrival).await }).await;
        respond(answer.unwrap_or(Answer::Silence))
    }
}

/// The response of an answer. A header that HTTP does not allow is left out.
fn respond(answer: Answer) -> Option<Response<Whole>> {
    let Answer::Reply(Reply { status, headers, body, .. }) = answer else { return None };
    let mut response = Response::new(Whole::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(&*value)) {
            response.headers_mut().append(name, value);
        }
    }
    Some(response)
}
