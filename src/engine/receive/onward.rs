//! Passing a request on to an app behind, and what the app made of it.

use crate::protocol::webhook::{Packet, Reply, SendError};
use crate::report::Forwarded;

/// How much of the app's answer is kept, bytes.
const KEPT: usize = 2_000;

/// The request as it goes on to the app behind: body and headers as they came, without those of the connection.
pub(crate) fn onward(mut packet: Packet) -> Packet {
    const OF_THE_CONNECTION: [&str; 8] = [
        "host",
        "content-length",
        "connection",
        "keep-alive",
        "transfer-encoding",
        "te",
        "upgrade",
        "expect",
    ];
    packet.headers.retain(|(name, _)| !OF_THE_CONNECTION.iter().any(|it| name.eq_ignore_ascii_case(it)));
    packet
}

pub(crate) fn forwarded(outcome: Result<Reply, SendError>) -> Forwarded {
    match outcome {
        Ok(reply) => {
            let body = String::from_utf8_lossy(&reply.body[..reply.body.len().min(KEPT)]).into_owned();
            Forwarded::Answered { status: reply.status, body }
        }
        Err(error) => Forwarded::Failed { reason: error.to_string() },
    }
}
