//! How requests go out: limits, trust, and the headers that all of them have.

use std::borrow::Cow;
use std::time::Duration;

use crate::protocol::webhook::{Header, Packet};

/// The name the platform goes by, as seen in captures.
const USER_AGENT: Header = (Cow::Borrowed("User-Agent"), Cow::Borrowed("Go-http-client/1.1"));

/// Whom to trust over TLS.
#[derive(Clone, Debug, Default)]
pub(crate) enum TlsTrust {
    #[default]
    System,
    /// These certificates, PEM, and no others.
    Only(Vec<u8>),
    Anyone,
}

/// How to deliver over HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The limit for a connection, TLS included.
    pub connect_timeout: Duration,
    /// The limit for a delivery in all.
    pub timeout: Duration,
    pub trust: TlsTrust,
    /// Whether HTTP/2 may be spoken where TLS offers it.
    pub http2: bool,
    /// Headers that go with every request, before the packet's own; a name given here replaces the packet's.
    pub headers: Vec<Header>,
}

impl Default for Settings {
    /// As the platform: 2 s to connect, 3 s in all, and its name. Source: the vendor's page on receiving events.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(2),
            timeout: Duration::from_secs(3),
            trust: TlsTrust::default(),
            http2: false,
            headers: vec![USER_AGENT],
        }
    }
}

impl Settings {
    /// The limit for a connection, which is part of the delivery.
    pub(super) fn connect_limit(&self) -> Duration {
        self.connect_timeout.min(self.timeout)
    }

    /// The headers of a packet as they are sent, the settings' own first.
    pub(crate) fn headers_of<'a>(&'a self, packet: &'a Packet) -> impl Iterator<Item = &'a Header> {
        let kept = |it: &&Header| !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(&it.0));
        self.headers.iter().chain(packet.headers.iter().filter(kept))
    }
}
