//! Passing requests on to an app behind, beside the answer to the sender, and what the app made of them.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::journal::{Clock, Journal};
use crate::mask::Mask;
use crate::protocol::webhook::{Packet, Reply, SendError, Transport};
use crate::report::{Forwarded, Received};

/// How much of the app's answer is kept, bytes.
const KEPT: usize = 2_000;
/// Requests that are with the app at once.
const IN_FLIGHT: usize = 64;
/// Requests that may wait for that, beside those.
const QUEUED: usize = 1_000;
/// Names the receivers that a request came through.
const VIA: &str = "X-Helpdesk-Evt-Via";

/// A request on its way, over whichever transport.
type Sending = Pin<Box<dyn Future<Output = Result<Reply, SendError>> + Send>>;

/// The way to an app behind.
pub(crate) struct Forwarder {
    send: Arc<dyn Fn(Packet) -> Sending + Send + Sync>,
    id: String,
    in_flight: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Forwarder {
    pub(crate) fn new<T: Transport>(transport: T, id: String) -> Self {
        let transport = Arc::new(transport);
        let send = move |packet| {
            let transport = Arc::clone(&transport);
            Box::pin(async move { transport.send(packet).await }) as Sending
        };
        Self {
            send: Arc::new(send),
            id,
            in_flight: Arc::new(Semaphore::new(IN_FLIGHT)),
            queue: Arc::new(Semaphore::new(IN_FLIGHT + QUEUED)),
        }
    }

    /// Passes a request on, and tells of it once the app has answered. The sender waits for nothing of it.
    pub(crate) fn pass_on(&self, packet: Packet, mut telling: Received, journal: Journal, clock: Clock) {
        let came_through = packet.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(VIA));
        let is_own = came_through.into_iter().any(|(_, value)| value.split(", ").any(|it| it == self.id));
        let refused = is_own.then_some("not forwarded: it came from this listener, which forwards to itself");
        let place = Arc::clone(&self.queue).try_acquire_owned();
        let (send, in_flight) = (Arc::clone(&self.send), Arc::clone(&self.in_flight));
        let packet = onward(packet, &self.id);
        tokio::spawn(async move {
            let forwarded = match (refused, place) {
                (Some(reason), _) => failed(reason),
                (None, Err(_)) => failed("not forwarded: the app behind is too slow"),
                (None, Ok(_place)) => {
                    let _turn = in_flight.acquire().await;
                    forwarded(send(packet).await, &journal.keys.mask())
                }
            };
            journal.keep_answers(clock(), &telling, &forwarded).await;
            telling.forwarded = Some(forwarded);
            journal.tell(telling).await;
        });
    }
}

/// The request as it goes on to the app behind: body and headers as they came, without those of the connection.
fn onward(mut packet: Packet, id: &str) -> Packet {
    const OF_THE_CONNECTION: [&str; 8] = [
        "host", "content-length", "connection", "keep-alive", "transfer-encoding", "te", "upgrade", "expect",
    ];
    packet.headers.retain(|(name, _)| !OF_THE_CONNECTION.iter().any(|it| name.eq_ignore_ascii_case(it)));
    packet.headers.push((VIA.into(), id.to_owned().into()));
    packet
}

fn failed(reason: &str) -> Forwarded {
    Forwarded::Failed { reason: reason.to_owned() }
}

/// What the app made of it, without the secrets: masked before it is cut, for half a secret is not known as one.
fn forwarded(outcome: Result<Reply, SendError>, mask: &Mask) -> Forwarded {
    match outcome {
        Ok(reply) => {
            let body = reply.text();
            let mut body = mask.body(&body);
            body.truncate(body.floor_char_boundary(KEPT));
            Forwarded::Answered { status: reply.status, body }
        }
        Err(error) => Forwarded::Failed { reason: mask.text(&error.to_string()) },
    }
}
