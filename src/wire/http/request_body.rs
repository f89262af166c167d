//! The body of a request, as far as the limits of the server allow.

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::timeout;

use super::connection_limit::{BLOCK, Connection};
use super::failure::ms;
use super::server::{Limits, MAX_HEAD};
use crate::protocol::webhook::Intake;

/// What is read beyond a body's limit, bytes: a sender that is still writing would not see the answer.
const OVERFLOW: u64 = 8_000_000;

/// Reads the body of a request as far as the limits allow.
pub(crate) async fn read_body(body: Incoming, limits: &Limits, connection: &Connection) -> (Vec<u8>, Intake) {
    connection.body_begins();
    tokio::select! {
        read = timeout(limits.body_time, collect(body, limits.body, connection)) => {
            read.unwrap_or_else(|_| (Vec::new(), Intake::TooSlow { limit_ms: ms(limits.body_time) }))
        }
        () = connection.body_evicted() => (Vec::new(), Intake::GaveWay),
    }
}

async fn collect(mut body: Incoming, limit: u64, connection: &Connection) -> (Vec<u8>, Intake) {
    let mut blocks = BodyBlocks { connection, blocks: Vec::new() };
    let mut seen = 0_u64;
    // What the connection has in its buffer.
    connection.reserve(MAX_HEAD).await;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return (blocks.joined(), Intake::Broken) };
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len() as u64;
        if seen <= limit {
            blocks.append(&data).await;
        } else {
            blocks.clear();
            if seen > limit.saturating_add(OVERFLOW) {
                break;
            }
        }
    }
    (blocks.joined(), if seen > limit { Intake::TooLarge { limit } } else { Intake::Whole })
}

/// A body in blocks: to grow one piece of memory takes twice as much, and allocators keep what threads gave back.
struct BodyBlocks<'a> {
    connection: &'a Connection,
    blocks: Vec<Vec<u8>>,
}

impl BodyBlocks<'_> {
    async fn append(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            match self.blocks.last_mut() {
                Some(last) if last.len() < last.capacity() => {
                    let (fits, rest) = data.split_at(data.len().min(last.capacity() - last.len()));
                    last.extend_from_slice(fits);
                    data = rest;
                }
                // Most bodies come in one small piece.
                None if data.len() < BLOCK => {
                    self.connection.reserve(data.len()).await;
                    self.blocks.push(Vec::with_capacity(data.len()));
                }
                _ => self.blocks.push(self.connection.block().await),
            }
        }
    }

    fn joined(mut self) -> Vec<u8> {
        match self.blocks.as_mut_slice() {
            [one] if one.capacity() < BLOCK => std::mem::take(one),
            blocks => blocks.concat(),
        }
    }

    fn clear(&mut self) {
        self.connection.release(&mut self.blocks);
    }
}

impl Drop for BodyBlocks<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
