//! One connection: HTTP/1.1 requests one after the other, each handed to the receiver.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;

use super::connection_limit::{Seat, Stop};
use super::intake;
use super::intake::Silenced;
use super::server::Limits;
use crate::protocol::webhook::{Answer, Receiver};

/// What every connection of a server shares.
pub(crate) struct Line {
    router: Router,
    limits: Limits,
}

impl Line {
    pub(crate) fn new<R: Receiver>(receiver: Arc<R>, limits: Limits) -> Self {
        // Every method and path goes to the receiver: a wrong one is for it to answer, and to tell of.
        let router = Router::new().fallback(hand_over::<R>).with_state((receiver, limits));
        Self { router, limits }
    }
}

/// Serves a connection until one side ends it or a stop is asked for.
pub(crate) async fn serve(stream: TcpStream, line: Arc<Line>, seat: Arc<Seat>, mut stop: Stop) {
    let router = TowerToHyperService::new(line.router.clone());
    let service = service_fn(|mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&seat));
        let answer = router.call(request);
        let seat = Arc::clone(&seat);
        async move {
            let Ok(response) = answer.await;
            seat.rest();
            // An error is the only way to make the connection end without an answer.
            match response.extensions().get::<Silenced>() {
                Some(_) => Err(io::Error::other("silence on purpose")),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(line.limits.head_time)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // How a connection ends is the sender's matter: what it sent has been answered or told of.
    let asked = tokio::select! {
        _ = &mut connection => false,
        _ = stop.wait_for(|asked| *asked) => true,
    };
    if asked {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// Reads a request and lets the receiver answer it, in a task of its own: a sender that goes away must not take back
/// what is half done.
async fn hand_over<R: Receiver>(
    State((receiver, limits)): State<(Arc<R>, Limits)>,
    mut request: Request,
) -> Response {
    let seat = request.extensions_mut().remove::<Arc<Seat>>();
    let arrival = intake::read(request, &limits).await;
    if let Some(seat) = &seat {
        seat.work();
    }
    let answer = tokio::spawn(async move { receiver.receive(arrival).await }).await;
    intake::respond(answer.unwrap_or(Answer::Silence))
}
