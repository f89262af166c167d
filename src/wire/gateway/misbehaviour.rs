//! How a gateway behaves: whom it lets in, how it sends, and how it misbehaves on purpose.

use std::num::NonZeroUsize;
use std::time::Duration;

use crate::protocol::long_connection::{Admission, ClientConfig};

/// How often a WebSocket is pinged at least.
const NATIVE_PING: Duration = Duration::from_secs(30);

/// How a connection is dropped on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropHow {
    /// The TCP connection goes away without a word.
    Tcp,
    /// With a close frame.
    Close,
    /// Not at all: it stays, and nothing comes on it any more, no events, no pongs.
    Stall,
}

/// Requests to the endpoint that are refused on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointFailures {
    /// So many are answered first.
    pub after: u32,
    /// Then so many fail.
    pub count: u32,
    /// With this code; `None` is an internal error, after which the SDKs try again.
    pub code: Option<u32>,
}

/// Whether pings are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pong {
    /// As the platform does.
    #[default]
    Answer,
    /// Never.
    Withhold,
}

/// How a gateway behaves.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// Whom it lets in.
    pub admission: Admission,
    /// How many connections there may be. The platform allows an app 50.
    pub connections: usize,
    /// How many pieces an event is sent in.
    pub pieces: NonZeroUsize,
    /// The time between two pieces.
    pub gap: Duration,
    /// How long a new connection gets no events, if it does not ping before: the Node SDK loses what comes together with
    /// the answer to its handshake, for it does not listen yet.
    pub settling: Duration,
    /// How long an ack may take, from the last piece on. The platform allows 3 s.
    pub ack_limit: Duration,
    /// When and how every connection is dropped.
    pub drop: Option<(Duration, DropHow)>,
    /// Which requests to the endpoint fail.
    pub endpoint_failures: EndpointFailures,
    /// How often the WebSocket itself is pinged, as a keep-alive.
    pub native_ping: Duration,
    /// By which names beside this machine's own the gateway may be called; with none, one that others can reach may be called
    /// by any.
    pub allowed_hosts: Vec<String>,
    /// Whether pings are answered.
    pub pong: Pong,
    /// What clients are told.
    pub config: ClientConfig,
    /// What the connection of each event is chosen by.
    pub seed: u64,
    /// What ids and tokens are made from: not the same for two gateways.
    pub id_seed: u64,
    /// The time, ms since the epoch.
    pub now_ms: fn() -> i64,
}

impl Behaviour {
    /// As the platform: 50 connections, one frame an event, acks within 3 s.
    pub fn new(id_seed: u64, now_ms: fn() -> i64) -> Self {
        Self {
            admission: Admission::default(),
            connections: 50,
            pieces: NonZeroUsize::MIN,
            gap: Duration::ZERO,
            settling: Duration::from_millis(100),
            ack_limit: Duration::from_secs(3),
            drop: None,
            endpoint_failures: EndpointFailures::default(),
            native_ping: NATIVE_PING,
            allowed_hosts: Vec::new(),
            pong: Pong::default(),
            config: ClientConfig::default(),
            seed: 0,
            id_seed,
            now_ms,
        }
    }

    /// How long a connection may say nothing: three times what it should.
    pub(crate) fn silence(&self) -> Duration {
        Duration::from_secs(u64::from(self.config.ping_interval).max(1)) * 3
    }
}
